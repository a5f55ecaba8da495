// One reading of a feed beside the reservations of earlier ones: a stay keeps its id, and a change
// raises its revision.

import { same } from "../core/same.js";
import type { Reservation } from "../generated/types.js";
import { addDays } from "./days.js";
import type { Booking } from "./event.js";
import { shorten } from "./ids.js";
import type { Stay } from "./match.js";
import type { IcalNoteKind } from "./reading.js";
import { foldName } from "./text.js";
import { fullerName, isOfAnother } from "./who.js";
import { localTimes, within } from "./zones.js";

/** What is known before the feed is read. */
export interface Known {
	listingId: string;
	guestName: string;
	/** When the feed was fetched, in Unix seconds. */
	revision: number;
	/** The latest day that it may be at the listing. */
	today: string;
	/** The day before, in UTC. A stay that ends earlier is over in every zone. */
	yesterday: string;
	/** The reservations of earlier readings of this feed, by id; absent at the first reading. */
	known: Map<string, Reservation> | undefined;
}

/** A known reservation, and what it is for the matching. */
export interface KnownStay extends Stay {
	reservation: Reservation;
}

/** The known reservations of the listing. */
export function stays({ known, today, guestName }: Known): KnownStay[] {
	return [...(known?.values() ?? [])].map((reservation) => ({
		reservation,
		id: reservation.id,
		// Another stay under a UID that was given up has a number behind it.
		keys: [reservation.id, reservation.id.replace(/#\d+$/, "")],
		arrival: reservation.arrival,
		departure: reservation.departure,
		guest: reservation.guest,
		name: reservation.guest.name === guestName ? "" : foldName(reservation.guest.name),
		isLive: reservation.status === "confirmed",
		isGone: false,
		hasBegun: reservation.arrival < today,
		// The site has an empty name where a guest was forgotten.
		isForgotten: reservation.guest.name === "",
	}));
}

/** The id of a new stay. Whoever comes on a day that was given up is another stay. */
export function newId(base: string, isTaken: (id: string) => boolean): string {
	let [id, number] = [shorten(base), 1];
	while (isTaken(id)) id = shorten(`${base}#${++number}`);
	return id;
}

/** Whether the site has another stay under an id than the one of an entry. */
export function isAnotherStay(told: Reservation, booking: Booking): boolean {
	return told.arrival !== booking.arrival || isOfAnother(told.guest, booking);
}

/** The first day of a stay: the entry of a running one may begin anew each day. */
export function arrivalOf(
	before: { arrival: string } | undefined,
	booking: Booking,
	today: string,
): string {
	const goesOn =
		before !== undefined && before.arrival < booking.arrival && booking.arrival <= today;
	return goesOn ? before.arrival : booking.arrival;
}

/** A booking without an end, with that of the stay that it is: no export shortens a stay so. */
export function withEndOf(
	stay: { arrival: string; departure: string } | undefined,
	booking: Booking,
): Booking {
	if (stay === undefined || !booking.oneNightAssumed) return booking;
	const isIn = stay.arrival <= booking.arrival && booking.arrival < stay.departure;
	if (!isIn || stay.departure < booking.departure) return booking;
	return { ...booking, departure: stay.departure };
}

/** The reservation as it is now. Whatever the feed does not say stays unchanged. */
export function reserve(
	id: string,
	booking: Booking,
	known: Reservation | undefined,
	context: Known,
): Reservation {
	const { checkIn, checkOut } = booking;
	const before = known && isOfAnother(known.guest, booking) ? undefined : known;
	const { departure } = withEndOf(before, booking);
	const isNamed = before !== undefined && before.guest.name !== context.guestName;
	// A booking that is missing from the earlier readings was made after them.
	const seenFirst =
		context.known && new Date(context.revision * 1000).toISOString().replace(".000", "");
	const bookedAt = before ? (before.bookedAt ?? booking.bookedAt) : (booking.bookedAt ?? seenFirst);
	const end = isKept(before, booking, context) ? before : undefined;
	const now: Reservation = {
		...before,
		id,
		revision: known?.revision ?? context.revision,
		// Who is elsewhere was moved there by the host.
		listingId: before?.listingId ?? context.listingId,
		status: booking.cancelled ? "cancelled" : (end?.status ?? "confirmed"),
		guest: {
			...before?.guest,
			...(known?.guest.name === ""
				? { name: "" }
				: {
						name: isNamed
							? fullerName(booking.guestName ?? before.guest.name, before.guest.name)
							: (booking.guestName ?? context.guestName),
						...(booking.phoneLastDigits !== undefined && {
							phoneLastDigits: booking.phoneLastDigits,
						}),
					}),
		},
		arrival: arrivalOf(before, booking, context.today),
		departure: end?.departure ?? departure,
		...(checkIn !== undefined && { checkIn }),
		...(checkOut !== undefined && { checkOut }),
		...(bookedAt !== undefined && { bookedAt }),
		// Whoever comes under the booking, the host's hold is the host's to take off.
		...(known?.hold !== undefined && { hold: known.hold }),
	};
	if (known === undefined || same(known, now)) return now;
	return { ...now, revision: Math.max(context.revision, known.revision + 1) };
}

/** Whether a stay that has begun stays as it is known: the host may have ended or extended it. */
function isKept(before: Reservation | undefined, booking: Booking, { today }: Known): boolean {
	if (before === undefined || booking.cancelled || before.arrival >= today) return false;
	const isEarlier = booking.departure < before.departure && today < before.departure;
	return before.status === "cancelled" || (isEarlier && booking.arrival <= today);
}

/** Known stays that have not begun and that the feed no longer has. */
export function missing(context: Known, seen: Set<string>): Reservation[] {
	return [...(context.known?.values() ?? [])].filter(
		(known) =>
			known.listingId === context.listingId &&
			known.status === "confirmed" &&
			known.arrival > context.today &&
			!seen.has(known.id),
	);
}

/** The day at a listing: the one before in UTC, and the latest that it may be there. */
export function daysAround(
	now: number,
	timeZone: string | undefined,
): { yesterday: string; today: string } {
	const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
	const [local] = timeZone === undefined ? [] : localTimes([within(now * 1000)], timeZone);
	return {
		yesterday: addDays(day(now), -1),
		today: local?.slice(0, 10) ?? day(now + 14 * 3600),
	};
}

/** What is assumed about a booking, whatever is known. */
export function assumptions(booking: Booking): IcalNoteKind[] {
	return [
		...(booking.closed ? (["closed_entry"] as const) : []),
		...(booking.oneNightAssumed ? (["one_night_assumed"] as const) : []),
		...((booking.code ?? booking.uid) ? [] : (["id_from_days"] as const)),
		...(booking.inDoubt ? (["maybe_block"] as const) : []),
		...(booking.isCreatedNever ? (["created_ignored"] as const) : []),
	];
}
