// One door: its name, a row for each flat, what happens, backups left, and whether it answers.

import { oneLine, twoLines, widthOf } from "./fit.js";
import { layBar, laySlim } from "./layout-bars.js";
import { layEvents } from "./layout-events.js";
import { layStrip } from "./layout-strip.js";
import type { Door, Row, Thing } from "./model.js";
import type { Canvas, LaneBox, LayoutOptions } from "./shapes.js";

const BAR = 36;
const SLIM = 20;
const GAP = 9;
/** The height of the line of backups. */
const STEP = 18;

/** Whether any of a thing is in view. */
const isIn = ({ view }: Canvas, { from, to }: Thing) => to >= view.from && from <= view.to;

/** Lays out a door from `top` on. */
export function layLane(canvas: Canvas, door: Door, lane: number, top: number): LaneBox {
	const { u, isCompact, options } = canvas;
	const { lockId } = door;
	if (options.folded.has(lockId)) return layFolded(canvas, door, lane, top);
	let y = top + u(isCompact ? 30 : 9);
	const line = lane * 100;
	const rows = door.rows.map(({ isVisits }, place) => {
		const things = door.things.filter((thing) => thing.row === place && isIn(canvas, thing));
		// A row that takes no room has no name either.
		if (options.isTight && things.length === 0) return Number.NaN;
		const spot = { door, lane, line: line + place, y };
		for (const thing of things)
			if (isVisits) laySlim(canvas, thing, spot, u(SLIM));
			else layBar(canvas, thing, spot);
		y += u(isVisits ? SLIM + 5 : BAR + GAP);
		return spot.y;
	});
	y -= u(3);
	y += layEvents(canvas, { door, lane, line: line + 90, y });
	if (door.backups.length > 0) {
		options.details?.backups(canvas, door, y);
		y += u(STEP);
	}
	const strip = y + u(6);
	y = strip + layStrip(canvas, { door, lane, line: line + 95, y: strip });
	const box = { lockId, y: top, h: y - top, rows, rowHeight: u(BAR), strip, isFolded: false };
	const below = nameDoor(canvas, door, box);
	options.details?.gutter(canvas, door, box, below);
	return box;
}

/** A calm door as one thin line for each flat. */
function layFolded(canvas: Canvas, door: Door, lane: number, top: number): LaneBox {
	const { u, write, isCompact, left, right, options } = canvas;
	const head = isCompact ? u(20) : 0;
	const count = Math.max(1, door.rows.length);
	const each = Math.max(4, Math.min(10, 22 / count));
	const h = u(Math.max(28, count * (each + 2) + 8)) + head;
	const first = top + head + (h - head - count * u(each + 2)) / 2;
	for (const thing of door.things) {
		if (thing.row < 0 || !isIn(canvas, thing)) continue;
		const y = first + thing.row * u(each + 2);
		laySlim(canvas, thing, { door, lane, line: lane * 100 + thing.row, y }, u(each));
	}
	const room = isCompact ? right : left - u(60);
	write(0, top + (isCompact ? u(16) : h / 2 + u(4)), "fold", oneLine(door.door, room, u(12)));
	options.details?.battery(canvas, door, top + (isCompact ? u(5) : h / 2 - u(6)), true);
	return {
		...{ lockId: door.lockId, y: top, h, rows: [first], rowHeight: u(each) },
		...{ strip: top + h - u(3), isFolded: true },
	};
}

/** Writes the name of a door, beside its rows or above them; gives the place below it. */
function nameDoor(canvas: Canvas, door: Door, { y: top, rows }: LaneBox): number {
	const { u, left, right, write, isCompact, options } = canvas;
	if (isCompact) {
		const name = oneLine(door.door, right - u(74), u(14));
		write(0, top + u(19), "door", name, { t2: options.details?.note(canvas, door, name) });
		return top + u(10);
	}
	// The names of flats stand on the right of it.
	const [first, second] = listingsOf(door);
	const beside = second ? nameOf(options, first) : "";
	const room = left - u(18) - Math.min(u(58), widthOf(beside, u(11)));
	let y = (rows.find((row) => row > 0) ?? top + u(9)) + u(14);
	for (const line of twoLines(door.door, room, u(14))) {
		write(0, y, "door", line);
		y += u(17);
	}
	return y;
}

/** The rows that begin a listing. */
export const listingsOf = ({ rows }: Door): Row[] =>
	rows.filter(({ isVisits, isFirst }) => !isVisits && isFirst);

/** The name of the listing of a row. */
export const nameOf = (
	{ listings }: LayoutOptions,
	{ listingId = "" }: Partial<Row> = {},
): string => listings[listingId] ?? listingId;
