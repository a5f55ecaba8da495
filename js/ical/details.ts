// What a description says beyond the reservation, which has no place for it.

import type { FeedStay } from "./state.js";

/** The number of guests and the booking's address; what is not said stays as it was. */
export function detailsOf(
	now: { guests?: number | undefined; address?: string | undefined },
	old: FeedStay | undefined,
): { guests?: number; address?: string } {
	const guests = now.guests ?? old?.guests;
	const address = now.address ?? old?.address;
	return { ...(guests !== undefined && { guests }), ...(address !== undefined && { address }) };
}
