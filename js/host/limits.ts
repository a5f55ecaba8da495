// What a host may choose about its own work.

import { refusal } from "../core/error.js";

/** What a host may choose about its own work. */
export interface Limits {
	/** How many commands may be under way at once, 1 to 10,000 \[64\]. */
	commandsAtOnce: number;
	/** For how long after its deadline a platform may add to an answer, 0 to 1,440 min \[15\]. */
	followMinutes: number;
	/** How long sending a notice may take, 1 to 600 s \[10\]. */
	notifySeconds: number;
	/**
	 * How often a notice to a guest or a visitor is tried before it counts as failed, 1 to 20 \[8\]: some
	 * two minutes. One to the host is tried until it leaves; after so many tries it holds up no other.
	 */
	notifyTries: number;
}

/** The default, the least and the most. */
const RANGES: Record<keyof Limits, [number, number, number]> = {
	commandsAtOnce: [64, 1, 10_000],
	followMinutes: [15, 0, 1440],
	notifySeconds: [10, 1, 600],
	notifyTries: [8, 1, 20],
};

/** The limits that are given, and the defaults of the others. */
export function limitsOf(given: Partial<Limits>): Limits {
	const read = (name: keyof Limits): number => {
		const [otherwise, least, most] = RANGES[name];
		const value = given[name] ?? otherwise;
		if (typeof value === "number" && value >= least && value <= most) return value;
		throw refusal("out_of_range", name, "not within its limits", `give ${least} to ${most}`);
	};
	return {
		commandsAtOnce: read("commandsAtOnce"),
		followMinutes: read("followMinutes"),
		notifySeconds: read("notifySeconds"),
		notifyTries: read("notifyTries"),
	};
}
