// A feed is compared with its earlier readings: a stay keeps its id, and a change raises its
// revision.

import type { Reservation } from "../generated/types.js";
import type { Booking } from "./event.js";
import { addDays } from "./span.js";

/** What is known before the feed is read. */
export interface Known {
	listingId: string;
	guestName: string;
	/** When the feed was fetched, in Unix seconds. */
	revision: number;
	/** The day before, in UTC. A stay that ends earlier is over in every zone. */
	yesterday: string;
	/** The reservations of earlier readings of this feed, by id; absent at the first reading. */
	known: Map<string, Reservation> | undefined;
	/** The reservations of other feeds, by arrival. */
	others: Reservation[];
}

/** The id of a booking. */
export function identify(
	{ code, uid, arrival, departure }: Booking,
	{ known, listingId }: Known,
): string {
	const ids = [code, uid].flatMap((id) => (id === undefined ? [] : [shorten(id)]));
	// A feed may begin to give the code later. The stay keeps its first id.
	return (
		ids.find((id) => known?.has(id)) ?? ids[0] ?? shorten(`${arrival}/${departure}/${listingId}`)
	);
}

/**
 * The earlier stay that a closed entry continues. Each day Booking.com gives the entry of a running
 * stay a new UID and today as its first day; only the last day stays.
 */
export function continues(
	booking: Booking,
	context: Known,
	seen: Set<string>,
): Reservation | undefined {
	if (!booking.closed || booking.arrival > addDays(context.yesterday, 2)) return undefined;
	const candidates = [...(context.known?.values() ?? [])].filter(
		(known) => isHere(known, context) && !seen.has(known.id) && hasBegun(booking, known, context),
	);
	return candidates.length === 1 ? candidates[0] : undefined;
}

/** Whether `booking` is the rest of the stay `known`, which has begun. */
export function hasBegun(booking: Booking, known: Reservation, { yesterday }: Known): boolean {
	return (
		known.departure === booking.departure &&
		known.arrival < booking.arrival &&
		// The feed's today may be tomorrow in UTC.
		booking.arrival <= addDays(yesterday, 2)
	);
}

/** Whether stays of other feeds fill every night of a booking. */
export function isEcho({ arrival, departure }: Booking, context: Known): boolean {
	let filledTo = arrival;
	for (const other of context.others) {
		if (other.arrival > filledTo) break;
		if (isHere(other, context) && other.departure > filledTo) filledTo = other.departure;
	}
	return filledTo >= departure;
}

/** Known stays that are not over and that the feed no longer has. */
export function missing(context: Known, seen: Set<string>): Reservation[] {
	return [...(context.known?.values() ?? [])].filter(
		(known) =>
			isHere(known, context) && known.departure >= context.yesterday && !seen.has(known.id),
	);
}

function isHere({ listingId, status }: Reservation, context: Known): boolean {
	return listingId === context.listingId && status === "confirmed";
}

/** The reservation as it is now. Whatever the feed does not say stays unchanged. */
export function reserve(id: string, booking: Booking, context: Known): Reservation {
	const before = context.known?.get(id);
	const { checkIn, checkOut } = booking;
	// A booking that is missing from the earlier readings was made after them.
	const seenFirst =
		context.known && new Date(context.revision * 1000).toISOString().replace(".000", "");
	const bookedAt = before ? (before.bookedAt ?? booking.bookedAt) : (booking.bookedAt ?? seenFirst);
	const now: Reservation = {
		...before,
		id,
		revision: before?.revision ?? context.revision,
		listingId: context.listingId,
		status: booking.cancelled ? "cancelled" : "confirmed",
		guest: {
			...before?.guest,
			name: booking.guestName ?? before?.guest.name ?? context.guestName,
			...(booking.phoneLastDigits !== undefined && { phoneLastDigits: booking.phoneLastDigits }),
		},
		arrival: before && hasBegun(booking, before, context) ? before.arrival : booking.arrival,
		departure: booking.departure,
		...(checkIn !== undefined && { checkIn }),
		...(checkOut !== undefined && { checkOut }),
		...(bookedAt !== undefined && { bookedAt }),
	};
	if (before === undefined || same(before, now)) return now;
	return { ...now, revision: Math.max(context.revision, before.revision + 1) };
}

function same(a: unknown, b: unknown): boolean {
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
	const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
	return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) =>
		same(left[key], right[key]),
	);
}

/** An id of at most 128 bytes: a 64-bit FNV-1a hash replaces the end of a longer one. */
export function shorten(id: string): string {
	const text = id.replace(/\n/g, " ");
	const bytes = new TextEncoder().encode(text);
	if (bytes.length <= 128) return text;
	let hash = 0xcbf29ce484222325n;
	for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
	let head = "";
	for (const letter of text) {
		if (new TextEncoder().encode(head + letter).length > 111) break;
		head += letter;
	}
	return `${head}~${hash.toString(16).padStart(16, "0")}`;
}
