// How a feed is read, after its options were checked.

import type { Patterns } from "./meaning.js";
import type { Platform } from "./platforms.js";

/** How a feed is read. */
export interface How {
	listingId: string;
	now: number;
	timeZone: string | undefined;
	platform: Platform | undefined;
	patterns: Patterns;
	lastDay: "departure" | "last_night";
	keepTimes: boolean;
	leaveClosed: boolean;
	/** Reservations of the listing's other feeds, as what they fill. */
	filled: [string, string][];
}
