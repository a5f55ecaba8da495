// What `readFeed` keeps between two readings: plain JSON.

import { plainOptions, wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { guarded } from "../core/guard.js";
import type { Reservation } from "../generated/types.js";
import { isDay } from "./days.js";
import { wrongKey } from "./shape.js";

/** The version of the state. A later release reads the states of earlier ones. */
export const FEED_STATE_VERSION = 1;

/** What is known of a feed after a reading. */
export interface FeedState {
	version: 1;
	feedId: string;
	listingId: string;
	/** When the feed was last read, in Unix seconds. */
	readAt: number;
	/** The `PRODID` of the feed; empty if it has none. */
	prodId: string;
	/** Whether entries were seen on the first day of their stay, when it had begun everywhere. */
	showsFirstDay?: boolean;
	/** Whether UIDs stayed between two readings, or each reading had new ones. */
	uids?: "stay" | "change";
	/** Stays that are not over, cancelled ones among them. */
	stays: FeedStay[];
	/** Blocks of the last reading. */
	closures: FeedClosure[];
}

/** One stay of a feed. */
export interface FeedStay {
	/** The reservation of the last fact. */
	reservation: Reservation;
	/** What its entry was called in the feed, newest last: code and UIDs. */
	keys: string[];
	/** Whether the feed has no name of the guest. */
	nameless?: true;
	/** How often its entry was gone, and since when. */
	gone?: FeedGap;
	/** Whether the host was asked about it in the stay. */
	asked?: true;
	/** Readings that did not count, with which it came: it does not yet show whose feed this is. */
	unproven?: FeedStranger;
	/** Whether the host had put it on hold when the feed did, too. */
	heldByHost?: true;
	/** Whether its entry said that its days are free. */
	transparent?: true;
	/** Whether the guest was forgotten. */
	forgotten?: true;
	/** The guest's name as it was written out, where the feed shortened it since. */
	fullName?: string;
	/**
	 * Whether the site had it under the platform's code before this feed showed it: another feed may
	 * cancel it. `"asked"`: it did, or the host.
	 */
	shared?: true | "asked";
	/** Whether the host was asked about it, as stays of other feeds have its nights. */
	doubled?: true;
	/** What the description said beyond the reservation. */
	guests?: number;
	address?: string;
}

/** Readings since when, in Unix seconds, and whether more than one stay went or came with it. */
export interface FeedStranger {
	readings: number;
	since: number;
	many?: true;
}

/** Readings without an entry, in Unix seconds: those with other bookings, and empty ones. */
export interface FeedGap {
	readings: number;
	since?: number;
	empties: number;
	emptySince?: number;
}

/** Days on which nobody stays. */
export interface FeedClosure {
	arrival: string;
	departure: string;
	uid?: string;
}

/** The most stays of a state. Cancelled ones beyond half of it are forgotten, oldest first. */
const MAX_STAYS = 40_000;

/** Checks a stored state. */
export function readState(
	value: unknown,
	feedId: string,
	listingId: string,
): FeedState | undefined {
	if (value === undefined) return undefined;
	const hint = "give the `state` of the last reading of this feed, or none";
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw wrongType("state", "an object", value, hint);
	const state = value as FeedState;
	const wrong = (path: string, message: string) => refusal("invalid_value", path, message, hint);
	if (state.version !== FEED_STATE_VERSION)
		throw wrong("state.version", "a state of another version");
	if (state.feedId !== feedId) throw wrong("state.feedId", "the state is another feed's");
	if (state.listingId !== listingId)
		throw wrong("state.listingId", "the state is another listing's");
	if (!isCount(state.readAt) || typeof state.prodId !== "string")
		throw wrong("state", "not the state of a feed");
	if (!Array.isArray(state.stays) || state.stays.length > MAX_STAYS)
		throw wrong("state.stays", "not the stays of a feed");
	for (const [at, stay] of state.stays.entries())
		if (!isStay(stay)) throw wrong(`state.stays[${at}]`, "not a stay of a feed");
	if (!Array.isArray(state.closures) || !state.closures.every(isClosure))
		throw wrong("state.closures", "not the blocks of a feed");
	return state;
}

/**
 * Forgets a guest: name, phone, number of guests and address leave the state, and no later reading
 * brings them back. The stay itself stays until it is over. An unknown id changes nothing.
 *
 * @example
 * const state = forgetGuest(stored, "HMAAAA1111");
 */
export const forgetGuest = guarded((state: FeedState, reservationId: string): FeedState => {
	const copy = plainOptions(state, Object.keys(state ?? {})) as unknown as FeedState;
	const known = readState(copy, copy.feedId, copy.listingId);
	if (known === undefined) throw wrongType("state", "an object", state, "give a stored state");
	return {
		...known,
		stays: known.stays.map((stay) => {
			if (stay.reservation.id !== reservationId) return stay;
			const { guests: _, address: __, fullName: ___, ...kept } = stay;
			const { id } = stay.reservation.guest;
			const guest = { ...(id !== undefined && { id }), name: "Guest" };
			return {
				...kept,
				reservation: { ...stay.reservation, guest },
				nameless: true,
				forgotten: true,
			};
		}),
	};
}, "state");

/** The stays that are kept for the next reading. */
export function kept(stays: FeedStay[], from: string): FeedStay[] {
	const current = stays.filter(({ reservation }) => reservation.departure >= from);
	let extra = current.length - MAX_STAYS / 2;
	if (extra <= 0) return current;
	return current.filter(({ reservation }) => reservation.status !== "cancelled" || --extra < 0);
}

function isCount(value: unknown): boolean {
	return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32;
}

function isStay(value: unknown): boolean {
	const { reservation, keys, gone, unproven } = (value ?? {}) as FeedStay;
	if (wrongKey(reservation) !== undefined) return false;
	if (!isDay(reservation.arrival) || !isDay(reservation.departure)) return false;
	if (!Array.isArray(keys) || keys.length > 8 || !keys.every((key) => typeof key === "string"))
		return false;
	if (unproven !== undefined && !(isCount(unproven?.readings) && isCount(unproven?.since)))
		return false;
	return gone === undefined || (isCount(gone?.readings) && isCount(gone?.empties));
}

function isClosure(value: unknown): boolean {
	const { arrival, departure, uid } = (value ?? {}) as FeedClosure;
	const isNamed = uid === undefined || typeof uid === "string";
	return isNamed && isDay(String(arrival)) && isDay(String(departure));
}
