// What the reading of a feed gives.

import type { Fact, Reservation } from "../generated/types.js";
import type { FeedState } from "./state.js";

/** Why an event is not a reservation. */
export type LeftOutKind =
	/** Nobody stays: "Airbnb (Not available)", "Blocked", or a closure of more than 90 nights. */
	| "not_available"
	/** The booking is not confirmed yet. */
	| "tentative"
	/** The booking was cancelled before it was known. */
	| "cancelled"
	/** The event repeats, as no booking does. */
	| "recurring"
	/** The entry says that its days are free. */
	| "transparent"
	/** The event only marks the arrival or the departure of a stay of the feed. */
	| "marker"
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
	/** The stay was over before it was known. */
	| "over"
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

/** What was assumed about the feed or its times. */
export interface FeedNote {
	kind: /** The listing's zone is the feed's `X-WR-TIMEZONE`, as the caller gives none. */
		| "zone_of_feed"
		/** A Windows name of a zone, which was taken for `timeZone`. */
		| "windows_zone"
		/** Nobody knows the zone `name`: its times are read on the listing's clock. */
		| "unknown_zone"
		/** The feed breaks off. What it still says is read, and nothing counts as missing. */
		| "feed_cut_off"
		/** The feed is of another `PRODID` than before: nothing counts as missing. */
		| "another_origin"
		/** Nothing that was known is in the feed: nothing counts as missing, what is new is held. */
		| "nothing_known"
		/** The feed has no booking any more. Bookings are cancelled after three readings and a day. */
		| "feed_empty";
	/** What the host is to do. */
	hint?: string;
	/** From when on the feed counts by itself, at its third reading. Absent where it never does. */
	countsFrom?: string;
	/** The name in the feed. */
	name?: string;
	/** The zone that it was taken for. */
	timeZone?: string;
	/** The note is about no stay. */
	reservationId?: undefined;
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
	| "stay_goes_on"
	/** The summary is no known word for a block and no name: look whether somebody comes. */
	| "maybe_block"
	/** The end changed under a UID that tells no guests apart, or the name did: look who comes. */
	| "maybe_another_guest"
	/** The feed differs from what is known, and nobody can tell which of them the host changed. */
	| "differs_from_known"
	/** The time of creation is on no calendar, and was left out. */
	| "created_ignored";

/** A reservation, and what was assumed about it. */
export interface IcalNote {
	kind: IcalNoteKind;
	reservationId: string;
}

/** The result of reading a feed once. */
export interface IcalReading {
	/** By arrival, then by id. */
	reservations: Reservation[];
	/**
	 * Stays among `known` that have not begun and that the feed no longer has. A feed drops a
	 * cancelled booking without a word, and drops all bookings when the export fails, so a missing
	 * stay is not cancelled here. `readFeed` weighs several readings, and cancels.
	 */
	missing: Reservation[];
	/** In the order of the feed. */
	leftOut: LeftOut[];
	/** About the feed first, then in the order of the reservations. */
	notes: (IcalNote | FeedNote)[];
	/** `events` is always the sum of the others. */
	counts: { events: number; reservations: number; leftOut: Partial<Record<LeftOutKind, number>> };
}

/** What happened to a stay between two readings, or what was assumed about it. */
export type StayNoteKind =
	| IcalNoteKind
	/** The stay is not in the feed any more. It is on hold, and is cancelled if it stays away. */
	| "vanished"
	/** The stay has begun, and its entry is gone: ask the guest or the platform. */
	| "vanished_in_stay"
	/** The platform cancels a stay that has begun: ask the guest or the platform. */
	| "cancelled_in_stay"
	/** The stay was cancelled, as its entry stayed away or another stay has its nights. */
	| "cancelled_as_vanished"
	/** The entry came back after it was gone. */
	| "returned"
	/** Another stay begins beside one that runs to its known end. */
	| "beside_running_stay"
	/** The feed fits several calendars. What leaves nobody outside was taken. */
	| "ambiguous"
	/** What the description says beyond the reservation: `guests`, `address`. */
	| "details";

/** A note of `readFeed` about a stay. */
export interface StayNote {
	kind: StayNoteKind;
	reservationId: string;
	/** The other stay of the note, as a reservation's id. */
	otherId?: string;
	/** How many people come. */
	guests?: number;
	/** The booking's page on its platform. */
	address?: string;
}

/** The result of `readFeed`. */
export interface FeedReading {
	/** What changed, ready for `advance`, by arrival and id. */
	facts: Extract<Fact, { type: "reservation" }>[];
	/** Plain JSON for the next reading. Store it with the facts. */
	state: FeedState;
	/** About the feed first, then by stay. */
	notes: (StayNote | FeedNote)[];
	/** Events that are no stays, in the order of the feed. */
	leftOut: LeftOut[];
}
