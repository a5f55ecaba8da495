// One reading of a feed. It promises that each event of a feed becomes a reservation or is left out
// with a reason, that a broken event spoils no other, and that nothing is cancelled because it is
// missing. An error concerns the whole feed or an option.

import { guarded } from "../core/guard.js";
import type { Reservation } from "../generated/types.js";
import { areNumbers, type Entry, inOrder, readBookings } from "./bookings.js";
import type { Booking } from "./event.js";
import { compare } from "./ids.js";
import {
	assumptions,
	daysAround,
	isAnotherStay,
	type Known,
	type KnownStay,
	missing,
	newId,
	reserve,
	stays,
} from "./known.js";
import { withoutMarksOf } from "./marks.js";
import { type Match, match } from "./match.js";
import { type IcalOptions, plainData, readCommon, readReservations } from "./options.js";
import type { IcalNote, IcalReading, LeftOut } from "./reading.js";
import { isOfAnother } from "./who.js";

/**
 * Reads reservations from a calendar feed once. `readFeed` reads a feed again and again, and
 * cancels what was cancelled.
 *
 * The id is the platform's code of the booking if the feed has it, as Airbnb's does, and otherwise
 * the event's UID. Both stay the same when the days change. The arrival is the first day, and the
 * departure is the day after the last night. `guest.phoneLastDigits` holds the feed's own text.
 *
 * @throws {LatchstringError} `invalid_value` if the text is not a whole feed, `too_long` if it is
 * longer than 5 MiB or has more than 10,000 events, and other codes for wrong options
 * @example
 * const options = { listingId: "garden", timeZone: "Europe/Paris" };
 * const first = reservationsFromIcal(text, { ...options, now: new Date() });
 * // Stays that are over, or are missing today, are known tomorrow, too.
 * const known = new Map(first.reservations.map((reservation) => [reservation.id, reservation]));
 * const later = reservationsFromIcal(newer, {
 *   ...options, now: new Date(), known: [...known.values()],
 * });
 * for (const reservation of later.reservations) known.set(reservation.id, reservation);
 */
export const reservationsFromIcal = guarded((text: string, options: IcalOptions): IcalReading => {
	const given = plainData(options, ["known"]);
	const { how, listingId, guestName, filledBut } = readCommon(given);
	const known = readReservations("known", given.known);
	how.filled = filledBut(new Set(known?.map(({ id }) => id)));
	const own = known?.filter((stay) => stay.listingId === listingId && isStanding(stay));
	const read = readBookings(text, how, { own: own ?? [] });
	const context: Known = {
		listingId,
		guestName,
		revision: how.now,
		...daysAround(how.now, read.timeZone),
		known: known && new Map(known.map((reservation) => [reservation.id, reservation])),
	};
	const keys = new Map(read.entries.map(({ keys: [key = ""], booking }) => [key, booking]));
	const here = stays(context).filter((stay) => {
		if (stay.reservation.listingId === listingId) return true;
		// The host may have moved it; another listing's feed may have the same UIDs.
		const booking = stay.keys.map((key) => keys.get(key)).find((found) => found !== undefined);
		return booking !== undefined && !isAnotherStay(stay.reservation, booking);
	});
	const uids = read.habits?.uids;
	const hasNewUids = uids === undefined ? undefined : uids === "each_time";
	const marked = withoutMarksOf(read, here);
	const areBookings = uids === "booking";
	const matches = match(read.entries, here, {
		...{ today: context.today, hasNewUids, areBookings, areNumbers: areNumbers(read) },
	});
	const named = name(read.entries, matches, context);
	const seen = new Set([
		...named.map(({ reservation }) => reservation.id),
		...marked,
		...read.leftOut.flatMap(({ uid, code }) => [uid ?? [], code ?? []].flat()),
	]);
	const leftOut = inOrder(read);
	return {
		reservations: named.map(({ reservation }) => reservation),
		missing: missing(context, seen),
		leftOut,
		notes: [...read.notes, ...named.flatMap(notesOf)],
		counts: {
			events: read.feed.events.length,
			reservations: named.length,
			leftOut: countKinds(leftOut),
		},
	};
});

function isStanding({ status, hold }: Reservation): boolean {
	return status === "confirmed" && hold !== true;
}

interface Named {
	reservation: Reservation;
	booking: Booking;
	match: Match<KnownStay> | undefined;
}

/** The reservation of each entry, by arrival and id. */
function name(
	entries: Entry[],
	matches: (Match<KnownStay> | undefined)[],
	context: Known,
): Named[] {
	const ids = new Set(context.known?.keys());
	for (const found of matches) if (found !== undefined) ids.add(found.stay.id);
	const all = entries.map((entry, at): Named => {
		const { booking } = entry;
		const match = matches[at];
		const id = match?.stay.id ?? newId(entry.keys[0] ?? "", (id) => ids.has(id));
		ids.add(id);
		const reservation = reserve(id, booking, match?.stay.reservation, context);
		return { reservation, booking, match };
	});
	return all.sort(
		({ reservation: a }, { reservation: b }) =>
			compare(a.arrival, b.arrival) || compare(a.id, b.id),
	);
}

function notesOf({ reservation, booking, match }: Named): IcalNote[] {
	const kinds = assumptions(booking);
	const known = match?.stay.reservation;
	const isAnother = known !== undefined && isOfAnother(known.guest, booking);
	if (match?.why === "goes_on") kinds.push("stay_goes_on");
	if (match?.why === "other_end" || isAnother) kinds.push("maybe_another_guest");
	if (known !== undefined && isDoubtful(known, reservation, booking))
		kinds.push("differs_from_known");
	return kinds.map((kind) => ({ kind, reservationId: reservation.id }));
}

/** Whether the host, or an earlier reading, may have meant what the feed does not say. */
function isDoubtful(known: Reservation, now: Reservation, booking: Booking): boolean {
	const isBack = known.status === "cancelled" && !booking.cancelled;
	return isBack || now.departure !== booking.departure || now.departure < known.departure;
}

function countKinds(leftOut: LeftOut[]): IcalReading["counts"]["leftOut"] {
	const counts: IcalReading["counts"]["leftOut"] = {};
	for (const { kind } of leftOut) counts[kind] = (counts[kind] ?? 0) + 1;
	return counts;
}
