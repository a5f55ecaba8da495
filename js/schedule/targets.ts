// What can be focused, pointed at and tapped: each place of a drawing, with a sentence.
import type { House } from "./model.js";
import { eventsSentence, sentenceOf } from "./say.js";
import type { Drawing, Place, Target } from "./shapes.js";
import type { FullTimes } from "./times.js";
import { h, type VNode } from "./vnode.js";

/** The least size of what a pointer has to hit, and of a silence. */
const [HIT, SLIM] = [24, 6];

/** The targets of a drawing, in the order of time. */
export function targetsOf(drawing: Drawing, house: House, times: FullTimes): Target[] {
	const doors = new Map(house.doors.map((door) => [door.lockId, door]));
	return drawing.places
		.flatMap((place) => {
			const { thing, happenings = [], lane } = place;
			const door = doors.get(drawing.lanes[lane]?.lockId ?? "");
			const [first] = happenings;
			if (door === undefined) return [];
			const size = sizeOf(drawing, place);
			if (thing !== undefined) {
				const { id, from } = thing;
				const label = sentenceOf(thing, door, house.now, times);
				return [{ ...place, ...size, id, from, label, isProblem: isProblem(place) }];
			}
			if (first === undefined) return [];
			const label = eventsSentence(happenings, door, times);
			return [
				{ ...place, ...size, id: `events|${first.id}`, from: first.at, label, isProblem: false },
			];
		})
		.sort((a, b) => a.from - b.from || a.line - b.line);
}

/** Red and amber are hit before the stay that they lie on, and a little beside it, too. */
const isProblem = ({ thing }: Place) => thing?.kind === "outside" || thing?.kind === "over";

/** Where a place is hit: large enough, and inside of the plot. */
function sizeOf({ left, right, scale }: Drawing, place: Place) {
	const least = HIT * scale;
	const inside = (x: number) => Math.max(left, Math.min(right, x));
	const [from, to] = [inside(place.x), inside(place.x + place.w)];
	const narrowest =
		isProblem(place) || !place.thing ? least : place.thing.kind === "silent" ? SLIM * scale : 1;
	const w = Math.max(to - from, narrowest);
	const h = Math.max(place.h, least);
	const x = Math.max(left, Math.min(right - w, (from + to - w) / 2));
	return { x, y: place.y - (h - place.h) / 2, w, h };
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

/** The outline of what is selected, and handles at the edges of a stay that can be moved. */
export function selection(drawing: Drawing, selected: string | undefined, hasHandles: boolean) {
	const isIt = ({ thing, happenings }: Place) =>
		(thing?.id ?? `events|${happenings?.[0]?.id}`) === selected;
	return drawing.places.filter(isIt).flatMap(({ x, y, w, h: height, thing }) => {
		const outline = { k: "selected" as const, x: x - 4, y: y - 4, w: w + 8, h: height + 8 };
		if (thing?.kind !== "stay" || !hasHandles) return [outline];
		const edges = [...(thing.cutStart ? [] : [x]), ...(thing.cutEnd ? [] : [x + w])];
		const u = (length: number) => length * drawing.scale;
		const handles = edges.map((edge) => ({
			...{ k: "handle" as const, x: edge - u(5), y: y + u(5), w: u(10), h: u(26) },
		}));
		return [...handles, outline];
	});
}
