// What a feed changes about a stay, on top of what the site has. A host adds to a stay what no feed
// says: an early check-in, a hold, a PIN, another night.

import { same } from "../core/same.js";
import type { Reservation } from "../generated/types.js";

type Keys = Record<string, unknown>;

/** Keys that are not the host's to change. */
const OURS = ["id", "listingId", "revision", "guest"];

/**
 * The reservation for a fact: what the feed changed is the feed's, and whatever else the site's.
 *
 * @param before what the feed said last; absent where the feed says it for the first time
 */
export function merge(
	site: Reservation | undefined,
	before: Reservation | undefined,
	now: Reservation,
): Reservation {
	if (site === undefined) return now;
	const guest = mergeKeys({ ...site.guest }, before && { ...before.guest }, { ...now.guest }, []);
	return {
		...now,
		...mergeKeys({ ...site }, before && { ...before }, { ...now }, OURS),
		revision: Math.max(now.revision, site.revision + 1),
		guest: guest as unknown as Reservation["guest"],
	} as Reservation;
}

function mergeKeys(site: Keys, before: Keys | undefined, now: Keys, but: string[]): Keys {
	const merged: Keys = {};
	for (const key of new Set([...Object.keys(site), ...Object.keys(now)])) {
		if (but.includes(key)) continue;
		const isFeeds = before === undefined ? key in now : !same(before[key], now[key]);
		merged[key] = isFeeds ? now[key] : site[key];
	}
	return merged;
}
