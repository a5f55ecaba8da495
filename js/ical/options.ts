// The options of `reservationsFromIcal`, checked.

import { LatchstringError } from "../core/error.js";
import { toJson } from "../core/json.js";
import type { ErrorCode, Reservation } from "../generated/types.js";
import type { Reading } from "./event.js";
import type { Known } from "./known.js";

/** What a reader of feeds has to be told. */
export interface IcalOptions {
	/** The listing whose feed it is. */
	listingId: string;
	/** When the feed was fetched. It becomes the revision of what is new or has changed (T6). */
	now: string | Date;
	/** The listing's zone: needed where a feed gives instants instead of days. */
	timeZone?: string;
	/** Whether times of day in the feed become `checkIn` and `checkOut`; otherwise the listing's hold \[`"ignore"`\]. */
	times?: "ignore" | "keep";
	/**
	 * What Booking.com's "CLOSED - Not available" means \[`"reservations"`\]. It exports bookings and days that the
	 * host closed alike, without names: as reservations no guest is left without a code, and a code for closed days
	 * is told to nobody.
	 */
	closed?: "reservations" | "leave_out";
	/** Name of a guest whom the feed does not name \[`"Guest"`\]. */
	guestName?: string;
	/**
	 * What earlier readings of this feed gave, with whatever the host added since: ids, revisions and additions live
	 * on, `missing` is told, and a booking that was not there before counts as made `now`. Leave it out at the first
	 * reading.
	 */
	known?: Reservation[];
	/** What other feeds gave for this listing: a closed entry whose nights they fill is their echo. */
	others?: Reservation[];
}

const NAMES = ["listingId", "now", "timeZone", "times", "closed", "guestName", "known", "others"];

/** Checks the options and puts them where they are needed. */
export function readOptions(given: IcalOptions): {
	context: Known;
	reading: Reading;
	closed: unknown;
} {
	const options: Record<string, unknown> = JSON.parse(toJson({}, given));
	const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
	if (unknown !== undefined) {
		// A number may be a PIN in the wrong place.
		const path = /\d{4}/.test(unknown) ? "" : unknown.slice(0, 64);
		throw refusal("unknown_key", path, "no such option", `expected one of ${NAMES.join(", ")}`);
	}
	const {
		listingId,
		timeZone,
		times = "ignore",
		closed = "reservations",
		guestName = "Guest",
	} = options;
	if (listingId === undefined) {
		throw refusal("missing_key", "listingId", "no listing is named", "give the listing's id");
	}
	if (typeof listingId !== "string") {
		throw refusal("wrong_type", "listingId", "not an id", "give the listing's id");
	}
	if (typeof guestName !== "string" || guestName.length > 200) {
		throw refusal("invalid_value", "guestName", "not a name", "give a text of at most 200 letters");
	}
	oneOf("times", times, ["ignore", "keep"]);
	oneOf("closed", closed, ["reservations", "leave_out"]);
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

function oneOf(path: string, value: unknown, words: string[]): void {
	if (words.some((word) => word === value)) return;
	throw refusal(
		"invalid_value",
		path,
		"not one of the words that it may be",
		`expected ${words.join(" or ")}`,
	);
}

/** Unix seconds, which fit a revision until 2106. */
function readInstant(value: unknown): number {
	if (value === undefined) {
		throw refusal(
			"missing_key",
			"now",
			"nobody said when the feed was fetched",
			"give it, such as new Date()",
		);
	}
	const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;
	const shaped = typeof value === "string" && shape.test(value);
	const seconds = shaped ? Math.floor(Date.parse(value.toUpperCase()) / 1000) : Number.NaN;
	if (Number.isNaN(seconds)) {
		const hint = "give a Date, or RFC 3339 text such as 2026-05-01T15:00:00Z";
		throw refusal("invalid_value", "now", "not an instant", hint);
	}
	if (seconds < 0 || seconds >= 2 ** 32) {
		throw refusal(
			"out_of_range",
			"now",
			"instant outside the years 1970 to 2106",
			"check the year",
		);
	}
	return seconds;
}

function readReservations(path: string, value: unknown): Reservation[] | undefined {
	if (value === undefined) return undefined;
	if (!Array.isArray(value))
		throw refusal("wrong_type", path, "not a list", "give a list of reservations");
	if (value.length > 10_000) {
		throw refusal("too_long", path, "more than 10,000 reservations", "leave out what is over");
	}
	for (const [at, one] of value.entries()) {
		const key = wrongKey(one);
		if (key === undefined) continue;
		const where = `${path}[${at}]${key === "" ? "" : `.${key}`}`;
		throw refusal(
			"invalid_value",
			where,
			"not what a reservation has there",
			"give what was read earlier",
		);
	}
	return value;
}

/** The first key of a reservation that is not what it should be; the empty one where it is no object. */
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
		throw refusal(
			"unknown_time_zone",
			"timeZone",
			"no such time zone",
			"give an IANA name such as Europe/Paris",
		);
	}
	return (instant) => {
		const part = Object.fromEntries(
			clock.formatToParts(instant).map(({ type, value }) => [type, value]),
		);
		return `${part.year?.padStart(4, "0")}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
	};
}

function refusal(code: ErrorCode, path: string, message: string, hint: string): LatchstringError {
	return new LatchstringError({ code, path, message, hint });
}
