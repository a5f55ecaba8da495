// Days and hours above the lanes, the past, the seams of clock changes, and the line of now.
import { DAY, daysIn, HOUR, hoursIn, localAt } from "./clock.js";
import { widthOf } from "./fit.js";
import type { Canvas } from "./shapes.js";

/** The steps of hours that may be written, and how wide one has to be. */
const HOUR_STEPS = [1, 2, 3, 6, 12];
const HOUR_WIDTH = 30;

/** How wide an hour is, in pixels at a font of 16 px. */
const hourWidth = ({ right, left, view, u }: Canvas) =>
	((right - left) / u(1) / (view.to - view.from)) * HOUR;

/** The step of the hours that are written; none where the days are too narrow. */
function hourStep(canvas: Canvas): number | undefined {
	const step = HOUR_STEPS.find((hours) => hours * hourWidth(canvas) >= HOUR_WIDTH);
	return step === undefined || step > 6 ? undefined : step;
}

const isDense = (canvas: Canvas) => hourWidth(canvas) * 24 < 44;

/** How high the axis is. */
export function axisHeight(canvas: Canvas): number {
	const second = hourStep(canvas) !== undefined || isDense(canvas) ? 18 : 4;
	return canvas.u(24 + second + 22);
}

/** Draws the axis above `top`, and what goes from there down to `bottom`. */
export function axis(canvas: Canvas, top: number, bottom: number): void {
	const { house, view, x, u, draw, left, right, options } = canvas;
	const { now, clock } = house;
	if (now > view.from) draw("past", left, top, Math.min(x(now), right) - left, bottom - top);
	if (isDense(canvas)) months(canvas, top, bottom);
	else days(canvas, top, bottom);
	const step = hourStep(canvas);
	if (step !== undefined)
		for (const { at, hour } of hoursIn(clock, view.from, view.to, step)) {
			draw("faint", x(at), top, 0, bottom - top);
			const isRoom = x(at) > left + u(8) && x(at) < right - u(8);
			const two = String(hour).padStart(2, "0");
			if (isRoom) draw("flagtext", x(at), u(38), 0, 0, { c: "hour", t: two, a: "middle" });
		}
	for (const { at, before, after } of clock.changes) {
		if (at < view.from || at > view.to) continue;
		const [start, end] = [x(at - (before - after)), x(at + (before - after))];
		if (end > start) draw("twice", start, top, end - start, bottom - top);
		draw("seam", x(at) - 1.5, top - u(14), 3, bottom - top + u(20));
		const wall = (offset: number) => new Date(at + offset).toISOString().slice(11, 16);
		seamTag(canvas, x(at), bottom + u(6), wall(before), wall(after));
	}
	nowLine(canvas, top, bottom, options.times.words);
}

function seamTag(canvas: Canvas, at: number, y: number, before: string, after: string): void {
	const { u, draw, left, right, options } = canvas;
	const way = after < before ? "back" : "ahead";
	const long = options.times.words.clock[way](before, after);
	const hasRoom = hourWidth(canvas) >= 9 && widthOf(long, u(11)) + u(18) <= right - left;
	const text = hasRoom ? long : `${before} → ${after}`;
	const width = widthOf(text, u(11)) + u(18);
	const start = Math.max(left, Math.min(right - width, at - width / 2));
	draw("tag", start, y, width, u(18));
	draw("flagtext", start + width / 2, y + u(13), 0, 0, { c: "tag", t: text, a: "middle" });
}

function days(canvas: Canvas, top: number, bottom: number): void {
	const { house, view, x, u, draw, left, right, options } = canvas;
	const { times } = options;
	for (const { from, to, wall } of daysIn(house.clock, view.from, view.to)) {
		const [start, end] = [Math.max(x(from), left), Math.min(x(to), right)];
		const hours = Math.round((to - from) / HOUR);
		if (hours !== 24) draw("long", start, 0, end - start, top);
		if (x(from) > left) {
			draw("grid", x(from), top - u(6), 0, bottom - top + u(6));
			if (hourStep(canvas) !== undefined) draw("faint", x(from), u(4), 0, top - u(10));
		}
		const [day, date] = [times.weekday(wall), times.dayOfMonth(wall)];
		const isLong = hours !== 24;
		const size = u(13);
		const whole = widthOf(`${day} `, size, true) + widthOf(date, size);
		const room = end - start - u(10);
		const more = ` ${times.words.hours(hours)}`;
		const hasMore = isLong && whole + widthOf(more, u(11)) <= room;
		const t2 = hasMore ? `${date}\u2002${more.trim()}` : date;
		if (whole <= room) draw("flagtext", start + u(6), u(17), 0, 0, { c: "day", t: day, t2 });
		else if (widthOf(date, size) <= room)
			draw("flagtext", start + u(4), u(17), 0, 0, { c: "day", t: date });
	}
}

/**
 * Where days are too narrow for names: months, and the days of which there is room for a number.
 */
function months(canvas: Canvas, top: number, bottom: number): void {
	const { house, view, x, u, draw, left, right, options } = canvas;
	const { times } = options;
	const all = daysIn(house.clock, view.from, view.to);
	const dayWidth = hourWidth(canvas) * 24;
	const every = dayWidth >= 22 ? 1 : dayWidth >= 4 ? 7 : 31;
	let monthFrom = 0;
	all.forEach((day, place) => {
		const date = new Date(day.wall);
		const isFirst = date.getUTCDate() === 1;
		const isMonday = date.getUTCDay() === 1;
		if (isFirst || place === 0) {
			const next = all.findIndex(
				(later, at) => at > place && new Date(later.wall).getUTCDate() === 1,
			);
			const end = next < 0 ? right : x(all[next]?.from ?? view.to);
			monthFrom = Math.max(x(day.from), left);
			const names = [times.month(day.wall), times.month(day.wall).split(" ")[0] ?? ""];
			const name = names.find((one) => widthOf(one, u(13), true) <= end - monthFrom - u(10));
			if (name) draw("flagtext", monthFrom + u(6), u(17), 0, 0, { c: "day", t: name });
			if (isFirst) draw("grid", x(day.from), u(4), 0, bottom - u(4));
		}
		const isShown = every === 1 || (every === 7 && isMonday);
		if (!isShown) return;
		draw("faint", x(day.from), top - u(6), 0, bottom - top + u(6));
		const width = dayWidth * every * u(1);
		const text = times.dayOfMonth(day.wall);
		if (x(day.from) >= left && x(day.from) + u(20) < right && width >= u(24))
			draw("flagtext", x(day.from) + u(4), u(38), 0, 0, { c: "hour", t: text });
		if (day.to - day.from !== DAY)
			draw("long", x(day.from), u(24), x(day.to) - x(day.from), top - u(24));
	});
}

function nowLine(
	canvas: Canvas,
	top: number,
	bottom: number,
	words: { now: string; soFar: string; ahead: string },
): void {
	const { house, view, x, u, draw, left, right, options } = canvas;
	const { now, clock } = house;
	if (now < view.from || now > view.to) return;
	const at = x(now);
	draw("now", at, top - u(6), 0, bottom - top + u(6));
	const text = `${words.now} ${options.times.short(localAt(clock, now))}`;
	const width = widthOf(text, u(11), true) + u(14);
	const start = Math.max(left, Math.min(right - width, at - width / 2));
	const y = top - u(22);
	draw("flag", start, y, width, u(18));
	draw("flagtext", start + width / 2, y + u(13), 0, 0, { c: "now", t: text, a: "middle" });
	const [back, ahead] = [`‹ ${words.soFar}`, `${words.ahead} ›`];
	const side = (label: string) => widthOf(label, u(11)) + u(8);
	if (start - left > side(back) + u(4))
		draw("flagtext", start - u(8), y + u(13), 0, 0, { c: "hour", t: back, a: "end" });
	const hasRoom = right - start - width > side(ahead) + u(4);
	if (hasRoom && house.isForecast)
		draw("flagtext", start + width + u(8), y + u(13), 0, 0, { c: "hour", t: ahead });
}

/** How high the foot is: there is one where the clock changes. */
export function foot({ house, view, u }: Canvas): number {
	const hasSeam = house.clock.changes.some(({ at }) => view.from <= at && at <= view.to);
	return hasSeam ? u(26) : u(2);
}
