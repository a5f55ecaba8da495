import { call } from "../core/module.js";
import type {
	Decision,
	RecalculateTripInput,
	SelectAccessInput,
	TripChange,
} from "../generated/types.js";

/**
 * What a change of a trip means for every door: what happens to the guest's code, which part of the stay the lock
 * would not open today, and the way in for that part.
 *
 * @example
 * const { doors } = recalculateTrip({ before, after, locks, codes, now: new Date() });
 * doors[0].access.route; // "existing_code"
 */
export function recalculateTrip(trip: RecalculateTripInput): TripChange {
	return call("recalculateTrip", {}, trip);
}

/**
 * The way in that a guest has at one lock, why it was taken, and why each better one was not.
 *
 * A lock that can never be given the code (no remote path, or times that its platform can't keep) is not waited for: where
 * no spare will help, the host is called at once. On a lock that stores no times, a stay that follows
 * another one without a gap is told a backup at its start, since its code could not go on the lock before.
 *
 * @example
 * selectAccess({ reservationId: "stay-1", window, lock, codes, now: new Date() }).route; // "program"
 */
export function selectAccess(access: SelectAccessInput): Decision {
	return call("selectAccess", {}, access);
}

/**
 * A decision in one English sentence that a host understands.
 *
 * @example
 * explain(decision); // "The guest is told a backup code, because the lock is confirmed offline …"
 */
export function explain(decision: Decision): string {
	return call("explain", { decision });
}
