// Days and hours above the lanes, the past, the seams of clock changes, and the line of now.
import { daysIn, HOUR, localAt } from "./clock.js";
import { widthOf } from "./fit.js";
import type { Canvas } from "./shapes.js";

/** The steps of hours that may be written, and how wide one has to be. */
const HOUR_STEPS = [1, 2, 3, 6];
const HOUR_WIDTH = 30;

/** How wide an hour is, in pixels at a font of 16 px. */
export const hourWidth = ({ right, left, view, u }: Canvas) =>
	((right - left) / u(1) / (view.to - view.from)) * HOUR;

/** The step of the hours that are written; none where the days are too narrow. */
const hourStep = (canvas: Canvas) =>
	HOUR_STEPS.find((hours) => hours * hourWidth(canvas) >= HOUR_WIDTH);

const isDense = (canvas: Canvas) => hourWidth(canvas) * 24 < 44;

/** How high the axis is. */
export const axisHeight = (canvas: Canvas): number =>
	canvas.u(hourStep(canvas) !== undefined || isDense(canvas) ? 64 : 50);

/** Draws the axis above `top`, and what goes from there down to `bottom`. */
export function axis(canvas: Canvas, top: number, bottom: number): void {
	const { house, view, x, draw, left, right, options } = canvas;
	const { now } = house;
	const { details } = options;
	if (now > view.from) draw("past", left, top, Math.min(x(now), right) - left, bottom - top);
	if (isDense(canvas)) details?.months(canvas, top, bottom);
	else days(canvas, top, bottom);
	const step = hourStep(canvas);
	if (step !== undefined) details?.hours(canvas, step, top, bottom);
	for (const change of changesIn(canvas)) details?.seam(canvas, change, top, bottom);
	if (now >= view.from && now <= view.to) nowLine(canvas, top, bottom);
}

const changesIn = ({ house, view }: Canvas) =>
	house.clock.changes.filter(({ at }) => view.from <= at && at <= view.to);

/** A text in a frame of the class `c`, at least inside of the plot; where the frame lies. */
export function framed(canvas: Canvas, c: "tag" | "now", t: string, at: number, y: number) {
	const { u, draw, flag, left, right } = canvas;
	const width = widthOf(t, u(11), c === "now") + u(c === "now" ? 14 : 18);
	const start = Math.max(left, Math.min(right - width, at - width / 2));
	draw(c === "now" ? "flag" : "tag", start, y, width, u(18));
	flag(start + width / 2, y + u(13), c, t, { a: "middle" });
	return [start, start + width] as const;
}

function days(canvas: Canvas, top: number, bottom: number): void {
	const { house, view, x, u, seen, draw, flag, left, options } = canvas;
	const { times } = options;
	for (const day of daysIn(house.clock, view.from, view.to)) {
		const [start, end] = seen(day);
		const hours = Math.round((day.to - day.from) / HOUR);
		if (hours !== 24) draw("long", start, 0, end - start, top);
		if (x(day.from) > left) {
			draw("grid", start, top - u(6), 0, bottom - top + u(6));
			if (hourStep(canvas) !== undefined) draw("faint", start, u(4), 0, top - u(10));
		}
		const [name, date] = [times.weekday(day.wall), times.dayOfMonth(day.wall)];
		const size = u(13);
		const room = end - start - u(10);
		const whole = widthOf(`${name} `, size, true) + widthOf(date, size);
		const more = times.words.hours(hours);
		const hasMore = hours !== 24 && whole + widthOf(` ${more}`, u(11)) <= room;
		const t2 = hasMore ? `${date}\u2002${more}` : date;
		if (whole <= room) flag(start + u(6), u(17), "day", name, { t2 });
		else if (widthOf(date, size) <= room) flag(start + u(4), u(17), "day", date);
	}
}

function nowLine(canvas: Canvas, top: number, bottom: number): void {
	const { house, x, u, draw, options } = canvas;
	const { times, details } = options;
	const at = x(house.now);
	draw("now", at, top - u(6), 0, bottom - top + u(6));
	const text = `${times.words.now} ${times.short(localAt(house.clock, house.now))}`;
	const y = top - u(22);
	const flag = framed(canvas, "now", text, at, y);
	details?.sides(canvas, y + u(13), flag);
}

/** How high the foot is: there is one where the clock changes. */
export const foot = (canvas: Canvas): number => canvas.u(changesIn(canvas).length > 0 ? 26 : 2);
