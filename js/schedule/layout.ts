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
	type ShapeKind,
	type View,
} from "./shapes.js";

const ORDER = new Map<ShapeKind, number>(PAINT_ORDER.map((kind, place) => [kind, place]));

/** Below this width, at a font of 16 px, names stand above the lanes. */
export const COMPACT_BELOW = 640;

/** Lays out a house for a view. */
export function layout(house: House, view: View, options: LayoutOptions): Drawing {
	const { width, scale } = options;
	const isCompact = width / scale < COMPACT_BELOW;
	const left = isCompact ? 0 : 150 * scale;
	const drawing: Drawing = {
		...{ width, height: 0, left, right: width, top: 0, ...view, scale },
		...{ frame: [], shapes: [], places: [], lanes: [] },
	};
	const x = (at: number) => left + ((at - view.from) / (view.to - view.from)) * (width - left);
	const drawTo =
		(all: Shape[]): Canvas["draw"] =>
		(k, x, y, w, h, more) =>
			all.push({ k, x, y, w: Math.max(0, w), h, ...more });
	const [draw, frame] = [drawTo(drawing.shapes), drawTo(drawing.frame)];
	const canvas: Canvas = {
		...{ house, view, options, left, right: width, isCompact, x, draw, frame },
		u: (length) => length * scale,
		seen: ({ from, to }) => [Math.max(x(from), left), Math.min(x(to), width)],
		text: (x, y, c, t, more) => draw("text", x, y, 0, 0, { c, t, ...more }),
		flag: (x, y, c, t, more) => draw("flagtext", x, y, 0, 0, { c, t, ...more }),
		write: (x, y, c, t, more) => frame("text", x, y, 0, 0, { c, t, ...more }),
		place: (place) => drawing.places.push(place),
	};
	drawing.top = axisHeight(canvas);
	let y = drawing.top;
	house.doors.forEach((door, lane) => {
		const box = layLane(canvas, door, lane, y);
		drawing.lanes.push(box);
		y = box.y + box.h;
		frame("hairline", 0, y, width, 0);
	});
	axis(canvas, drawing.top, y);
	drawing.height = y + foot(canvas);
	inOrder(drawing.shapes);
	return drawing;
}

/** Brings shapes into the order in which they are painted. */
export const inOrder = (shapes: Shape[]): Shape[] => shapes.sort((a, b) => placeOf(a) - placeOf(b));

const placeOf = ({ k }: Shape): number => ORDER.get(k) ?? 0;
