// What stands around and over the picture as a tree: tools, chips, targets, tip, closer look, card,
// legend and words.
import { card } from "./card.js";
import { chips, foot, tools } from "./chrome.js";
import { draw } from "./draw.js";
import { isLarge } from "./folding.js";
import { type HandMove, moveShapes, moveWords } from "./hand.js";
import { inOrder } from "./layout.js";
import { lensFigure, lensOf, tie, tieShape } from "./lens.js";
import type { House } from "./model.js";
import type { Added, Drawn, Front } from "./parts.js";
import type { Drawing, Target } from "./shapes.js";
import { hit, selection } from "./targets.js";
import type { FullTimes } from "./times.js";
import { tip } from "./tip.js";
import { verdictOf } from "./verdict.js";
import { h, type VNode } from "./vnode.js";

const HOUR = 3_600_000;

/** What the tree depends on, beside the drawing. */
export interface Touch {
	front: Front;
	times: FullTimes;
	targets: readonly Target[];
	/** What the card shows. */
	shown: Target | undefined;
	selected: string | undefined;
	current: string | undefined;
	hovered: string | undefined;
	move: HandMove | undefined;
	said: string;
	isEditable: boolean;
	isTableOpen: boolean;
	isLegendOpen: boolean;
	/** The tables, which are made once for each house. */
	tables: VNode[];
}

/** What is added to a drawing. */
export function added(touch: Touch, drawn: Drawn): Added {
	const { front, times, shown, selected, isLegendOpen, isTableOpen } = touch;
	const { drawing, options, isNarrow, pad } = drawn;
	const { house, listings } = front;
	const hasCard = shown !== undefined && !front.hides("card");
	const beside = hasCard && !isNarrow ? 332 * drawing.scale : 0;
	const lensOptions = { ...options, width: options.width - beside };
	const isLong = drawing.to - drawing.from > 30 * HOUR;
	const lens =
		!front.hides("closer") && isLong && shown?.thing !== undefined
			? lensOf(house, shown.thing, lensOptions)
			: undefined;
	const hasTie = lens !== undefined && !isNarrow;
	if (hasTie) {
		drawing.shapes.push(tieShape(drawing, lens));
		inOrder(drawing.shapes);
	}
	const hasWords = !front.hides("words");
	return {
		tools: !front.hides("tools") && tools(times, house, drawing),
		chips: chips(house, times, front.supposed),
		fold: isLarge(house) && foldButton(drawing, times),
		label: `${times.words.schedule}. ${times.words.keys}`,
		over: over(touch, drawn),
		below: [
			hasTie && tie(drawing, lens, pad),
			(lens || hasCard) &&
				h(
					"div",
					{ class: "close", key: "close" },
					lens && lensFigure(lens, house, times, selected),
					hasCard &&
						card(shown, house, times, { isSheet: isNarrow && selected !== undefined, listings }),
				),
			!front.hides("legend") && foot(times, isLegendOpen, hasWords, isTableOpen),
			hasWords &&
				h("div", { class: isTableOpen ? "card words" : "words sr", key: "words" }, touch.tables),
			h("p", { class: "sr", role: "status", key: "status" }, status(touch.said, house, times)),
		],
	};
}

function foldButton({ lanes }: Drawing, { words }: FullTimes): VNode {
	const isFolded = lanes.some((lane) => lane.isFolded);
	return h(
		"button",
		{ "data-do": isFolded ? "fold none" : "fold calm" },
		isFolded ? words.tools.unfold : words.tools.fold,
	);
}

/** What has changed by a hand, said once, with what follows from it. */
const status = (said: string, house: House, times: FullTimes): string =>
	said && `${said}. ${consequence(house, times)}`;

function consequence(house: House, times: FullTimes): string {
	const { lead, red } = verdictOf(house, times, []);
	return red === "" ? lead : red;
}

/** What lies over the picture: what is selected, the targets, a move or a tip. */
function over(touch: Touch, { drawing, isSeen }: Drawn): (VNode | undefined)[] {
	const { targets, current, selected, move } = touch;
	const outline = selection(drawing, selected, touch.isEditable).map((one) => draw(one, "ls"));
	return [
		h("g", { key: "selected", "aria-hidden": "true", "clip-path": "url(#ls-clip)" }, outline),
		h(
			"g",
			{ key: "hits" },
			targets
				.filter((one) => isSeen(one) || one.id === current)
				.map((one) => hit(one, one.id === current, one.id === selected)),
		),
		move === undefined ? tipOf(touch, drawing) : moving(touch, move, drawing),
	];
}

function moving({ front, times }: Touch, move: HandMove, drawing: Drawing): VNode | undefined {
	const { house } = front;
	const door = house.doors[move.lane];
	const shapes = moveShapes(move, drawing);
	const handle = shapes.at(-1);
	if (door === undefined || handle === undefined) return undefined;
	const said = [moveWords(move, door, times), consequence(house, times)];
	return h(
		"g",
		{ key: "over", "aria-hidden": "true" },
		shapes.map((one) => draw(one, "ls")),
		tip(drawing, handle.x + 5, handle.y, handle.y + handle.h, said),
	);
}

function tipOf({ targets, hovered }: Touch, drawing: Drawing): VNode | undefined {
	const target = targets.find(({ id }) => id === hovered);
	if (target === undefined) return undefined;
	const said = target.label.split(/, (?!\d)|: |; /);
	const { x, y, w, h: height } = target;
	return h("g", { key: "over" }, tip(drawing, x + w / 2, y, y + height, said));
}
