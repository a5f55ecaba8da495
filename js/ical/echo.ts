// Which days the stays of other feeds fill. A closed entry for such days is their echo.

import type { Reservation } from "../generated/types.js";

/** The days that confirmed stays of a listing fill, as stretches that do not touch. */
export function filledBy(others: Reservation[], listingId: string): [string, string][] {
	const stays = others
		.filter((other) => other.listingId === listingId && other.status === "confirmed")
		.map(({ arrival, departure }): [string, string] => [arrival, departure])
		.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
	const filled: [string, string][] = [];
	for (const [arrival, departure] of stays) {
		const last = filled.at(-1);
		if (last === undefined || arrival > last[1]) filled.push([arrival, departure]);
		else if (departure > last[1]) last[1] = departure;
	}
	return filled;
}

/** Whether every night from `arrival` to `departure` is filled. */
export function isEcho(
	{ arrival, departure }: { arrival: string; departure: string },
	filled: [string, string][],
): boolean {
	let [low, high] = [0, filled.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((filled[middle]?.[0] ?? "") <= arrival) low = middle + 1;
		else high = middle;
	}
	return (filled[low - 1]?.[1] ?? "") >= departure;
}
