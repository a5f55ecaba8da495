// The same house four times, each run in its own way, through the same night.
import { type Act, inOrder } from "./deeds.js";
import { START } from "./house.js";
import { MINUTE } from "./time.js";
import { WAYS, type WayName, wayOf } from "./ways.js";
import { World } from "./world.js";

export class Town {
	#worlds = new Map<WayName, World>();
	#acts: Act[] = [];
	#now = START;

	constructor(acts: readonly Act[] = [], now = START) {
		this.#acts = inOrder(acts);
		this.#found();
		this.seek(now);
	}

	get now(): number {
		return this.#now;
	}

	/** The house that Latchstring runs. */
	get house(): World {
		return this.of("latchstring");
	}

	of(name: WayName): World {
		const world = this.#worlds.get(name);
		if (world === undefined) throw new Error(`there is no house with ${name}`);
		return world;
	}

	/** Another list of deeds; where it differs before now, all is played again. */
	plan(acts: readonly Act[]): void {
		const isPast = ({ at }: Act) => at <= this.#now;
		const [before, after] = [this.#acts, acts].map((all) => JSON.stringify(all.filter(isPast)));
		this.#acts = inOrder(acts);
		if (before !== after) this.#found();
		else for (const world of this.#worlds.values()) world.plan(this.#acts);
		this.seek(this.#now);
	}

	/** Goes to an instant. To go back, everything is played again from the beginning. */
	seek(at: number): void {
		if (at < this.house.now) this.#found();
		for (const world of this.#worlds.values()) world.runTo(at);
		this.#now = at;
	}

	/** When something happens next in the house that Latchstring runs. */
	get nextAt(): number {
		return Math.max(this.house.nextAt(), this.#now + 1);
	}

	#found(): void {
		for (const world of this.#worlds.values()) world.close();
		this.#worlds = new Map(WAYS.map((name) => [name, new World(wayOf(name))]));
		for (const world of this.#worlds.values()) {
			world.runTo(START);
			world.plan(this.#acts);
		}
	}
}

/** The minutes that guests of a house stood outside between two instants, counted at its doors. */
export function minutesOutside(world: World, from: number, to: number): number {
	const spans = world.record.outside.map((one) => ({
		from: Math.max(from, one.from),
		to: Math.min(to, one.to ?? to),
	}));
	return spans.reduce((sum, span) => sum + Math.max(0, span.to - span.from), 0) / MINUTE;
}
