// Events that only mark the arrival or the departure of a stay. Where the stay's own entry is
// missing, its mark shows that it stands, and is no stay of a night.

import { type Entry, leave, type Read } from "./bookings.js";
import type { Stay } from "./match.js";
import { foldName } from "./text.js";

/** Leaves out the marks of known stays. Gives the ids of these stays. */
export function withoutMarksOf(read: Read, stays: Stay[]): Set<string> {
	const marked = new Set<string>();
	if (!read.entries.some(({ booking }) => booking.marks !== undefined)) return marked;
	const byDay = { arrives: new Map<string, Stay[]>(), departs: new Map<string, Stay[]>() };
	for (const stay of stays) {
		if (!stay.isLive) continue;
		for (const [days, day] of [
			[byDay.arrives, stay.arrival],
			[byDay.departs, stay.departure],
		] as const)
			days.set(day, [...(days.get(day) ?? []), stay]);
	}
	const owner = ({ booking: { marks, arrival, guestName = "" } }: Entry) => {
		if (marks === undefined) return undefined;
		const name = foldName(guestName);
		const there = byDay[marks].get(arrival) ?? [];
		return there.find((stay) => name === "" || stay.name === "" || stay.name === name);
	};
	read.entries = read.entries.filter((entry) => {
		const stay = owner(entry);
		// A mark that was taken for a stay before goes on as one.
		if (stay === undefined || stay.keys.some((key) => entry.keys.includes(key))) return true;
		marked.add(stay.id);
		leave(read, "marker", { ...entry, days: entry.booking });
		return false;
	});
	return marked;
}
