// How often something may be asked: buckets of tokens that fill with time.

/** Buckets by name: each holds so many, and fills within a minute. */
export class Buckets {
	readonly #perMinute: number;
	readonly #levels = new Map<string, { left: number; at: number }>();

	constructor(perMinute: number) {
		this.#perMinute = perMinute;
	}

	/** Takes one; gives 0, or after how many seconds there is one again. */
	take(name: string, now: number): number {
		const level = this.#levels.get(name) ?? { left: this.#perMinute, at: now };
		const filled = level.left + (Math.max(0, now - level.at) / 60_000) * this.#perMinute;
		const left = Math.min(this.#perMinute, filled);
		// Names are many where somebody guesses: the oldest are forgotten first.
		this.#levels.delete(name);
		this.#levels.set(name, { left: left < 1 ? left : left - 1, at: now });
		for (const old of this.#levels.keys()) {
			if (this.#levels.size <= MOST) break;
			this.#levels.delete(old);
		}
		return left < 1 ? Math.ceil(((1 - left) * 60) / this.#perMinute) : 0;
	}

	/** Whether there is none left; takes none. */
	isEmpty(name: string, now: number): boolean {
		const level = this.#levels.get(name);
		if (level === undefined) return false;
		return level.left + (Math.max(0, now - level.at) / 60_000) * this.#perMinute < 1;
	}
}

const MOST = 10_000;
