// The keyboard: one stop for Tab, arrows within.
import type { Controller } from "./controller.js";
import { firstBrush, movedTo, snapped } from "./hand.js";
import { viewByKey } from "./views.js";
import type { Step } from "./walk.js";

const STEPS: Record<string, Step> = {
	ArrowRight: "next",
	ArrowLeft: "previous",
	ArrowUp: "up",
	ArrowDown: "down",
	Home: "first",
	End: "last",
	n: "problem",
	p: "problemBefore",
};
const MINUTE = 60_000;

/** Does what a key says; whether it said something. */
export function press(event: KeyboardEvent, controller: Controller): boolean {
	if (event.ctrlKey || event.metaKey) return false;
	const { move, house, view } = controller;
	const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
	if (move !== undefined) {
		const way = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
		if (way !== 0) {
			const step = event.altKey ? 1 : event.shiftKey ? 60 : 15;
			controller.setMove(
				movedTo(move, house, snapped(move.at + way * step * MINUTE, event.altKey)),
			);
		} else if (key === "Enter") controller.keepMove();
		else if (key === "Escape") controller.setMove(undefined);
		else return false;
		return true;
	}
	if (event.altKey) return false;
	const current = controller.current();
	const shown = viewByKey(event, house, view, middle(controller));
	if (shown !== undefined) {
		controller.glide(shown);
		return true;
	}
	const step = STEPS[key];
	if (step !== undefined) controller.walk(step);
	else if (key === "Enter" || key === " ") controller.select(current);
	else if (key === "Escape") controller.select(undefined);
	else if (
		(key === "e" || key === "s") &&
		controller.isEditable &&
		current?.thing?.kind === "stay"
	) {
		const { thing, lane } = current;
		const isEnd = key === "e";
		if (isEnd ? thing.cutEnd : thing.cutStart) return true;
		const was = isEnd ? thing.to : thing.from;
		controller.setMove({ kind: "edge", edge: isEnd ? "end" : "start", thing, was, at: was, lane });
	} else if (key === "x" && controller.isPaintable && current !== undefined) {
		const lock = controller.drawing.lanes[current.lane]?.lockId;
		if (lock !== undefined) controller.setMove(firstBrush(lock, current.lane, current.from, house));
	} else return false;
	return true;
}

/** Where a zoom by keys holds on to: the current thing, if it is in view. */
function middle(controller: Controller): number | undefined {
	const { from, to } = controller.view;
	const at = controller.current()?.from;
	return at !== undefined && at >= from && at <= to ? at : undefined;
}
