// What the reading of a booking gives.

import type { Reservation } from "../generated/types.js";

/** Options of every reader of bookings. */
export interface PmsOptions {
	/**
	 * When the system answered, or when its webhook came. It becomes the revision where the booking
	 * has no time of its last change.
	 */
	at: string | Date;
	/** The listing, where the booking does not name it or the site calls it otherwise. */
	listingId?: string;
	/**
	 * Whether the booking's own times become `checkIn` and `checkOut`. If not, the listing's times
	 * hold. Each reader says what it does by itself.
	 */
	times?: "ignore" | "keep";
	/**
	 * The reservation of this id that the site has. Where the booking was changed twice within one
	 * second, the later change gets a newer revision than it.
	 */
	known?: Reservation;
	/**
	 * What the reading that gave `known` said as `changedAt`. Revisions count seconds: with it also a
	 * third change within one second gets a newer revision, and an older reading does not.
	 */
	knownChangedAt?: string | Date;
	/** The name of a guest without a name \[`"Guest"`\]. */
	guestName?: string;
}

/** A fact for `advance`, or the reason why there is none; and what was assumed. */
export interface PmsReading {
	/** The fact. Absent where the booking is left out. */
	fact?: { type: "reservation"; reservation: Reservation };
	/** When the booking was changed last, with parts of a second; there if a fact is. */
	changedAt?: string;
	/** Why there is no fact. */
	leftOut?: { kind: PmsLeftOutKind; said: string };
	notes: PmsNote[];
}

/** Why a booking is left out. */
export type PmsLeftOutKind =
	/** A question without a booking: it closes no night. */
	| "inquiry"
	/** The departure is before the arrival. */
	| "ends_before_start"
	/** The booking is outside the years 2020 to 2099, for which windows are exact. */
	| "year_out_of_range";

/** Something that was assumed about a booking, or left out of it. */
export interface PmsNote {
	kind: PmsNoteKind;
	/** The path in the JSON that was given. */
	path: string;
	/** The system's own words. */
	said: string;
}

/** The kinds of notes. */
export type PmsNoteKind =
	/** A status that is not known. The booking is on hold: it is programmed, and nothing is told. */
	| "unknown_status"
	/** The owner stays. */
	| "owner_stay"
	/**
	 * Arrival and departure are one day, and the booking has no times of that day. Without times of
	 * its own it has no code, and the host is told.
	 */
	| "same_day"
	/** The booking has no name of the guest, and no known guest stays: ask for the fields. */
	| "no_guest"
	/** The known booking is of another listing, or on hold: the host may have meant that. */
	| "differs_from_known"
	/** A time that is no time of day, on another day, or midnight, which stands for none. */
	| "time_left_out"
	/** A value that the rules do not take, which is left out. */
	| "left_out";
