// A closer look at one night, tied to the long view by a band: grace and short gaps get their room.

import { HOUR, localAt } from "./clock.js";
import { draw, patterns, picture } from "./draw.js";
import { layout } from "./layout.js";
import type { House, Thing } from "./model.js";
import type { Drawing, LayoutOptions, Shape, View } from "./shapes.js";
import { selection, targetsOf } from "./targets.js";
import type { FullTimes } from "./times.js";
import { clamped } from "./views.js";
import { h, type VNode } from "./vnode.js";

/** The closer look at a thing: the doors of its guest, a night long. */
export function lensOf(house: House, thing: Thing, options: LayoutOptions): Drawing {
	const isOwn = (other: Thing) =>
		thing.reservationId !== undefined && other.reservationId === thing.reservationId;
	const doors = house.doors.filter(
		({ lockId, things }) => lockId === thing.lockId || things.some(isOwn),
	);
	return layout({ ...house, doors }, closerTo(house, thing), {
		...options,
		folded: new Set(),
		isTight: true,
	});
}

/** The closer look as a figure, with an outline around what is selected. */
export function lensFigure(
	lens: Drawing,
	house: House,
	times: FullTimes,
	selected: string | undefined,
): VNode {
	const local = (at: number) => times.moment(localAt(house.clock, at));
	const range = times.words.range(local(lens.from), local(lens.to));
	const said = targetsOf(lens, house, times).map(({ label }) => label);
	const { width, height } = lens;
	return h(
		"figure",
		{ class: "card fig" },
		h("header", {}, h("h3", {}, times.words.closer), h("p", {}, range)),
		h(
			"svg",
			{
				...{ class: "ls lens", width, height, viewBox: `0 0 ${width} ${height}`, role: "img" },
				"aria-label": `${times.words.closer}: ${range}. ${said.join(". ")}`,
			},
			patterns("lens"),
			picture(lens, "lens"),
			h(
				"g",
				{ "clip-path": "url(#lens-clip)" },
				selection(lens, selected, false).map((one) => draw(one, "lens")),
			),
		),
	);
}

/** Where the closer look lies in the long view. */
export function tieShape(main: Drawing, lens: Drawing): Shape {
	const x = (at: number) =>
		main.left + ((at - main.from) / (main.to - main.from)) * (main.right - main.left);
	const [from, to] = [Math.max(main.left, x(lens.from)), Math.min(main.right, x(lens.to))];
	return {
		k: "tie",
		x: from,
		y: main.top,
		w: Math.max(0, to - from),
		h: main.height - main.top + 20,
	};
}

/** The band between both views, in the gap of the page. */
export function tie(main: Drawing, lens: Drawing, pad: number): VNode {
	const x = (at: number) =>
		pad + main.left + ((at - main.from) / (main.to - main.from)) * (main.right - main.left);
	const inside = (at: number) => Math.max(pad + main.left, Math.min(pad + main.right, at));
	const [a, b] = [inside(x(lens.from)), inside(x(lens.to))];
	const width = main.width + 2 * pad;
	return h(
		"svg",
		{
			class: "tied",
			key: "tie",
			viewBox: `0 0 ${width} 16`,
			preserveAspectRatio: "none",
			"aria-hidden": "true",
		},
		b > a &&
			h("path", { class: "tie", d: `M${a} 0H${b}L${pad + lens.right} 16H${pad + lens.left}z` }),
	);
}

/** A night around a thing: at least 12 hours, at most two days. */
function closerTo(house: House, thing: Thing): View {
	const length = Math.min(thing.to - thing.from, 30 * HOUR);
	const least = Math.max(13 * HOUR, length * 1.5);
	const from = Math.floor((thing.from - (least - length) / 2) / HOUR) * HOUR;
	return clamped(house, { from, to: from + Math.ceil(least / HOUR) * HOUR });
}
