// When a booking lets its guest in, without grace.
import { type Reservation, validityWindow } from "latchstring";
import { listingOf } from "./house.js";

/** A booking between its check-in and its check-out. */
export interface Stay {
	id: string;
	/** The same over all bookings of one guest. */
	guest: string;
	name: string;
	listingId: string;
	doors: string[];
	from: number;
	to: number;
}

const known = new WeakMap<Reservation, Stay | undefined>();

/** The stay of a booking; nothing where it does not stand. */
export function stayOf(booking: Reservation): Stay | undefined {
	if (known.has(booking)) return known.get(booking);
	const stay = booking.status === "confirmed" ? made(booking) : undefined;
	known.set(booking, stay);
	return stay;
}

function made(booking: Reservation): Stay | undefined {
	const listing = listingOf(booking.listingId);
	if (listing === undefined) return undefined;
	const window = validityWindow({
		timeZone: listing.timeZone,
		arrival: booking.arrival,
		departure: booking.departure,
		checkIn: booking.checkIn ?? listing.checkIn,
		checkOut: booking.checkOut ?? listing.checkOut,
		policy: { window: { beforeCheckInMinutes: 0, afterCheckOutMinutes: 0 } },
	});
	return {
		id: booking.id,
		guest: booking.guest.id ?? booking.id,
		name: booking.guest.name,
		listingId: listing.id,
		doors: listing.locks,
		from: Date.parse(window.startsAt),
		to: Date.parse(window.endsAt),
	};
}
