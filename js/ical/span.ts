// The days of an event, as the event writes them or as the listing's clock shows them.

import ICAL from "ical.js";
import type { RawEvent } from "./feed.js";

/** The days of a stay, with times of day if they count. */
export interface Span {
	arrival: string;
	/** The day after the last night. */
	departure: string;
	checkIn: string | undefined;
	checkOut: string | undefined;
	/** Whether the end is an assumption. */
	oneNightAssumed: boolean;
}

/** Why an event has no days. */
export type NoSpan =
	| "unreadable"
	| "ends_before_start"
	| "no_night"
	| "time_zone_needed"
	| "year_out_of_range";

/** How times of day are read. */
export interface Clock {
	/** An instant as `YYYY-MM-DDTHH:MM` in the listing's zone; absent if the zone is not given. */
	toLocal: ((instant: Date) => string) | undefined;
	/** Whether the times of day in events count. */
	keepTimes: boolean;
}

/** The days of an event, or why it has none. */
export function readSpan(event: RawEvent, clock: Clock): Span | NoSpan {
	const start = readMoment(event.properties.get("dtstart"));
	if (start === undefined) return "unreadable";
	const end = readEnd(event, start);
	if (end === "unreadable") return end;
	// Some exporters write one night as an event that ends on its first day.
	const oneNightAssumed = end === undefined || (start.time === undefined && start.day === end.day);
	const moments = localize(start, oneNightAssumed ? undefined : end, clock);
	if (moments === undefined) return "time_zone_needed";
	const [from, to] = moments;

	// Some exporters write the end of a day as its last minute.
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
	// Time zones are exact in these years.
	if ([arrival, departure].some((day) => day < "2020-01-01" || day > "2099-12-31"))
		return "year_out_of_range";
	if (departure !== arrival) return departure < arrival ? "ends_before_start" : undefined;
	if (timesSwapped) return "ends_before_start";
	return checkIn === undefined || checkOut === undefined || checkIn >= checkOut
		? "no_night"
		: undefined;
}

/** A whole day, or a day with a time of day. */
interface Moment {
	day: string;
	time: string | undefined;
	utc: boolean;
}

function readMoment(value: string | undefined): Moment | undefined {
	// ical.js reads a day without VALUE=DATE as a day with an empty time.
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

/** Both edges on the listing's clock. A time without Z is on that clock, whatever its zone says. */
function localize(
	start: Moment,
	end: Moment | undefined,
	{ toLocal }: Clock,
): [Moment, Moment?] | undefined {
	const edges: [Moment, Moment?] = end === undefined ? [start] : [start, end];
	// Some exporters write whole days as midnights in UTC.
	if (edges.every((edge) => !edge?.utc || edge.time === "00:00")) return edges;
	if (toLocal === undefined) return undefined;
	return edges.map((edge) => {
		if (!edge?.utc) return edge;
		const local = toLocal(new Date(`${edge.day}T${edge.time}:00Z`));
		return { day: local.slice(0, 10), time: local.slice(11, 16), utc: false };
	}) as [Moment, Moment?];
}

/** The day `days` later, or an empty text if `day` is not a day. */
export function addDays(day: string, days: number): string {
	const start = Date.parse(`${day}T00:00:00Z`);
	return Number.isNaN(start) ? "" : new Date(start + days * 86_400_000).toISOString().slice(0, 10);
}

/** The number of nights between two days. */
export function nights(arrival: string, departure: string): number {
	return (Date.parse(departure) - Date.parse(arrival)) / 86_400_000;
}
