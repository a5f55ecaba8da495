// Backups left, as a step line.
import { widthOf } from "./fit.js";
import type { Door } from "./model.js";
import type { Canvas } from "./shapes.js";

const STEP = 9;

/** How many backups are left, as a step line. */
export function layBackups(canvas: Canvas, { backups }: Door, y: number, none: string): void {
	const { u, x, view, draw, text, left, right } = canvas;
	const most = Math.max(1, ...backups.map(({ left: count }) => count));
	const base = y + u(STEP + 5);
	const start = Math.max(left, x(backups[0]?.at ?? view.from));
	draw("stepbase", start, base, right - start, 0);
	const circle = (kind: "dot" | "ring", x: number, y: number, r: number) =>
		draw(kind, x - r, y - r, 2 * r, 2 * r);
	let d = "";
	backups.forEach(({ at: from, left: count }, place) => {
		const next = backups[place + 1]?.at ?? Number.POSITIVE_INFINITY;
		if (next < view.from || from > view.to) return;
		const [first, last] = [Math.max(left - 2, x(from)), Math.min(right + 2, x(next))];
		const height = base - (count / most) * u(STEP);
		d += `${d === "" ? "M" : "L"}${round(first)} ${round(height - y)}H${round(last)}`;
		if (place === 0 || from < view.from) return;
		if (count > 0) circle("dot", x(from), height, u(2.5));
		else {
			circle("ring", x(from), base, u(3.5));
			if (last - first > widthOf(none, u(11), true) + u(16))
				text(x(from) + u(8), base + u(3.5), "step", none);
		}
	});
	if (d !== "") draw("step", 0, y, 14, u(STEP), { d });
}

const round = (value: number) => Math.round(value * 10) / 10;
