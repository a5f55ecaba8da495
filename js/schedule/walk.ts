// Where the arrow keys lead: along time, across rows, from problem to problem.
import type { House } from "./model.js";
import type { Target, View } from "./shapes.js";
import { clamped } from "./views.js";

export type Step =
	| "next"
	| "previous"
	| "up"
	| "down"
	| "first"
	| "last"
	| "problem"
	| "problemBefore";

/** The target that a key leads to from the current one; the targets are in the order of time. */
export function walked(
	targets: readonly Target[],
	current: string | undefined,
	step: Step,
): Target | undefined {
	const place = targets.findIndex(({ id }) => id === current);
	const here = targets[place];
	if (step === "first" || here === undefined) return step === "last" ? targets.at(-1) : targets[0];
	if (step === "last") return targets.at(-1);
	if (step === "next") return targets[place + 1] ?? here;
	if (step === "previous") return targets[place - 1] ?? here;
	if (step === "problem") return targets.slice(place + 1).find(({ isProblem }) => isProblem);
	if (step === "problemBefore")
		return targets
			.slice(0, place)
			.filter(({ isProblem }) => isProblem)
			.at(-1);
	const way = step === "down" ? 1 : -1;
	const beyond = targets.filter(({ line }) => (line - here.line) * way > 0);
	const nearest = Math.min(...beyond.map(({ line }) => (line - here.line) * way));
	const row = beyond.filter(({ line }) => (line - here.line) * way === nearest);
	const apart = (one: Target) => Math.abs(one.x + one.w / 2 - (here.x + here.w / 2));
	return row.sort((a, b) => apart(a) - apart(b))[0] ?? here;
}

/** What lies under a point: a problem before a stay, the smaller before the larger. */
export function targetAt(targets: readonly Target[], x: number, y: number): Target | undefined {
	const hit = targets.filter(
		(one) => one.x <= x && x <= one.x + one.w && one.y <= y && y <= one.y + one.h,
	);
	const rank = (one: Target) => (one.isProblem ? 0 : one.happenings ? 1 : 2);
	return hit.sort((a, b) => rank(a) - rank(b) || a.w - b.w)[0];
}

/** A view of the same width that shows a stretch. */
export function showing(house: House, view: View, { from, to }: View): View {
	const length = view.to - view.from;
	if (from >= view.from && Math.min(to, from + length) <= view.to) return view;
	if (from < view.to && to > view.from && to - from > length / 2) return view;
	return clamped(house, { from: from - length / 3, to: from + (length * 2) / 3 });
}
