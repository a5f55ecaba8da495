// From data to a picture: what lies where. Pure, so that a server, a test and the element agree.
import { axis, axisHeight, foot } from "./layout-axis.js";
import { layLane } from "./layout-lane.js";
import type { House } from "./model.js";
import {
	type Canvas,
	type Drawing,
	type LayoutOptions,
	PAINT_ORDER,
	type Shape,
	type View,
} from "./shapes.js";

const ORDER = new Map(PAINT_ORDER.map((kind, place) => [kind, place]));

/** Below this width, at a font of 16 px, names stand above the lanes. */
export const COMPACT_BELOW = 640;

/** Lays out a house for a view. */
export function layout(house: House, view: View, options: LayoutOptions): Drawing {
	const { width, scale } = options;
	const isCompact = width / scale < COMPACT_BELOW;
	const left = isCompact ? 0 : 150 * scale;
	const shapes: Shape[] = [];
	const frame: Shape[] = [];
	const drawing: Drawing = {
		width,
		height: 0,
		left,
		right: width,
		top: 0,
		...view,
		scale,
		frame,
		shapes,
		targets: [],
		lanes: [],
	};
	const perMs = (width - left) / (view.to - view.from);
	const canvas: Canvas = {
		house,
		view,
		options,
		left,
		right: width,
		isCompact,
		u: (length) => length * scale,
		x: (at) => left + (at - view.from) * perMs,
		draw: (k, x, y, w, h, more) => shapes.push({ k, x, y, w: Math.max(0, w), h, ...more }),
		write: (x, y, c, t, more) => frame.push({ k: "text", x, y, w: 0, h: 0, c, t, ...more }),
		frameGlyph: (x, y, percent) => frame.push({ k: "battery", x, y, w: percent, h: scale }),
		target: (target) => {
			const x = Math.max(left, Math.min(width - target.w, target.x));
			drawing.targets.push({ ...target, x });
		},
	};
	const doors = house.doors.filter(({ lockId }) => options.only?.has(lockId) ?? true);
	drawing.top = axisHeight(canvas);
	let y = drawing.top;
	doors.forEach((door, lane) => {
		const box = layLane(canvas, door, lane, y);
		drawing.lanes.push(box);
		y = box.y + box.h;
		canvas.draw("hairline", 0, y, width, 0);
		frame.push({ k: "hairline", x: 0, y, w: width, h: 0 });
	});
	axis(canvas, drawing.top, y);
	drawing.height = y + foot(canvas);
	inOrder(shapes);
	drawing.targets.sort((a, b) => a.from - b.from || a.line - b.line);
	return drawing;
}

/** Brings shapes into the order in which they are painted. */
export const inOrder = (shapes: Shape[]): Shape[] =>
	shapes.sort((a, b) => (ORDER.get(a.k) ?? 0) - (ORDER.get(b.k) ?? 0));
