// The parts around the drawing: the tools, the chips, the legend.
import type { Trouble } from "../generated/types.js";
import { localAt } from "./clock.js";
import type { House } from "./model.js";
import { GLYPHS, type View } from "./shapes.js";
import type { FullTimes } from "./times.js";
import { named, type RangeName } from "./views.js";
import { h, type VNode } from "./vnode.js";
import type { EventKind, State } from "./words.js";

const RANGES: RangeName[] = ["night", "days3", "days9", "all"];

/** Buttons for the part of the time that is shown. */
export function tools({ words }: FullTimes, house: House, view: View): VNode {
	const { tools: said } = words;
	const range = rangeName(house, view);
	const button = (name: string, label: string, text: string) =>
		h("button", { "data-do": name, class: "square", "aria-label": label }, text);
	return h(
		"div",
		{ class: "row tools" },
		h(
			"div",
			{ class: "seg", role: "group", "aria-label": said.range },
			RANGES.map((name) =>
				h(
					"button",
					{ "data-do": `range ${name}`, "aria-pressed": name === range ? "true" : "false" },
					said[name],
				),
			),
		),
		button("out", said.out, "−"),
		button("in", said.in, "+"),
		h("button", { "data-do": "now" }, said.now),
	);
}

function rangeName(house: House, { from, to }: View): RangeName | undefined {
	return RANGES.find((name) => {
		const view = named(house, name);
		return Math.abs(view.from - from) < 1000 && Math.abs(view.to - to) < 1000;
	});
}

/** What is supposed, each with a cross that takes it back. */
export function chips(
	house: House,
	times: FullTimes,
	supposed: readonly Trouble[],
): VNode | undefined {
	if (supposed.length === 0) return undefined;
	const { words } = times;
	const all = supposed.map((trouble, place) => {
		const door = house.doors.find(({ lockId }) => lockId === trouble.lockId);
		const clock = door?.clock ?? house.clock;
		const at = (text: string) => times.short(localAt(clock, Date.parse(text)));
		const range =
			trouble.to === undefined
				? words.from(at(trouble.from))
				: words.range(at(trouble.from), at(trouble.to));
		const said = `${door?.door ?? trouble.lockId} ${words.troubles[trouble.kind]}, ${range}`;
		return h(
			"li",
			{ class: "chip" },
			trouble.kind === "silent" && h("i", { class: "sw sw-silent", "aria-hidden": "true" }),
			said,
			h("button", { "data-do": `forget ${place}`, "aria-label": `${words.forget}: ${said}` }, "×"),
		);
	});
	return h(
		"div",
		{ class: "row", key: "chips" },
		h("span", { class: "two" }, words.suppose),
		h("ul", { class: "row" }, all),
	);
}

const STATES: State[] = [
	"stay",
	"grace",
	"confirmed",
	"accepted",
	"pending",
	"backup",
	"emergency",
	"none",
	"outside",
	"over",
	"silent",
];
const EVENTS: EventKind[] = [
	"told",
	"host",
	"changed",
	"put",
	"gone",
	"checks",
	"denied",
	"reveal",
];

/** What the drawing means. */
function legend({ words }: FullTimes): VNode {
	const glyph = (kind: EventKind) =>
		h(
			"svg",
			{ class: "gl", viewBox: "0 0 14 14", "aria-hidden": "true" },
			h("path", { d: GLYPHS[kind] }),
		);
	return h(
		"ul",
		{ class: "legend", "aria-label": words.tools.legend },
		STATES.map((state) =>
			h("li", {}, h("i", { class: `sw sw-${state}`, "aria-hidden": "true" }), words.states[state]),
		),
		EVENTS.map((kind) => h("li", {}, glyph(kind), words.events[kind])),
	);
}

/** The buttons below the drawing, and what it means. */
export function foot(
	times: FullTimes,
	isLegendOpen: boolean,
	hasWords: boolean,
	isTableOpen: boolean,
): VNode {
	const { words } = times;
	const button = (name: string, isOn: boolean, text: string) =>
		h("button", { "data-do": name, "aria-expanded": isOn ? "true" : "false" }, text);
	return h(
		"div",
		{ class: "foot", key: "foot" },
		button("legend", isLegendOpen, words.tools.legend),
		hasWords && button("table", isTableOpen, words.table.title),
		isLegendOpen && legend(times),
	);
}
