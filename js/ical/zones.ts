// The zones of a feed, and the conversion of its times: by the zone table of the rules, or by a
// VTIMEZONE of the feed where its name is no IANA name (W9, W10).

import ICAL from "ical.js";
import { LatchstringError } from "../core/error.js";
import { call } from "../core/module.js";
import { ZONE_NAMES } from "../generated/zone-names.js";
import { WINDOWS_ZONES } from "./windows-zones.js";

/** A zone of the table, or one that the feed describes. */
export type Zone = { name: string } | { described: Offsets };

/** What a described zone is ahead of UTC, in seconds, when its clock shows a time. */
type Offsets = (local: string) => number;

/** A name in a feed that was taken for a zone, or for none. */
export interface ZoneNote {
	kind: "windows_zone" | "unknown_zone";
	/** The name in the feed. */
	name: string;
	/** The zone that it was taken for. */
	timeZone?: string;
}

/** The most names that are looked up. A feed has two or three. */
const MAX_NAMES = 64;
/** The instants between which the table is exact, in milliseconds, with a day of room. */
const [FIRST, LAST] = [Date.UTC(2019, 11, 20), Date.UTC(2100, 0, 13)];

const [MINUTE, DAY] = [60_000, 86_400_000];

/** Whether the table has a zone of this name. */
export function isZone(name: string): boolean {
	// The rules look for the nearest name, which takes long for what is no name.
	if (!/^[A-Za-z][\w+/-]{1,39}$/.test(name)) return false;
	try {
		call("localTimes", { instants: [], timeZone: name });
		return true;
	} catch (thrown) {
		if (thrown instanceof LatchstringError && thrown.code === "unknown_time_zone") return false;
		throw thrown;
	}
}

/** The zone of a Windows name, however its letters are written. */
export function windowsZone(id: string): string | undefined {
	const name = WINDOWS.get(id.slice(0, 100).toLowerCase());
	return name !== undefined && isZone(name) ? name : undefined;
}

const WINDOWS = new Map(
	Object.entries(WINDOWS_ZONES).map(([name, zone]) => [name.toLowerCase(), zone]),
);
/** The names of the table by the same in small letters. */
const SPELLED = new Map(
	ZONE_NAMES.flatMap((row) => {
		const [region = "", ...names] = row.split(" ");
		return names.map((name) => [(region + name).toLowerCase(), region + name] as const);
	}),
);

/** The zones that a feed names. */
export class Zones {
	readonly notes: ZoneNote[] = [];
	readonly #described: Map<string, string>;
	readonly #found = new Map<string, Zone | undefined>();

	constructor(described: Map<string, string>) {
		this.#described = described;
	}

	/** The zone of a `TZID`; none if nobody knows it. */
	find(id: string): Zone | undefined {
		if (this.#found.has(id)) return this.#found.get(id);
		if (this.#found.size === MAX_NAMES) return undefined;
		const zone = this.#look(id);
		this.#found.set(id, zone);
		if (zone === undefined) this.notes.push({ kind: "unknown_zone", name: id.slice(0, 200) });
		return zone;
	}

	#look(id: string): Zone | undefined {
		if (isZone(id)) return { name: id };
		const spelled = SPELLED.get(id.slice(0, 100).toLowerCase());
		if (spelled !== undefined) return { name: spelled };
		// Evolution and Mozilla write a path before the name.
		const tail = /^\/.*?([A-Z][A-Za-z_]+(?:\/[A-Z][\w+-]+){1,2})$/.exec(id.slice(0, 200))?.[1];
		if (tail !== undefined && isZone(tail)) return { name: tail };
		const described = describe(this.#described.get(id));
		if (described !== undefined) return { described };
		const name = windowsZone(id);
		if (name === undefined) return undefined;
		this.notes.push({ kind: "windows_zone", name: id, timeZone: name });
		return { name };
	}
}

/** Whether a rule names one day of a year. Others take ical.js long, or never end. */
function isOnceAYear(rule: string): boolean {
	if (!/FREQ=YEARLY(?:;|$)/i.test(rule)) return false;
	if (/BY(?:SECOND|MINUTE|HOUR|YEARDAY|WEEKNO|SETPOS)/i.test(rule)) return false;
	const [, day] = /BYDAY=([^;]*)/i.exec(rule) ?? [];
	if (day === undefined || /^[+-]?[1-5][A-Z]{2}$/i.test(day)) return true;
	return /^[A-Z]{2}$/i.test(day) && /BYMONTHDAY=/i.test(rule);
}

/** A zone out of its VTIMEZONE. */
function describe(text: string | undefined): Offsets | undefined {
	if (text === undefined) return undefined;
	if (text.match(/^RRULE[^:]*:.*$/gim)?.some((rule) => !isOnceAYear(rule))) return undefined;
	try {
		const zone = new ICAL.Timezone(new ICAL.Component(ICAL.parse(text) as never));
		const clock = (time: number) =>
			zone.utcOffset(ICAL.Time.fromDateTimeString(new Date(time).toISOString().slice(0, 19)));
		const offsets: Offsets = (local) => beforeJump(Date.parse(`${local}:00Z`), clock);
		return Math.abs(offsets("2026-06-01T00:00")) <= 26 * 3600 ? offsets : undefined;
	} catch {
		return undefined;
	}
}

/** The offset at a time on a clock; the one before where the clock skips the time or repeats it. */
function beforeJump(time: number, offsetAt: (time: number) => number): number {
	const [from, to] = [offsetAt(time - DAY), offsetAt(time)];
	// The first minute, before this one, that has the offset of this one.
	let [low, high] = [time - DAY, time];
	while (from !== to && high - low > MINUTE) {
		const middle = low + Math.round((high - low) / 2 / MINUTE) * MINUTE;
		if (offsetAt(middle) === to) high = middle;
		else low = middle;
	}
	return time - high < Math.abs(to - from) * 1000 ? from : to;
}

/** A time on a clock, as `YYYY-MM-DDTHH:MM`, and the clock's zone. */
export interface ZonedTime {
	local: string;
	zone: Zone | "utc";
}

/** The instants of times, in milliseconds; none outside the years of the table. */
export function instants(times: ZonedTime[]): (number | undefined)[] {
	const found: (number | undefined)[] = times.map(({ local, zone }) => {
		if (zone === "utc") return within(Date.parse(`${local}:00Z`));
		return "described" in zone ? within(byDescription(local, zone.described)) : undefined;
	});
	const places = new Map<string, number[]>();
	for (const [at, { local, zone }] of times.entries()) {
		if (zone === "utc" || "described" in zone) continue;
		if (within(Date.parse(`${local}:00Z`)) === undefined) continue;
		const list = places.get(zone.name);
		if (list === undefined) places.set(zone.name, [at]);
		else list.push(at);
	}
	for (const [timeZone, list] of places) {
		const localTimes = list.map((at) => times[at]?.local ?? "");
		for (const [place, instant] of inParts(localTimes, (localTimes) =>
			call("instantsOf", { localTimes, timeZone }),
		).entries())
			found[list[place] ?? 0] = within(Date.parse(instant));
	}
	return found;
}

/** What the clock of a zone shows, as `YYYY-MM-DDTHH:MM`; nothing for an instant that is none. */
export function localTimes(
	given: (number | undefined)[],
	timeZone: string,
): (string | undefined)[] {
	const texts = given.flatMap((at) => (at === undefined ? [] : [new Date(at).toISOString()]));
	const shown = inParts(texts, (instants) => call("localTimes", { instants, timeZone })).values();
	return given.map((at) => (at === undefined ? undefined : shown.next().value?.slice(0, 16)));
}

/** Calls the rules with as many values as they take at once. */
function inParts(values: string[], call: (part: string[]) => string[]): string[] {
	const results: string[] = [];
	for (let at = 0; at < values.length; at += 20_000)
		results.push(...call(values.slice(at, at + 20_000)));
	return results;
}

function byDescription(local: string, offsets: Offsets): number {
	try {
		return Date.parse(`${local}:00Z`) - offsets(local) * 1000;
	} catch {
		return Number.NaN;
	}
}

/** An instant in the years of the table, in milliseconds. */
export function within(instant: number): number | undefined {
	return instant >= FIRST && instant <= LAST ? instant : undefined;
}
