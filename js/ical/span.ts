// The days of an event, as it writes them or as its listing's clock shows them.

import ICAL from "ical.js";
import type { RawEvent } from "./feed.js";

/** The days of a stay, with times of day where they count. */
export interface Span {
	arrival: string;
	/** The day after the last night. */
	departure: string;
	checkIn: string | undefined;
	checkOut: string | undefined;
	/** Whether the end is a guess. */
	oneNightAssumed: boolean;
}

/** Why an event has no days. */
export type NoSpan =
	| "unreadable"
	| "ends_before_start"
	| "no_night"
	| "time_zone_needed"
	| "year_out_of_range";

/** How times of day are taken. */
export interface Clock {
	/** An instant as `YYYY-MM-DDTHH:MM` in the listing's zone; `undefined` where nobody told the zone. */
	toLocal: ((instant: Date) => string) | undefined;
	/** Whether the times of day of events count. */
	keepTimes: boolean;
}

/** The days of an event, or why it has none. */
export function readSpan(event: RawEvent, clock: Clock): Span | NoSpan {
	const start = readMoment(event.properties.get("dtstart"));
	if (start === undefined) return "unreadable";
	const end = readEnd(event, start);
	if (end === "unreadable") return end;
	// One and the same day as first and as last is how some exporters write one night.
	const oneNightAssumed = end === undefined || (start.time === undefined && start.day === end.day);
	const moments = localize(start, oneNightAssumed ? undefined : end, clock);
	if (moments === undefined) return "time_zone_needed";
	const [from, to] = moments;

	// The last minute of a day is how some exporters write its end.
	const late = to?.time === "23:59";
	const departure = addDays(to?.day ?? from.day, to === undefined || late ? 1 : 0);
	const checkIn = clock.keepTimes && from.time !== "00:00" ? from.time : undefined;
	const checkOut = clock.keepTimes && !late && to?.time !== "00:00" ? to?.time : undefined;
	const span = { arrival: from.day, departure, checkIn, checkOut, oneNightAssumed };
	return fault(span, (to?.time ?? "") < (from.time ?? "")) ?? span;
}

function fault(
	{ arrival, departure, checkIn, checkOut }: Span,
	timesSwapped: boolean,
): NoSpan | undefined {
	// Windows are exact in these years (W2).
	if ([arrival, departure].some((day) => day < "2020-01-01" || day > "2099-12-31"))
		return "year_out_of_range";
	if (departure !== arrival) return departure < arrival ? "ends_before_start" : undefined;
	if (timesSwapped) return "ends_before_start";
	return checkIn === undefined || checkOut === undefined || checkIn >= checkOut
		? "no_night"
		: undefined;
}

/** A day, with a time of day where it is not a whole one. */
interface Moment {
	day: string;
	time: string | undefined;
	utc: boolean;
}

function readMoment(value: string | undefined): Moment | undefined {
	// A day without VALUE=DATE comes out of ical.js as a day with an empty time.
	const shape = /^(\d{4}-\d\d-\d\d)(?:T(?:(\d\d:\d\d):(?:\d\d)?(Z?)|::))?$/;
	const [, day, time, utc] = shape.exec(value ?? "") ?? [];
	if (day === undefined || addDays(day, 0) !== day) return undefined;
	if (time !== undefined && (time > "23:59" || time.slice(3) > "59")) return undefined;
	return { day, time, utc: utc === "Z" };
}

function readEnd(
	{ properties, broken }: RawEvent,
	start: Moment,
): Moment | undefined | "unreadable" {
	if (properties.has("dtend")) return readMoment(properties.get("dtend")) ?? "unreadable";
	if (broken.has("dtend")) return "unreadable";
	const duration = properties.get("duration");
	return duration === undefined ? undefined : addDuration(start, duration);
}

function addDuration(start: Moment, text: string): Moment | "unreadable" {
	let seconds: number;
	try {
		seconds = ICAL.Duration.fromString(text).toSeconds();
	} catch {
		return "unreadable";
	}
	if (Math.abs(seconds) > 366 * 86_400) return "unreadable";
	if (start.time === undefined)
		return { ...start, day: addDays(start.day, Math.ceil(seconds / 86_400)) };
	const end = new Date(Date.parse(`${start.day}T${start.time}:00Z`) + seconds * 1000).toISOString();
	return { day: end.slice(0, 10), time: end.slice(11, 16), utc: start.utc };
}

/** Both edges by the listing's clock; a time without Z is what that clock shows, whatever zone it names. */
function localize(
	start: Moment,
	end: Moment | undefined,
	{ toLocal }: Clock,
): [Moment, Moment?] | undefined {
	const edges: [Moment, Moment?] = end === undefined ? [start] : [start, end];
	// Midnights of UTC are how some exporters write whole days.
	if (edges.every((edge) => !edge?.utc || edge.time === "00:00")) return edges;
	if (toLocal === undefined) return undefined;
	return edges.map((edge) => {
		if (!edge?.utc) return edge;
		const local = toLocal(new Date(`${edge.day}T${edge.time}:00Z`));
		return { day: local.slice(0, 10), time: local.slice(11, 16), utc: false };
	}) as [Moment, Moment?];
}

/** The day so many days later; no text where `day` is none. */
export function addDays(day: string, days: number): string {
	const start = Date.parse(`${day}T00:00:00Z`);
	return Number.isNaN(start) ? "" : new Date(start + days * 86_400_000).toISOString().slice(0, 10);
}

/** How many nights lie between two days. */
export function nights(arrival: string, departure: string): number {
	return (Date.parse(departure) - Date.parse(arrival)) / 86_400_000;
}
