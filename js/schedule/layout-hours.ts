// The full hours of an axis.
import { type Clock, DAY, HOUR, wallAt } from "./clock.js";
import type { Canvas } from "./shapes.js";

/** The full hours of a range that are multiples of `step`; one that comes twice is there twice. */
export function hoursIn(
	clock: Clock,
	from: number,
	to: number,
	step: number,
): { at: number; hour: number }[] {
	const edges = clock.changes.map(({ at }) => at).filter((at) => from < at && at < to);
	const hours = [];
	let start = from;
	for (const end of [...edges, to]) {
		const offset = wallAt(clock, start) - start;
		const unit = step * HOUR;
		for (let wall = Math.ceil((start + offset) / unit) * unit; wall - offset < end; wall += unit)
			hours.push({ at: wall - offset, hour: (wall % DAY) / HOUR });
		start = end;
	}
	return hours;
}

/** Lines at the hours that are multiples of `step`, with their numbers above. */
export function layHours(canvas: Canvas, step: number, top: number, bottom: number): void {
	const { house, view, x, u, draw, flag, left, right } = canvas;
	for (const { at, hour } of hoursIn(house.clock, view.from, view.to, step)) {
		draw("faint", x(at), top, 0, bottom - top);
		if (x(at) > left + u(8) && x(at) < right - u(8))
			flag(x(at), u(38), "hour", String(hour).padStart(2, "0"), { a: "middle" });
	}
}
