// One door: its name, a row for each flat, what happens, backups left, and whether it answers.

import { oneLine, twoLines, widthOf } from "./fit.js";
import { layBar, laySlim } from "./layout-bars.js";
import { layEvents } from "./layout-events.js";
import { layBackups, layStrip } from "./layout-strip.js";
import type { Door, Thing } from "./model.js";
import type { Canvas, LaneBox } from "./shapes.js";

const BAR = 36;
const SLIM = 20;
const GAP = 9;

/** Lays out a door from `top` on. */
export function layLane(canvas: Canvas, door: Door, lane: number, top: number): LaneBox {
	if (canvas.options.folded.has(door.lockId)) return layFolded(canvas, door, lane, top);
	const { u, isCompact, view } = canvas;
	let y = top + u(isCompact ? 30 : 9);
	const rows: number[] = [];
	const line = lane * 100;
	door.rows.forEach((row, place) => {
		const isSeen = (thing: Thing) =>
			thing.row === place && thing.to >= view.from && thing.from <= view.to;
		// A row that takes no room has no name either.
		const isLeftOut = canvas.options.isTight && !door.things.some(isSeen);
		rows.push(isLeftOut ? Number.NaN : y);
		if (isLeftOut) return;
		const height = row.isVisits ? SLIM : BAR;
		for (const thing of door.things) {
			if (!isSeen(thing)) continue;
			const spot = { door, lane, line: line + place, y };
			if (row.isVisits) laySlim(canvas, thing, spot, u(SLIM));
			else layBar(canvas, thing, spot);
		}
		y += u(height + (row.isVisits ? 5 : GAP));
	});
	y -= u(3);
	y += layEvents(canvas, { door, lane, line: line + 90, y });
	if (door.backups.length > 0) y += layBackups(canvas, door, y);
	const strip = y + u(6);
	y += layStrip(canvas, { door, lane, line: line + 95, y: strip }) + u(6);
	gutter(canvas, door, top, rows, strip);
	return {
		lockId: door.lockId,
		y: top,
		h: y - top,
		rows,
		rowHeight: u(BAR),
		strip,
		isFolded: false,
	};
}

/** A calm door as one thin line for each flat. */
function layFolded(canvas: Canvas, door: Door, lane: number, top: number): LaneBox {
	const { u, view, write, isCompact } = canvas;
	const head = isCompact ? u(20) : 0;
	const count = Math.max(1, door.rows.length);
	const each = Math.max(4, Math.min(10, 22 / count));
	const height = u(Math.max(28, count * (each + 2) + 8)) + head;
	const first = top + head + (height - head - count * u(each + 2)) / 2;
	for (const thing of door.things) {
		if (thing.row < 0 || thing.to < view.from || thing.from > view.to) continue;
		const y = first + thing.row * u(each + 2);
		laySlim(canvas, thing, { door, lane, line: lane * 100 + thing.row, y }, u(each));
	}
	const room = isCompact ? canvas.right : canvas.left - u(60);
	write(0, top + (isCompact ? u(16) : height / 2 + u(4)), "fold", oneLine(door.door, room, u(12)));
	batteryOf(canvas, door, top + (isCompact ? u(5) : height / 2 - u(6)), true);
	return {
		lockId: door.lockId,
		y: top,
		h: height,
		rows: [first],
		rowHeight: u(each),
		strip: top + height - u(3),
		isFolded: true,
	};
}

function gutter(canvas: Canvas, door: Door, top: number, rows: number[], strip: number): void {
	const { u, left, right, write, isCompact, options } = canvas;
	const { words } = options.times;
	const nameOf = (id: string | undefined) => (id && options.listings[id]) ?? id ?? "";
	const listings = door.rows.filter(({ isVisits, isFirst }) => !isVisits && isFirst);
	const only = nameOf(door.listingIds[0]);
	const note =
		door.listingIds.length > 1
			? words.flats(door.listingIds.length)
			: only === door.door
				? ""
				: only;
	const left0 =
		door.backups.filter(({ at }) => at <= Math.max(canvas.house.now, canvas.view.from)).at(-1) ??
		door.backups[0];
	const backups = left0 === undefined ? "" : `${words.backups} ${left0.left}`;
	if (isCompact) {
		const name = oneLine(door.door, right - u(74), u(14));
		const more = [note, backups].filter(Boolean).join(", ");
		const width = widthOf(name, u(14), true) + u(8) + widthOf(more, u(11));
		write(0, top + u(19), "door", name, width < right - u(64) ? { t2: more } : {});
		batteryOf(canvas, door, top + u(10), false);
		return;
	}
	const hasNames = listings.length > 1 || door.rows.length > listings.length;
	const firstName = hasNames && listings.length > 1 ? nameOf(listings[0]?.listingId) : "";
	const room = left - u(18) - Math.min(u(58), widthOf(firstName, u(11)));
	let y = (rows.find((row) => row > 0) ?? top + u(9)) + u(14);
	for (const line of twoLines(door.door, room, u(14))) {
		write(0, y, "door", line);
		y += u(17);
	}
	if (note !== "") write(0, y - u(1), "note", note);
	batteryOf(canvas, door, y + u(note === "" ? -8 : 6), false);
	door.rows.forEach((row, place) => {
		const at = rows[place];
		if (at === undefined || Number.isNaN(at) || !hasNames) return;
		const name = row.isVisits ? words.visits : row.isFirst ? nameOf(row.listingId) : words.doubly;
		const short = twoLines(name, u(row.isFirst ? 58 : 80), u(11));
		if (listings.length > 1 || !row.isFirst || row.isVisits)
			short.forEach((one, line) => {
				write(left - u(10), at + u((row.isVisits ? 14 : 15) + line * 13), "row", one, { a: "end" });
			});
	});
	if (backups !== "") write(left - u(10), strip - u(9), "row", backups, { a: "end" });
	write(left - u(10), strip + u(8), "row", words.answers, { a: "end" });
}

/** The charge at `now`, or the last one that is known. */
function batteryOf(canvas: Canvas, door: Door, y: number, isSmall: boolean): void {
	const { house, u, left, right, isCompact, frameGlyph } = canvas;
	const known = door.battery.filter(({ from }) => from <= house.now).at(-1) ?? door.battery[0];
	if (known === undefined) return;
	const text = `${known.percent} %`;
	if (isCompact) {
		canvas.write(right, y + u(9), "note", text, { a: "end" });
		frameGlyph(right - u(8) - widthOf(text, u(11)) - u(22), y, known.percent);
	} else if (isSmall) frameGlyph(left - u(32), y + u(1), known.percent);
	else {
		frameGlyph(0, y, known.percent);
		canvas.write(u(28), y + u(9), "note", text);
	}
}
