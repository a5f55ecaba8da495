// A preview of the time before, and what comes after it, as one.
import type { Lane, Preview } from "../generated/types.js";

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
	const cut = <Part extends { from: string; to: string }>(parts: Part[]) =>
		parts
			.filter((part) => isBefore(part.from))
			.map((part) => (isBefore(part.to) ? part : { ...part, to: from }));
	const spans = old.spans.filter((span) => isBefore(span.from));
	// A span that goes on beyond the edge is taken from there on by the later half.
	const kept = spans.map((span) => {
		if (Date.parse(span.to) <= edge) return span;
		const next = lane.spans.find(
			({ kind, codeId, reservationId, from }) =>
				kind === span.kind &&
				codeId === span.codeId &&
				reservationId === span.reservationId &&
				Date.parse(from) === edge,
		);
		return {
			...span,
			to: from,
			toLocal: next?.fromLocal ?? lane.spans[0]?.fromLocal ?? span.toLocal,
		};
	});
	const left = old.backupsLeft.filter(({ at }) => isBefore(at));
	return {
		...lane,
		spans: [...kept, ...lane.spans],
		marks: [...old.marks.filter(({ at }) => isBefore(at)), ...lane.marks],
		strip: [...cut(old.strip), ...lane.strip],
		backupsLeft: [
			...left,
			...lane.backupsLeft.filter(({ left: now }, place) => place > 0 || now !== left.at(-1)?.left),
		],
	};
}
