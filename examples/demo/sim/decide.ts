// Which way in a guest has at a door, asked of the same rules that the engine uses.
import {
	type AccessCode,
	type Decision,
	LatchstringError,
	type LockedOut,
	type SelectAccessInput,
	selectAccess,
} from "latchstring";
import { listingOf, SITE } from "./house.js";
import type { Rows } from "./rows.js";
import type { Stay } from "./stays.js";
import { iso } from "./time.js";

/** The way in of a stay at a lock, by the codes of an instant. */
export function decisionFor(
	rows: Rows,
	stay: Stay,
	lockId: string,
	at: number,
	codes: ReadonlyMap<string, AccessCode> = rows.codes,
): Decision | undefined {
	const booking = rows.bookings.get(stay.id);
	const listing = listingOf(stay.listingId);
	const row = rows.locks.get(lockId);
	if (booking === undefined || listing === undefined || row === undefined) return undefined;
	if (stay.to <= at) return undefined;
	const trip = rows.trips.get(stay.id);
	const said = trip?.lockedOut?.filter((one) => one.lockId === undefined || one.lockId === lockId);
	const lastSaid: LockedOut | undefined = said?.at(-1)?.at;
	const { policy = {} } = SITE;
	// The engine has the window from the stay and its neighbours: it stands on the stay's own code.
	const own = [...rows.codes.values()].find(
		({ holder, lockId: at }) =>
			at === lockId && holder.kind === "reservation" && holder.id === stay.id,
	);
	if (own?.wanted === undefined || own.wanted === "removed") return undefined;
	const { startsAt, endsAt } = own.wanted;
	if (startsAt === undefined || endsAt === undefined) return undefined;
	const bookedAt = booking.bookedAt ?? trip?.bookedAt;
	const input: SelectAccessInput = {
		reservationId: stay.id,
		window: { startsAt, endsAt },
		lock: { ...row.lock, ...(row.lastStatus && { state: row.lastStatus }) },
		codes: [...codes.values()].filter((code) => code.lockId === lockId),
		...(bookedAt && { bookedAt }),
		...(trip?.changedAt && { changedAt: trip.changedAt }),
		...(listing.entryMethod && { entryMethod: listing.entryMethod }),
		...(lastSaid && { guestLockedOut: lastSaid }),
		policy,
		now: iso(at),
	};
	try {
		return selectAccess(input);
	} catch (thrown) {
		// Beside the clock nothing depends on it: the page shows one sentence less.
		if (thrown instanceof LatchstringError) return undefined;
		throw thrown;
	}
}
