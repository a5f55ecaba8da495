// From one event of a feed to the booking that it is, or to the reason why it is none.

import type { RawEvent } from "./feed.js";
import { type Clock, type NoSpan, nights, readSpan, type Span } from "./span.js";

/** What an event says about a booking. */
export interface Booking extends Span {
	/** The platform's code of the booking, where the feed tells it. */
	code: string | undefined;
	uid: string | undefined;
	cancelled: boolean;
	guestName: string | undefined;
	phoneLastDigits: string | undefined;
	bookedAt: string | undefined;
	/** Whether the platform says no more than that it is closed (Booking.com). */
	closed: boolean;
	/** Orders versions of one event: how often it changed, and when it last did. */
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
	// What stands further back in a long text is not looked for.
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
/** The platforms' words for days on which nobody stays: Airbnb, Vrbo and its sites in other languages. */
const NOT_AVAILABLE = starting(
	"(?:airbnb\\s*)?\\(?(?:not available|unavailable|blocked|owner block|indisponible|bloquée?|nicht verfügbar|" +
		"blockiert|no disponible|bloquead[oa]|indisponível|não disponível|non disponibile|bloccato|" +
		"niet beschikbaar|geblokkeerd)",
);
/** Vrbo's words for bookings that nobody has confirmed yet. */
const TENTATIVE = starting(
	"(?:tentative|provisional|provisoire|vorläufig|provisório|provvisori[oa]|voorlopig)",
);
/** Words for "booked" that stand before the guest's name, or alone. */
const BOOKED = starting(
	"(?:reserved|reservation|booked|booking(?!\\.com)|réservée?|réservation|reserviert|gebucht|reservierung|" +
		"reservad[oa]|reserva|prenotat[oa]|prenotazione|gereserveerd|geboekt)",
);
/** Booking.com's word: all that it exports begins with it, bookings as well as days that the host closed. */
const CLOSED = /^closed\s*(?:[-–]\s*(.*))?$/isu;
/** Booking.com takes no longer booking: what is longer was closed by the host. */
const MAX_BOOKED_NIGHTS = 90;
/** The code at the end of Airbnb's link to a booking, in its present and its older form. */
const AIRBNB_CODE =
	/airbnb\.[a-z.]{2,10}\/\S{0,200}?(?:\/details\/|[?&]code=)([A-Z0-9]{6,20})(?![A-Za-z0-9])/;
/** Airbnb's line about the phone. What stands there may be no digits: then the rules pass it over (F29). */
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

/** When the booking was made. Some exporters write the time of the export instead. */
function creation(created: string, stamped: string): string | undefined {
	const shaped =
		/^20[2-9]\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(created) && !Number.isNaN(Date.parse(created));
	return shaped && created !== stamped ? created : undefined;
}
