// From shapes to elements. Each kind has its form here; its colours are in the styles.

import type { Drawing, Shape, ShapeKind } from "./shapes.js";
import { type Attributes, h, type VNode } from "./vnode.js";

/** One mark of a pattern: a rectangle, or a dot in the middle. */
type Motif =
	| [colour: string, radius: number]
	| [colour: string, width: number, height: number, y?: number];

/** The states that are drawn by a pattern: the size of its square, how far it is turned, marks. */
const PATTERNS: Partial<Record<ShapeKind, [size: number, turn: number, ...marks: Motif[]]>> = {
	accepted: [6, 45, ["open", 3.4, 6]],
	pending: [6, 0, ["open", 1.4]],
	grace: [4, 45, ["edge", 1, 4]],
	outside: [7, 45, ["outside", 7, 7], ["on-outside", 1.4, 7], ["on-outside", 7, 1.4]],
	over: [6, 0, ["over", 6, 6], ["over-dot", 1.2]],
	silent: [5, 0, ["silent", 2.4, 5]],
	backup: [9, 0, ["backup", 7.2, 9]],
	emergency: [6, 0, ["backup", 3.4, 6], ["backup", 6, 2, 2]],
};

/** How round the corners of a box are. */
const ROUND: Partial<Record<ShapeKind, number | "full">> = {
	...{ stay: 4, outside: 3, plate: 4, flag: 4, selected: 6, handle: 5, cell: 2 },
	...{ pill: "full", tag: "full", ring: "full", dot: "full" },
};

/** The patterns of the states, with names that begin with `id`. */
export const patterns = (id: string): VNode =>
	h(
		"defs",
		{},
		Object.entries(PATTERNS).map(([name, [size, turn, ...marks]]) =>
			h(
				"pattern",
				{
					...{ id: `${id}-${name}`, width: size, height: size, patternUnits: "userSpaceOnUse" },
					patternTransform: `rotate(${turn})`,
				},
				marks.map(([colour, width, height, y]) => {
					const mark = { class: `f-${colour}` };
					if (height !== undefined) return h("rect", { ...mark, width, height, y });
					return h("circle", { ...mark, cx: size / 2, cy: size / 2, r: width });
				}),
			),
		),
	);

/** A shape as an element: a text, a path of its own, a line, or a box. */
export function draw(shape: Shape, id: string): VNode {
	const { k, x, y, w: width, h: height, c = "", t, t2, a, d } = shape;
	if (t !== undefined) {
		const halo = k === "text" && c !== "plate" && c !== "pill" ? " halo" : "";
		const attributes = { class: `c-${c}${halo}`, x, y, "text-anchor": a };
		return h("text", attributes, t, t2 && h("tspan", { class: "q", dx: 5 }, t2));
	}
	const name = `k-${k}`;
	if (d !== undefined) {
		const scale = width === 14 ? "" : ` scale(${n(width / 14)})`;
		return h("path", {
			class: `${name} c-${c}`,
			d,
			transform: `translate(${n(x)} ${n(y)})${scale}`,
		});
	}
	if (width === 0 || height === 0)
		return h("path", { class: name, d: `M${n(x)} ${n(y)}h${n(width)}v${n(height)}` });
	const round = ROUND[k];
	const rx = round === "full" ? height / 2 : round;
	return h("rect", {
		class: name,
		x,
		y,
		width,
		height,
		rx,
		fill: PATTERNS[k] && `url(#${id}-${k})`,
	});
}

const n = (value: number) => Math.round(value * 10) / 10;

/** The picture as the inside of an SVG: frame and plot. The plot is clipped, the flags are not. */
export function picture({ shapes, frame, left, right, height }: Drawing, id: string): VNode[] {
	const group = (key: string, all: Shape[], more: Attributes = {}) =>
		h(
			"g",
			{ key, ...more },
			all.map((one) => draw(one, id)),
		);
	const isFlag = ({ k }: Shape) => k === "flag" || k === "tag" || k === "flagtext";
	const clip = `${id}-clip`;
	return [
		h("clipPath", { id: clip }, h("rect", { x: left, y: 0, width: right - left, height })),
		group(
			"plot",
			shapes.filter((one) => !isFlag(one)),
			{ "clip-path": `url(#${clip})` },
		),
		group("frame", frame),
		group("flags", shapes.filter(isFlag)),
	];
}
