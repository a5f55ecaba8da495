// A preview of the time before, and what comes after it, as one.
import type { Lane, Preview } from "../generated/types.js";
import { localAt, offsetOf } from "./clock.js";

/** What `before` knows up to where `ahead` begins, and `ahead`. */
export function join(before: Preview, ahead: Preview): Preview {
	const edge = Date.parse(ahead.from);
	const lanes = ahead.lanes.map((lane) => {
		const old = before.lanes.find(({ lockId }) => lockId === lane.lockId);
		return old === undefined ? lane : joinLanes(old, lane, edge, ahead.from);
	});
	const from = Date.parse(before.from) < edge ? before.from : ahead.from;
	return { ...ahead, from, lanes };
}

function joinLanes(old: Lane, lane: Lane, edge: number, from: string): Lane {
	const isBefore = (at: string) => Date.parse(at) < edge;
	/** What begins before the edge; from there on, the later half has it. */
	const cut = <Part extends { from: string; to: string }>(parts: Part[]) =>
		parts
			.filter((part) => isBefore(part.from))
			.map((part) => (isBefore(part.to) ? part : { ...part, to: from }));
	const local = lane.spans.find((span) => Date.parse(span.from) === edge)?.fromLocal;
	const spans = cut(old.spans).map((span) => {
		if (isBefore(span.to)) return span;
		const clock = { offset: offsetOf(span.toLocal), changes: [] };
		return { ...span, toLocal: local ?? localAt(clock, edge) };
	});
	const left = old.backupsLeft.filter(({ at }) => isBefore(at));
	const last = left.at(-1)?.left;
	return {
		...lane,
		spans: [...spans, ...lane.spans],
		marks: [...old.marks.filter(({ at }) => isBefore(at)), ...lane.marks],
		strip: [...cut(old.strip), ...lane.strip],
		backupsLeft: [...left, ...lane.backupsLeft.filter((one, at) => at > 0 || one.left !== last)],
	};
}
