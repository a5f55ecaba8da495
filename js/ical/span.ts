// The days of events, as they write them or as the listing's clock shows them. All events of a feed
// are converted together, so that the rules are called a few times and not for each event.

import { addDays } from "./days.js";
import type { RawEvent } from "./feed.js";
import { type Moment, readEnd, readMoment } from "./moment.js";
import { instants, localTimes, type Zones } from "./zones.js";

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
	/** The listing's zone, if it is known. */
	timeZone: string | undefined;
	/** Whether the times of day in events count. */
	keepTimes: boolean;
	/** Whether a whole day at the end is the last night, and not the day after. */
	endsOnLastNight: boolean;
}

/** Start and end of an event; the end is missing where one night is assumed. */
type Edges = [Moment, Moment?];

/** The days of each event, or why it has none. */
export function readSpans(events: RawEvent[], clock: Clock, zones: Zones): (Span | NoSpan)[] {
	const edges = events.map((event) => readEdges(event, clock, zones));
	const local = localize(edges, clock.timeZone);
	return local.map((both) => (typeof both === "string" ? both : toSpan(both, clock)));
}

function readEdges(event: RawEvent, clock: Clock, zones: Zones): Edges | NoSpan {
	const start = readMoment(event, "dtstart", zones);
	if (start === undefined) return "unreadable";
	const end = readEnd(event, start, zones);
	if (end === "unreadable") return end;
	// Some exporters write one night as an event that ends on its first day.
	const isWhole = end !== undefined && isDay(start) && isDay(end);
	const isOneDay = isWhole && start.day === end.day;
	if (end === undefined || (isOneDay && !clock.endsOnLastNight)) return [start];
	return [start, clock.endsOnLastNight && isWhole ? { ...end, day: addDays(end.day, 1) } : end];
}

/** Both edges of each event on the listing's clock. */
function localize(events: (Edges | NoSpan)[], timeZone: string | undefined): (Edges | NoSpan)[] {
	const asked = events.map((edges) => (typeof edges === "string" ? [] : needed(edges, timeZone)));
	const all = asked.flat();
	if (timeZone === undefined) {
		const isOff = asked.map((edges) => edges.some(({ zone }) => zone === "utc"));
		return events.map((edges, at) => {
			if (typeof edges === "string") return edges;
			return isOff[at] ? "time_zone_needed" : (edges.map(onOneClock) as Edges);
		});
	}
	const at = instants(
		all.map(({ day, time, zone }) => ({
			local: `${day}T${time}`,
			zone: zone ?? { name: timeZone },
		})),
	).map((instant, place) =>
		instant === undefined ? undefined : instant + (all[place]?.plusSeconds ?? 0) * 1000,
	);
	const texts = localTimes(at, timeZone);
	const starts = dayStarts(texts, timeZone);
	const found = new Map<Moment, Moment | undefined>();
	for (const [place, moment] of all.entries()) {
		const text = texts[place];
		const day = text?.slice(0, 10);
		// A midnight that a clock change skips is the start of its day.
		const isStart = day !== undefined && starts.get(day) === at[place];
		found.set(
			moment,
			text === undefined
				? undefined
				: {
						...{ ...moment, zone: undefined },
						...{ day: text.slice(0, 10), time: isStart ? "00:00" : text.slice(11) },
					},
		);
	}
	return events.map((edges) => {
		if (typeof edges === "string") return edges;
		const moved = edges.map((edge) => (edge && found.has(edge) ? found.get(edge) : edge));
		return moved.some((edge, place) => edge === undefined && edges[place] !== undefined)
			? "year_out_of_range"
			: (moved as Edges);
	});
}

/** Whether a moment is a whole day. Some exporters write it as midnight in UTC. */
function isDay({ time, zone, plusSeconds }: Moment): boolean {
	return time === undefined || (zone === "utc" && time === "00:00" && plusSeconds === 0);
}

/** The moments of an event that are to be converted. */
function needed(edges: Edges, timeZone: string | undefined): Moment[] {
	const both = edges.filter((edge) => edge !== undefined);
	if (both.every(isDay)) return [];
	return both.filter(({ zone, time, plusSeconds }) => {
		if (time === undefined) return false;
		const isHere =
			zone === undefined || (zone !== "utc" && "name" in zone && zone.name === timeZone);
		return !isHere || plusSeconds !== 0;
	});
}

/** A time without the listing's zone, on the one clock that there is. */
function onOneClock(moment: Moment | undefined): Moment | undefined {
	if (!moment?.plusSeconds) return moment;
	const start = Date.parse(`${moment.day}T${moment.time}:00Z`);
	const end = new Date(start + moment.plusSeconds * 1000).toISOString();
	return { ...moment, day: end.slice(0, 10), time: end.slice(11, 16) };
}

/** The first instant of each day of which a text names one of the first two hours. */
function dayStarts(
	texts: (string | undefined)[],
	timeZone: string,
): Map<string, number | undefined> {
	const early = texts.flatMap((text) =>
		text !== undefined && text.slice(11) > "00:00" && text.slice(11) <= "02:00"
			? [text.slice(0, 10)]
			: [],
	);
	const days = [...new Set(early)];
	const zone = { name: timeZone };
	const found = instants(days.map((day) => ({ local: `${day}T00:00`, zone })));
	return new Map(days.map((day, place) => [day, found[place]]));
}

function toSpan([from, end]: Edges, { keepTimes, endsOnLastNight }: Clock): Span | NoSpan {
	const to = endsOnLastNight
		? dayAfter(from, end)
		: end?.day === from.day
			? notBare(from, end)
			: end;
	// Some exporters write the end of a day as its last minute.
	const late = to?.time === "23:59";
	const departure = addDays(to?.day ?? from.day, to === undefined || late ? 1 : 0);
	const checkIn = keepTimes && from.time !== "00:00" ? from.time : undefined;
	const checkOut = keepTimes && !late && to?.time !== "00:00" ? to?.time : undefined;
	const oneNightAssumed = to === undefined;
	const span = { arrival: from.day, departure, checkIn, checkOut, oneNightAssumed };
	return fault(span, (to?.time ?? "") < (from.time ?? "")) ?? span;
}

/** The day after the last night, where both edges are midnights of the listing's clock. */
function dayAfter(from: Moment, to: Moment | undefined): Moment | undefined {
	const areMidnights = from.time === "00:00" && to?.time === "00:00";
	// Whole days were moved before, also those written as midnights in UTC.
	if (!areMidnights || (isDay(from) && isDay(to))) return to;
	return { ...to, day: addDays(to.day, 1) };
}

/** The end of an event; none where it is the midnight at which the event begins. */
function notBare(from: Moment, to: Moment): Moment | undefined {
	return from.time === "00:00" && to.time === "00:00" ? undefined : to;
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
