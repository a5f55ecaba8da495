// Backups left as a step line, and a thin strip: whether the lock answers, and a battery that is
// low.
import { longest, widthOf } from "./fit.js";
import { across, LEAST } from "./layout-bars.js";
import type { Door } from "./model.js";
import { sentenceOf } from "./sentence.js";
import type { Canvas, Spot } from "./shapes.js";

const STEP = 9;
/** The charge from which on a battery is low. */
export const LOW = 20;

/** Draws how many backups are left, and gives the height that it takes. */
export function layBackups(canvas: Canvas, door: Door, y: number): number {
	const { u, x, view, draw, left, right, options } = canvas;
	const most = Math.max(1, ...door.backups.map(({ left: count }) => count));
	const base = y + u(STEP + 5);
	const at = (count: number) => base - (count / most) * u(STEP);
	const start = Math.max(left, x(door.backups[0]?.at ?? view.from));
	draw("stepbase", start, base, Math.max(0, right - start), 0);
	let d = "";
	door.backups.forEach(({ at: from, left: count }, place) => {
		const next = door.backups[place + 1]?.at ?? Number.POSITIVE_INFINITY;
		if (next < view.from || from > view.to) return;
		const [first, last] = [Math.max(left - 2, x(from)), Math.min(right + 2, x(next))];
		d += `${d === "" ? "M" : "L"}${round(first)} ${round(at(count))}H${round(last)}`;
		if (place === 0 || from < view.from) return;
		if (count === 0) {
			draw("ring", x(from), base, u(3.5), 0);
			if (last - first > widthOf(options.times.words.none, u(11), true) + u(16))
				draw("text", x(from) + u(8), base + u(3.5), 0, 0, {
					c: "step",
					t: options.times.words.none,
				});
		} else draw("dot", x(from), at(count), u(2.5), 0);
	});
	if (d !== "") draw("step", 0, y, 0, u(STEP), { d });
	return u(STEP + 9);
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Draws the strip around `y`, and gives the height that it takes. */
export function layStrip(canvas: Canvas, { door, lane, line, y }: Spot): number {
	const { u, x, view, draw, left, right, options, house } = canvas;
	const middle = y + u(4);
	// Where nothing is known of the lock, there is no line.
	const first = Math.max(left, x(door.battery[0]?.from ?? view.from));
	const silent = door.things.filter(({ kind }) => kind === "silent");
	let hasWords = false;
	const hidden = silent.filter(({ isUnheard }) => isUnheard);
	let from = first;
	for (const gap of [...hidden].sort((a, b) => a.from - b.from)) {
		const start = Math.max(x(gap.from), left);
		if (start > from) draw("answers", from, middle, Math.min(start, right) - from, 0);
		const end = Math.min(x(gap.to), right);
		if (end > start) draw("unheard", start, middle, end - start, 0, { of: gap.id });
		from = Math.max(from, end);
	}
	if (from < right) draw("answers", from, middle, right - from, 0);
	for (const thing of silent) {
		if (thing.isUnheard || thing.to < view.from || thing.from > view.to) continue;
		const { start, width } = across(canvas, thing);
		const wide = Math.max(width, LEAST);
		draw("silentbg", start, y, wide, u(8));
		draw("silent", start, y, wide, u(8), { of: thing.id });
		if (options.selected === thing.id) draw("selected", start - 4, y - 4, wide + 8, u(8) + 8);
		const { words, duration, time } = options.times;
		const lasts = duration(thing.to - thing.from);
		const texts = [
			`${words.states.silent} ${lasts}, ${words.range(time(thing.fromLocal), time(thing.toLocal))}`,
			lasts,
		];
		const [a, b] = [Math.max(start, left), Math.min(start + wide, right)];
		const text = longest(texts, Math.max(b - a + u(10), u(60)), u(11), true);
		const half = widthOf(text, u(11), true) / 2;
		const at = Math.max(left + half, Math.min(right - half, (a + b) / 2));
		draw("text", at, y + u(20), 0, 0, { c: "silent", t: text, a: "middle" });
		hasWords = true;
		canvas.target({
			id: thing.id,
			x: a,
			y: y - u(8),
			w: Math.max(b - a, u(6)),
			h: u(24),
			from: thing.from,
			label: sentenceOf(thing, door, house.now, options.times),
			lane,
			line,
			isProblem: false,
			thing,
		});
	}
	let before: number | undefined;
	for (const { from: since, percent } of door.battery) {
		const isNews = percent <= LOW && (before === undefined || before > LOW || percent === 0);
		if (isNews && since >= view.from - 1 && since <= view.to) {
			const at = Math.max(left, Math.min(x(since), right - u(18)));
			draw("low", at, middle - u(7), u(14), u(14), { c: percent === 0 ? "empty" : "low" });
			const label = options.times.words.battery(percent);
			if (right - at > u(110)) {
				draw("text", at + u(18), y + u(20), 0, 0, { c: "silent", t: label });
				hasWords = true;
			}
		}
		before = percent;
	}
	return u(hasWords ? 26 : 12);
}
