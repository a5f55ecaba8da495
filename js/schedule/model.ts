// What a preview or a forecast says, in the terms of the drawing: doors, rows, and things with a
// beginning and an end. Nothing here knows of pixels or words.
import type {
	Certainty,
	Forecast,
	Lane,
	Preview,
	Reason,
	Span,
	WindowNote,
} from "../generated/types.js";
import { checkData } from "./check.js";
import { type Clock, clockOf, localAt } from "./clock.js";
import { eventsOf, type Happening } from "./events.js";
import { join } from "./join.js";

/** What a schedule is drawn from. */
export interface ScheduleData {
	/** What `preview` or `forecast` gave. */
	data: Preview | Forecast;
	/** What `preview` gave for the time before, up to where `data` begins. */
	past?: Preview | undefined;
}

/** Times on the clock of a door, in milliseconds and as the data writes them. */
export interface Stretch {
	from: number;
	to: number;
	fromLocal: string;
	toLocal: string;
}

/** A code that opens for a while. */
export interface Piece extends Stretch {
	kind: "opens" | "backup" | "emergency" | "visit";
	certainty: Certainty;
	code?: string | undefined;
}

export type ThingKind = "stay" | "visit" | "outside" | "over" | "silent";

/** Something with a beginning and an end that can be looked at. */
export interface Thing extends Stretch {
	id: string;
	kind: ThingKind;
	lockId: string;
	/** The row of its lane; -1 for the strip. */
	row: number;
	reservationId?: string | undefined;
	visitId?: string | undefined;
	name?: string | undefined;
	listingId?: string | undefined;
	code?: string | undefined;
	because: Reason[];
	notes: WindowNote[];
	/** Of a stay: what opens for it, its grace, and when its guest is outside. */
	opens: Piece[];
	grace: Stretch[];
	outside: Stretch[];
	/** Whether it goes on before or after the data. */
	cutStart: boolean;
	cutEnd: boolean;
	/** Whether another stay of the same flat is booked at the same time. */
	isDouble: boolean;
	/** Of a silence: whether nobody knows, or the lock is known to be silent. */
	isUnheard?: boolean;
}

export interface Row {
	listingId?: string | undefined;
	/** The first row of a listing carries its name. */
	isFirst: boolean;
	isVisits: boolean;
}

/** A door. */
export interface Door {
	lockId: string;
	door: string;
	listingIds: string[];
	clock: Clock;
	rows: Row[];
	things: Thing[];
	happenings: Happening[];
	battery: { from: number; to: number; percent: number }[];
	backups: { at: number; left: number }[];
}

/** The whole house. */
export interface House {
	from: number;
	to: number;
	now: number;
	/** Whether what lies after `now` is a forecast. */
	isForecast: boolean;
	clock: Clock;
	doors: Door[];
}

/** Reads the data. */
export function houseOf({ data, past }: ScheduleData): House {
	checkData("data", data);
	if (past !== undefined) checkData("past", past);
	const isForecast = "preview" in data;
	const ahead = isForecast ? data.preview : data;
	const whole = past === undefined ? ahead : join(past, ahead);
	const range = { from: Date.parse(whole.from), to: Date.parse(whole.to) };
	const clocks = new Map<string, Clock>();
	const doors = whole.lanes.map((lane) => {
		const { timeZone } = lane;
		const clock =
			clocks.get(timeZone) ?? clockOf(whole.lanes.filter((one) => one.timeZone === timeZone));
		clocks.set(timeZone, clock);
		return doorOf(lane, clock, range, eventsOf(lane, isForecast ? data.notices : [], clock));
	});
	// A street door comes first: whoever stands there gets no further.
	doors.sort((a, b) => b.listingIds.length - a.listingIds.length);
	const clock = doors[0]?.clock ?? { offset: 0, changes: [] };
	return { ...range, now: Date.parse(whole.now), isForecast, clock, doors };
}

function doorOf(
	lane: Lane,
	clock: Clock,
	range: { from: number; to: number },
	happenings: Happening[],
): Door {
	const { lockId, door, listingIds } = lane;
	const spans = mergedSpans(lane.spans);
	const thing = (kind: ThingKind, span: Span, row: number, more: Partial<Thing> = {}): Thing => {
		const holder = span.reservationId ?? span.visitId ?? span.codeId;
		const id = [lockId, kind, holder, span.from].join("|");
		const times = stretch(span);
		return {
			...{ ...span, ...times, id, kind, lockId, row },
			...{ opens: [], grace: [], outside: [], isDouble: false },
			cutStart: times.from <= range.from,
			cutEnd: times.to >= range.to,
			...more,
		};
	};
	const { rows, placed } = placeStays(
		spans.filter(({ kind }) => kind === "stay"),
		listingIds,
	);
	const stays = placed.map(({ span, row, isDouble }) => thing("stay", span, row, { isDouble }));
	const visitRow = rows.length;
	const things = [...stays];
	for (const span of spans) {
		const { kind } = span;
		const stay = closest(stays, span);
		if (kind === "grace") stay?.grace.push(stretch(span));
		else if (kind === "uncovered") {
			stay?.outside.push(stretch(span));
			things.push(thing("outside", span, stay?.row ?? visitRow));
		} else if (kind === "over_open")
			things.push(thing("over", span, stay?.row ?? rowOfListing(rows, span) ?? visitRow));
		else if (kind === "visit")
			things.push(thing("visit", span, visitRow, { opens: [piece(span, "visit")] }));
		else if (kind !== "stay") {
			if (stay !== undefined) {
				stay.opens.push(piece(span, kind));
				if (kind === "opens") stay.code ??= span.code;
			} else things.push(thing("visit", span, visitRow, { opens: [piece(span, "opens")] }));
		}
	}
	if (things.some(({ row }) => row === visitRow)) rows.push({ isFirst: true, isVisits: true });
	for (const span of silences(lane, clock))
		things.push(thing("silent", span, -1, { isUnheard: span.certainty === "none" }));
	things.sort((a, b) => a.from - b.from || a.to - b.to);
	const battery = lane.strip.flatMap(({ from, to, batteryPercent: percent }) =>
		percent === undefined ? [] : [{ from: Date.parse(from), to: Date.parse(to), percent }],
	);
	const backups = lane.backupsLeft.map(({ at, left }) => ({ at: Date.parse(at), left }));
	return { lockId, door, listingIds, clock, rows, things, happenings, battery, backups };
}

const stretch = ({ from, to, fromLocal, toLocal }: Span): Stretch => ({
	...{ from: Date.parse(from), to: Date.parse(to), fromLocal, toLocal },
});

const piece = (span: Span, kind: Piece["kind"]): Piece => ({ ...span, ...stretch(span), kind });

/** Neighbours of equal state, holder and code as one. Instants of one form sort as text. */
export function mergedSpans(spans: Span[]): Span[] {
	const last = new Map<string, Span>();
	const merged: Span[] = [];
	for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
		const { kind, certainty, reservationId, visitId, codeId } = span;
		const key = [kind, certainty, reservationId, visitId, codeId].join("|");
		const before = last.get(key);
		if (before !== undefined && before.to >= span.from) {
			if (span.to > before.to) Object.assign(before, { to: span.to, toLocal: span.toLocal });
			const known = before.because.map((one) => one.kind);
			const news = span.because.filter((one) => !known.includes(one.kind));
			before.because = [...before.because, ...news];
			if (before.notes.length === 0) before.notes = span.notes;
		} else {
			const copy = { ...span };
			last.set(key, copy);
			merged.push(copy);
		}
	}
	return merged;
}

/** A row for each listing, and one more for each stay that is booked over another. */
function placeStays(stays: Span[], listingIds: string[]) {
	const rows: Row[] = [];
	const placed: { span: Span; row: number; isDouble: boolean }[] = [];
	for (const listingId of new Set([...listingIds, ...stays.map((stay) => stay.listingId)])) {
		const own = stays
			.filter((span) => span.listingId === listingId)
			.map((span) => ({ span, from: Date.parse(span.from), to: Date.parse(span.to) }));
		if (listingId === undefined && own.length === 0) continue;
		const first = rows.length;
		rows.push({ listingId, isFirst: true, isVisits: false });
		const ends: number[] = [];
		for (const one of own) {
			let track = ends.findIndex((end) => end <= one.from);
			if (track < 0) track = ends.length;
			ends[track] = one.to;
			if (first + track >= rows.length) rows.push({ listingId, isFirst: false, isVisits: false });
			const isDouble = own.some(
				(other) => other !== one && other.from < one.to && one.from < other.to,
			);
			placed.push({ span: one.span, row: first + track, isDouble });
		}
	}
	return { rows, placed };
}

/** The stay of the same booking that a span touches, or is nearest to. */
function closest(stays: Thing[], span: Span): Thing | undefined {
	if (span.reservationId === undefined || span.kind === "stay") return undefined;
	const { from, to } = stretch(span);
	const apart = (stay: Thing) => Math.max(0, stay.from - to, from - stay.to);
	return stays
		.filter((stay) => stay.reservationId === span.reservationId)
		.sort((a, b) => apart(a) - apart(b))[0];
}

function rowOfListing(rows: Row[], { listingId }: Span): number | undefined {
	const row = rows.findIndex((one) => listingId !== undefined && one.listingId === listingId);
	return row < 0 ? undefined : row;
}

/** When a lock is silent, or nothing has been heard of it, as spans of nobody. */
function silences(lane: Lane, clock: Clock): Span[] {
	const found: Span[] = [];
	const local = (at: string) => localAt(clock, Date.parse(at));
	for (const { from, to, reachability } of lane.strip) {
		if (reachability === "online") continue;
		const certainty = reachability === "offline" ? "confirmed" : "none";
		const before = found.at(-1);
		if (before !== undefined && before.to === from && before.certainty === certainty)
			Object.assign(before, { to, toLocal: local(to) });
		else
			found.push({
				...{ kind: "grace", certainty, from, to, because: [], notes: [] },
				...{ fromLocal: local(from), toLocal: local(to) },
			});
	}
	return found;
}
