// Which part of the time is looked at: ranges by name, zoom, pan, and the closer look.
import { DAY, HOUR, instantOf, wallAt } from "./clock.js";
import type { House } from "./model.js";
import type { View } from "./shapes.js";

export type RangeName = "night" | "days3" | "days9" | "all";

const LEAST = 2 * HOUR;

/** A view inside of what the house knows, as wide as it was asked for if that is possible. */
export function clamped(house: House, { from, to }: View): View {
	const all = house.to - house.from;
	const length = Math.min(Math.max(to - from, Math.min(LEAST, all)), all);
	const start = Math.min(Math.max(from + (to - from - length) / 2, house.from), house.to - length);
	return { from: start, to: start + length };
}

/** A range by its name, on the clock of the house. */
export function named(house: House, name: RangeName): View {
	const wall = wallAt(house.clock, Math.max(house.from, Math.min(house.now, house.to)));
	const today = Math.floor(wall / DAY) * DAY;
	const on = (from: number, to: number) => ({
		from: instantOf(house.clock, from),
		to: instantOf(house.clock, to),
	});
	if (name === "all") return { from: house.from, to: house.to };
	if (name === "night") {
		const evening = wall - today < 8 * HOUR ? today - 5 * HOUR : today + 19 * HOUR;
		return clamped(house, on(evening, evening + 13 * HOUR));
	}
	const days = name === "days3" ? 3 : 9;
	const back = name === "days3" ? 0 : 3;
	return clamped(house, on(today - back * DAY, today + (days - back) * DAY));
}

/** The same view nearer or farther; the instant `at` stays where it is. */
export function zoomed(
	house: House,
	{ from, to }: View,
	factor: number,
	at = (from + to) / 2,
): View {
	return clamped(house, { from: at - (at - from) * factor, to: at + (to - at) * factor });
}

/** The same view earlier or later. */
export const panned = (house: House, { from, to }: View, by: number): View =>
	clamped(house, { from: from + by, to: to + by });

/** The same view around now. */
export const aroundNow = (house: House, { from, to }: View): View =>
	panned(house, { from, to }, house.now - (from + to) / 2);

/** The view that a key asks for; a zoom holds on to the instant `at`. */
export function viewByKey(
	{ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent,
	house: House,
	view: View,
	at?: number,
): View | undefined {
	if (ctrlKey || metaKey || altKey) return undefined;
	const quarter = (view.to - view.from) / 4;
	if (shiftKey && key === "ArrowRight") return panned(house, view, quarter);
	if (shiftKey && key === "ArrowLeft") return panned(house, view, -quarter);
	if (key === "+" || key === "=") return zoomed(house, view, 0.6, at);
	if (key === "-" || key === "_") return zoomed(house, view, 1 / 0.6, at);
	return key === "t" || key === "T" ? aroundNow(house, view) : undefined;
}
