// The edges of an event as it writes them: days, times on some clock, and durations.

import ICAL from "ical.js";
import { addDays, isDay } from "./days.js";
import type { RawEvent } from "./feed.js";
import type { Zone, Zones } from "./zones.js";

/** A whole day, or a day with a time of day on some clock. */
export interface Moment {
	day: string;
	/** `HH:MM`; a whole day has none. */
	time: string | undefined;
	/** The clock; absent for the listing's own. */
	zone: Zone | "utc" | undefined;
	/** Seconds to be added, whatever clocks do meanwhile. */
	plusSeconds: number;
}

/** The longest event, in seconds. */
const MAX_SECONDS = 366 * 86_400;

/** One edge of an event, by the name of its property. */
export function readMoment(event: RawEvent, name: string, zones: Zones): Moment | undefined {
	// ical.js reads a day without VALUE=DATE as a day with an empty time.
	const shape = /^(\d{4}-\d\d-\d\d)(?:T(?:(\d\d:\d\d):(?:\d\d)?(Z?)|::))?$/;
	const [, day, time, utc] = shape.exec(event.properties.get(name) ?? "") ?? [];
	if (day === undefined || !isDay(day)) return undefined;
	if (time !== undefined && (time > "23:59" || time.slice(3) > "59")) return undefined;
	const id = event.zones.get(name);
	const zone = utc === "Z" ? "utc" : id && time !== undefined ? zones.find(id) : undefined;
	return { day, time, zone: isUtc(zone) ? "utc" : zone, plusSeconds: 0 };
}

/** The end of an event; none if it has none. */
export function readEnd(
	event: RawEvent,
	start: Moment,
	zones: Zones,
): Moment | undefined | "unreadable" {
	const { properties, broken } = event;
	if (properties.has("dtend")) return readMoment(event, "dtend", zones) ?? "unreadable";
	if (broken.has("dtend")) return "unreadable";
	const duration = properties.get("duration");
	// Months and years are no durations of RFC 5545, and ical.js passes over them.
	if (duration === undefined || /^[+-]?P[^T]*[MY]/i.test(duration)) return undefined;
	return addDuration(start, duration);
}

/** Days are counted on the calendar, hours and minutes on no clock (RFC 5545, 3.8.2.5). */
function addDuration(start: Moment, text: string): Moment | "unreadable" {
	let duration: ICAL.Duration;
	try {
		duration = ICAL.Duration.fromString(text);
	} catch {
		return "unreadable";
	}
	const sign = duration.isNegative ? -1 : 1;
	const days = sign * (duration.weeks * 7 + duration.days);
	const seconds = sign * (duration.hours * 3600 + duration.minutes * 60 + duration.seconds);
	if (!(Math.abs(days * 86_400 + seconds) <= MAX_SECONDS)) return "unreadable";
	if (start.time === undefined)
		return { ...start, day: addDays(start.day, days + Math.ceil(seconds / 86_400)) };
	return { ...start, day: addDays(start.day, days), plusSeconds: seconds };
}

function isUtc(zone: Moment["zone"]): boolean {
	return typeof zone === "object" && "name" in zone && /^(?:Etc\/)?(?:UTC|GMT)$/.test(zone.name);
}
