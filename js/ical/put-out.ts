// Whom the host cancelled (R1). A corrected spelling, another UID or a lost state must not let them
// in again by itself. It may be another guest as well, so that the booking is on hold.

import type { Reservation } from "../generated/types.js";
import { addDays } from "./days.js";
import type { Booking } from "./event.js";
import type { FeedStay } from "./state.js";
import { mayBeSpelledSo } from "./who.js";

/** Stays by night. */
export type Nights = Map<string, FeedStay[]>;

/** The most nights of a stay that are looked at. */
const MAX_NIGHTS = 90;
/** The most stays of a night. */
const MAX_OF_NIGHT = 8;

/** The stays of a feed that the site has as cancelled, and the feed as standing. */
export function cancelledByHost(
	stays: { kept: FeedStay; isLive: boolean }[],
	site: Map<string, Reservation>,
	isLost: boolean,
): Nights {
	const nights: Nights = new Map();
	for (const { kept, isLive } of stays) {
		const told = site.get(kept.reservation.id);
		// Nobody can tell who cancelled where the state is lost.
		if (told?.status !== "cancelled" || !(isLive || isLost)) continue;
		for (const night of nightsOf(told)) {
			const there = nights.get(night);
			if (there === undefined) nights.set(night, [kept]);
			else if (there.length < MAX_OF_NIGHT) there.push(kept);
		}
	}
	return nights;
}

/**
 * The stay whose guest a booking may be: a night is the same, and so is a word of the name. Without
 * a name it may be who was in the house, unless another code says that it is another booking.
 */
export function whoWasPutOut(off: Nights, booking: Booking, today: string): string | undefined {
	if (off.size === 0) return undefined;
	const { guestName, code } = booking;
	for (const night of nightsOf(booking)) {
		for (const { reservation, nameless } of off.get(night) ?? []) {
			const isNamed = guestName !== undefined && !nameless;
			const isIt = isNamed
				? mayBeSpelledSo(guestName, reservation.guest.name)
				: code === undefined && reservation.arrival <= today;
			if (isIt) return reservation.id;
		}
	}
	return undefined;
}

function nightsOf({ arrival, departure }: { arrival: string; departure: string }): string[] {
	const nights: string[] = [];
	for (let day = arrival; day < departure && nights.length < MAX_NIGHTS; day = addDays(day, 1))
		nights.push(day);
	return nights;
}
