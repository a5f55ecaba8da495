// What the reading of a feed gives: reservations, and whatever else its reader has to know.

import type { Reservation } from "../generated/types.js";

/** Why an event became no reservation. */
export type LeftOutKind =
	/** Days on which nobody stays: "Airbnb (Not available)", "Blocked", a closure of more than 90 nights. */
	| "not_available"
	/** Nobody has confirmed it yet. */
	| "tentative"
	/** It repeats, as no booking does. */
	| "recurring"
	/** It has no first day, or one of its days can't be read. */
	| "unreadable"
	/** Its end is before its start. */
	| "ends_before_start"
	/** It begins and ends on one day. */
	| "no_night"
	/** It is given as instants: tell the listing's `timeZone`. */
	| "time_zone_needed"
	/** It is outside the years 2020 to 2099, for which windows are exact (W2). */
	| "year_out_of_range"
	/** Another event of the same booking is newer. */
	| "duplicate"
	/** Booking.com's "CLOSED - Not available", left out as asked. */
	| "closed"
	/** Booking.com's "CLOSED - Not available" for nights that `others` fill. */
	| "echo";

/** An event that became no reservation. */
export interface LeftOut {
	kind: LeftOutKind;
	uid?: string;
	summary?: string;
	/** Where its days were read. */
	arrival?: string;
	departure?: string;
}

/** What a reservation rests on that the feed does not say outright. */
export type IcalNoteKind =
	/** Booking.com's "CLOSED - Not available": a booking, or days that the host closed. */
	| "closed_entry"
	/** The event has no end: one night. */
	| "one_night_assumed"
	/** The event has neither a code nor a UID: its id changes with its days. */
	| "id_from_days"
	/** What is left of a running stay, under another UID. */
	| "stay_goes_on";

/** Something to know about a reservation. */
export interface IcalNote {
	kind: IcalNoteKind;
	reservationId: string;
}

/** What a feed holds. */
export interface IcalReading {
	/** By arrival, then by id. */
	reservations: Reservation[];
	/**
	 * Stays among `known` that the feed no longer has, and that are not over. Feeds drop cancelled bookings without a
	 * word, but also all of them when something fails: nothing is cancelled by itself. Who wants it sends
	 * `{ ...reservation, status: "cancelled", revision: reservation.revision + 1 }` once it was missing for some time.
	 */
	missing: Reservation[];
	/** In the order of the feed. */
	leftOut: LeftOut[];
	/** In the order of the reservations. */
	notes: IcalNote[];
	/** `events` is always the sum of the others. */
	counts: { events: number; reservations: number; leftOut: Partial<Record<LeftOutKind, number>> };
}
