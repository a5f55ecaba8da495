// What happens at one instant, as glyphs with words; close ones are one pill with their number.

import type { Happening } from "./events.js";
import { widthOf } from "./fit.js";
import type { Door } from "./model.js";
import { eventsSentence, eventWords } from "./sentence.js";
import type { Canvas, Spot } from "./shapes.js";

const NEAR = 22;
const HEIGHT = 22;

/** Draws the happenings of a door, and gives the height that they take. */
export function layEvents(canvas: Canvas, { door, lane, line, y }: Spot): number {
	const { u, x, view, draw, right, left, options, house } = canvas;
	const here = door.happenings.filter(
		({ kind, at }) => kind !== "clock" && view.from <= at && at <= view.to,
	);
	const groups = grouped(here, (one) => x(one.at), u(NEAR));
	groups.forEach((group, place) => {
		const [first] = group;
		const last = group.at(-1);
		if (first === undefined || last === undefined) return;
		const id = `events|${first.id}`;
		const middle = Math.max(left + u(9), Math.min(right - u(9), (x(first.at) + x(last.at)) / 2));
		const next = groups[place + 1]?.[0];
		if (group.length > 1) {
			draw("pill", middle - u(13), y + u(2), u(26), u(17), { of: id });
			draw("text", middle, y + u(14.5), 0, 0, { c: "pill", t: String(group.length), a: "middle" });
		} else {
			const isCall = first.kind === "host" && isOutside(door, first);
			draw("glyph", middle - u(7), y + u(3.5), u(14), u(14), {
				c: isCall ? "host call" : first.kind,
				of: id,
			});
			const room =
				Math.min(next === undefined ? right : x(next.at) - u(12), right) - middle - u(12);
			const words = wordsOf(first, canvas).find((text) => widthOf(text, u(11)) <= room);
			if (words !== undefined)
				draw("text", middle + u(10), y + u(14.5), 0, 0, {
					c: isCall ? "event call" : "event",
					t: words,
				});
		}
		if (options.selected === id) draw("selected", middle - u(15), y, u(30), u(21), { of: id });
		canvas.target({
			id,
			x: middle - u(13),
			y: y - u(1),
			w: u(26),
			h: u(24),
			from: first.at,
			label: eventsSentence(group, door, options.times),
			lane,
			line,
			isProblem: false,
			happenings: group,
		});
	});
	const isEver = door.happenings.some(({ kind, at }) => kind !== "clock" && at >= house.from);
	return u(isEver ? HEIGHT : 4);
}

/** What may stand beside a glyph: words and first name, words alone. */
function wordsOf(one: Happening, { options, view }: Canvas): string[] {
	// Beside days, words would stand everywhere and say little.
	if (view.to - view.from > 48 * 3_600_000) return [];
	const { times } = options;
	const alone = eventWords({ ...one, name: undefined }, times);
	const first = one.name?.split(" ")[0];
	return first === undefined ? [alone] : [`${alone}, ${first}`, alone];
}

/** Whether somebody is outside while the host is called, or about to be. */
const isOutside = (door: Door, { at, reservationId }: Happening) =>
	door.things.some(
		(thing) => thing.kind === "outside" && thing.reservationId === reservationId && at < thing.to,
	);

/** Neighbours that are nearer than `near` pixels, as groups. */
export function grouped<One>(all: One[], place: (one: One) => number, near: number): One[][] {
	const groups: One[][] = [];
	let last = Number.NEGATIVE_INFINITY;
	for (const one of all) {
		const at = place(one);
		const group = groups.at(-1);
		const start = group?.[0];
		const middle = start === undefined ? last : (place(start) + last) / 2;
		if (group !== undefined && at - middle < near + 4) group.push(one);
		else groups.push([one]);
		last = at;
	}
	return groups;
}
