// The stays of a feed whose state is lost, out of the site's reservations. The ids say whose they
// are.

import type { Reservation } from "../generated/types.js";
import type { FeedStay } from "./state.js";

/** Whose stays are looked for. */
export interface Lost {
	listingId: string;
	/** What the ids of the feed begin with. */
	start: string;
	/** Whether the platform's codes are ids, too. */
	hasOwnCodes: boolean;
	/** What the entries of the feed are called. */
	keys: Set<string>;
	/** The name of guests without one. */
	guestName: string;
	/** The day before this one at the listing. */
	yesterday: string;
}

/** A code of a booking, and which of its stays. */
const CODE = /^[A-Z0-9]{6,20}(?:#\d+)?$/;

/** The stays that are not over, as an earlier reading kept them. */
export function recovered(
	site: Iterable<Reservation>,
	{ listingId, start, hasOwnCodes, keys, guestName, yesterday }: Lost,
): FeedStay[] {
	return [...site].flatMap((reservation): FeedStay[] => {
		const { id, departure, guest } = reservation;
		const isOwn = id.startsWith(start) || (hasOwnCodes && CODE.test(id));
		if (!isOwn || departure < yesterday) return [];
		const key = (id.startsWith(start) ? id.slice(start.length) : id).replace(/#\d+$/, "");
		// What the host moved elsewhere is still this feed's; a code may be of another listing's feed.
		const isElsewhere = reservation.listingId !== listingId;
		if (isElsewhere && !(id.startsWith(start) || keys.has(key))) return [];
		const { hold, ...plain } = reservation;
		return [
			{
				reservation: plain,
				keys: [key],
				...(["", guestName].includes(guest.name) && { nameless: true }),
				...(hold === true && { heldByHost: true }),
				// The site has an empty name where a guest was forgotten.
				...(guest.name === "" && { forgotten: true }),
			},
		];
	});
}
