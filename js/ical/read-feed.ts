// Reading a feed again and again (R1, R2). It promises that a stay keeps its id over its readings,
// that nothing is cancelled because one export failed, and that no stay that has begun is
// cancelled.

import { wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { guarded } from "../core/guard.js";
import { areNumbers, inOrder, leave, type Read, readBookings } from "./bookings.js";
import { Changes } from "./changes.js";
import { compare, shorten, startOf } from "./ids.js";
import { daysAround } from "./known.js";
import { withoutMarksOf } from "./marks.js";
import { match } from "./match.js";
import {
	plainData,
	type ReadFeedOptions,
	readCommon,
	readId,
	readReservations,
} from "./options.js";
import { PLATFORMS } from "./platforms.js";
import type { FeedReading, LeftOutKind } from "./reading.js";
import { recovered } from "./recovered.js";
import { type FeedClosure, type FeedState, kept, readState } from "./state.js";
import type { Proof } from "./vanished.js";
import { type Whose, whose } from "./whose.js";

/**
 * Reads a feed that was read before, and gives what changed as facts for `advance`. Give the
 * `state` of the reading before, and store the new one together with the facts.
 *
 * A stay whose entry is gone is held back first (`hold`), and cancelled after two readings and six
 * hours; an empty feed takes three readings and a day. A stay that has begun is never cancelled.
 * `docs/feeds.md` says what each note asks of the host, and what is known of each platform.
 *
 * @throws {LatchstringError} `invalid_value` if the text is no feed or the state another feed's,
 * `too_long` if the text is longer than 5 MiB or has more than 10,000 events, `missing_key` if
 * nobody names the listing's zone, and other codes for wrong options
 * @example
 * const { facts, state, notes } = readFeed(text, {
 *   feedId: "garden-airbnb", listingId: "garden", timeZone: "Europe/Paris",
 *   now: new Date(), state: stored,
 * });
 * const step = advance(site, facts, { now: new Date(), key });
 */
export const readFeed = guarded((text: string, options: ReadFeedOptions): FeedReading => {
	const given = plainData(options, ["feedId", "state", "checkIn", "sameListing", "known"]);
	const { how, listingId, guestName, filledBut } = readCommon(given);
	const feedId = readId(given, "feedId", "give each feed an id of its own");
	const checkIn = given.checkIn ?? "15:00";
	if (typeof checkIn !== "string" || !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(checkIn))
		throw refusal("invalid_value", "checkIn", "not a time of day", "write it as 15:00");
	const sameListing = given.sameListing ?? false;
	if (typeof sameListing !== "boolean")
		throw wrongType("sameListing", "a boolean", sameListing, "give `true` where you have looked");
	const before = readState(given.state, feedId, listingId);
	const known = readReservations("known", given.known) ?? [];
	const site = new Map(known.map((reservation) => [reservation.id, reservation]));
	const start = startOf(feedId);
	const told = before?.stays.map(({ reservation }) => reservation);
	const own = told ?? known.filter(({ id }) => id.startsWith(start));
	how.filled = filledBut(new Set(own.map(({ id }) => id)));
	const stands = own.filter(({ status, hold }) => status === "confirmed" && hold !== true);
	const read = readBookings(text, how, {
		...{ mayBreakOff: true, free: freeIn(before), own: stands },
	});
	if (read.timeZone === undefined) {
		const hint = "give the listing's zone, such as Europe/Paris";
		throw refusal("missing_key", "timeZone", "missing key `timeZone`", hint);
	}
	const { yesterday, today } = daysAround(how.now, read.timeZone);
	if (read.feed.cutOff) read.notes.push({ kind: "feed_cut_off" });
	withoutKnownClosures(read, before, today);
	const hasOwnCodes = read.habits === PLATFORMS.airbnb;
	const keys = new Set(read.entries.flatMap((entry) => entry.keys));
	const lost = { listingId, start, hasOwnCodes, keys, guestName, yesterday };
	const numbered = areNumbers(read);
	const changes = new Changes({
		...{ feedId, listingId, guestName, checkIn, today, now: how.now, hasOwnCodes },
		...{ timeZone: read.timeZone, before, site, keepsFirstDay: showsFirstDay(read, before) },
		areNumbers: numbered,
		recovered: before === undefined ? recovered(site.values(), lost) : [],
	});
	const marked = withoutMarksOf(read, changes.stays);
	const uids = read.habits?.uids;
	const hasNewUids =
		uids === undefined ? before?.uids && before.uids === "change" : uids === "each_time";
	const areBookings = uids === "booking";
	const matches = match(read.entries, changes.stays, {
		...{ today, hasNewUids, areBookings, areNumbers: numbered },
	});
	const signs = whose({
		...{ entries: read.entries, matches, stays: changes.stays, now: how.now },
		closure: knownClosure(read, before),
		isSameOrigin: areOneExporter(before?.prodId, read.feed.prodId),
	});
	const { proof, isProven } = proofOf(read, before, { ...signs, sameListing });
	if (proof === "empty" && read.entries.length === 0 && changes.expects())
		read.notes.push({ kind: "feed_empty" });
	const starts = isProven ? [] : changes.beginnings(read.entries);
	for (const [at, entry] of read.entries.entries()) {
		const beginsAt = starts[at] ?? 0;
		const counts = !read.feed.cutOff;
		const taking = { yesterday, isProven, beginsAt, counts, isOne: signs.isOne };
		const kind = changes.take(entry, matches[at], taking);
		if (kind !== undefined) leave(read, kind, { ...entry, days: entry.booking });
	}
	changes.lookForMissing(proof, present(read), marked);
	const first = showsFirstDay(read, before, how.now);
	const seen = changes.learnedUids();
	// A number that moved up says nothing of UIDs.
	const learned = (numbered && seen === "change" ? undefined : seen) ?? before?.uids;
	const state: FeedState = {
		...{ version: 1, feedId, listingId, readAt: how.now },
		prodId: isProven ? (read.feed.prodId ?? "") : (before?.prodId ?? ""),
		...(first && { showsFirstDay: true }),
		...(learned && { uids: learned }),
		stays: kept(changes.kept(), yesterday),
		closures: isProven
			? closuresOf(read, proof === "nothing" ? before : undefined)
			: (before?.closures ?? []),
	};
	const notes = [...read.notes, ...changes.notes.sort(byStay)];
	return { facts: changes.facts(), state, notes, leftOut: inOrder(read) };
});

const UNREAD: LeftOutKind[] = [
	...(["unreadable", "ends_before_start", "no_night", "time_zone_needed"] as const),
	...(["year_out_of_range", "recurring", "tentative"] as const),
];

function byStay(a: { reservationId: string }, b: { reservationId: string }): number {
	return compare(a.reservationId, b.reservationId);
}

/** The entries of stays that said before that their days are free, as UID and last day. */
function freeIn(before: FeedState | undefined): Set<string> {
	const stays = before?.stays.filter(({ transparent }) => transparent) ?? [];
	return new Set(
		stays.flatMap(({ keys, reservation }) => keys.map((key) => `${key} ${reservation.departure}`)),
	);
}

/** What the host is to do where nothing in the feed is as it was. */
const HINT =
	"look whether the address is this listing's; if it is, read the feed once with `sameListing: true`";

/** What the reading proves about known stays that are not in it, and about what is new in it. */
function proofOf(
	{ feed, entries, notes }: Read,
	before: FeedState | undefined,
	{ isKnown, isExpected, hasNobodyNew, countsFrom, sameListing }: Whose & { sameListing: boolean },
): { proof: Proof; isProven: boolean } {
	const isOurs = isKnown || sameListing || !isExpected;
	if (before === undefined) return { proof: "nothing", isProven: true };
	// A notice of cancellations says nothing of other bookings.
	if (feed.cutOff || feed.method === "CANCEL")
		return { proof: "nothing", isProven: isKnown || sameListing };
	if (!areOneExporter(before.prodId, feed.prodId) && !sameListing) {
		notes.push({ kind: "another_origin", ...(!isOurs && { hint: HINT }) });
		return { proof: "nothing", isProven: isOurs };
	}
	if (entries.length === 0 && !isKnown) return { proof: "empty", isProven: true };
	if (isOurs) return { proof: "counts", isProven: true };
	const at = countsFrom === undefined ? {} : { countsFrom: instantOf(countsFrom) };
	notes.push({ kind: "nothing_known", ...at, hint: HINT });
	// Where nobody is new it is as good as empty.
	return { proof: hasNobodyNew ? "empty" : "nothing", isProven: hasNobodyNew };
}

/** Whether two values of `PRODID` are one exporter's. Its version may change at any export. */
function areOneExporter(one = "", other = ""): boolean {
	const [a, b] = [one, other].map((prodId) => prodId.replace(/\d+(?:\.\d+)*/g, "#"));
	return a === b;
}

function instantOf(seconds: number): string {
	return new Date(seconds * 1000).toISOString().replace(".000", "");
}

/** The UIDs of entries that are there, and say nothing that could be read. */
function present({ leftOut }: Read): Set<string> {
	const unread = leftOut.filter(({ kind }) => UNREAD.includes(kind));
	return new Set(unread.flatMap(({ uid, code }) => [uid ?? [], code ?? []].flat()));
}

/** Whether the feed shows stays on their first day: known, seen before, or seen now. */
function showsFirstDay(read: Read, before: FeedState | undefined, now?: number): boolean {
	if (read.habits?.showsFirstDay || before?.showsFirstDay) return true;
	if (now === undefined) return false;
	// A day that has begun everywhere: some exporters count in UTC, and some on their own clock.
	const begun = new Date((now - 12 * 3600) * 1000).toISOString().slice(0, 10);
	return read.entries.some(
		({ booking }) => booking.arrival <= begun && booking.departure > begun && !booking.cancelled,
	);
}

/** Leaves out closed entries that were a closure before, which shrinks from the front. */
function withoutKnownClosures(read: Read, before: FeedState | undefined, today: string): void {
	const closures = new Map(before?.closures.map((closure) => [closure.departure, closure]));
	if (closures.size === 0) return;
	read.entries = read.entries.filter((entry) => {
		const { closed, arrival, departure } = entry.booking;
		const closure = closed ? closures.get(departure) : undefined;
		if (closure === undefined) return true;
		const isRest = closure.arrival < arrival && arrival <= today;
		if (closure.arrival !== arrival && !isRest) return true;
		const { uid } = entry.booking;
		leave(read, "not_available", entry);
		read.closures.push({ arrival, departure, ...(uid && { uid: shorten(uid) }) });
		return false;
	});
}

/** What the blocks say of whose feed it is. Listings of one host may close the same days. */
function knownClosure(read: Read, before: FeedState | undefined): "same" | "same_days" | undefined {
	const [uids, days] = [new Set(before?.closures.map(({ uid }) => uid)), new Set<string>()];
	for (const closure of before?.closures ?? []) days.add(daysOf(closure));
	if (read.closures.some(({ uid }) => uid !== undefined && uids.has(uid))) return "same";
	return read.closures.some((closure) => days.has(daysOf(closure))) ? "same_days" : undefined;
}

function daysOf({ arrival, departure }: FeedClosure): string {
	return `${arrival}/${departure}`;
}

/** The blocks of this reading, and those of before where it proves nothing. */
function closuresOf(read: Read, before: FeedState | undefined): FeedClosure[] {
	const { closures } = read;
	const seen = new Set(closures.map(daysOf));
	const others = (before?.closures ?? []).filter((closure) => !seen.has(daysOf(closure)));
	return [...closures, ...others].slice(0, 10_000);
}
