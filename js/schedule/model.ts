// What a preview or a forecast says, in the terms of the drawing: doors, rows, and things with a
// beginning and an end. Nothing here knows of pixels or words.
import { guarded } from "../core/guard.js";
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
export const houseOf = guarded(({ data, past }: ScheduleData): House => {
	checkData("data", data);
	if (past !== undefined) checkData("past", past);
	const ahead = "preview" in data ? data.preview : data;
	const whole = past === undefined ? ahead : join(past, ahead);
	const [from, to] = [Date.parse(whole.from), Date.parse(whole.to)];
	const clocks = new Map<string, Clock>();
	for (const { timeZone } of whole.lanes)
		if (!clocks.has(timeZone))
			clocks.set(timeZone, clockOf(whole.lanes.filter((lane) => lane.timeZone === timeZone)));
	const notices = "preview" in data ? data.notices : [];
	const doors = whole.lanes.map((lane) => {
		const clock = clocks.get(lane.timeZone) ?? { offset: 0, changes: [] };
		return doorOf(lane, clock, { from, to }, eventsOf(lane, notices, clock));
	});
	// A street door comes first: whoever stands there gets no further.
	doors.sort((a, b) => b.listingIds.length - a.listingIds.length);
	return {
		from,
		to,
		now: Date.parse(whole.now),
		isForecast: "preview" in data,
		clock: doors[0]?.clock ?? { offset: 0, changes: [] },
		doors,
	};
});

function doorOf(
	lane: Lane,
	clock: Clock,
	range: { from: number; to: number },
	happenings: Happening[],
): Door {
	const spans = mergedSpans(lane.spans);
	const thing = (kind: ThingKind, span: Span, row: number): Thing => ({
		...stretch(span),
		id: [
			lane.lockId,
			kind,
			span.reservationId ?? span.visitId ?? span.codeId ?? "",
			span.from,
		].join("|"),
		kind,
		lockId: lane.lockId,
		row,
		reservationId: span.reservationId,
		visitId: span.visitId,
		name: span.name,
		listingId: span.listingId,
		code: span.code,
		because: span.because,
		notes: span.notes,
		opens: [],
		grace: [],
		outside: [],
		cutStart: Date.parse(span.from) <= range.from,
		cutEnd: Date.parse(span.to) >= range.to,
		isDouble: false,
	});
	const of = (kind: Span["kind"]) => spans.filter((span) => span.kind === kind);
	const { rows, placed } = placeStays(of("stay"), lane.listingIds);
	const stays = placed.map(({ span, row, isDouble }) => ({
		...thing("stay", span, row),
		isDouble,
	}));
	const stayOf = (span: Span) => closest(stays, span);
	for (const span of spans) {
		const stay = stayOf(span);
		if (stay === undefined) continue;
		if (span.kind === "grace") stay.grace.push(stretch(span));
		if (span.kind === "uncovered") stay.outside.push(stretch(span));
		if (span.kind === "opens" || span.kind === "backup" || span.kind === "emergency") {
			stay.opens.push(piece(span, span.kind));
			if (span.kind === "opens") stay.code ??= span.code;
		}
	}
	const extra: Thing[] = [];
	const visitRow = rows.length;
	const busy: Span[] = [];
	const freeRow = (span: Span) => {
		busy.push(span);
		return visitRow;
	};
	for (const span of spans) {
		const stay = stayOf(span);
		if (span.kind === "uncovered") extra.push(thing("outside", span, stay?.row ?? freeRow(span)));
		else if (span.kind === "over_open")
			extra.push(thing("over", span, stay?.row ?? rowOfListing(rows, span) ?? freeRow(span)));
		else if (span.kind === "visit")
			extra.push({ ...thing("visit", span, freeRow(span)), opens: [piece(span, "visit")] });
		else if (stay === undefined && span.kind !== "stay" && span.kind !== "grace") {
			// The stay itself lies outside of the data.
			extra.push({ ...thing("visit", span, freeRow(span)), opens: [piece(span, "opens")] });
		}
	}
	if (busy.length > 0) rows.push({ isFirst: true, isVisits: true });
	const silent = silences(lane, clock).map((span) => ({
		...thing("silent", span, -1),
		isUnheard: span.certainty === "none",
	}));
	const things = [...stays, ...extra, ...silent].sort((a, b) => a.from - b.from || a.to - b.to);
	return {
		lockId: lane.lockId,
		door: lane.door,
		listingIds: lane.listingIds,
		clock,
		rows,
		things,
		happenings,
		battery: lane.strip.flatMap(({ from, to, batteryPercent: percent }) =>
			percent === undefined ? [] : [{ from: Date.parse(from), to: Date.parse(to), percent }],
		),
		backups: lane.backupsLeft.map(({ at, left }) => ({ at: Date.parse(at), left })),
	};
}

const stretch = ({ from, to, fromLocal, toLocal }: Span): Stretch => ({
	from: Date.parse(from),
	to: Date.parse(to),
	fromLocal,
	toLocal,
});

const piece = (span: Span, kind: Piece["kind"]): Piece => ({
	...stretch(span),
	kind,
	certainty: span.certainty,
	code: span.code,
});

/** Neighbours of equal state, holder and code as one. Instants of one form sort as text. */
export function mergedSpans(spans: Span[]): Span[] {
	const last = new Map<string, Span>();
	const merged: Span[] = [];
	for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
		const key = [span.kind, span.certainty, span.reservationId, span.visitId, span.codeId].join(
			"|",
		);
		const before = last.get(key);
		if (before !== undefined && before.to >= span.from) {
			if (span.to > before.to) Object.assign(before, { to: span.to, toLocal: span.toLocal });
			const known = new Set(before.because.map(({ kind }) => kind));
			before.because = [...before.because, ...span.because.filter(({ kind }) => !known.has(kind))];
			before.notes = before.notes.length > 0 ? before.notes : span.notes;
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
	const ids = [...new Set([...listingIds, ...stays.map(({ listingId }) => listingId)])];
	const rows: Row[] = [];
	const placed: { span: Span; row: number; isDouble: boolean }[] = [];
	for (const listingId of ids) {
		const ends: number[] = [];
		const own = stays.filter((span) => span.listingId === listingId);
		if (listingId === undefined && own.length === 0) continue;
		const first = rows.length;
		rows.push({ listingId, isFirst: true, isVisits: false });
		for (const span of own) {
			const [from, to] = [Date.parse(span.from), Date.parse(span.to)];
			let track = ends.findIndex((end) => end <= from);
			if (track < 0) track = ends.length;
			if (track > 0 && track >= ends.length && track + first >= rows.length)
				rows.push({ listingId, isFirst: false, isVisits: false });
			ends[track] = to;
			const isDouble = own.some(
				(other) => other !== span && Date.parse(other.from) < to && from < Date.parse(other.to),
			);
			placed.push({ span, row: first + track, isDouble });
		}
	}
	return { rows, placed };
}

/** The stay of the same booking that a span touches, or is nearest to. */
function closest(stays: Thing[], span: Span): Thing | undefined {
	if (span.reservationId === undefined || span.kind === "stay") return undefined;
	const [from, to] = [Date.parse(span.from), Date.parse(span.to)];
	let [best, distance] = [undefined as Thing | undefined, Number.POSITIVE_INFINITY];
	for (const stay of stays) {
		if (stay.reservationId !== span.reservationId) continue;
		const apart = Math.max(0, stay.from - to, from - stay.to);
		if (apart < distance) [best, distance] = [stay, apart];
	}
	return best;
}

function rowOfListing(rows: Row[], span: Span): number | undefined {
	const row = rows.findIndex(
		({ listingId }) => listingId !== undefined && listingId === span.listingId,
	);
	return row < 0 ? undefined : row;
}

/** When a lock is silent, or nothing has been heard of it, as spans of nobody. */
function silences(lane: Lane, clock: Clock): Span[] {
	const found: Span[] = [];
	for (const { from, to, reachability } of lane.strip) {
		if (reachability === "online") continue;
		const certainty = reachability === "offline" ? "confirmed" : "none";
		const before = found.at(-1);
		if (before !== undefined && before.to === from && before.certainty === certainty) {
			before.to = to;
			before.toLocal = localOf(clock, to);
			continue;
		}
		found.push({
			kind: "grace",
			certainty,
			from,
			to,
			fromLocal: localOf(clock, from),
			toLocal: localOf(clock, to),
			because: [],
			notes: [],
		});
	}
	return found;
}

const localOf = (clock: Clock, at: string) => localAt(clock, Date.parse(at));
