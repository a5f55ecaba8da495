// Changes of bookings, as a booking system would send them.
import type { Reservation } from "latchstring";
import { listingOf } from "./sim/house.js";
import { DAY, HOUR } from "./sim/time.js";

const wall = (day: string, time: string) => Date.parse(`${day}T${time}:00Z`);

/** A booking whose check-in or check-out is at another wall time, `2026-10-25T02:30` and so on. */
export function movedTo(booking: Reservation, edge: "start" | "end", local: string): Reservation {
	const [day, time] = [local.slice(0, 10), local.slice(11, 16)];
	const moved =
		edge === "start" ? { arrival: day, checkIn: time } : { departure: day, checkOut: time };
	return { ...booking, ...moved, revision: booking.revision + 1 };
}

/** A booking whose check-in or check-out is some hours later on the wall clock. */
export function shifted(booking: Reservation, edge: "start" | "end", hours: number): Reservation {
	const listing = listingOf(booking.listingId);
	const at =
		edge === "start"
			? wall(booking.arrival, booking.checkIn ?? listing?.checkIn ?? "15:00")
			: wall(booking.departure, booking.checkOut ?? listing?.checkOut ?? "11:00");
	return movedTo(booking, edge, new Date(at + hours * HOUR).toISOString());
}

/** A booking that is cancelled, or stands again. */
export const withStatus = (booking: Reservation, status: Reservation["status"]): Reservation => ({
	...booking,
	status,
	revision: booking.revision + 1,
});

/** Bookings moved by whole days, so that the first that is not over begins on a certain day. */
export function broughtTo(
	bookings: readonly Reservation[],
	today: string,
	firstDay: string,
): { bookings: Reservation[]; days: number } {
	const ahead = bookings.filter(({ departure }) => departure > today);
	const first = ahead.map(({ arrival }) => arrival).sort()[0];
	if (first === undefined) return { bookings: [], days: 0 };
	const days = Math.round((Date.parse(firstDay) - Date.parse(first)) / DAY);
	const move = (day: string) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
	return {
		bookings: ahead.map((booking) => ({
			...booking,
			arrival: move(booking.arrival),
			departure: move(booking.departure),
		})),
		days,
	};
}
