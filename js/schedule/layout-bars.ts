// A stay as an outline with what opens inside of it; who is outside on top, what is too long in
// amber.
import { longest, shorter, widthOf } from "./fit.js";
import type { Piece, Thing } from "./model.js";
import { stateOfPiece, whoOf } from "./sentence.js";
import type { Canvas, ShapeKind, Spot, View } from "./shapes.js";

const BAR = 36;
/** The least width of what a host has to see. */
export const LEAST = 3;
/** Where a stretch lies, cut a little outside of the plot so that no number gets huge. */
export function across({ x, left, right }: Canvas, { from, to }: View) {
	const start = Math.max(x(from), left - 20);
	return { start, width: Math.min(x(to), right + 20) - start };
}

/** The same, at least three pixels wide. */
export function atLeast(canvas: Canvas, stretch: View) {
	const { start, width } = across(canvas, stretch);
	if (width >= LEAST) return { start, width };
	const first = Math.max(canvas.left, Math.min(canvas.right - LEAST, start - (LEAST - width) / 2));
	return { start: first, width: LEAST };
}

/** Draws a thing of a flat's row. */
export function layBar(canvas: Canvas, thing: Thing, spot: Spot): void {
	const { u, draw, options } = canvas;
	const { y } = spot;
	const { start, width } = atLeast(canvas, thing);
	if (thing.kind === "outside") {
		draw("outside", start, y - u(1.5), width, u(BAR + 3), { of: thing.id });
		options.details?.plate(canvas, thing, y);
	} else if (thing.kind === "over")
		draw("over", start, y + u(21.5), width, u(12), { of: thing.id });
	else stay(canvas, thing, y);
	place(canvas, thing, spot, u(BAR));
}

function stay(canvas: Canvas, thing: Thing, y: number): void {
	const { u, draw } = canvas;
	const of = thing.id;
	const { start, width } = across(canvas, thing);
	draw("stay", start, y, Math.max(width, 0.5), u(BAR), { of });
	for (const part of thing.grace) bar(canvas, "grace", part, [y, u(BAR)], of);
	const isOwn = ({ kind }: Piece) => kind === "opens";
	for (const piece of thing.opens) {
		// Two ways in at once are two bands: the own code stays visible under the backup.
		const others = thing.opens.filter((other) => isOwn(other) !== isOwn(piece));
		for (const part of apart(piece, others)) {
			const [top, height] = part.isAlone ? [21.5, 12] : isOwn(piece) ? [30, 3.5] : [21.5, 7.5];
			bar(canvas, stateOfPiece(piece) as ShapeKind, part, [y + u(top), u(height)], of);
		}
	}
	canvas.options.details?.lost(canvas, thing, y);
	label(canvas, thing, y);
}

/** A bar along a stretch, unless nothing of it is seen. */
function bar(canvas: Canvas, kind: ShapeKind, stretch: View, [y, h]: [number, number], of: string) {
	const { start, width } = across(canvas, stretch);
	if (width > 0) canvas.draw(kind, start, y, width, h, { of });
}

/** A stretch in parts, each with or without another way in beside it. */
function apart(piece: View, ways: View[]) {
	const edges = [piece, ...ways]
		.flatMap(({ from, to }) => [from, to])
		.filter((at) => piece.from <= at && at <= piece.to)
		.sort((a, b) => a - b);
	return edges.slice(1).map((to, before) => {
		const from = edges[before] ?? to;
		return { from, to, isAlone: !ways.some((way) => way.from < to && from < way.to) };
	});
}

/** The longest of name and code, name, first name and initials that fits before trouble begins. */
function label(canvas: Canvas, thing: Thing, y: number): void {
	const { u, seen, text, options } = canvas;
	const size = u(12);
	let [start, end] = seen(thing);
	// What is red lies on top: the name stands beside it.
	for (const gap of thing.outside) {
		const [from, to] = seen(gap);
		if (to <= start || from >= end) continue;
		if (end - to >= from - start) start = Math.max(start, to);
		else end = Math.min(end, from);
	}
	const room = end - start - u(14);
	const name = whoOf(thing, options.times);
	// `••17` of `••••17`.
	const t2 = thing.code && `••${thing.code.slice(-2)}`;
	const hasBoth = t2 && widthOf(name, size, true) + u(7) + widthOf(t2, size) <= room;
	const t = hasBoth ? name : longest(shorter(name), room, size, true);
	if (t !== "") text(start + u(8), y + u(15), "name", t, hasBoth ? { t2 } : {});
}

/** A visit, or any thing of a folded door: a slim bar. */
export function laySlim(canvas: Canvas, thing: Thing, spot: Spot, height: number): void {
	const { u, draw, options } = canvas;
	const { y } = spot;
	const of = thing.id;
	const { start, width } = atLeast(canvas, thing);
	const isVisitRow = height >= u(16);
	if (thing.kind === "outside") draw("outside", start, y - 1, width, height + 2, { of });
	else if (thing.kind === "over")
		draw("over", start, y + (isVisitRow ? u(9) : 0), width, isVisitRow ? u(10) : height, { of });
	else {
		draw(isVisitRow ? "stay" : "stub", start, y, width, height, { of });
		const where: [number, number] = isVisitRow ? [y + u(13.5), u(5)] : [y, height];
		for (const piece of thing.opens)
			bar(canvas, stateOfPiece(piece) as ShapeKind, piece, where, of);
		if (isVisitRow) options.details?.visitor(canvas, spot, thing);
	}
	place(canvas, thing, spot, height);
}

function place(canvas: Canvas, thing: Thing, { lane, line, y }: Spot, h: number): void {
	const { start, width } = atLeast(canvas, thing);
	canvas.place({ x: start, y, w: width, h, lane, line, thing });
}
