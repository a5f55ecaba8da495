// Chance from a seed: the same seed gives the same history on every machine.

/** A stream of numbers. `fork` gives another stream, which other draws don't shift. */
export class Dice {
	#state: number;
	readonly #seed: number;

	constructor(seed: number) {
		this.#seed = seed >>> 0;
		this.#state = this.#seed;
	}

	/** At least 0, less than 1 (mulberry32). */
	share(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** A whole number, both ends included. */
	between(least: number, most: number): number {
		return least + Math.floor(this.share() * (most - least + 1));
	}

	/** Whether something of this likelihood happens. */
	happens(likelihood: number): boolean {
		return this.share() < likelihood;
	}

	/** One of a list that is not empty. */
	one<T>(choices: readonly T[]): T {
		if (choices.length === 0) throw new Error("nothing to choose from");
		return choices[this.between(0, choices.length - 1)] as T;
	}

	/** A stream that hangs on the seed and the name alone. */
	fork(name: string): Dice {
		return new Dice(hash(`${this.#seed} ${name}`));
	}
}

/** FNV-1a, mixed once more so that near names give far seeds. */
function hash(text: string): number {
	let sum = 0x811c9dc5;
	for (let at = 0; at < text.length; at++)
		sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
	sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b) >>> 0;
	return (sum ^ (sum >>> 13)) >>> 0;
}
