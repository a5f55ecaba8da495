// A stay as an outline with what opens inside of it; who is outside on top, what is too long in
// amber.
import { longest, shorter, widthOf } from "./fit.js";
import type { Door, Piece, Stretch, Thing } from "./model.js";
import { sentenceOf, stateOfPiece, whoOf } from "./sentence.js";
import type { Canvas, ShapeKind, Spot } from "./shapes.js";

const BAR = 36;
/** The least width of what a host has to see. */
export const LEAST = 3;
/** The least size of what a pointer has to hit. */
const HIT = 24;

/** Where a stretch lies, cut a little outside of the plot so that no number gets huge. */
export function across({ x, left, right }: Canvas, { from, to }: { from: number; to: number }) {
	const start = Math.max(x(from), left - 20);
	return { start, width: Math.min(x(to), right + 20) - start };
}

/** The same, at least three pixels wide. */
function atLeast(canvas: Canvas, stretch: Stretch) {
	const { start, width } = across(canvas, stretch);
	if (width >= LEAST) return { start, width };
	const first = Math.max(canvas.left, Math.min(canvas.right - LEAST, start - (LEAST - width) / 2));
	return { start: first, width: LEAST };
}

/** Draws a thing of a flat's row. */
export function layBar(canvas: Canvas, thing: Thing, spot: Spot): void {
	const { y } = spot;
	if (thing.kind === "outside") outside(canvas, thing, y);
	else if (thing.kind === "over") over(canvas, thing, y);
	else stay(canvas, thing, y);
	target(canvas, thing, spot, canvas.u(BAR));
}

function stay(canvas: Canvas, thing: Thing, y: number): void {
	const { u, draw, options } = canvas;
	const { start, width } = across(canvas, thing);
	draw("stay", start, y, Math.max(width, 0.5), u(BAR), { of: thing.id });
	for (const part of thing.grace) {
		const grace = across(canvas, part);
		if (grace.width > 0) draw("grace", grace.start, y, grace.width, u(BAR), { of: thing.id });
	}
	const isOwn = ({ kind }: Piece) => kind === "opens";
	for (const piece of thing.opens) {
		const state = stateOfPiece(piece) as ShapeKind;
		// Two ways in at once are two bands: the own code stays visible under the backup.
		const others = thing.opens.filter((other) => isOwn(other) !== isOwn(piece));
		for (const part of apart(piece, others)) {
			const { start: at, width: w } = across(canvas, part);
			const [top, height] = part.isAlone ? [21.5, 12] : isOwn(piece) ? [30, 3.5] : [21.5, 7.5];
			if (w > 0) draw(state, at, y + u(top), w, u(height), { of: thing.id });
		}
	}
	lost(canvas, thing, y);
	label(canvas, thing, y);
	if (options.selected === thing.id) selected(canvas, thing, y, u(BAR));
	if (options.selected === thing.id && options.handles) {
		for (const edge of [
			thing.cutStart ? undefined : thing.from,
			thing.cutEnd ? undefined : thing.to,
		])
			if (edge !== undefined)
				draw("handle", canvas.x(edge) - u(5), y + u(5), u(10), u(26), { of: thing.id });
	}
}

/** What opened before now and is not known any more: a trace, so that nobody seems to wait. */
function lost(canvas: Canvas, thing: Thing, y: number): void {
	const now = Math.min(canvas.house.now, thing.to);
	let from = thing.from;
	const known = [...thing.opens, ...thing.outside].sort((a, b) => a.from - b.from);
	for (const one of [...known, { from: now, to: now }]) {
		const part = across(canvas, { from, to: Math.min(one.from, now) });
		if (part.width > 6) canvas.draw("lost", part.start + 6, y + canvas.u(27.5), part.width - 10, 0);
		from = Math.max(from, one.to);
	}
}

/** A stretch in parts, each with or without another way in beside it. */
function apart(piece: { from: number; to: number }, ways: { from: number; to: number }[]) {
	const edges = [piece.from, piece.to, ...ways.flatMap(({ from, to }) => [from, to])]
		.filter((at) => piece.from <= at && at <= piece.to)
		.sort((a, b) => a - b);
	return edges.slice(1).map((to, place) => {
		const from = edges[place] ?? to;
		return { from, to, isAlone: !ways.some((way) => way.from < to && from < way.to) };
	});
}

/** The longest of name and code, name, first name and initials that fits before trouble begins. */
function label(canvas: Canvas, thing: Thing, y: number): void {
	const { u, x, draw, left, right, options } = canvas;
	const size = u(12);
	let start = Math.max(x(thing.from), left);
	let end = Math.min(x(thing.to), right);
	// What is red lies on top: the name stands beside it.
	for (const gap of thing.outside) {
		const [from, to] = [Math.max(x(gap.from), left), Math.min(x(gap.to), right)];
		if (to <= start || from >= end) continue;
		if (end - to >= from - start) start = Math.max(start, to);
		else end = Math.min(end, from);
	}
	const room = end - start - u(14);
	const name = whoOf(thing, options.times);
	const code = masked(thing.code);
	if (code !== "" && widthOf(name, size, true) + u(7) + widthOf(code, size) <= room) {
		draw("text", start + u(8), y + u(15), 0, 0, { c: "name", t: name, t2: code });
		return;
	}
	const t = longest(shorter(name), room, size, true);
	if (t !== "") draw("text", start + u(8), y + u(15), 0, 0, { c: "name", t });
}

/** `••17` of `••••17`. */
const masked = (code = "") => (code === "" ? "" : `••${code.slice(-2)}`);

function outside(canvas: Canvas, thing: Thing, y: number): void {
	const { u, draw, options, left, right } = canvas;
	const { start, width } = atLeast(canvas, thing);
	draw("outside", start, y - u(1.5), width, u(BAR + 3), { of: thing.id });
	if (options.selected === thing.id) selected(canvas, thing, y, u(BAR));
	const { words, duration } = options.times;
	const lasts = duration(thing.to - thing.from);
	const texts = [
		`${words.states.outside}, ${lasts}`,
		lasts,
		lasts.replace(` ${words.units.min}`, ""),
	];
	const [from, to] = [Math.max(start, left), Math.min(start + width, right)];
	const text = longest(texts, to - from - u(24), u(12), true);
	if (text === "") return;
	const plate = widthOf(text, u(12), true) + u(14);
	const middle = (from + to) / 2;
	draw("plate", middle - plate / 2, y + u(7), plate, u(22), { of: thing.id });
	draw("text", middle, y + u(22), 0, 0, { c: "plate", t: text, a: "middle" });
}

function over(canvas: Canvas, thing: Thing, y: number): void {
	const { u, draw, options } = canvas;
	const { start, width } = atLeast(canvas, thing);
	draw("over", start, y + u(21.5), width, u(12), { of: thing.id });
	if (options.selected === thing.id) selected(canvas, thing, y, u(BAR));
}

function selected(canvas: Canvas, thing: Thing, y: number, height: number): void {
	const { start, width } = atLeast(canvas, thing);
	canvas.draw("selected", start - 4, y - 4, width + 8, height + 8, { of: thing.id });
}

/** A visit, or any thing of a folded door: a slim bar. */
export function laySlim(canvas: Canvas, thing: Thing, spot: Spot, height: number): void {
	const { u, draw, options } = canvas;
	const { door, y } = spot;
	const { start, width } = atLeast(canvas, thing);
	const isVisitRow = height >= u(16);
	if (thing.kind === "outside") draw("outside", start, y - 1, width, height + 2, { of: thing.id });
	else if (thing.kind === "over")
		draw("over", start, y + (isVisitRow ? u(9) : 0), width, isVisitRow ? u(10) : height, {
			of: thing.id,
		});
	else if (isVisitRow) {
		draw("stay", start, y, width, height, { of: thing.id });
		slimWays(canvas, thing, y + u(13.5), u(5));
		beside(canvas, door, thing, y);
	} else {
		draw("stub", start, y, width, height, { of: thing.id });
		slimWays(canvas, thing, y, height);
	}
	if (options.selected === thing.id) selected(canvas, thing, y, height);
	target(canvas, thing, spot, height);
}

/** What opens in a slim bar. */
function slimWays(canvas: Canvas, thing: Thing, y: number, height: number): void {
	for (const piece of thing.opens) {
		const { start, width } = across(canvas, piece);
		const kind = stateOfPiece(piece) as ShapeKind;
		if (width > 0) canvas.draw(kind, start, y, width, height, { of: thing.id });
	}
}

/** The name of a visit: inside where it fits, else beside it where nothing follows. */
function beside(canvas: Canvas, door: Door, thing: Thing, y: number): void {
	const { u, x, draw, left, right, options } = canvas;
	const size = u(11);
	const name = whoOf(thing, options.times);
	const [start, end] = [Math.max(x(thing.from), left), Math.min(x(thing.to), right)];
	const inside = longest(shorter(name), end - start - u(10), size, true);
	if (inside !== "") {
		draw("text", start + u(5), y + u(11), 0, 0, { c: "slim", t: inside });
		return;
	}
	const next = door.things.find(
		(other) => other.row === thing.row && other.from >= thing.to && other !== thing,
	);
	const room = Math.min(next === undefined ? right : x(next.from), right) - end - u(8);
	const t = longest(shorter(name).slice(0, 2), room, size, true);
	if (t !== "") draw("text", end + u(5), y + u(14), 0, 0, { c: "slim", t });
}

function target(canvas: Canvas, thing: Thing, spot: Spot, height: number): void {
	const { door, lane, line, y } = spot;
	const { left, right, house, options, u } = canvas;
	const { start, width } = atLeast(canvas, thing);
	const least = u(HIT);
	const from = Math.max(left, Math.min(right, start));
	const to = Math.max(left, Math.min(right, start + width));
	const isProblem = thing.kind === "outside" || thing.kind === "over";
	// Red and amber are hit before the stay that they lie on, and a little beside it, too.
	const wide = isProblem ? Math.max(to - from, least) : Math.max(to - from, 1);
	const tall = Math.max(height, least);
	canvas.target({
		id: thing.id,
		x: Math.max(left, Math.min(right - wide, (from + to - wide) / 2)),
		y: y - (tall - height) / 2,
		w: wide,
		h: tall,
		from: thing.from,
		label: sentenceOf(thing, door, house.now, options.times),
		lane,
		line,
		isProblem,
		thing,
	});
}
