// The room of calendar feeds. It promises that each event of a feed becomes a reservation or is
// left out with a reason, that a broken event spoils no other, and that nothing is cancelled
// because it is missing. An error concerns the whole feed or an option.

import { guarded } from "../core/guard.js";
import type { Reservation } from "../generated/types.js";
import { type Booking, type NoBooking, readEvent } from "./event.js";
import { type RawEvent, readFeed } from "./feed.js";
import { continues, identify, isEcho, type Known, missing, reserve, shorten } from "./known.js";
import { type IcalOptions, readOptions } from "./options.js";
import type { IcalNote, IcalReading, LeftOut, LeftOutKind } from "./reading.js";

/**
 * Reads reservations from a calendar feed of Airbnb, Vrbo (HomeAway) or Booking.com.
 *
 * The id is the platform's code of the booking if the feed has it, as Airbnb's does, and otherwise
 * the event's UID. Both stay the same when the days change. The arrival is the first day, and the
 * departure is the day after the last night. `guest.phoneLastDigits` holds the feed's own text.
 *
 * @throws {LatchstringError} `invalid_value` if the text is not a whole feed, `too_long` if it is
 * longer than 5 MiB or has more than 10,000 events, and other codes for wrong options
 * @example
 * const options = { listingId: "garden", now: new Date() };
 * const { reservations: known } = reservationsFromIcal(text, options);
 * const later = reservationsFromIcal(newer, { ...options, now: new Date(), known });
 */
export const reservationsFromIcal = guarded((text: string, options: IcalOptions): IcalReading => {
	const { context, reading, closed } = readOptions(options);
	const feed = readFeed(text);
	reading.allCancelled = feed.method === "CANCEL";
	const sorting = new Sorting(context, closed === "leave_out");
	for (const [at, event] of feed.events.entries())
		sorting.add(at, event, readEvent(event, reading));
	return sorting.result(feed.events.length);
});

interface Entry {
	at: number;
	event: RawEvent;
	booking: Booking;
}

/** Sorts events into reservations and events that are left out. */
class Sorting {
	readonly #context: Known;
	readonly #leaveClosed: boolean;
	/** By id. */
	readonly #entries = new Map<string, Entry>();
	/** The ids of all events in the feed, readable or not. */
	readonly #seen = new Set<string>();
	readonly #leftOut: (LeftOut & { at: number })[] = [];

	constructor(context: Known, leaveClosed: boolean) {
		this.#context = context;
		this.#leaveClosed = leaveClosed;
	}

	add(at: number, event: RawEvent, booking: Booking | NoBooking): void {
		const uid = event.properties.get("uid");
		if (typeof booking === "string") {
			if (uid) this.#seen.add(shorten(uid));
			this.#leave(booking, { at, event });
			return;
		}
		const entry = { at, event, booking };
		if (booking.closed && this.#leaveClosed) this.#leave("closed", entry);
		else if (booking.closed && isEcho(booking, this.#context)) this.#leave("echo", entry);
		else this.#enter(identify(booking, this.#context), entry);
	}

	#enter(id: string, entry: Entry): void {
		const rival = this.#entries.get(id);
		const loser = rival && isNewer(entry.booking, rival.booking) ? rival : entry;
		if (rival !== undefined) this.#leave("duplicate", loser);
		if (rival === undefined || loser === rival) this.#entries.set(id, entry);
		this.#seen.add(id);
	}

	result(events: number): IcalReading {
		const notes: IcalNote[] = [];
		const reservations: Reservation[] = [];
		for (const [ownId, { booking }] of this.#entries) {
			const goesOn = this.#context.known?.has(ownId)
				? undefined
				: continues(booking, this.#context, this.#seen);
			const reservationId = goesOn?.id ?? ownId;
			this.#seen.add(reservationId);
			reservations.push(reserve(reservationId, booking, this.#context));
			if (booking.closed) notes.push({ kind: "closed_entry", reservationId });
			if (booking.oneNightAssumed) notes.push({ kind: "one_night_assumed", reservationId });
			if (booking.code === undefined && booking.uid === undefined)
				notes.push({ kind: "id_from_days", reservationId });
			if (goesOn !== undefined) notes.push({ kind: "stay_goes_on", reservationId });
		}
		const place = new Map(reservations.sort(byArrival).map(({ id }, at) => [id, at]));
		notes.sort((a, b) => (place.get(a.reservationId) ?? 0) - (place.get(b.reservationId) ?? 0));
		const kinds = this.#leftOut.map(({ kind }) => kind);
		const counts: IcalReading["counts"] = {
			events,
			reservations: reservations.length,
			leftOut: Object.fromEntries(
				[...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]),
			),
		};
		const leftOut = this.#leftOut.sort((a, b) => a.at - b.at).map(({ at: _, ...left }) => left);
		return { reservations, missing: missing(this.#context, this.#seen), leftOut, notes, counts };
	}

	#leave(
		kind: LeftOutKind,
		{ at, event, booking }: { at: number; event: RawEvent; booking?: Booking },
	): void {
		const [uid, summary] = [event.properties.get("uid"), event.properties.get("summary")];
		this.#leftOut.push({
			at,
			kind,
			...(uid && { uid: shorten(uid) }),
			...(summary && { summary: Array.from(summary).slice(0, 200).join("") }),
			...(booking && { arrival: booking.arrival, departure: booking.departure }),
		});
	}
}

function isNewer(a: Booking, b: Booking): boolean {
	return a.version[0] !== b.version[0] ? a.version[0] > b.version[0] : a.version[1] > b.version[1];
}

function byArrival(a: Reservation, b: Reservation): number {
	return compare(a.arrival, b.arrival) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}
