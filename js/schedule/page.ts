// The first picture as a tree: the sentence and the drawing, and around them what the rest adds.
// What it adds above the drawing has its room from the beginning, so that nothing moves.
import { wallAt } from "./clock.js";
import { patterns, picture } from "./draw.js";
import { foldedDoors, isLarge } from "./folding.js";
import { COMPACT_BELOW, layout } from "./layout.js";
import type { Added, Front, Rest } from "./parts.js";
import type { Drawing, LayoutOptions, View } from "./shapes.js";
import { verdictOf } from "./verdict.js";
import { named, type RangeName } from "./views.js";
import { h, type VNode } from "./vnode.js";

/** Where the tree is looked at. */
export interface Sight {
	scale: number;
	view: View | undefined;
	/** The part of the drawing that is on the screen, from top to bottom. */
	seen: View;
}

export interface Page {
	root: VNode;
	view: View;
	drawing: Drawing;
}

/** The tree, and where it looks. */
export function pageOf(front: Front, { scale, view: given, seen }: Sight, rest?: Rest): Page {
	const { host, house, times, listings } = front;
	const width = host.clientWidth || 800;
	const isNarrow = width / scale - 48 < COMPACT_BELOW;
	const pad = (isNarrow ? 16 : 24) * scale;
	const range = host.getAttribute("range") as RangeName | null;
	const view = given ?? named(house, range ?? (isNarrow ? "days3" : "days9"));
	const options: LayoutOptions = {
		...{ width: Math.max(120, width - 2 * pad), scale, times, listings, details: rest?.details },
		folded: foldedDoors(house, host.getAttribute("fold"), front.opened),
	};
	const drawing = layout(house, view, options);
	const isSeen = ({ y, h }: { y: number; h: number }) => y <= seen.to && y + h >= seen.from;
	const added = rest?.add({ drawing, options, isNarrow, pad, isSeen });
	const [shapes, frame] = [drawing.shapes.filter(isSeen), drawing.frame.filter(isSeen)];
	const root = h(
		"div",
		{ class: `root${isNarrow ? " narrow" : ""}`, key: "root" },
		h(
			"div",
			{ class: "head", key: "head" },
			!front.hides("verdict") && verdict(front),
			added ? added.tools : !front.hides("tools") && h("div", { class: "tools" }),
		),
		added ? added.chips : front.supposed.length > 0 && h("div", { class: "chips" }),
		figure(front, { ...drawing, shapes, frame }, added),
		added?.below,
	);
	return { root, view, drawing };
}

function verdict({ host, house, times, supposed }: Front): VNode {
	const { lead, red, more } = verdictOf(house, times, supposed);
	const heading = host.getAttribute("heading") ?? "";
	return h(
		"div",
		{ class: "verdict" },
		heading && h("p", { class: "name" }, heading),
		h("h2", {}, lead, red && [" ", h("em", {}, red)]),
		h("p", {}, more),
	);
}

function figure({ house, times }: Front, drawing: Drawing, added: Added | undefined): VNode {
	const { words } = times;
	const { width, height } = drawing;
	const [first, last] = [wallAt(house.clock, drawing.from), wallAt(house.clock, drawing.to - 1)];
	const dates = words.range(times.date(first), times.date(last));
	return h(
		"figure",
		{ class: "card fig", key: "figure" },
		h(
			"header",
			{ class: isLarge(house) ? "large" : undefined },
			h("p", {}, `${dates} ${new Date(last).getUTCFullYear()}`),
			added?.fold,
		),
		h(
			"svg",
			{
				...{ class: "ls main", key: "svg", width, height, viewBox: `0 0 ${width} ${height}` },
				...{ role: "group", "aria-label": added?.label ?? words.schedule },
				// Until there is more to focus, the keys move the picture itself.
				tabindex: added ? undefined : 0,
			},
			patterns("ls"),
			h("g", { key: "picture", "aria-hidden": "true" }, picture(drawing, "ls")),
			added?.over,
		),
	);
}
