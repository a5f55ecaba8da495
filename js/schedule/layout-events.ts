// What happens at one instant, as glyphs with words; close ones are one pill with their number.

import type { Happening } from "./events.js";
import { widthOf } from "./fit.js";
import type { Door } from "./model.js";
import { type Canvas, GLYPHS, type Spot } from "./shapes.js";

const NEAR = 22;
const HEIGHT = 22;

/** Draws the happenings of a door, and gives the height that they take. */
export function layEvents(canvas: Canvas, { door, lane, line, y }: Spot): number {
	const { u, x, view, draw, text, right, left, house } = canvas;
	const all = door.happenings.filter(({ kind }) => kind !== "clock");
	const here = all.filter(({ at }) => view.from <= at && at <= view.to);
	const groups = grouped(here, ({ at }) => x(at), u(NEAR));
	groups.forEach((group, place) => {
		const [first] = group;
		const last = group.at(-1);
		if (first === undefined || last === undefined) return;
		const of = `events|${first.id}`;
		const middle = Math.max(left + u(9), Math.min(right - u(9), (x(first.at) + x(last.at)) / 2));
		if (group.length > 1) {
			draw("pill", middle - u(13), y + u(2), u(26), u(17), { of });
			text(middle, y + u(14.5), "pill", String(group.length), { a: "middle" });
		} else {
			const call = first.kind === "host" && isOutside(door, first) ? " call" : "";
			const glyph = { c: first.kind + call, d: GLYPHS[first.kind], of };
			draw("glyph", middle - u(7), y + u(3.5), u(14), u(14), glyph);
			const next = groups[place + 1]?.[0];
			const room = Math.min(next ? x(next.at) - u(12) : right, right) - middle - u(12);
			const words = wordsOf(first, canvas).find((one) => widthOf(one, u(11)) <= room);
			if (words) text(middle + u(10), y + u(14.5), `event${call}`, words);
		}
		canvas.place({
			x: middle - u(11),
			y: y + u(4),
			w: u(22),
			h: u(13),
			lane,
			line,
			happenings: group,
		});
	});
	return u(all.some(({ at }) => at >= house.from) ? HEIGHT : 4);
}

/** What may stand beside a glyph: words and first name, words alone. */
function wordsOf(one: Happening, { options: { details }, view }: Canvas): string[] {
	// Beside days, words would stand everywhere and say little.
	if (details === undefined || view.to - view.from > 48 * 3_600_000) return [];
	const alone = details.say({ ...one, name: undefined });
	const first = one.name?.split(" ")[0];
	return first === undefined ? [alone] : [`${alone}, ${first}`, alone];
}

/** Whether somebody is outside while the host is called, or about to be. */
const isOutside = (door: Door, { at, reservationId }: Happening) =>
	door.things.some(
		(thing) => thing.kind === "outside" && thing.reservationId === reservationId && at < thing.to,
	);

/** Neighbours that are nearer than `near` pixels, as groups. */
function grouped<One>(all: One[], place: (one: One) => number, near: number): One[][] {
	const groups: One[][] = [];
	let start = Number.NEGATIVE_INFINITY;
	let last = start;
	for (const one of all) {
		const at = place(one);
		if (at - (start + last) / 2 < near + 4) groups.at(-1)?.push(one);
		else {
			groups.push([one]);
			start = at;
		}
		last = at;
	}
	return groups;
}
