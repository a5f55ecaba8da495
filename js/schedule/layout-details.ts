// What is drawn beside lanes, bars and marks once the first picture stands: who a visit is, how
// long somebody waits, backups, batteries, clock changes. It moves nothing.
import type { Change } from "./clock.js";
import type { Happening } from "./events.js";
import { longest, shorter, twoLines, widthOf } from "./fit.js";
import { framed, hourWidth } from "./layout-axis.js";
import { layBackups } from "./layout-backups.js";
import { across, atLeast } from "./layout-bars.js";
import { layHours } from "./layout-hours.js";
import { listingsOf, nameOf } from "./layout-lane.js";
import { layMonths } from "./layout-months.js";
import { LOW } from "./layout-strip.js";
import type { Door, Thing } from "./model.js";
import { eventWords } from "./say.js";
import { whoOf } from "./sentence.js";
import type { Canvas, Details, LaneBox, Spot } from "./shapes.js";
import type { FullTimes } from "./times.js";

/** The glyph of a low battery, in a square of 14. */
const LOW_BATTERY = "M1.5 4h9.5v6H1.5zM11 6h1.5v2H11M3.5 5.8v2.4";

/** The details of a picture, in the language of its times. */
export class PictureDetails implements Details {
	readonly times: FullTimes;
	readonly hours = layHours;
	readonly months = layMonths;

	constructor(times: FullTimes) {
		this.times = times;
	}

	say(one: Happening): string {
		return eventWords(one, this.times);
	}

	note(canvas: Canvas, door: Door, name: string): string {
		const { u, right } = canvas;
		const text = [this.#flats(canvas, door), this.#spare(canvas, door)].filter(Boolean).join(", ");
		const width = widthOf(name, u(14), true) + u(8) + widthOf(text, u(11));
		return width < right - u(64) ? text : "";
	}

	gutter(canvas: Canvas, door: Door, { rows, strip }: LaneBox, y: number): void {
		const { u, left, right, view, write, isCompact, options } = canvas;
		const { words } = this.times;
		const note = isCompact ? "" : this.#flats(canvas, door);
		if (note !== "") write(0, y - u(1), "note", note);
		this.battery(canvas, door, y + u(isCompact ? 0 : note === "" ? -8 : 6), false);
		if (isCompact) {
			// There is no room beside a line: what it is stands at its beginning, if that is free.
			const label = { from: view.from, to: view.from + ((view.to - view.from) * u(60)) / right };
			const isTaken = ({ kind, isUnheard, from, to }: Thing) =>
				kind === "silent" && !isUnheard && from < label.to && to > label.from;
			if (!door.things.some(isTaken)) write(0, strip + u(8), "row", words.answers);
			return;
		}
		const quiet = (y: number, t: string) => write(left - u(10), y, "row", t, { a: "end" });
		const isShared = listingsOf(door).length > 1;
		door.rows.forEach((row, place) => {
			const { isVisits, isFirst } = row;
			const at = rows[place] ?? Number.NaN;
			if (Number.isNaN(at) || !(isShared || !isFirst || isVisits)) return;
			const name = isVisits ? words.visits : isFirst ? nameOf(options, row) : words.doubly;
			twoLines(name, u(isFirst ? 58 : 80), u(11)).forEach((one, line) => {
				quiet(at + u((isVisits ? 14 : 15) + line * 13), one);
			});
		});
		const spare = this.#spare(canvas, door);
		if (spare !== "") quiet(strip - u(9), spare);
		quiet(strip + u(8), words.answers);
	}

	/** For how many flats a door is, or for which one. */
	#flats({ options }: Canvas, { door, listingIds }: Door): string {
		if (listingIds.length > 1) return this.times.words.flats(listingIds.length);
		const [listingId] = listingIds;
		const only = listingId === undefined ? "" : nameOf(options, { listingId });
		return only === door ? "" : only;
	}

	/** How many backups are left, at now or where the view begins. */
	#spare({ house, view }: Canvas, { backups }: Door): string {
		const since = Math.max(house.now, view.from);
		const known = backups.filter(({ at }) => at <= since).at(-1) ?? backups[0];
		return known === undefined ? "" : `${this.times.words.backups} ${known.left}`;
	}

	/** The charge at `now`, or the last one that is known. */
	battery(canvas: Canvas, door: Door, y: number, isSmall: boolean): void {
		const { house, u, left, right, isCompact, write, frame } = canvas;
		const known = door.battery.filter(({ from }) => from <= house.now).at(-1) ?? door.battery[0];
		if (known === undefined) return;
		const { percent } = known;
		const text = `${percent} %`;
		const from = isCompact ? right - u(30) - widthOf(text, u(11)) : isSmall ? left - u(32) : 0;
		if (isCompact) write(right, y + u(9), "note", text, { a: "end" });
		else if (!isSmall) write(u(28), y + u(9), "note", text);
		const top = y + (isSmall && !isCompact ? u(1) : 0);
		const charge = percent <= LOW ? "empty" : "charge";
		frame("cell", from + u(0.5), top + u(0.5), u(20), u(9));
		frame(charge, from + u(2), top + u(2), u((17 * Math.min(100, percent)) / 100), u(6));
		frame(charge, from + u(21), top + u(3), u(2), u(4));
	}

	plate(canvas: Canvas, thing: Thing, y: number): void {
		const { u, draw, text, left, right } = canvas;
		const { words, duration } = this.times;
		const lasts = duration(thing.to - thing.from);
		const texts = [
			`${words.states.outside}, ${lasts}`,
			lasts,
			lasts.replace(` ${words.units.min}`, ""),
		];
		const { start, width } = atLeast(canvas, thing);
		const [from, to] = [Math.max(start, left), Math.min(start + width, right)];
		const t = longest(texts, to - from - u(24), u(12), true);
		if (t === "") return;
		const wide = widthOf(t, u(12), true) + u(14);
		const middle = (from + to) / 2;
		draw("plate", middle - wide / 2, y + u(7), wide, u(22), { of: thing.id });
		text(middle, y + u(22), "plate", t, { a: "middle" });
	}

	/** A trace, so that nobody seems to wait. */
	lost(canvas: Canvas, thing: Thing, y: number): void {
		const now = Math.min(canvas.house.now, thing.to);
		let { from } = thing;
		const known = [...thing.opens, ...thing.outside].sort((a, b) => a.from - b.from);
		for (const one of [...known, { from: now, to: now }]) {
			const { start, width } = across(canvas, { from, to: Math.min(one.from, now) });
			if (width > 6) canvas.draw("lost", start + 6, y + canvas.u(27.5), width - 10, 0);
			from = Math.max(from, one.to);
		}
	}

	/** Inside of the bar where it fits, else beside it where nothing follows. */
	visitor(canvas: Canvas, { door, y }: Spot, thing: Thing): void {
		const { u, x, seen, text, right } = canvas;
		const size = u(11);
		const names = shorter(whoOf(thing, this.times));
		const [start, end] = seen(thing);
		const inside = longest(names, end - start - u(10), size, true);
		if (inside !== "") {
			text(start + u(5), y + u(11), "slim", inside);
			return;
		}
		const next = door.things.find(
			(other) => other.row === thing.row && other.from >= thing.to && other !== thing,
		);
		const room = Math.min(next === undefined ? right : x(next.from), right) - end - u(8);
		const t = longest(names.slice(0, 2), room, size, true);
		if (t !== "") text(end + u(5), y + u(14), "slim", t);
	}

	backups(canvas: Canvas, door: Door, y: number): void {
		layBackups(canvas, door, y, this.times.words.none);
	}

	silence(canvas: Canvas, thing: Thing, y: number, [from, to]: [number, number]): void {
		const { u, text, left, right } = canvas;
		const { words, duration, time } = this.times;
		const lasts = duration(thing.to - thing.from);
		const range = words.range(time(thing.fromLocal), time(thing.toLocal));
		const room = Math.max(to - from + u(10), u(60));
		const t = longest([`${words.states.silent} ${lasts}, ${range}`, lasts], room, u(11), true);
		const half = widthOf(t, u(11), true) / 2;
		const at = Math.max(left + half, Math.min(right - half, (from + to) / 2));
		text(at, y + u(20), "silent", t, { a: "middle" });
	}

	low(canvas: Canvas, { door, y }: Spot): void {
		const { u, x, view, draw, text, left, right } = canvas;
		let before = 100;
		for (const { from, percent } of door.battery) {
			const isNews = percent <= LOW && (before > LOW || percent === 0);
			before = percent;
			if (!isNews || from < view.from - 1 || from > view.to) continue;
			const at = Math.max(left, Math.min(x(from), right - u(18)));
			draw("low", at, y - u(3), u(14), u(14), { d: LOW_BATTERY });
			const words = this.times.words.battery(percent);
			if (right - at > u(110)) text(at + u(18), y + u(20), "silent", words);
		}
	}

	sides({ u, flag, left, right, house }: Canvas, y: number, [from, to]: readonly [number, number]) {
		const { soFar, ahead } = this.times.words;
		const [back, next] = [`‹ ${soFar}`, `${ahead} ›`];
		const room = (label: string) => widthOf(label, u(11)) + u(12);
		if (from - left > room(back)) flag(from - u(8), y, "hour", back, { a: "end" });
		if (right - to > room(next) && house.isForecast) flag(to + u(8), y, "hour", next);
	}

	/** Both wall times, and the hour that comes twice. */
	seam(canvas: Canvas, { at, before, after }: Change, top: number, bottom: number): void {
		const { u, x, draw, left, right } = canvas;
		const twice = before - after;
		const start = x(at - twice);
		if (twice > 0) draw("twice", start, top, x(at + twice) - start, bottom - top);
		for (const side of [-1.5, 1.5])
			draw("seam", x(at) + side, top - u(14), 0, bottom - top + u(20));
		const wall = (offset: number) => new Date(at + offset).toISOString().slice(11, 16);
		const long = this.times.words.clock[twice > 0 ? "back" : "ahead"](wall(before), wall(after));
		const hasRoom = hourWidth(canvas) >= 9 && widthOf(long, u(11)) + u(18) <= right - left;
		const text = hasRoom ? long : `${wall(before)} → ${wall(after)}`;
		framed(canvas, "tag", text, x(at), bottom + u(6));
	}
}
