// The options of `reservationsFromIcal` and `readFeed`, checked.

import { expected, noInstant, plainOptions, wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { call } from "../core/module.js";
import { isId } from "../core/part.js";
import type { Reservation } from "../generated/types.js";
import { filledBy } from "./echo.js";
import type { How } from "./how.js";
import type { Patterns } from "./meaning.js";
import { PLATFORM_NAMES, type Platform } from "./platforms.js";
import { wrongKey } from "./shape.js";
import type { FeedState } from "./state.js";
import { plain } from "./text.js";
import { isAnotherGuest } from "./who.js";

/** How a feed is read. */
export interface FeedOptions {
	/** The listing whose feed it is. */
	listingId: string;
	/** When the feed was fetched. New and changed reservations get this time as their revision. */
	now: string | Date;
	/**
	 * The listing's zone. Without it the feed's `X-WR-TIMEZONE` counts, with a note, and events that
	 * give instants are left out if there is none.
	 */
	timeZone?: string;
	/** Whose feed it is; by default what its `PRODID` says. */
	platform?: Platform;
	/**
	 * Whether times of day in the feed become `checkIn` and `checkOut` \[`"ignore"`\], also those in
	 * descriptions. If not, the listing's times hold.
	 */
	times?: "ignore" | "keep";
	/**
	 * What becomes of Booking.com's "CLOSED - Not available" \[`"reservations"`\]. Booking.com writes
	 * it without a name for bookings and for days that the host closed. As reservations they leave
	 * no guest without a code, and nobody is told a code for closed days.
	 */
	closed?: "reservations" | "leave_out";
	/** Whole summaries that are no stays, such as `"Painter*"`. A `*` stands for any text. */
	blocks?: string | string[];
	/** Whole summaries that are stays, such as `"Blocked by Guesty"`. They count before all words. */
	bookings?: string | string[];
	/** What the last day of an entry is \[`"departure"`\]. */
	lastDay?: "departure" | "last_night";
	/** The name of a guest without a name in the feed \[`"Guest"`\]. */
	guestName?: string;
	/** Reservations of the listing's other feeds. A closed entry for their nights is their echo. */
	others?: Reservation[];
}

/** Options of `reservationsFromIcal`. */
export interface IcalOptions extends FeedOptions {
	/**
	 * The reservations of earlier readings of this feed, with the host's additions. Ids, revisions
	 * and additions are kept, `missing` is filled, and a booking that is not among them counts as
	 * made at `now`. Leave it out at the first reading.
	 */
	known?: Reservation[];
}

/** Options of `readFeed`. */
export interface ReadFeedOptions extends FeedOptions {
	/** The feed's id, unique among the feeds of a site. It is a part of the ids of its stays. */
	feedId: string;
	/** The `state` of the reading before. Leave it out at the first reading. */
	state?: FeedState;
	/** When stays of the listing begin, where the feed does not say \[`"15:00"`\]. */
	checkIn?: string;
	/**
	 * The site's reservations, where the host adds to them: an early check-in, a hold, another night.
	 * A fact changes what the feed changed, and keeps the rest. Others than this feed's do no harm.
	 */
	known?: Reservation[];
	/**
	 * The host has looked, and the feed is this listing's: the reading counts also where nothing that
	 * was known is in it, or where its `PRODID` is another one. Give it for one reading.
	 */
	sameListing?: boolean;
}

/** Options that both functions take, checked. */
export interface Common {
	how: How;
	listingId: string;
	guestName: string;
	/** What stays fill that are not of this feed, whose ids are given. */
	filledBut: (own: Set<string>) => How["filled"];
}

const COMMON = [
	...["listingId", "now", "timeZone", "platform", "times", "closed"],
	...["blocks", "bookings", "lastDay", "guestName", "others"],
];
/** A name that nobody has. */
const ANYBODY = "Qq Xx";
/** The most patterns of the host's own. */
const MAX_PATTERNS = 100;

/** The options as plain data. */
export function plainData(given: object, more: string[]): Record<string, unknown> {
	return plainOptions(given, [...COMMON, ...more]);
}

/** Checks what both functions take. */
export function readCommon(options: Record<string, unknown>): Common {
	const { timeZone, platform, guestName = "Guest" } = options;
	const { times = "ignore", closed = "reservations", lastDay = "departure" } = options;
	const listingId = readId(options, "listingId", "give the listing's id");
	if (typeof guestName !== "string" || guestName.length > 200) {
		throw refusal("invalid_value", "guestName", "not a name", "give at most 200 letters");
	}
	// The guest's own name would be another guest's then, with another PIN.
	if (guestName !== "Guest" && isAnotherGuest({ name: guestName }, { name: ANYBODY })) {
		const hint = "give a word that stands for any guest, such as Guest, Gast, Invité or Huésped";
		throw refusal("invalid_value", "guestName", "the rules take it for a guest's own name", hint);
	}
	checkWord("times", times, ["ignore", "keep"]);
	checkWord("closed", closed, ["reservations", "leave_out"]);
	checkWord("lastDay", lastDay, ["departure", "last_night"]);
	if (platform !== undefined) checkWord("platform", platform, PLATFORM_NAMES);
	const now = readInstant(options.now);
	if (timeZone !== undefined) call("localTimes", { instants: [], timeZone: timeZone as string });
	const others = readReservations("others", options.others) ?? [];
	return {
		how: {
			listingId,
			now,
			timeZone: timeZone as string | undefined,
			platform: platform as Platform | undefined,
			patterns: {
				blocks: readPatterns("blocks", options.blocks),
				bookings: readPatterns("bookings", options.bookings),
			},
			lastDay: lastDay as How["lastDay"],
			keepTimes: times === "keep",
			leaveClosed: closed === "leave_out",
			filled: [],
		},
		listingId,
		guestName,
		filledBut: (own) =>
			filledBy(
				others.filter(({ id }) => !own.has(id)),
				listingId,
			),
	};
}

/** The id at `key`, which has to be there. */
export function readId(options: Record<string, unknown>, key: string, hint: string): string {
	const value = options[key];
	if (value === undefined) throw refusal("missing_key", key, `missing key \`${key}\``, hint);
	if (typeof value !== "string") throw wrongType(key, "a string", value, hint);
	if (!isId(value)) throw refusal("invalid_value", key, "not an id", hint);
	return value;
}

function checkWord(path: string, value: unknown, words: string[]): void {
	if (words.some((word) => word === value)) return;
	throw refusal("invalid_value", path, "unknown value", expected(words));
}

/** Patterns as one test of whole summaries. */
function readPatterns(path: string, value: unknown): Patterns["blocks"] {
	if (value === undefined) return undefined;
	const all = Array.isArray(value) ? value : [value];
	if (all.length > MAX_PATTERNS)
		throw refusal("too_long", path, "more than 100 patterns", "write `*` for what differs");
	for (const [at, pattern] of all.entries()) {
		if (typeof pattern === "string" && pattern.length <= 200) continue;
		const where = Array.isArray(value) ? `${path}[${at}]` : path;
		throw refusal("invalid_value", where, "not a pattern", "give at most 200 letters of a summary");
	}
	const patterns = (all as string[]).map((pattern) => folded(pattern).split(/\*+/));
	return patterns.length === 0
		? undefined
		: { test: (text) => patterns.some((parts) => isLike(folded(text), parts)) };
}

function folded(text: string): string {
	return plain(text).toLowerCase();
}

/** Whether a text is these parts with any text between them. Each is sought once, from the left. */
function isLike(text: string, parts: string[]): boolean {
	const [first = "", ...others] = parts;
	const last = others.pop();
	if (last === undefined) return text === first;
	if (!text.startsWith(first)) return false;
	let at = first.length;
	for (const part of others) {
		const found = text.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return text.length - last.length >= at && text.endsWith(last);
}

/** Unix seconds, which fit a revision until 2106. */
function readInstant(value: unknown): number {
	if (value === undefined) {
		const hint = "give the time at which the feed was fetched, such as new Date()";
		throw refusal("missing_key", "now", "missing key `now`", hint);
	}
	const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;
	const shaped = typeof value === "string" && shape.test(value);
	const seconds = shaped ? Math.floor(Date.parse(value.toUpperCase()) / 1000) : Number.NaN;
	if (Number.isNaN(seconds)) throw noInstant("now");
	if (seconds < 0 || seconds >= 2 ** 32) {
		const message = "the instant is outside the years 1970 to 2106";
		throw refusal("out_of_range", "now", message, "check the year");
	}
	return seconds;
}

/** Reservations of an earlier reading, at most 10,000. */
export function readReservations(path: string, value: unknown): Reservation[] | undefined {
	if (value === undefined) return undefined;
	if (!Array.isArray(value)) {
		throw wrongType(path, "a list", value, "give a list of reservations");
	}
	if (value.length > 10_000) {
		const hint = "leave out stays that are over";
		throw refusal("too_long", path, "more than 10,000 reservations", hint);
	}
	for (const [at, one] of value.entries()) {
		const key = wrongKey(one);
		if (key === undefined) continue;
		const where = `${path}[${at}]${key === "" ? "" : `.${key}`}`;
		const hint = "give a reservation of an earlier reading";
		throw refusal("invalid_value", where, "not the value of a reservation", hint);
	}
	return value;
}
