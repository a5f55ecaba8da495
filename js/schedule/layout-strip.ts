// A thin strip: whether the lock answers, and a battery that is low.
import { across, LEAST } from "./layout-bars.js";
import type { Canvas, Spot } from "./shapes.js";

/** The charge from which on a battery is low. */
export const LOW = 20;

/** Draws the strip around `y`, and gives the height that it takes. */
export function layStrip(canvas: Canvas, spot: Spot): number {
	const { x, view, left, right, draw, u, seen } = canvas;
	const { door, y } = spot;
	const middle = y + u(4);
	const silent = door.things.filter(({ kind }) => kind === "silent");
	// Where nothing is known of the lock, there is no line.
	let from = Math.max(left, x(door.battery[0]?.from ?? view.from));
	for (const gap of silent) {
		if (!gap.isUnheard) continue;
		const [start, end] = seen(gap);
		if (start > from) draw("answers", from, middle, Math.min(start, right) - from, 0);
		if (end > start) draw("unheard", start, middle, end - start, 0, { of: gap.id });
		from = Math.max(from, end);
	}
	if (from < right) draw("answers", from, middle, right - from, 0);
	const { details } = canvas.options;
	const shown = silent.filter(
		({ isUnheard, from, to }) => !isUnheard && to >= view.from && from <= view.to,
	);
	for (const thing of shown) {
		const { start, width } = across(canvas, thing);
		const w = Math.max(width, LEAST);
		draw("silentbg", start, y, w, u(8));
		draw("silent", start, y, w, u(8), { of: thing.id });
		details?.silence(canvas, thing, y, [Math.max(start, left), Math.min(start + w, right)]);
		canvas.place({ x: start, y, w, h: u(8), lane: spot.lane, line: spot.line, thing });
	}
	details?.low(canvas, spot);
	const isLow = door.battery.some(
		({ from, percent }) => percent <= LOW && from >= view.from && from <= view.to,
	);
	return u(isLow || shown.length > 0 ? 26 : 12);
}
