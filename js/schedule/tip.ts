// A tip beside what is pointed at, drawn in the picture itself: no inline style is needed for it.
import { lines, widthOf } from "./fit.js";
import type { Drawing } from "./shapes.js";
import { h, type VNode } from "./vnode.js";

/** A tip of a bold line and quiet ones, above `y` where there is room, else below it. */
export function tip(drawing: Drawing, x: number, y: number, below: number, said: string[]): VNode {
	const u = (length: number) => length * drawing.scale;
	const most = Math.min(u(300), drawing.width - u(24));
	const [first = "", ...rest] = said;
	const bold = lines(first, most, u(12), true);
	const quiet = rest.flatMap((text) => lines(text, most, u(11)));
	const width =
		Math.max(
			...bold.map((text) => widthOf(text, u(12), true)),
			...quiet.map((text) => widthOf(text, u(11))),
		) + u(24);
	const height = (bold.length + quiet.length) * u(16) + u(14);
	const start = Math.max(0, Math.min(drawing.width - width, x - width / 2));
	const top = y - height - u(8) < -u(40) ? below + u(8) : y - height - u(8);
	return h(
		"g",
		{ class: "tip", key: "tip", "aria-hidden": "true", "pointer-events": "none" },
		h("rect", { x: start, y: top, width, height, rx: 6 }),
		[...bold, ...quiet].map((text, place) =>
			h(
				"text",
				{
					class: place < bold.length ? "tip-1" : "tip-2",
					x: start + u(12),
					y: top + u(19) + place * u(16),
				},
				text,
			),
		),
	);
}
