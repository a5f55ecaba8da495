// What it means that a known stay is not in a feed any more (R1). A feed drops a cancelled booking
// without a word, and drops valid bookings when an export fails.

import type { FeedGap, FeedStay } from "./state.js";

/** What a reading proves about what is not in it. */
export type Proof =
	/** The feed has known entries: what is gone counts. */
	| "counts"
	/** The feed has no booking any more, which an export that failed has neither. */
	| "empty"
	/** The feed is cut off, or another one: nothing is proved. */
	| "nothing";

/** What becomes of a stay whose entry is gone. */
export type Outcome =
	/** It is cancelled. */
	| "cancel"
	/** It may be: its guest is told nothing yet. */
	| "hold"
	/** The stay is kept. */
	| "keep"
	/** The stay is kept, as its guest may be in the house: the host is asked. */
	| "ask";

/** When a stay begins, and what speaks for its end. */
export interface Missing {
	gap: FeedGap | undefined;
	/** Whether its guest may be in the house, or its exporter drops stays on their first day. */
	mayHaveBegun: boolean;
	/** When its check-in is, in Unix seconds. */
	beginsAt: number;
	/** Whether another stay of the same reading has come into its nights. */
	isCovered: boolean;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** A stay is cancelled after it was gone at this many readings, over this time. */
const USUAL = { readings: 2, seconds: 6 * HOUR };
/** The same for a stay that begins soon. */
const SOON = { readings: 2, seconds: 45 * MINUTE, within: 12 * HOUR };
/** The same where the feed is empty. */
const EMPTY = { readings: 3, seconds: 24 * HOUR };
/** How long before check-in a hold lapses. */
const HOLD_LAPSES = 4 * HOUR;

/** Counts one more reading without the entry. */
export function widen(gap: FeedGap | undefined, proof: Proof, now: number): FeedGap | undefined {
	if (proof === "nothing") return gap;
	const before = gap ?? { readings: 0, empties: 0 };
	if (proof === "empty")
		return { ...before, empties: before.empties + 1, emptySince: before.emptySince ?? now };
	return { ...before, readings: before.readings + 1, since: before.since ?? now };
}

/** Whether an entry that nobody knew has been in the feed for as long as an empty one has to be. */
export function isThereForLong({ unproven }: FeedStay, now: number): boolean {
	if (unproven === undefined) return true;
	return unproven.readings + 1 >= EMPTY.readings && now - unproven.since >= EMPTY.seconds;
}

/** When what came at an instant, in Unix seconds, counts by itself. */
export function countsFrom(since: number): number {
	return since + EMPTY.seconds;
}

/** Whether a hold may last: its guest may still be told in time. */
export function mayHold(beginsAt: number, now: number): boolean {
	return beginsAt - now > HOLD_LAPSES;
}

/** What becomes of a stay whose entry is gone, after this reading was counted. */
export function weigh(
	{ gap, mayHaveBegun, beginsAt, isCovered }: Missing,
	proof: Proof,
	now: number,
): Outcome {
	if (mayHaveBegun) return proof === "nothing" ? "keep" : "ask";
	if (gap === undefined) return "keep";
	if (proof === "counts" && isCovered) return "cancel";
	if (proof === "counts" && isLongGone(gap, beginsAt, now)) return "cancel";
	if (proof === "empty" && isEmptyForLong(gap, now)) return "cancel";
	return mayHold(beginsAt, now) ? "hold" : "keep";
}

function isLongGone({ readings, since = 0 }: FeedGap, beginsAt: number, now: number): boolean {
	const isSoon = beginsAt - now <= SOON.within;
	const { readings: least, seconds } = isSoon ? SOON : USUAL;
	return readings >= least && now - since >= seconds;
}

function isEmptyForLong({ readings, since, empties, emptySince }: FeedGap, now: number): boolean {
	const first = Math.min(since ?? now, emptySince ?? now);
	return readings + empties >= EMPTY.readings && now - first >= EMPTY.seconds;
}
