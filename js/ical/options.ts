// The options of `reservationsFromIcal`, checked.

import { expected, noInstant, plainOptions, wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import type { Reservation } from "../generated/types.js";
import type { Reading } from "./event.js";
import type { Known } from "./known.js";

/** Options of `reservationsFromIcal`. */
export interface IcalOptions {
	/** The listing whose feed it is. */
	listingId: string;
	/** When the feed was fetched. New and changed reservations get this time as their revision. */
	now: string | Date;
	/** The listing's zone, for feeds that give instants instead of days. */
	timeZone?: string;
	/**
	 * Whether times of day in the feed become `checkIn` and `checkOut` \[`"ignore"`\]. If not, the
	 * listing's times hold.
	 */
	times?: "ignore" | "keep";
	/**
	 * What becomes of Booking.com's "CLOSED - Not available" \[`"reservations"`\]. Booking.com writes
	 * it without a name for bookings and for days that the host closed. As reservations they leave
	 * no guest without a code, and nobody is told a code for closed days.
	 */
	closed?: "reservations" | "leave_out";
	/** The name of a guest without a name in the feed \[`"Guest"`\]. */
	guestName?: string;
	/**
	 * The reservations of earlier readings of this feed, with the host's additions. Ids, revisions
	 * and additions are kept, `missing` is filled, and a booking that is not among them counts as
	 * made at `now`. Leave it out at the first reading.
	 */
	known?: Reservation[];
	/** Reservations of the listing's other feeds. A closed entry for their nights is their echo. */
	others?: Reservation[];
}

const NAMES = ["listingId", "now", "timeZone", "times", "closed", "guestName", "known", "others"];

/** Checks the options, and sorts them by their use. */
export function readOptions(given: IcalOptions): {
	context: Known;
	reading: Reading;
	closed: unknown;
} {
	const options = plainOptions(given, NAMES);
	const { listingId, timeZone, guestName = "Guest" } = options;
	const { times = "ignore", closed = "reservations" } = options;
	const ofListing = "give the listing's id";
	if (listingId === undefined) {
		throw refusal("missing_key", "listingId", "missing key `listingId`", ofListing);
	}
	if (typeof listingId !== "string") {
		throw wrongType("listingId", "a string", listingId, ofListing);
	}
	if (typeof guestName !== "string" || guestName.length > 200) {
		throw refusal("invalid_value", "guestName", "not a name", "give at most 200 letters");
	}
	checkWord("times", times, ["ignore", "keep"]);
	checkWord("closed", closed, ["reservations", "leave_out"]);
	const now = readInstant(options.now);
	const known = readReservations("known", options.known);
	const others = readReservations("others", options.others) ?? [];
	return {
		context: {
			listingId,
			guestName,
			revision: now,
			yesterday: new Date((now - 86_400) * 1000).toISOString().slice(0, 10),
			known: known && new Map(known.map((reservation) => [reservation.id, reservation])),
			others: others.sort((a, b) => (a.arrival < b.arrival ? -1 : Number(a.arrival > b.arrival))),
		},
		reading: { toLocal: localClock(timeZone), keepTimes: times === "keep", allCancelled: false },
		closed,
	};
}

function checkWord(path: string, value: unknown, words: string[]): void {
	if (words.some((word) => word === value)) return;
	throw refusal("invalid_value", path, "unknown value", expected(words));
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

function readReservations(path: string, value: unknown): Reservation[] | undefined {
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

/** The first wrong key of a reservation; an empty text if the value is not an object. */
function wrongKey(value: unknown): string | undefined {
	if (typeof value !== "object" || value === null) return "";
	const { revision, guest, ...texts } = value as Record<string, unknown>;
	const key = ["id", "listingId", "status", "arrival", "departure"].find(
		(key) => typeof texts[key] !== "string",
	);
	if (key !== undefined) return key;
	if (!Number.isInteger(revision) || Number(revision) < 0 || Number(revision) >= 2 ** 32 - 1)
		return "revision";
	const named =
		typeof guest === "object" &&
		guest !== null &&
		"name" in guest &&
		typeof guest.name === "string";
	return named ? undefined : "guest";
}

function localClock(timeZone: unknown): Reading["toLocal"] {
	if (timeZone === undefined) return undefined;
	let clock: Intl.DateTimeFormat;
	try {
		if (typeof timeZone !== "string") throw new TypeError();
		const date = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
		const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
		clock = new Intl.DateTimeFormat("en", { ...date, ...time, timeZone });
	} catch {
		const hint = "give an IANA name such as Europe/Paris";
		throw refusal("unknown_time_zone", "timeZone", "unknown time zone", hint);
	}
	return (instant) => {
		const part = Object.fromEntries(
			clock.formatToParts(instant).map(({ type, value }) => [type, value]),
		);
		return `${part.year?.padStart(4, "0")}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
	};
}
