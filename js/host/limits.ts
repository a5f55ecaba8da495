// What a host may choose about its own work.

import { type Ranges, within } from "../core/ranges.js";

/** What a host may choose about its own work. */
export interface Limits {
	/** How many commands may be under way at once, 1 to 10,000 \[64\]. */
	commandsAtOnce: number;
	/** For how long after its deadline a platform may add to an answer, 0 to 1,440 min \[15\]. */
	followMinutes: number;
	/** How long sending a notice may take, 1 to 600 s \[10\]. */
	notifySeconds: number;
	/**
	 * How often a notice to a guest or a visitor is tried before it counts as failed, 1 to 20 \[8\]:
	 * some two minutes. One to the host is tried until it leaves; after so many tries it holds up no
	 * other.
	 */
	notifyTries: number;
}

/** The default, the least and the most. */
const RANGES: Ranges<Limits> = {
	commandsAtOnce: [64, 1, 10_000],
	followMinutes: [15, 0, 1440],
	notifySeconds: [10, 1, 600],
	notifyTries: [8, 1, 20],
};

/** The limits that are given, and the defaults of the others. */
export function limitsOf(given: Partial<Limits>): Limits {
	return within(RANGES, given);
}
