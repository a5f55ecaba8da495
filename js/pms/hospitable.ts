// The room of Hospitable's bookings. It promises that a reservation of the Public API v2 becomes a
// fact that the rules take, or a reason.

import { guarded } from "../core/guard.js";
import { line } from "../core/part.js";
import { finish, firstText, idAt, type Meaning, type Open, open, timeAt } from "./booking.js";
import { fullName } from "./guesty.js";
import type { PmsOptions, PmsReading } from "./reading.js";

/**
 * Hospitable's categories of `reservation_status.current`. A request and Airbnb's checkpoint wait
 * for somebody's word. What was not accepted was never a stay.
 */
export const HOSPITABLE_STATUSES: Record<string, Meaning> = {
	request: "hold",
	checkpoint: "hold",
	accepted: "confirmed",
	cancelled: "cancelled",
	"not accepted": "cancelled",
	not_accepted: "cancelled",
};

/**
 * Reads a booking from Hospitable's Public API v2 (`/reservations`, `/reservations/{uuid}`) or from
 * the body of its webhooks `reservation.created` and `reservation.changed`. Inquiries have an
 * endpoint of their own and are no bookings.
 *
 * Ask for `include=guest,properties`. The listing is the first property, or the option `listingId`.
 * A reservation has no time of its last change, so the revision is that of the webhook (`created`),
 * else the option `at`, in seconds. `check_in` and `check_out` are the times of the booking, on the
 * clock of the house, and count unless the option says `times: "ignore"`.
 *
 * | category | what it becomes |
 * |---|---|
 * | `accepted` | a booking |
 * | `request`, `checkpoint`, `unknown`, any other word | a booking on hold: programmed, not told |
 * | `cancelled`, `not accepted` | a cancelled booking |
 *
 * @throws {LatchstringError} if the reservation has no id, listing or day, or another shape than
 * Hospitable documents
 * @example
 * const { fact, leftOut } = reservationFromHospitable(hospitableReservation, { at: new Date() });
 */
export const reservationFromHospitable = guarded(
	(reservation: object, options: PmsOptions): PmsReading => {
		const hint = "give the reservation as Hospitable's API answers it";
		const opened = open(reservation, options, "data", hint);
		const { booking, notes } = opened;
		const guest = booking.part("guest");
		const status = booking.part("reservation_status")?.part("current");
		const owner = booking.value("stay_type") === "owner";
		if (owner) notes.push({ kind: "owner_stay", path: booking.path("stay_type"), said: "owner" });
		return finish(
			opened,
			{
				id: "id",
				status: {
					// The older key says less.
					word: status?.text("category") ?? booking.text("status"),
					path: status?.path("category") ?? booking.path("status"),
				},
				listingId: idAt(booking.parts("properties", 100)[0], "id"),
				listingHint: "ask Hospitable for include=properties, or give the option",
				arrival: "arrival_date",
				departure: "departure_date",
				checkIn: timeOn(opened, "check_in", "arrival_date"),
				checkOut: timeOn(opened, "check_out", "departure_date"),
				guest: {
					id: idAt(guest, "id"),
					names: [fullName(guest?.text("first_name"), guest?.text("last_name"))],
					phone: firstText(guest, "phone_numbers"),
				},
				bookedAt: [booking.text("booking_date")],
				changedAt: { text: opened.envelope?.text("created"), path: "created" },
			},
			HOSPITABLE_STATUSES,
		);
	},
);

/** The time of day at `key`, if it is on the day of the stay and has the offset of the house. */
function timeOn(
	{ booking, options, notes }: Open,
	key: string,
	dayKey: string,
): string | undefined {
	const text = booking.text(key);
	if (text === undefined || options.times === "ignore") return undefined;
	const isOfHouse = /T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[+-]\d\d:?\d\d)?$/.test(text);
	if (isOfHouse && text.slice(0, 10) === booking.text(dayKey)?.slice(0, 10))
		return timeAt(text.slice(11, 16), booking.path(key), notes);
	notes.push({ kind: "time_left_out", path: booking.path(key), said: line(text) });
	return undefined;
}
