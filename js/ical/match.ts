// Which stay of earlier readings each booking of a feed is (R2). All look-ups are by key, so that
// the cost grows with the feed and with what is known, not with their product.

import type { Guest } from "../generated/types.js";
import type { Entry } from "./bookings.js";
import { Cover } from "./cover.js";
import { compare } from "./ids.js";
import { foldName } from "./text.js";
import { isAnotherGuest } from "./who.js";

/** A stay of earlier readings. */
export interface Stay {
	id: string;
	/** What its entries were called in the feed: code and UIDs. */
	keys: string[];
	arrival: string;
	departure: string;
	/** The guest, as the feed said last. */
	guest: Guest;
	/** The guest's name; empty where the feed has none. */
	name: string;
	/** Whether it was confirmed, on hold or not. */
	isLive: boolean;
	/** Whether its entry was gone at the last reading. */
	isGone: boolean;
	/** Whether the guest may be in the house. */
	hasBegun: boolean;
	/** Whether its name was forgotten: a stay of any name may be this one. */
	isForgotten: boolean;
}

/** Why a booking is a known stay. */
export type Why =
	| "same_key"
	/** The entry of a running stay begins anew each day. */
	| "goes_on"
	/** The UID is the same, the end is not, and the UID does not tell guests apart. */
	| "other_end"
	/** Days and name are the same. */
	| "same_days"
	/** The name is the same, and so is a night. */
	| "same_name"
	/** Days are the same, and there is no name. */
	| "same_days_no_name"
	/** A night is the same, and the stay's name was forgotten. */
	| "forgotten";

/** A known stay, and why the booking is that one. */
export interface Match<S extends Stay> {
	stay: S;
	why: Why;
}

/** What else decides. */
export interface Context {
	/** The latest day that it may be at the listing. */
	today: string;
	/** Whether each export has new UIDs; absent where nobody knows. */
	hasNewUids: boolean | undefined;
	/** Whether it is known of the exporter that another UID is another booking. */
	areBookings: boolean;
	/** Whether the feed only numbers its entries, so that a number is anybody's. */
	areNumbers: boolean;
}

/** The known stay of each entry; none for a new stay. */
export function match<S extends Stay>(
	entries: Entry[],
	known: S[],
	{ today, hasNewUids, areBookings, areNumbers }: Context,
): (Match<S> | undefined)[] {
	const found: (Match<S> | undefined)[] = entries.map(() => undefined);
	const taken = new Set<S>();
	const byKey = index(known, ({ keys }) => keys);
	const take = (at: number, stay: S | undefined, why: Why) => {
		if (stay === undefined || taken.has(stay) || found[at] !== undefined) return;
		const booking = entries[at]?.booking;
		if (isElsewhere(stay, booking, today)) return;
		if (booking !== undefined && !areBookings && isNextOne(stay, booking)) return;
		taken.add(stay);
		found[at] = { stay, why };
	};
	const each = (step: (entry: Entry, at: number) => void) => {
		for (const [at, entry] of entries.entries()) if (found[at] === undefined) step(entry, at);
	};
	const byTheirKeys = (counts: (entry: Entry, stay: S) => boolean) =>
		each((entry, at) => {
			const stay = first(entry, byKey, taken);
			const { booking } = entry;
			if (stay === undefined || !counts(entry, stay)) return;
			// Whoever comes on a day that was given up is another guest.
			const isSame = isThere(stay) && stay.departure === booking.departure;
			if (!booking.isOfFirstDay || isSame) take(at, stay, "same_key");
		});
	// What goes on under a UID comes before what was cancelled under it.
	byTheirKeys(
		({ booking }, stay) =>
			!booking.cancelled && areSameDays(stay, booking) && mayBeNameOf(stay, booking),
	);
	byTheirKeys(({ booking }, stay) => booking.cancelled && !isOther(stay, booking));
	// Where everybody moves up when one goes, days tell more than a number.
	if (areNumbers) {
		const live = earliestLast(known, (stay) => stay.isLive && !taken.has(stay));
		const byDay = index(live, ({ arrival, departure }) => [`${arrival}/${departure}`]);
		each(({ booking }, at) => {
			const stay = next(byDay.get(`${booking.arrival}/${booking.departure}`), taken);
			if (stay !== undefined && !booking.cancelled && mayBeNameOf(stay, booking))
				take(at, stay, "same_days");
		});
	}
	// A UID alone is weak: exporters that number their entries give it to the next guest.
	byTheirKeys(
		({ booking }, stay) =>
			isNameOf(stay, booking) ||
			(booking.code !== undefined && mayBeNameOf(stay, booking)) ||
			(hasNewUids !== true &&
				(stay.name === "" || !booking.guestName) &&
				(!areNumbers || booking.cancelled || haveNight(stay, booking))),
	);
	const running = index(
		// Whoever comes after a stay was gone for some readings may be another guest. Of two that end
		// on one day the feed shows the one that came last: the other one was gone before.
		earliestLast(
			known,
			(stay) => stay.isLive && !stay.isGone && stay.arrival < today && !taken.has(stay),
		).reverse(),
		(stay) => [stay.departure, `${stay.departure}/${nameIn(stay)}`],
	);
	each(({ booking }, at) => {
		if (booking.cancelled || booking.arrival > today) return;
		const name = foldName(booking.guestName ?? "");
		if (!booking.isOfFirstDay && name === "" && hasNewUids !== true) return;
		const key = booking.isOfFirstDay ? booking.departure : `${booking.departure}/${name}`;
		const stay =
			next(running.get(key), taken) ?? next(running.get(`${booking.departure}/*`), taken);
		if (stay !== undefined && stay.arrival < booking.arrival) take(at, stay, "goes_on");
	});
	each((entry, at) => {
		const stay = entry.booking.isOfFirstDay ? first(entry, byKey, taken) : undefined;
		if (stay !== undefined && isThere(stay)) take(at, stay, "other_end");
	});
	const byDays = index(
		earliestLast(known, (stay) => stay.isLive && !taken.has(stay)),
		(stay) => [
			`${stay.arrival}/${stay.departure}/${nameIn(stay)}`,
			...(stay.name === "" ? [] : [`${stay.arrival}/${stay.departure}`]),
		],
	);
	each(({ booking }, at) => {
		const name = foldName(booking.guestName ?? "");
		const days = `${booking.arrival}/${booking.departure}`;
		const named = next(byDays.get(`${days}/${name}`), taken);
		// A name that is written out or shortened is the same guest's (T2).
		const alike = named ?? (name === "" ? undefined : next(byDays.get(days), taken));
		const own = alike && mayBeNameOf(alike, booking) ? alike : named;
		const stay = own ?? (hasNewUids === false ? undefined : next(byDays.get(`${days}/*`), taken));
		if (stay === undefined) return;
		if (name !== "") take(at, stay, "same_days");
		// A UID for each booking says that this is another one. Who was away is another one, too.
		else if (booking.isOfFirstDay || booking.code !== undefined || booking.cancelled) return;
		else if (hasNewUids === true) take(at, stay, "same_days");
		else if (hasNewUids === undefined && !stay.isGone) take(at, stay, "same_days_no_name");
	});
	if (hasNewUids !== true) byTheirKeys(({ booking }, stay) => !isOther(stay, booking));
	// Who was forgotten may be whoever comes into their nights, and no name comes back.
	const [nights, byId] = [new Cover(), new Map<string, S>()];
	for (const stay of known) {
		const mayCome = stay.isLive && stay.isForgotten && !taken.has(stay) && !areBookings;
		if (!mayCome || (stay.isGone && hasNewUids !== true)) continue;
		nights.add(stay.arrival, stay.departure, stay.id);
		byId.set(stay.id, stay);
	}
	each(({ booking }, at) => {
		if (booking.cancelled || booking.isOfFirstDay || booking.code !== undefined) return;
		if (booking.guestName !== undefined)
			take(at, byId.get(nights.find(booking) ?? ""), "forgotten");
	});
	if (hasNewUids === false) return found;
	const byName = index(
		known.filter((stay) => stay.isLive && stay.name !== "" && !taken.has(stay)),
		({ name }) => [name],
	);
	each(({ booking }, at) => {
		const [stay, another] = byName.get(foldName(booking.guestName ?? "")) ?? [];
		if (stay === undefined || another !== undefined) return;
		if (haveNight(stay, booking)) take(at, stay, "same_name");
	});
	return found;
}

/**
 * Whether a stay and a booking may be one guest's. A platform's code says so by itself, but for who
 * is in the house.
 */
export function mayBeNameOf(stay: Stay, booking: Entry["booking"]): boolean {
	return (booking.code !== undefined && !stay.hasBegun) || !isAnothers(stay, booking);
}

/** Whether a booking is another guest's than a stay was; never where one of them has no name. */
function isAnothers(
	{ name, guest }: Stay,
	{ guestName = "", phoneLastDigits }: Entry["booking"],
): boolean {
	if (name === "" || guestName === "") return false;
	return isAnotherGuest(guest, {
		name: guestName,
		...(phoneLastDigits !== undefined && { phoneLastDigits }),
	});
}

/** Whether a stay and a booking have one name. */
function isNameOf({ name }: Stay, { guestName = "" }: Entry["booking"]): boolean {
	return name !== "" && name === foldName(guestName);
}

/** Whether an entry under the UID of a stay is another guest's: days and name are others. */
export function isOther(stay: Stay, booking: Entry["booking"]): boolean {
	if (mayBeNameOf(stay, booking)) return false;
	// Who is in the house stays who they are, whatever name comes.
	return stay.hasBegun || !areSameDays(stay, booking);
}

/** Whether a booking would take a guest out of the house: it begins after today. */
function isElsewhere(stay: Stay, booking: Entry["booking"] | undefined, today: string): boolean {
	const isInHouse = stay.isLive && stay.hasBegun && stay.departure > today;
	return isInHouse && !booking?.cancelled && (booking?.arrival ?? "") > today;
}

/**
 * Whether a booking under the UID of a stay that has begun may be the next guest's: no night is the
 * same, and nothing says that the guest is. They get a stay and a PIN of their own.
 */
function isNextOne(stay: Stay, booking: Entry["booking"]): boolean {
	if (!stay.hasBegun || booking.cancelled || booking.code !== undefined) return false;
	if (booking.arrival < stay.departure) return false;
	const phone = stay.guest.phoneLastDigits;
	if (phone !== undefined && phone === booking.phoneLastDigits) return false;
	return stay.name === "" || !booking.guestName;
}

function haveNight(stay: Stay, booking: Entry["booking"]): boolean {
	return stay.arrival < booking.departure && booking.arrival < stay.departure;
}

/** The name of a stay; a star for any. */
function nameIn({ name, isForgotten }: Stay): string {
	return isForgotten ? "*" : name;
}

/** Whether a stay is known as it is: its entry was not gone, or its guest is in the house. */
function isThere(stay: Stay): boolean {
	return stay.isLive && (!stay.isGone || stay.hasBegun);
}

/** The stay that an entry is by its keys, of those that no other entry is. */
function first<S extends Stay>(
	{ booking, keys }: Entry,
	byKey: Map<string, S[]>,
	taken: Set<S>,
): S | undefined {
	for (const key of keys) {
		const stays = byKey.get(key);
		if (stays === undefined) continue;
		// Stays that are not live were given up before; only their own entry says so again.
		const hasLive = stays.some(({ isLive }) => isLive);
		const counts = (stay: S) =>
			!taken.has(stay) &&
			(stay.isLive || !hasLive || (booking.cancelled && areSameDays(stay, booking)));
		// Several entries of one feed may share a UID: one has a code, or one was cancelled.
		const likeness = (stay: S) =>
			(booking.cancelled && areSameDays(stay, booking) ? 8 : 0) +
			(mayBeNameOf(stay, booking) ? 4 : 0) +
			(stay.keys[0] === keys[0] ? 4 : 0) +
			(isThere(stay) ? 2 : 0) +
			(areSameDays(stay, booking) ? 1 : 0);
		let best: S | undefined;
		for (const stay of stays.filter(counts))
			if (best === undefined || likeness(stay) >= likeness(best)) best = stay;
		return best;
	}
	return undefined;
}

function areSameDays(stay: Stay, booking: Entry["booking"]): boolean {
	return stay.arrival === booking.arrival && stay.departure === booking.departure;
}

/** Those that `counts`, so that the last one of each list is the earliest one. */
function earliestLast<S extends Stay>(known: S[], counts: (stay: S) => boolean): S[] {
	return known.filter(counts).sort((a, b) => compare(b.arrival, a.arrival) || compare(b.id, a.id));
}

/** The last one of a list that is not taken. */
function next<S extends Stay>(stays: S[] | undefined, taken: Set<S>): S | undefined {
	for (let last = stays?.at(-1); last !== undefined && taken.has(last); last = stays?.at(-1))
		stays?.pop();
	return stays?.at(-1);
}

function index<S>(all: S[], keysOf: (one: S) => string[]): Map<string, S[]> {
	const found = new Map<string, S[]>();
	for (const one of all) {
		for (const key of new Set(keysOf(one))) {
			const list = found.get(key);
			if (list === undefined) found.set(key, [one]);
			else list.push(one);
		}
	}
	return found;
}
