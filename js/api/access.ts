import { guarded } from "../core/guard.js";
import { call } from "../core/module.js";
import type {
	Decision,
	RecalculateTripInput,
	SelectAccessInput,
	TripChange,
} from "../generated/types.js";

/**
 * What a changed trip means for each door: what happens to the guest's code, which part of the
 * stay the lock would not open today, and the way in for that part.
 *
 * @example
 * const { doors } = recalculateTrip({ before, after, locks, codes, now: new Date() });
 * doors[0].access.route; // "existing_code"
 */
export const recalculateTrip = guarded(
	(trip: RecalculateTripInput): TripChange => call("recalculateTrip", {}, trip),
);

/**
 * The guest's way in at one lock, why it was taken, and why each better way was not.
 *
 * A lock that can never get the code has no remote path, or its platform cannot keep the times.
 * Nothing waits for such a lock: if no backup helps, the host is called at once. A lock that stores
 * no times gets the code only at the start of the stay. If the previous stay ends right then, the
 * guest is told a backup.
 *
 * @example
 * const now = new Date();
 * selectAccess({ reservationId: "stay-1", window, lock, codes, now }).route; // "program"
 */
export const selectAccess = guarded(
	(access: SelectAccessInput): Decision => call("selectAccess", {}, access),
);

/**
 * A decision in one English sentence for the host: at most 25 words and two reasons. Times are
 * those of `timeZone`, without one those of UTC. With `ladder`, a line for each better way follows
 * that says why it was not taken.
 *
 * @example
 * explain(decision); // "The guest gets a backup code: the lock does not answer, and …"
 * explain(decision, { timeZone: "Europe/Paris", ladder: true });
 */
export const explain = guarded(
	(decision: Decision, options: { timeZone?: string; ladder?: boolean } = {}): string =>
		call("explain", { decision }, options, "timeZone, ladder"),
);
