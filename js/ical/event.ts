// One event of a feed becomes a booking, or the reason why it is none.

import { nights } from "./days.js";
import { type Described, readDescription } from "./description.js";
import type { RawEvent } from "./feed.js";
import { shorten } from "./ids.js";
import { type Patterns, type Said, understand } from "./meaning.js";
import { type Habits, isOfFirstDay, PLATFORMS } from "./platforms.js";
import type { NoSpan, Span } from "./span.js";

/** What an event says about a booking. */
export interface Booking extends Span {
	/** The platform's code of the booking, if the feed has it. */
	code: string | undefined;
	uid: string | undefined;
	/** Whether the UID stands for the first day, whoever comes. */
	isOfFirstDay: boolean;
	cancelled: boolean;
	/** Whether it says that its days are free. */
	isTransparent: boolean;
	guestName: string | undefined;
	phoneLastDigits: string | undefined;
	guests: number | undefined;
	address: string | undefined;
	bookedAt: string | undefined;
	/** Whether the platform says only that the nights are closed, as Booking.com does. */
	closed: boolean;
	/** Whether it may be a block all the same. */
	inDoubt: boolean;
	/** Whether the event may only mark the arrival or the departure of another one. */
	marks: "arrives" | "departs" | undefined;
	/** Whether there is a time of creation that no calendar has. */
	isCreatedNever: boolean;
	/** Orders the versions of one event: the count of changes, then the time of the last one. */
	version: [number, string];
}

/** Why an event is no booking. */
export type NoBooking = NoSpan | "not_available" | "tentative" | "recurring" | "transparent";

/** How events are read. */
export interface Reading {
	/** Whether the whole feed is about cancellations. */
	allCancelled: boolean;
	/** Whether some entries of the feed say that their days are taken (`TRANSP:OPAQUE`). */
	saysOpaque: boolean;
	/** The entries, as UID and last day, that said so before and are stays all the same. */
	free: Set<string>;
	habits: Habits | undefined;
	patterns: Patterns;
	/** Whether times of day count, also those in descriptions. */
	keepTimes: boolean;
	/** When the feed was fetched, as RFC 3339 in UTC. */
	now: string;
}

const REPEATS = ["rrule", "rdate", "recurrence-id"];
/** Booking.com's longest booking. The host closed what is longer. */
const MAX_BOOKED_NIGHTS = 90;

/** Reads one event, whose days are read already. */
export function readEvent(
	event: RawEvent,
	span: Span | NoSpan,
	reading: Reading,
): Booking | NoBooking {
	const text = (name: string) => event.properties.get(name) ?? "";
	const status = text("status").toUpperCase();
	if (REPEATS.some((name) => event.properties.has(name) || event.broken.has(name)))
		return "recurring";
	const described = readDescription(text("description"), text("url"));
	const isDay = isOfFirstDay(reading.habits, text("uid"));
	const said = understand(text("summary"), described.isProof, {
		...{ patterns: reading.patterns, isBooking: isDay },
		isVrbo: reading.habits === PLATFORMS.vrbo,
	});
	if (status === "TENTATIVE" || said.meaning === "pending") return "tentative";
	if (said.meaning === "block") return "not_available";
	const guestName = said.name ?? described.guestName;
	const isTransparent = text("transp").toUpperCase() === "TRANSPARENT";
	const departure = typeof span === "string" ? "" : span.departure;
	const isKnown = reading.free.has(`${shorten(text("uid"))} ${departure}`);
	if (isTransparent && !described.isProof && (guestName === undefined || reading.saysOpaque))
		if (!isKnown) return "transparent";
	if (typeof span === "string") return span;
	const closed = said.meaning === "closed";
	if (closed && nights(span.arrival, span.departure) > MAX_BOOKED_NIGHTS) return "not_available";
	const uid = text("uid") || undefined;
	const created = creation(text("created"), text("dtstamp"), reading.now);
	return {
		...span,
		...timesOf(span, described, reading),
		code: described.code,
		uid,
		isTransparent,
		isOfFirstDay: closed || isDay,
		cancelled: reading.allCancelled || status === "CANCELLED" || said.meaning === "cancelled",
		guestName: closed ? undefined : guestName,
		phoneLastDigits: described.phoneLastDigits,
		guests: described.guests,
		address: described.address,
		bookedAt: created === "never" ? undefined : created,
		closed,
		inDoubt: said.meaning === "booking" && said.inDoubt,
		marks: marks(said),
		isCreatedNever: created === "never",
		version: [Number(text("sequence")) || 0, text("last-modified") || text("dtstamp")],
	};
}

function marks({ meaning }: Said): Booking["marks"] {
	return meaning === "arrives" || meaning === "departs" ? meaning : undefined;
}

/** The times of a stay: those of the event, and those in its description. */
function timesOf(
	{ arrival, departure, checkIn, checkOut }: Span,
	described: Described,
	{ keepTimes }: Reading,
): Pick<Span, "checkIn" | "checkOut"> {
	if (!keepTimes || arrival === departure) return { checkIn, checkOut };
	return { checkIn: checkIn ?? described.checkIn, checkOut: checkOut ?? described.checkOut };
}

/** When the booking was made. A time that equals the export's, or that is to come, says nothing. */
function creation(created: string, stamped: string, now: string): string | undefined {
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(created) || created === stamped) return undefined;
	const at = Date.parse(created);
	// Date.parse takes the 29th to the 31st of any month.
	if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 19) !== created.slice(0, 19))
		return "never";
	return created >= "2020" && created <= now ? created : undefined;
}
