// What a reading of a feed is compared with, and how its entries are taken.

import type { Reservation } from "../generated/types.js";
import { startOf } from "./ids.js";
import type { Stay } from "./match.js";
import type { FeedState, FeedStay, FeedStranger } from "./state.js";

/** What a reading is compared with, and how. */
export interface Given {
	feedId: string;
	listingId: string;
	guestName: string;
	/** When stays begin, where the feed does not say. */
	checkIn: string;
	/** The day at the listing. */
	today: string;
	/** Unix seconds. */
	now: number;
	timeZone: string;
	before: FeedState | undefined;
	/** The site's reservations, by id. */
	site: Map<string, Reservation>;
	/** The stays that the site has of it, where its state is lost. */
	recovered: FeedStay[];
	/** Whether the codes in it are the exporter's own. */
	hasOwnCodes: boolean;
	/** Whether the feed is known to show stays on their first day. */
	keepsFirstDay: boolean;
	/** Whether the feed only numbers its entries. */
	areNumbers: boolean;
}

/** A known stay, for the matching. */
export interface Known extends Stay {
	kept: FeedStay;
	beginsAt: number;
}

/** How an entry is taken. */
export interface Taking {
	yesterday: string;
	/** Whether it is known whose feed shows it. */
	isProven: boolean;
	/** Whether the feed is whole. */
	counts: boolean;
	/** Whether one stay alone went, and one alone came. */
	isOne: boolean;
	/** When its stay begins, in Unix seconds; needed where nobody knows whose feed it is. */
	beginsAt: number;
}

/** The guest of a stay, by the name that says most. */
export function fullGuest({ reservation: { guest }, fullName }: FeedStay): Reservation["guest"] {
	return fullName === undefined ? guest : { ...guest, name: fullName };
}

/**
 * Whether the site has a stay under a platform's code at another listing: the platform may have
 * moved it there, whose feed shows it now. It is not this feed's to cancel.
 */
export function isElsewhere(
	{ reservation: { id } }: FeedStay,
	{ site, feedId, listingId }: Given,
): boolean {
	const told = site.get(id);
	return told !== undefined && told.listingId !== listingId && !id.startsWith(startOf(feedId));
}

/** One more reading that shows a stay. One that is cut off is none. */
export function unproven(
	old: FeedStay | undefined,
	now: number,
	{ counts, isOne }: Taking,
): FeedStranger {
	const { readings = 0, since = now, many } = old?.unproven ?? {};
	if (!counts) return { readings, since };
	const isOfMany = readings === 0 ? !isOne : many === true;
	return {
		...{ readings: readings + 1, since: readings === 0 ? now : since },
		...(isOfMany && { many: true as const }),
	};
}
