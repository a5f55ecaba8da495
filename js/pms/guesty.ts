// The room of Guesty's bookings. It promises that a reservation of the Open API becomes a fact that
// the rules take, or a reason.

import { guarded } from "../core/guard.js";
import { finish, firstText, idAt, type Meaning, open, timeAt } from "./booking.js";
import type { PmsOptions, PmsReading } from "./reading.js";

/**
 * Guesty's words for the state of a reservation. A `reserved` one closes its nights and waits for
 * somebody's word. What was declined, expired or closed was never a stay, or is none any more.
 */
export const GUESTY_STATUSES: Record<string, Meaning> = {
	inquiry: "inquiry",
	reserved: "hold",
	awaitingPayment: "hold",
	confirmed: "confirmed",
	checked_in: "confirmed",
	checked_out: "confirmed",
	canceled: "cancelled",
	cancelled: "cancelled",
	declined: "cancelled",
	expired: "cancelled",
	closed: "cancelled",
};

/**
 * Reads a booking from Guesty's Open API (`/reservations`, `/reservations/{id}`) or from the body
 * of its webhooks `reservation.new` and `reservation.updated`.
 *
 * Ask for the fields `listingId status checkInDateLocalized checkOutDateLocalized guestId
 * guest.fullName guest.phone lastUpdatedAt createdAt
 * confirmedAt`.
 * The revision is `lastUpdatedAt` in seconds, else the option `at`; take one way for all readings
 * of a booking. Give the site's reservation as `known` and when it was changed as `knownChangedAt`,
 * so that changes within one second count in their order. `plannedArrival` and `plannedDeparture`
 * are when a guest means to come and go, and count with `times: "keep"` only.
 *
 * | status | what it becomes |
 * |---|---|
 * | `confirmed`, `checked_in`, `checked_out` | a booking |
 * | `reserved`, `awaitingPayment`, any other word | a booking on hold: programmed, not told |
 * | `canceled`, `declined`, `expired`, `closed` | a cancelled booking |
 * | `inquiry` | left out |
 *
 * @throws {LatchstringError} if the reservation has no id, listing or day, or another shape than
 * Guesty documents
 * @example
 * const { fact, leftOut } = reservationFromGuesty(guestyReservation, { at: new Date() });
 */
export const reservationFromGuesty = guarded(
	(reservation: object, options: PmsOptions): PmsReading => {
		const hint = "give the reservation as Guesty's API answers it, with the fields that it names";
		const opened = open(reservation, options, "reservation", hint);
		const { booking, notes } = opened;
		const guest = booking.part("guest");
		const isKept = opened.options.times === "keep";
		const time = (key: string) =>
			isKept ? timeAt(booking.text(key), booking.path(key), notes) : undefined;
		const isOwners = booking.value("source") === "owner";
		if (isOwners) notes.push({ kind: "owner_stay", path: booking.path("source"), said: "owner" });
		return finish(
			opened,
			{
				id: booking.has("_id") || !booking.has("id") ? "_id" : "id",
				status: { word: booking.text("status"), path: booking.path("status") },
				listingId: idAt(booking, "listingId") ?? idAt(booking.part("listing"), "_id"),
				listingHint: "ask Guesty for the field `listingId`, or give the option",
				arrival: "checkInDateLocalized",
				departure: "checkOutDateLocalized",
				checkIn: time("plannedArrival"),
				checkOut: time("plannedDeparture"),
				guest: {
					id: idAt(booking, "guestId") ?? idAt(guest, "_id"),
					names: [
						guest?.text("fullName"),
						fullName(guest?.text("firstName"), guest?.text("lastName")),
					],
					phone: guest?.text("phone") ?? firstText(guest, "phones"),
				},
				bookedAt: [booking.text("confirmedAt"), booking.text("createdAt")],
				changedAt: { text: booking.text("lastUpdatedAt"), path: booking.path("lastUpdatedAt") },
			},
			GUESTY_STATUSES,
		);
	},
);

/** First and last name, as far as they are known. */
export function fullName(first: string | undefined, last: string | undefined): string {
	return [first, last].filter((name) => name !== undefined).join(" ");
}
