// What a feed changes about a stay, on top of what the site has. A host adds to a stay what no feed
// says: an early check-in, a hold, a PIN, another night.

import { same } from "../core/same.js";
import type { Reservation } from "../generated/types.js";
import { fullerName, isAnotherGuest } from "./who.js";

type Keys = Record<string, unknown>;

/** Keys that are not merged one by one. */
const OURS = ["id", "listingId", "revision", "guest", "hold"];

/** What the host may have changed that takes days, or a whole stay, from a guest. */
const DAYS = ["arrival", "departure", "status"] as const;

/** What a fact is made of. */
export interface Versions {
	/** What the site has; absent where it has nothing, or nobody says what. */
	site: Reservation | undefined;
	/** What the feed said last; absent where it says it for the first time. */
	before: Reservation | undefined;
	/** What it says now. */
	now: Reservation;
	/** When it was read, in Unix seconds. */
	at: number;
	/** Whether another guest has the booking. */
	isAnother: boolean;
	/** Whether the host had put it on hold before the feed did. */
	isHeldByHost: boolean;
	/** Whether a stay stands that the site has as cancelled, by another feed or the host. */
	isReinstated: boolean;
	/** Whether the site has no name of the guest yet. */
	isNameless: boolean;
	/** Whether the reader's state is lost, so that `before` is what the site has. */
	isLost: boolean;
}

/** The reservation for a fact, or the site's own, and whether the host may have meant another. */
export function factOf(of: Versions): { fact: Reservation; isInDoubt: boolean } {
	const { site, before, now, at } = of;
	const revision = before === undefined ? now.revision : Math.max(at, before.revision + 1);
	const next = { ...now, revision };
	if (site === undefined) return { fact: next, isInDoubt: false };
	if (!of.isLost || of.isAnother) return { fact: merge(site, next, of), isInDoubt: false };
	const fact = recover(site, next, of.isNameless);
	return { fact, isInDoubt: DAYS.some((key) => fact[key] !== now[key]) };
}

/** What the feed changed is the feed's, and whatever else the site's. */
function merge(site: Reservation, now: Reservation, of: Versions): Reservation {
	const { before, isAnother, isHeldByHost, isReinstated } = of;
	const revision = Math.max(now.revision, site.revision + 1);
	// A hold of the feed goes again; one of the host stays until the host takes it off.
	const isGivenLater = before !== undefined && site.revision > before.revision;
	// Where a platform moved a booking, the feed that lost it has put it on hold.
	const isMoved = before === undefined && site.listingId !== now.listingId;
	const isHosts =
		site.hold === true && !isMoved && (isHeldByHost || isGivenLater || before?.hold !== true);
	const isAsBefore = before?.hold === now.hold;
	const isOnHold = isHosts || (isAsBefore && !isMoved ? site.hold === true : now.hold === true);
	const { hold: _, ...plain } = now;
	// A feed is of one listing for ever: who is elsewhere was moved by the host, or by a new feed.
	const listingId = before === undefined || isAnother ? now.listingId : site.listingId;
	const fact = { ...plain, listingId, ...(isOnHold && { hold: true }), revision };
	// What the host agreed on with one guest is nothing of the next one's.
	if (isAnother) return fact;
	return cleaned({
		...fact,
		...mergeKeys({ ...site }, before && { ...before }, { ...now }, OURS),
		guest: mergeGuests(site.guest, before?.guest, now.guest),
		...(isReinstated && { status: now.status }),
	});
}

/** The guest. Where the host gave the booking to somebody else, no spelling takes that back. */
function mergeGuests(
	site: Reservation["guest"],
	before: Reservation["guest"] | undefined,
	now: Reservation["guest"],
): Reservation["guest"] {
	const merged = mergeKeys({ ...site }, before && { ...before }, { ...now }, []);
	const name = before !== undefined && isAnotherGuest(site, now) ? site.name : merged.name;
	return { ...merged, name } as Reservation["guest"];
}

/**
 * The reservation of a stay of which nobody knows what the feed said last, since the reader's state
 * is lost. What the host did may be in it, so that nothing is taken back: the stay has all days of
 * both, and a cancelled one stays so.
 */
function recover(site: Reservation, now: Reservation, isNameless: boolean): Reservation {
	const areApart = now.departure <= site.arrival || site.departure <= now.arrival;
	const arrival = areApart || now.arrival < site.arrival ? now.arrival : site.arrival;
	const departure = areApart || now.departure > site.departure ? now.departure : site.departure;
	const name = isNameless ? now.guest.name : fullerName(now.guest.name, site.guest.name);
	const merged: Reservation = {
		...{ ...now, ...site, arrival, departure },
		...(now.status === "cancelled" && { status: "cancelled" }),
		guest: { ...now.guest, ...site.guest, name },
	};
	if (same(merged, site)) return site;
	return { ...merged, revision: Math.max(now.revision, site.revision + 1) };
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

/** A reservation without the keys that have no value. */
function cleaned(reservation: Reservation): Reservation {
	const keys = Object.entries(reservation).filter(([, value]) => value !== undefined);
	return Object.fromEntries(keys) as unknown as Reservation;
}
