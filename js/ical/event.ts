// One event of a feed becomes a booking, or the reason why it is none.

import type { RawEvent } from "./feed.js";
import { type Clock, type NoSpan, nights, readSpan, type Span } from "./span.js";

/** What an event says about a booking. */
export interface Booking extends Span {
	/** The platform's code of the booking, if the feed has it. */
	code: string | undefined;
	uid: string | undefined;
	cancelled: boolean;
	guestName: string | undefined;
	phoneLastDigits: string | undefined;
	bookedAt: string | undefined;
	/** Whether the platform says only that the nights are closed, as Booking.com does. */
	closed: boolean;
	/** Orders the versions of one event: the count of changes, then the time of the last one. */
	version: [number, string];
}

/** Why an event is no booking. */
export type NoBooking = NoSpan | "not_available" | "tentative" | "recurring";

/** How events are read. */
export interface Reading extends Clock {
	/** Whether the whole feed is about cancellations. */
	allCancelled: boolean;
}

/** Reads one event. */
export function readEvent(event: RawEvent, reading: Reading): Booking | NoBooking {
	const text = (name: string) => event.properties.get(name) ?? "";
	const [summary, status] = [text("summary"), text("status").toUpperCase()];
	if (REPEATS.some((name) => event.properties.has(name) || event.broken.has(name)))
		return "recurring";
	if (status === "TENTATIVE" || TENTATIVE.test(summary)) return "tentative";
	if (NOT_AVAILABLE.test(summary)) return "not_available";
	const span = readSpan(event, reading);
	if (typeof span === "string") return span;

	const match = CLOSED.exec(summary);
	const afterClosed = match?.[1] ?? "";
	const closed = match !== null && (afterClosed === "" || NOT_AVAILABLE.test(afterClosed));
	if (closed && nights(span.arrival, span.departure) > MAX_BOOKED_NIGHTS) return "not_available";
	// Links and phones are searched only near the start of a long text.
	const [description, url] = [text("description").slice(0, 4000), text("url").slice(0, 4000)];
	return {
		...span,
		code: (AIRBNB_CODE.exec(description) ?? AIRBNB_CODE.exec(url))?.[1],
		uid: text("uid") || undefined,
		cancelled: reading.allCancelled || status === "CANCELLED",
		guestName: closed ? undefined : guestName(match === null ? summary : afterClosed),
		phoneLastDigits: PHONE.exec(description)?.[1]?.trim() || undefined,
		bookedAt: creation(text("created"), text("dtstamp")),
		closed,
		version: [Number(text("sequence")) || 0, text("last-modified") || text("dtstamp")],
	};
}

const REPEATS = ["rrule", "rdate", "recurrence-id"];
/** The words of Airbnb, Vrbo and its sites in other languages for days on which nobody stays. */
const NOT_AVAILABLE = starting(
	"(?:airbnb\\s*)?\\(?" +
		"(?:not available|unavailable|blocked|owner block|indisponible|bloquée?|nicht verfügbar|" +
		"blockiert|no disponible|bloquead[oa]|indisponível|não disponível|non disponibile|bloccato|" +
		"niet beschikbaar|geblokkeerd)",
);
/** Vrbo's words for bookings that are not confirmed yet. */
const TENTATIVE = starting(
	"(?:tentative|provisional|provisoire|vorläufig|provisório|provvisori[oa]|voorlopig)",
);
/** Words for "booked", which stand alone or before the guest's name. */
const BOOKED = starting(
	"(?:reserved|reservation|booked|booking(?!\\.com)|réservée?|réservation|" +
		"reserviert|gebucht|reservierung|reservad[oa]|reserva|prenotat[oa]|prenotazione|gereserveerd|geboekt)",
);
/** Booking.com's word for every entry: bookings, and days that the host closed. */
const CLOSED = /^closed\s*(?:[-–]\s*(.*))?$/isu;
/** Booking.com's longest booking. The host closed what is longer. */
const MAX_BOOKED_NIGHTS = 90;
/** The code at the end of Airbnb's link to a booking, in the present and the older form. */
const AIRBNB_CODE =
	/airbnb\.[a-z.]{2,10}\/\S{0,200}?(?:\/details\/|[?&]code=)([A-Z0-9]{6,20})(?![A-Za-z0-9])/;
/** Airbnb's line about the phone. The rules ignore a value that is not digits. */
const PHONE = /\(Last 4 Digits\)[ \t]*:([^\n]{1,16})(?:\n|$)/i;

function starting(words: string): RegExp {
	return new RegExp(`^\\s*${words}(?![\\p{L}\\p{N}])`, "iu");
}

function guestName(summary: string): string | undefined {
	const name = summary
		.replace(BOOKED, "")
		.replace(/^[\s\-–:]+/u, "")
		.replace(/\s+/gu, " ");
	return Array.from(name).slice(0, 200).join("").trim() || undefined;
}

/** When the booking was made. A time that equals the export's says nothing. */
function creation(created: string, stamped: string): string | undefined {
	const shaped =
		/^20[2-9]\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(created) && !Number.isNaN(Date.parse(created));
	return shaped && created !== stamped ? created : undefined;
}
