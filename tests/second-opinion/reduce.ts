// A failing history made short: events are left out as long as the same invariant still fails.
import type { Fault } from "./fault.js";
import type { Event, History } from "./history.js";
import { playHistory } from "./one.js";
import { iso } from "./time.js";

/** Plays of one history at most, so that a reduction takes seconds. */
const MOST_PLAYS = 150;

export interface Reduced {
	history: History;
	fault: Fault;
}

/**
 * The shortest history found in which this kind of fault is still there; undefined where it is not
 * there at all.
 */
export function reduce(history: History, kind: string): Reduced | undefined {
	let plays = 0;
	const failing = (candidate: History): Fault | undefined => {
		if (plays++ >= MOST_PLAYS) return undefined;
		return playHistory(candidate).faults.find((fault) => fault.kind === kind);
	};
	const first = failing(history);
	if (first === undefined) return undefined;
	let best: Reduced = { history, fault: first };
	const attempt = (candidate: History): boolean => {
		const fault = failing(candidate);
		if (fault) best = { history: candidate, fault };
		return fault !== undefined;
	};
	for (let size = Math.ceil(best.history.events.length / 2); size >= 1; size = Math.floor(size / 2))
		for (let from = 0; from < best.history.events.length; ) {
			const { events } = best.history;
			const rest = [...events.slice(0, from), ...events.slice(from + size)];
			if (!attempt({ ...best.history, events: rest })) from += size;
		}
	attempt({ ...best.history, house: { ...best.history.house, policy: {} } });
	attempt({ ...best.history, house: { ...best.history.house, pollMinutes: 0 } });
	return best;
}

/** What a person reads of a failure. */
export function describe({ history, fault }: Reduced): string {
	const { house, seed, events } = history;
	const locks = house.locks.map(({ id, name, ...lock }) => {
		const habit = house.characters[id]?.habit;
		return `  ${id} ${JSON.stringify(lock)}, its cloud ${habit}`;
	});
	const listings = house.listings.map(
		({ id, timeZone, checkIn, checkOut, locks: doors }) =>
			`  ${id} ${timeZone}, ${checkIn} to ${checkOut}, doors ${doors.join(" ")}`,
	);
	return [
		`seed ${seed}: ${fault.kind} (${fault.mark})`,
		`  does not hold: ${fault.sentence}`,
		`  at ${iso(fault.at)}: ${fault.detail}`,
		...listings,
		...locks,
		`  policy ${JSON.stringify(house.policy)}`,
		...events.map((event) => `  ${line(event)}`),
	].join("\n");
}

function line({ at, ...event }: Event): string {
	return `${iso(at)} ${JSON.stringify(event)}`;
}
