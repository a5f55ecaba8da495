// All that is known of what is selected, beside the drawing; on a small screen a sheet from below.

import type { House } from "./model.js";
import { clockWords, eventWords, stateOf } from "./say.js";
import { rangeOf, whoOf } from "./sentence.js";
import type { Target } from "./shapes.js";
import type { FullTimes } from "./times.js";
import { problemsOf } from "./verdict.js";
import { h, type VNode } from "./vnode.js";

export interface CardOptions {
	isSheet: boolean;
	listings: Record<string, string>;
}

/** The card of a target. */
export function card(
	target: Target,
	house: House,
	times: FullTimes,
	options: CardOptions,
): VNode | undefined {
	const door =
		house.doors[target.lane] ?? house.doors.find(({ lockId }) => lockId === target.thing?.lockId);
	if (door === undefined) return undefined;
	const { words } = times;
	const { thing, happenings } = target;
	const close = h(
		"button",
		{ "data-do": "close", class: "square x", "aria-label": words.card.close },
		"×",
	);
	if (thing === undefined) {
		const all = (happenings ?? []).map((one) =>
			h(
				"li",
				{},
				h("span", { class: "two" }, `${times.moment(one.local, door.clock)} `),
				one.kind === "clock" ? clockWords(one, times) : eventWords(one, times),
			),
		);
		return frame(
			"",
			options,
			h("p", { class: "tag" }, door.door, h("span", { class: "nth" }, close)),
			h("ul", {}, all),
		);
	}
	const state = stateOf(thing, house.now);
	const problems = problemsOf(house);
	const place = problems.findIndex((one) => one.thing.id === thing.id);
	const flat = thing.listingId && (options.listings[thing.listingId] ?? thing.listingId);
	const rows: [string, string][] = [
		[words.card.from, thing.cutStart ? "" : times.moment(thing.fromLocal, door.clock)],
		[words.card.until, thing.cutEnd ? "" : times.moment(thing.toLocal, door.clock)],
		[words.card.lasts, times.duration(thing.to - thing.from)],
		[words.card.code, thing.code ?? thing.opens[0]?.code ?? ""],
	];
	for (const piece of thing.opens)
		if (piece.kind === "backup" || piece.kind === "emergency")
			rows.push([
				words.states[piece.kind],
				`${piece.code ?? ""} ${rangeOf({ ...thing, ...piece, kind: "stay" }, door, times)}`,
			]);
	const isSilent = door.things.some(
		({ kind, isUnheard, from, to }) =>
			kind === "silent" && !isUnheard && from < thing.to && thing.from < to,
	);
	const kinds = [
		...(thing.kind === "outside" && isSilent ? ["lock_offline"] : []),
		...thing.because.map(({ kind }) => kind),
	];
	const notes = thing.kind === "stay" ? thing.notes : [];
	const why = [
		...kinds.map((kind) => words.reasons[kind]),
		...notes.map(({ kind }) => words.notes[kind]),
	].filter(Boolean);
	return frame(
		state,
		options,
		h(
			"p",
			{ class: "tag" },
			h("i", { class: `sw sw-${state}`, "aria-hidden": "true" }),
			words.states[state],
			h("span", { class: "nth" }, place >= 0 && `${place + 1} / ${problems.length}`),
			close,
		),
		h("h3", {}, thing.kind === "silent" ? door.door : whoOf(thing, times)),
		h("p", { class: "name" }, [flat, door.door].filter(Boolean).join(", ")),
		h(
			"dl",
			{},
			rows
				.filter(([, said]) => said !== "")
				.map(([name, said]) => h("div", {}, h("dt", {}, name), h("dd", {}, said))),
		),
		why.length > 0 && h("p", { class: "why" }, [...new Set(why)].join(" ")),
		problems.length > 1 && h("p", {}, h("button", { "data-do": "next" }, words.card.next)),
	);
}

function frame(
	state: string,
	{ isSheet }: CardOptions,
	...children: Parameters<typeof h>[2][]
): VNode {
	return h(
		"aside",
		{ key: "card", class: `card details s-${state}${isSheet ? " sheet" : ""}` },
		...children,
	);
}
