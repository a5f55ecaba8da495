// What a pointer is over: an instant, the edge of a stay, the strip of a lock.
import type { Controller } from "./controller.js";
import { type HandMove, snapped } from "./hand.js";
import type { View } from "./shapes.js";

const GRIP = 6;
const FINGER = 22;

/** A point of the picture. */
export interface Point {
	x: number;
	y: number;
}

/** The instant at a place of the picture. */
export function timeAt(controller: Controller, x: number, view: View = controller.view): number {
	const { left, right } = controller.drawing;
	return view.from + ((x - left) / (right - left)) * (view.to - view.from);
}

/** The edge of a stay, or the strip, under a point. */
export function gripAt(
	controller: Controller,
	point: Point,
	isFinger: boolean,
): HandMove | undefined {
	const { drawing } = controller;
	const lane = drawing.lanes.findIndex((box) => box.y <= point.y && point.y < box.y + box.h);
	const box = drawing.lanes[lane];
	if (box === undefined || box.isFolded || point.x < drawing.left) return undefined;
	return edgeAt(controller, point, { lane, lockId: box.lockId, isFinger }) ?? brushAt();

	function brushAt(): HandMove | undefined {
		if (box === undefined || !controller.isPaintable) return undefined;
		const isOnStrip = point.y >= box.strip - 8 && point.y <= box.strip + 16;
		const time = timeAt(controller, point.x);
		if (!isOnStrip || time < controller.house.now) return undefined;
		const at = snapped(time, false);
		return { kind: "brush", lockId: box.lockId, anchor: at, at, lane };
	}
}

/** The edge of a stay under a point. A finger takes those of the stay that is selected alone. */
function edgeAt(
	{ drawing, targets, isEditable, selected }: Controller,
	{ x, y }: Point,
	{ lane, lockId, isFinger }: { lane: number; lockId: string; isFinger: boolean },
): HandMove | undefined {
	if (!isEditable) return undefined;
	const reach = isFinger ? FINGER : GRIP;
	const perMillisecond = (drawing.right - drawing.left) / (drawing.to - drawing.from);
	for (const { thing, y: top, h } of targets) {
		if (thing?.kind !== "stay" || thing.lockId !== lockId || y < top || y > top + h) continue;
		if (isFinger && selected !== thing.id) continue;
		for (const [edge, at, isCut] of [
			["end", thing.to, thing.cutEnd],
			["start", thing.from, thing.cutStart],
		] as const) {
			const place = drawing.left + (at - drawing.from) * perMillisecond;
			if (!isCut && Math.abs(place - x) <= reach)
				return { kind: "edge", edge, thing, was: at, at, lane };
		}
	}
	return undefined;
}
