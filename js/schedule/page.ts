// The whole element as a tree: sentence, drawing, closer look, card, legend and words.
import type { Trouble } from "../generated/types.js";
import { card } from "./card.js";
import { chips, head, legend } from "./chrome.js";
import { wallAt } from "./clock.js";
import { draw, hit, patterns, picture } from "./draw.js";
import { foldedDoors } from "./folding.js";
import { type HandMove, moveShapes, moveWords } from "./hand.js";
import { COMPACT_BELOW, inOrder, layout } from "./layout.js";
import { lensFigure, lensOf, tie, tieShape } from "./lens.js";
import type { House } from "./model.js";
import type { Drawing, LayoutOptions, Target, View } from "./shapes.js";
import type { Times } from "./times.js";
import { tip } from "./tip.js";
import { verdictOf } from "./verdict.js";
import { named, type RangeName } from "./views.js";
import { h, type VNode } from "./vnode.js";

const HOUR = 3_600_000;

/** All that the tree depends on. */
export interface PageState {
	house: House;
	times: Times;
	scale: number;
	width: number;
	view: View | undefined;
	range: RangeName | null;
	fold: string | null;
	heading: string;
	hides(part: string): boolean;
	listings: Record<string, string>;
	supposed: readonly Trouble[];
	opened: ReadonlyMap<string, boolean>;
	selected: Target | undefined;
	current: string | undefined;
	hovered: string | undefined;
	move: HandMove | undefined;
	said: string;
	isEditable: boolean;
	isTableOpen: boolean;
	/** The part of the drawing that is on the screen; absent: all of it is made. */
	seen: { top: number; bottom: number } | undefined;
	/** The tables, which are made once for each house, after its first picture. */
	tables: VNode[];
	isLegendOpen: boolean | undefined;
	/** What the card shows, among the targets of a drawing. */
	shown(drawing: Drawing): Target | undefined;
}

export interface Page {
	root: VNode;
	view: View;
	drawing: Drawing;
	current: string | undefined;
	isLegendOpen: boolean;
}

/** The tree, and where it looks. */
export function pageOf(state: PageState): Page {
	const { house, times, scale, width, listings, selected, hides } = state;
	const isNarrow = (width - 48 * scale) / scale < COMPACT_BELOW;
	const pad = (isNarrow ? 16 : 24) * scale;
	const view = state.view ?? named(house, state.range ?? (isNarrow ? "days3" : "days9"));
	const options: LayoutOptions = {
		width: Math.max(120, width - 2 * pad),
		scale,
		times,
		listings,
		folded: foldedDoors(house, state.fold, state.opened),
		selected: selected?.id,
		handles: state.isEditable,
	};
	const drawing = layout(house, view, options);
	const { targets } = drawing;
	const isThere = targets.some(({ id }) => id === state.current);
	const current = isThere
		? state.current
		: (
				targets.find(({ thing }) => thing?.kind === "outside") ??
				targets.find(({ isProblem }) => isProblem) ??
				targets[0]
			)?.id;
	const shown = state.shown(drawing);
	const hasCard = shown !== undefined && !hides("card");
	const lensOptions = {
		...options,
		width: options.width - (hasCard && !isNarrow ? 332 * scale : 0),
	};
	const isLong = view.to - view.from > 30 * HOUR;
	const lens =
		!hides("closer") && isLong && shown?.thing !== undefined
			? lensOf(house, shown.thing, lensOptions)
			: undefined;
	if (lens !== undefined && !isNarrow) {
		drawing.shapes.push(tieShape(drawing, lens));
		inOrder(drawing.shapes);
	}
	const isLegendOpen = state.isLegendOpen ?? !isNarrow;
	const root = h(
		"div",
		{ class: `root${isNarrow ? " narrow" : ""}`, key: "root" },
		head(house, times, {
			heading: state.heading,
			supposed: state.supposed,
			range: rangeName(house, view),
			hides,
		}),
		chips(house, times, state.supposed),
		figure(state, drawing, current),
		lens && !isNarrow && tie(drawing, lens, pad),
		(lens || hasCard) &&
			h(
				"div",
				{ class: "close", key: "close" },
				lens && lensFigure(lens, house, lensOptions),
				hasCard &&
					card(shown, house, times, { isSheet: isNarrow && selected !== undefined, listings }),
			),
		!hides("legend") && foot(times, isLegendOpen, !hides("words"), state.isTableOpen),
		!hides("words") &&
			h(
				"div",
				{ class: state.isTableOpen ? "card words" : "words sr", key: "words" },
				state.tables,
			),
		h("p", { class: "sr", role: "status", key: "status" }, status(state)),
	);
	return { root, view, drawing, current, isLegendOpen };
}

/** What has changed by a hand, said once, with what follows from it. */
function status({ said, house, times }: PageState): string {
	if (said === "") return "";
	const { lead, red } = verdictOf(house, times, []);
	return `${said}. ${red === "" ? lead : red}`;
}

function rangeName(house: House, { from, to }: View): RangeName | undefined {
	return (["night", "days3", "days9", "all"] as const).find((name) => {
		const view = named(house, name);
		return Math.abs(view.from - from) < 1000 && Math.abs(view.to - to) < 1000;
	});
}

function foot(
	{ words }: Times,
	isLegendOpen: boolean,
	hasWords: boolean,
	isTableOpen: boolean,
): VNode {
	const button = (name: string, isOn: boolean, text: string) =>
		h("button", { "data-do": name, "aria-expanded": isOn ? "true" : "false" }, text);
	return h(
		"div",
		{ class: "foot", key: "foot" },
		button("legend", isLegendOpen, words.tools.legend),
		hasWords && button("table", isTableOpen, words.table.title),
		isLegendOpen && legend({ words } as Times),
	);
}

function figure(state: PageState, drawing: Drawing, current: string | undefined): VNode {
	const { house, times, selected, seen } = state;
	const isSeen = ({ y, h: height }: { y: number; h: number }) =>
		seen === undefined || (y <= seen.bottom && y + height >= seen.top);
	const part =
		seen === undefined
			? drawing
			: { ...drawing, shapes: drawing.shapes.filter(isSeen), frame: drawing.frame.filter(isSeen) };
	const { words } = times;
	const folded = drawing.lanes.filter(({ isFolded }) => isFolded).length;
	const [first, last] = [wallAt(house.clock, drawing.from), wallAt(house.clock, drawing.to - 1)];
	const year = new Date(last).getUTCFullYear();
	return h(
		"figure",
		{ class: "card fig", key: "figure" },
		h(
			"header",
			{},
			h("p", {}, `${words.range(times.date(first), times.date(last))} ${year}`),
			house.doors.length > 6 &&
				h(
					"button",
					{ "data-do": folded > 0 ? "fold none" : "fold calm" },
					folded > 0 ? words.tools.unfold : words.tools.fold,
				),
		),
		h(
			"svg",
			{
				class: "ls main",
				key: "svg",
				width: drawing.width,
				height: drawing.height,
				viewBox: `0 0 ${drawing.width} ${drawing.height}`,
				role: "group",
				"aria-label": `${words.schedule}. ${words.keys}`,
			},
			patterns("ls"),
			h("g", { key: "picture", "aria-hidden": "true" }, picture(part, "ls")),
			h(
				"g",
				{ key: "hits" },
				drawing.targets
					.filter((one) => isSeen(one) || one.id === current)
					.map((one) => hit(one, one.id === current, one.id === selected?.id)),
			),
			over(state, drawing),
		),
	);
}

/** What lies over the picture: a move with its tip, or the tip of what is pointed at. */
function over({ move, house, times, hovered }: PageState, drawing: Drawing): VNode | undefined {
	if (move !== undefined) {
		const door = house.doors[move.lane];
		const shapes = moveShapes(move, drawing);
		const handle = shapes.at(-1);
		if (door === undefined || handle === undefined) return undefined;
		const { lead, red } = verdictOf(house, times, []);
		const said = tip(drawing, handle.x + 5, handle.y, handle.y + handle.h, [
			moveWords(move, door, times),
			red === "" ? lead : red,
		]);
		return h(
			"g",
			{ key: "over", "aria-hidden": "true" },
			shapes.map((one) => draw(one, "ls")),
			said,
		);
	}
	const target = drawing.targets.find(({ id }) => id === hovered);
	if (target === undefined) return undefined;
	const [first = "", ...rest] = target.label.split(/, (?!\d)|: |; /);
	return h(
		"g",
		{ key: "over" },
		tip(drawing, target.x + target.w / 2, target.y, target.y + target.h, [first, ...rest]),
	);
}
