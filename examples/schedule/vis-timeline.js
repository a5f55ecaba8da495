// The same data in vis-timeline, for those who have one already. It draws bars of one kind: what
// opens and what should are rows of their own, and nothing tells a code that is sent from one that
// is not.
import { DataSet, Timeline } from "vis-timeline/standalone";

/** Doors as groups, spans as items. */
export function itemsOf({ lanes }) {
	const groups = lanes.flatMap(({ lockId, door }) => [
		{ id: `${lockId} should`, content: `${door}, should` },
		{ id: `${lockId} does`, content: `${door}, does` },
	]);
	const items = lanes.flatMap(({ lockId, spans }) =>
		spans.map((span, place) => ({
			id: `${lockId} ${place}`,
			group: `${lockId} ${["stay", "grace"].includes(span.kind) ? "should" : "does"}`,
			content: span.name ?? span.kind,
			title: `${span.kind}, ${span.fromLocal} to ${span.toLocal}`,
			className: `${span.kind} ${span.certainty}`,
			start: span.from,
			end: span.to,
		})),
	);
	return { groups, items };
}

/** Shows a night in a page. */
export function show({ data }, where) {
	const { groups, items } = itemsOf(data.preview);
	return new Timeline(where, new DataSet(items), new DataSet(groups), { stack: false });
}
