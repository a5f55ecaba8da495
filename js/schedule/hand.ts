// What a hand changes: an edge of a stay, or a silence on a strip. Pure steps from state to state.
import { HOUR, localAt } from "./clock.js";
import type { Door, House, Thing } from "./model.js";
import type { Drawing, Shape } from "./shapes.js";
import type { FullTimes } from "./times.js";

const MINUTE = 60_000;
const STEP = 15 * MINUTE;

/** An edge of a stay that is being moved. */
export interface EdgeMove {
	kind: "edge";
	edge: "start" | "end";
	thing: Thing;
	was: number;
	at: number;
	lane: number;
}

/** A silence that is being painted. */
export interface Brush {
	kind: "brush";
	lockId: string;
	anchor: number;
	at: number;
	lane: number;
}

export type HandMove = EdgeMove | Brush;

/** What an element tells of an edge that is moved. */
export interface StayChange {
	lockId: string;
	reservationId?: string | undefined;
	listingId?: string | undefined;
	edge: "start" | "end";
	at: string;
	atLocal: string;
	was: string;
	wasLocal: string;
}

/** The nearest step of 15 minutes, or of one. */
export const snapped = (at: number, isFine: boolean): number => {
	const step = isFine ? MINUTE : STEP;
	return Math.round(at / step) * step;
};

/** The same move at another instant, as far as it makes sense. */
export function movedTo<Move extends HandMove>(move: Move, house: House, at: number): Move {
	let bounded = Math.min(house.to, Math.max(move.kind === "brush" ? house.now : house.from, at));
	if (move.kind === "edge" && move.edge === "start")
		bounded = Math.min(bounded, move.thing.to - STEP);
	if (move.kind === "edge" && move.edge === "end")
		bounded = Math.max(bounded, move.thing.from + STEP);
	return { ...move, at: bounded };
}

const iso = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");

/** What is told of an edge. */
export function changeOf({ thing, edge, at, was }: EdgeMove, door: Door): StayChange {
	return {
		lockId: thing.lockId,
		reservationId: thing.reservationId,
		listingId: thing.listingId,
		edge,
		at: iso(at),
		atLocal: localAt(door.clock, at),
		was: iso(was),
		wasLocal: localAt(door.clock, was),
	};
}

/** What is told of a silence: what `forecast` takes in `assume`. */
export const troubleOf = ({ lockId, anchor, at }: Brush) => ({
	lockId,
	kind: "silent" as const,
	from: iso(Math.min(anchor, at)),
	to: iso(Math.max(anchor, at)),
});

/** What is drawn of a move, over the picture as it is now. */
export function moveShapes(move: HandMove, drawing: Drawing): Shape[] {
	const x = (at: number) => {
		const all =
			drawing.left +
			((at - drawing.from) / (drawing.to - drawing.from)) * (drawing.right - drawing.left);
		return Math.max(drawing.left, Math.min(drawing.right, all));
	};
	const box = drawing.lanes[move.lane];
	if (box === undefined) return [];
	const u = (length: number) => length * drawing.scale;
	if (move.kind === "brush") {
		const [from, to] = [x(Math.min(move.anchor, move.at)), x(Math.max(move.anchor, move.at))];
		return [
			{ k: "brush", x: from, y: box.y, w: to - from, h: box.h },
			{ k: "silentbg", x: from, y: box.strip, w: to - from, h: u(8) },
			{ k: "silent", x: from, y: box.strip, w: to - from, h: u(8) },
			{ k: "handle", x: x(move.at) - u(5), y: box.strip - u(6), w: u(10), h: u(20) },
		];
	}
	const y = box.rows[move.thing.row] ?? box.y;
	const [was, at] = [x(move.was), x(move.at)];
	const [from, to] = [Math.min(was, at), Math.max(was, at)];
	const isLonger = move.edge === "end" ? move.at > move.was : move.at < move.was;
	const after: Shape[] = isLonger
		? [{ k: "pending", x: from, y: y + u(21.5), w: to - from, h: u(12) }]
		: [{ k: "grace", x: from, y, w: to - from, h: box.rowHeight }];
	return [
		...after,
		{ k: "ghost", x: was, y: y - u(6), w: 0, h: box.rowHeight + u(12) },
		{
			k: "selected",
			x: x(move.edge === "end" ? move.thing.from : move.at),
			y,
			w: Math.max(0, move.edge === "end" ? at - x(move.thing.from) : x(move.thing.to) - at),
			h: box.rowHeight,
		},
		{ k: "handle", x: at - u(5), y: y + u(5), w: u(10), h: u(26) },
	];
}

/** What the tip says of a move: old and new in one line. */
export function moveWords(move: HandMove, door: Door, times: FullTimes): string {
	const { words } = times;
	const short = (at: number) => times.short(localAt(door.clock, at));
	if (move.kind === "brush") {
		const [from, to] = [Math.min(move.anchor, move.at), Math.max(move.anchor, move.at)];
		return words.silence(times.duration(to - from), short(to));
	}
	const name = move.edge === "end" ? words.checkOut : words.checkIn;
	return `${name} ${short(move.at)}, ${words.was(short(move.was))}`;
}

/** A silence of four hours from an instant on, for those who paint by keys. */
export const firstBrush = (lockId: string, lane: number, from: number, house: House): Brush =>
	movedTo(
		{ kind: "brush", lockId, lane, anchor: Math.max(from, house.now), at: 0 },
		house,
		Math.max(from, house.now) + 4 * HOUR,
	);
