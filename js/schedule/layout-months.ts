// The axis where days are too narrow for their names.
import { DAY, daysIn } from "./clock.js";
import { longest } from "./fit.js";
import { hourWidth } from "./layout-axis.js";
import type { Canvas } from "./shapes.js";

/**
 * Where days are too narrow for names: months, and the days of which there is room for a number.
 */
export function layMonths(canvas: Canvas, top: number, bottom: number): void {
	const { house, view, x, u, draw, flag, left, right, options } = canvas;
	const { times } = options;
	const all = daysIn(house.clock, view.from, view.to);
	const dayWidth = hourWidth(canvas) * 24;
	const every = dayWidth >= 22 ? 1 : dayWidth >= 4 ? 7 : 31;
	const isFirst = ({ wall }: { wall: number }) => new Date(wall).getUTCDate() === 1;
	all.forEach((day, place) => {
		const at = x(day.from);
		if (isFirst(day) || place === 0) {
			const next = all.find((later, after) => after > place && isFirst(later));
			const start = Math.max(at, left);
			const month = times.month(day.wall);
			const room = (next === undefined ? right : x(next.from)) - start - u(10);
			const name = longest([month, month.split(" ")[0] ?? ""], room, u(13), true);
			if (name) flag(start + u(6), u(17), "day", name);
			if (isFirst(day)) draw("grid", at, u(4), 0, bottom - u(4));
		}
		const isMonday = new Date(day.wall).getUTCDay() === 1;
		if (every !== 1 && !(every === 7 && isMonday)) return;
		draw("faint", at, top - u(6), 0, bottom - top + u(6));
		if (at >= left && at + u(20) < right && dayWidth * every >= 24)
			flag(at + u(4), u(38), "hour", times.dayOfMonth(day.wall));
		if (day.to - day.from !== DAY) draw("long", at, u(24), x(day.to) - at, top - u(24));
	});
}
