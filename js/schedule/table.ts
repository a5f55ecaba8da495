// The same in words: what the drawing shows, as rows. For screen readers, for print, and for
// whoever likes to read.
import type { Door, House, Thing } from "./model.js";
import { doesOpen, eventWords, stateOf } from "./say.js";
import { rangeOf, whoOf } from "./sentence.js";
import type { FullTimes } from "./times.js";
import { h, type VNode } from "./vnode.js";
import type { State } from "./words.js";

/** A row of the first table. */
export interface WordRow {
	/** The id of the thing that it tells of; the drawing has a target of that id. */
	id: string;
	door: string;
	who: string;
	code: string;
	should: string;
	does: string;
	state: State;
	says: string;
}

/** A row of the second table. */
export interface EventRow {
	/** Where the same happens at the same time: a guest of two doors is told once. */
	doors: string[];
	when: string;
	what: string;
}

/** Everything with a beginning and an end, door by door. */
export function wordRows(
	house: House,
	times: FullTimes,
	listings: Record<string, string>,
): WordRow[] {
	return house.doors.flatMap((door) =>
		door.things
			.filter((thing) => !thing.isUnheard)
			.map((thing) => wordRow(thing, door, house, times, listings)),
	);
}

function wordRow(
	thing: Thing,
	door: Door,
	house: House,
	times: FullTimes,
	listings: Record<string, string>,
): WordRow {
	const { words, duration } = times;
	const state = stateOf(thing, house.now);
	const lasts = duration(thing.to - thing.from);
	const flat = (thing.listingId && listings[thing.listingId]) ?? thing.listingId;
	const isStreet = door.listingIds.length > 1;
	const who = thing.kind === "silent" ? "" : whoOf(thing, times);
	const isOwed = thing.kind === "stay" || thing.kind === "visit";
	const says = [words.states[state]];
	if (thing.kind === "stay" && state === "outside")
		says.push(duration(thing.outside.reduce((sum, { from, to }) => sum + to - from, 0)));
	else if (!isOwed) says.push(lasts);
	if (thing.isDouble) says.push(words.doubly);
	const grace = thing.grace.find(({ from }) => from >= thing.to);
	const should = isOwed ? rangeOf(thing, door, times) : "";
	return {
		id: thing.id,
		door: door.door,
		who: isStreet && flat && who ? `${who}, ${flat}` : who,
		code: thing.code ?? thing.opens.find(({ code }) => code)?.code ?? "",
		should: grace ? `${should} (+ ${duration(grace.to - grace.from)})` : should,
		does:
			thing.kind === "silent"
				? rangeOf(thing, door, times)
				: doesOpen(thing, door, house.now, times),
		state,
		says: says.join(", "),
	};
}

/** Everything that happens at one instant, in time. */
export function eventRows(house: House, times: FullTimes): EventRow[] {
	const all = house.doors.flatMap((door) =>
		door.happenings.map((one) => ({
			at: one.at,
			doors: [door.door],
			when: times.moment(one.local, door.clock),
			what: eventWords(one, times),
		})),
	);
	const rows: EventRow[] = [];
	for (const { doors, when, what } of all.sort((a, b) => a.at - b.at)) {
		const same = rows.find(
			(row) => row.when === when && row.what === what && !row.doors.includes(doors[0] ?? ""),
		);
		if (same === undefined) rows.push({ doors, when, what });
		else same.doors.push(...doors);
	}
	return rows;
}

/** Both tables. */
export function tables(house: House, times: FullTimes, listings: Record<string, string>): VNode[] {
	const { table } = times.words;
	const rows = wordRows(house, times, listings);
	const head = (...names: string[]) =>
		h(
			"thead",
			{},
			h(
				"tr",
				{},
				names.map((name) => h("th", { scope: "col" }, name)),
			),
		);
	let before = "";
	const body = rows.map((row) => {
		const isNew = row.door !== before;
		before = row.door;
		const cell = (name: string, text: string) => h("td", { "data-h": name }, text);
		return h(
			"tr",
			{ class: isNew ? "new" : undefined, key: row.id },
			h(
				"th",
				{ scope: "row", class: "door" },
				isNew ? row.door : h("span", { class: "sr" }, row.door),
			),
			h("td", {}, row.who),
			cell(table.code, row.code),
			cell(table.should, row.should),
			cell(table.does, row.does),
			h(
				"td",
				{ class: `st s-${row.state}` },
				h("i", { class: `sw sw-${row.state}`, "aria-hidden": "true" }),
				row.says,
			),
		);
	});
	if (rows.length === 0) return [h("p", {}, table.nothing)];
	const events = eventRows(house, times).map((row) =>
		h("tr", {}, h("td", {}, row.when), h("td", {}, row.doors.join(", ")), h("td", {}, row.what)),
	);
	return [
		h(
			"table",
			{},
			h("caption", {}, table.title),
			head(table.door, table.who, table.code, table.should, table.does, table.state),
			h("tbody", {}, body),
		),
		h(
			"table",
			{ class: "events" },
			h("caption", {}, table.happens),
			head(table.when, table.door, table.what),
			h("tbody", {}, events),
		),
	];
}
