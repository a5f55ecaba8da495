// Whose feed it is, where nothing in it is as it was (R1). A calendar of one stay has another one
// after a cancellation and a booking, often for the same nights. Where more went or came at once,
// the address is probably another listing's.

import type { Entry } from "./bookings.js";
import { isOther, type Match, type Stay } from "./match.js";
import type { FeedStay } from "./state.js";
import { countsFrom, isThereForLong } from "./vanished.js";

/** The most stays of one UID that are looked at. */
const MAX_OF_KEY = 8;

/** A known stay, as it is stored. */
interface Known extends Stay {
	kept: FeedStay;
}

/** What a reading shows of whose feed it is. */
export interface Whose {
	/** Whether something in it is known. */
	isKnown: boolean;
	/** Whether stays that are to come should be in it. */
	isExpected: boolean;
	/** Whether nobody is in it who was not known. */
	hasNobodyNew: boolean;
	/** Whether one stay alone went, and one alone came. */
	isOne: boolean;
	/** When it counts by itself, in Unix seconds; absent where it never does. */
	countsFrom: number | undefined;
}

/** What is weighed. */
export interface Signs {
	entries: Entry[];
	matches: (Match<Known> | undefined)[];
	stays: Known[];
	/** What the blocks say: one of the same UID, one of the same days, or nothing. */
	closure: "same" | "same_days" | undefined;
	/** Whether its `PRODID` is the one of before. */
	isSameOrigin: boolean;
	now: number;
}

/** Weighs what is known in a reading, and what is not. */
export function whose({ entries, matches, stays, closure, isSameOrigin, now }: Signs): Whose {
	// What was gone at a reading that counted is not missed again.
	const expected = stays.filter(
		(stay) => stay.isLive && !stay.hasBegun && isProven(stay) && !stay.kept.gone?.readings,
	);
	const came = entries.flatMap(({ booking }, at) => {
		const found = matches[at];
		if (booking.cancelled || (found !== undefined && isProven(found.stay))) return [];
		const kept = found?.stay.kept;
		return [{ booking, from: seenFrom(kept, now), isOfMany: kept?.unproven?.many === true }];
	});
	const since = came.reduce((first, { from }) => Math.min(first, from), now);
	const atOnce = came.filter(({ from }) => from === since);
	// More than one stay that goes, or that comes, between two readings is no chance.
	const matched = new Set(matches.map((found) => found?.stay));
	const gone = expected.filter((stay) => !matched.has(stay));
	const isOne = gone.length <= 1 && atOnce.length <= 1 && !came.some(({ isOfMany }) => isOfMany);
	const isSmall = isSameOrigin && isOne;
	const [last, next] = [gone[0], atOnce[0]?.booking];
	const isReplaced = last !== undefined && next !== undefined && overlap(last, next);
	const isThere = matches.some(
		(found) => found && !isProven(found.stay) && isThereForLong(found.stay.kept, now),
	);
	const isSure =
		closure === "same" ||
		matches.some((found) => found && isProven(found.stay) && !isChance(found)) ||
		hasKnownKey(entries, stays);
	const mayBe =
		closure !== undefined ||
		isReplaced ||
		isThere ||
		matches.some((found) => found && isProven(found.stay));
	return {
		isKnown: isSure || (isSmall && mayBe),
		isExpected: expected.length > 0,
		hasNobodyNew: came.length === 0,
		isOne,
		countsFrom: isSmall ? countsFrom(since) : undefined,
	};
}

/** Whether a stay came in with a reading that counted. */
function isProven({ kept }: Known): boolean {
	return kept.unproven === undefined;
}

/** When a stay that shows nothing yet was first seen in a whole feed. */
function seenFrom(kept: FeedStay | undefined, now: number): number {
	const { readings = 0, since = now } = kept?.unproven ?? {};
	return readings === 0 ? now : since;
}

/** Whether two stays of two listings may be alike: days are the same, and there is no name. */
function isChance({ why, stay }: Match<Known>): boolean {
	return why === "same_days_no_name" || (why === "goes_on" && stay.name === "");
}

/** Whether two have a night in common. */
function overlap(
	one: { arrival: string; departure: string },
	other: { arrival: string; departure: string },
): boolean {
	return one.arrival < other.departure && other.arrival < one.departure;
}

/** Whether an entry has the UID of a known stay. Exporters may number their entries. */
function hasKnownKey(entries: Entry[], stays: Known[]): boolean {
	const byKey = new Map<string, Known[]>();
	for (const stay of stays.filter(isProven)) {
		for (const key of stay.keys) {
			const others = byKey.get(key);
			if (others === undefined) byKey.set(key, [stay]);
			else if (others.length < MAX_OF_KEY) others.push(stay);
		}
	}
	const isIts = (stay: Known, { booking }: Entry) =>
		booking.isOfFirstDay || !isOther(stay, booking);
	return entries.some((entry) =>
		entry.keys.some((key) => byKey.get(key)?.some((stay) => isIts(stay, entry))),
	);
}
