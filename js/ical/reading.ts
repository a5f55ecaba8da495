// What the reading of a feed gives.

import type { Reservation } from "../generated/types.js";

/** Why an event is not a reservation. */
export type LeftOutKind =
	/** Nobody stays: "Airbnb (Not available)", "Blocked", or a closure of more than 90 nights. */
	| "not_available"
	/** The booking is not confirmed yet. */
	| "tentative"
	/** The event repeats, as no booking does. */
	| "recurring"
	/** The event has no first day, or a day cannot be read. */
	| "unreadable"
	/** The end is before the start. */
	| "ends_before_start"
	/** The event begins and ends on one day. */
	| "no_night"
	/** The event gives instants, and the listing's `timeZone` is not given. */
	| "time_zone_needed"
	/** The event is outside the years 2020 to 2099, for which windows are exact. */
	| "year_out_of_range"
	/** Another event of the same booking is newer. */
	| "duplicate"
	/** Booking.com's "CLOSED - Not available", left out as asked. */
	| "closed"
	/** Booking.com's "CLOSED - Not available" for nights that `others` fill. */
	| "echo";

/** An event that is not a reservation. */
export interface LeftOut {
	kind: LeftOutKind;
	uid?: string;
	summary?: string;
	/** The days, if they could be read. */
	arrival?: string;
	departure?: string;
}

/** What was assumed about a reservation. */
export type IcalNoteKind =
	/** Booking.com's "CLOSED - Not available": a booking, or days that the host closed. */
	| "closed_entry"
	/** The event has no end, so one night is assumed. */
	| "one_night_assumed"
	/** The event has neither a code nor a UID, so the id changes with the days. */
	| "id_from_days"
	/** The event is the rest of a stay that has begun, under another UID. */
	| "stay_goes_on";

/** A reservation, and what was assumed about it. */
export interface IcalNote {
	kind: IcalNoteKind;
	reservationId: string;
}

/** The result of reading a feed. */
export interface IcalReading {
	/** By arrival, then by id. */
	reservations: Reservation[];
	/**
	 * Stays among `known` that are not over and that the feed no longer has. A feed drops a cancelled
	 * booking without a word, and drops all bookings when the export fails, so a missing stay is not
	 * cancelled here. To cancel a stay that has been missing for some time, send
	 * `{ ...reservation, status: "cancelled", revision: reservation.revision + 1 }`.
	 */
	missing: Reservation[];
	/** In the order of the feed. */
	leftOut: LeftOut[];
	/** In the order of the reservations. */
	notes: IcalNote[];
	/** `events` is always the sum of the others. */
	counts: { events: number; reservations: number; leftOut: Partial<Record<LeftOutKind, number>> };
}
