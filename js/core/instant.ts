// Instants, days, times of day and zones, read as strictly as the rules read them. The readers of
// feeds, devices and bookings run without the module.

import { ZONE_NAMES } from "../generated/zone-names.js";

const INSTANT =
	/^(\d{4}-\d\d-\d\d)[Tt ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** The last second of 2199. */
const LAST = 7_258_118_399;

/** The seconds since 1970 of RFC 3339 text between 1970 and 2199; nothing for any other text. */
export function secondsOf(text: string): number | undefined {
	const [, day = "", hours, minutes, seconds, sign, ahead = 0, andMinutes = 0] =
		INSTANT.exec(text) ?? [];
	if (!isDay(day)) return undefined;
	const midnight = Date.parse(`${day}T00:00:00Z`) / 1000;
	// A leap second counts as the one before it.
	const local =
		midnight + Number(hours) * 3600 + Number(minutes) * 60 + Math.min(Number(seconds), 59);
	const offset = (Number(ahead) * 60 + Number(andMinutes)) * 60;
	const instant = sign === "-" ? local + offset : local - offset;
	return instant >= 0 && instant <= LAST ? instant : undefined;
}

/** Whether the rules take a text as an instant. */
export function isInstant(text: string): boolean {
	return secondsOf(text) !== undefined;
}

/** Whether a text is a day of the calendar, such as `2028-02-29`. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
	const at = Date.parse(`${text}T00:00:00Z`);
	// 30 February is no day, though some engines read it as 2 March.
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The time of day `HH:MM` of a text that may have seconds, which have to be zero. */
export function timeOfDay(text: string): string | undefined {
	return /^((?:[01]\d|2[0-3]):[0-5]\d)(?::00(?:\.0+)?)?$/.exec(text)?.[1];
}

/** Whether the zone table has a zone. Names count as they are written there. */
export function isZone(name: string): boolean {
	const end = name.lastIndexOf("/") + 1;
	const row = ZONE_NAMES.find((row) => row.startsWith(`${name.slice(0, end)} `));
	const last = name.slice(end);
	return row !== undefined && last !== "" && row.split(" ").indexOf(last, 1) > 0;
}
