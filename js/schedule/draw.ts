// From shapes to elements. Each kind has its form here; its colours are in the styles.

import { LOW } from "./layout-strip.js";
import { type Drawing, GLYPHS, type Shape, type ShapeKind, type Target } from "./shapes.js";
import { h, type VNode } from "./vnode.js";
import type { EventKind } from "./words.js";

/** The states that are drawn by a pattern. */
const PATTERNS = new Set<ShapeKind>([
	"grace",
	"accepted",
	"pending",
	"backup",
	"emergency",
	"outside",
	"over",
	"silent",
]);

const LINES = new Set<ShapeKind>([
	"grid",
	"faint",
	"hairline",
	"stepbase",
	"answers",
	"unheard",
	"now",
	"ghost",
	"gap",
	"lost",
]);

const ROUND: Partial<Record<ShapeKind, number>> = {
	stay: 4,
	outside: 3,
	plate: 4,
	flag: 4,
	selected: 6,
	handle: 5,
};

/** The patterns of the states, with names that begin with `id`. */
export function patterns(id: string): VNode {
	const rect = (width: number, height: number, name: string) =>
		h("rect", { width, height, class: `f-${name}` });
	const dots = (size: number, r: number, name: string) =>
		h("circle", { cx: size / 2, cy: size / 2, r, class: `f-${name}` });
	const pattern = (name: string, size: number, turn: number, ...marks: VNode[]) =>
		h(
			"pattern",
			{
				id: `${id}-${name}`,
				width: size,
				height: size,
				patternUnits: "userSpaceOnUse",
				patternTransform: turn === 0 ? undefined : `rotate(${turn})`,
			},
			marks,
		);
	return h(
		"defs",
		{},
		pattern("accepted", 6, 45, rect(3.4, 6, "open")),
		pattern("pending", 6, 0, dots(6, 1.4, "open")),
		pattern("grace", 4, 45, rect(1, 4, "edge")),
		pattern(
			"outside",
			7,
			45,
			rect(7, 7, "outside"),
			rect(1.4, 7, "on-outside"),
			rect(7, 1.4, "on-outside"),
		),
		pattern("over", 6, 0, rect(6, 6, "over"), dots(6, 1.2, "over-dot")),
		pattern("silent", 5, 0, rect(2.4, 5, "silent")),
		pattern("backup", 9, 0, rect(7.2, 9, "backup")),
		pattern(
			"emergency",
			6,
			0,
			rect(3.4, 6, "backup"),
			h("rect", { y: 2, width: 6, height: 2, class: "f-backup" }),
		),
	);
}

/** A shape as an element. */
export function draw(shape: Shape, id: string): VNode {
	const { k, x, y, w, h: height, c, t, t2, a, d } = shape;
	const name = `k-${k}`;
	if (k === "text" || k === "flagtext") {
		const halo = k === "text" && c !== "plate" && c !== "pill" ? " halo" : "";
		const anchor = a === undefined ? undefined : a;
		const classes = `${(c ?? "")
			.split(" ")
			.map((one) => (one === "call" ? one : `c-${one}`))
			.join(" ")}${halo}`;
		return h(
			"text",
			{ class: classes, x, y, "text-anchor": anchor },
			t ?? "",
			t2 && h("tspan", { class: "q", dx: 5 }, t2),
		);
	}
	if (k === "battery") return battery(x, y, w, height);
	if (k === "seam")
		return h("path", { class: name, d: `M${n(x)} ${n(y)}v${n(height)}m3 0v${n(-height)}` });
	if (k === "step") return h("path", { class: name, d });
	if (LINES.has(k)) return h("path", { class: name, d: `M${n(x)} ${n(y)}h${n(w)}v${n(height)}` });
	if (k === "ring" || k === "dot") return h("circle", { class: name, cx: x, cy: y, r: w });
	if (k === "glyph" || k === "low") {
		const [glyph, more] = (c ?? "").split(" ");
		const path = GLYPHS[k === "low" ? "low" : (glyph as EventKind)];
		const classes = [name, `c-${glyph}`, more].filter(Boolean).join(" ");
		const size = w / 14;
		return h("path", {
			class: classes,
			d: path,
			transform: `translate(${n(x)} ${n(y)})${size === 1 ? "" : ` scale(${n(size)})`}`,
		});
	}
	const rx = k === "pill" || k === "tag" ? height / 2 : ROUND[k];
	return h("rect", {
		class: name,
		x,
		y,
		width: Math.max(0, w),
		height,
		rx,
		fill: PATTERNS.has(k) ? `url(#${id}-${k})` : undefined,
	});
}

const n = (value: number) => Math.round(value * 10) / 10;

function battery(x: number, y: number, percent: number, scale: number): VNode {
	const fill = percent <= LOW ? "bat-l" : "bat-f";
	return h(
		"g",
		{ transform: `translate(${n(x)} ${n(y)}) scale(${n(scale)})` },
		h("rect", { x: 0.5, y: 0.5, width: 20, height: 9, rx: 2, class: "bat-o" }),
		h("rect", { x: 2, y: 2, width: (17 * Math.min(100, percent)) / 100, height: 6, class: fill }),
		h("rect", { x: 21, y: 3, width: 2, height: 4, class: fill }),
	);
}

/** The picture as the inside of an SVG: frame and plot. The plot is clipped, the flags are not. */
export function picture(drawing: Drawing, id: string): VNode[] {
	const { shapes, frame, left, right, height } = drawing;
	const isFlag = ({ k }: Shape) => k === "flag" || k === "tag" || k === "flagtext";
	const clip = h(
		"clipPath",
		{ id: `${id}-clip` },
		h("rect", { x: left, y: 0, width: right - left, height }),
	);
	return [
		clip,
		h(
			"g",
			{ key: "plot", "clip-path": `url(#${id}-clip)` },
			shapes.filter((one) => !isFlag(one)).map((one) => draw(one, id)),
		),
		h(
			"g",
			{ key: "frame" },
			frame.map((one) => draw(one, id)),
		),
		h(
			"g",
			{ key: "flags" },
			shapes.filter(isFlag).map((one) => draw(one, id)),
		),
	];
}

/** A target as an element that can be focused. */
export function hit(target: Target, isCurrent: boolean, isSelected: boolean): VNode {
	const { id, x, y, w, h: height, label, isProblem } = target;
	return h(
		"g",
		{
			key: id,
			class: "hit",
			role: "button",
			tabindex: isCurrent ? 0 : -1,
			"data-id": id,
			"aria-label": label,
			"aria-pressed": isSelected ? "true" : "false",
			"data-problem": isProblem || undefined,
		},
		h("rect", { x, y, width: w, height, rx: 4 }),
	);
}
