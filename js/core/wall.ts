// Windows on the wall clock at a lock, in whole minutes from 2000 to 2099.

import type { CommandWindow } from "../generated/types.js";
import { call } from "./module.js";

/** Both edges as `YYYY-MM-DDTHH:MM`. */
export interface Wall {
	start: string;
	stop: string;
}

/** Stand for "at once" and "never": the first and the last minute. */
const EVER: Wall = { start: "2000-01-01T00:00", stop: "2099-12-31T23:59" };

/** The wall times of a window; `none` where it opens always, nothing where they are not known. */
export function wallOf(window: CommandWindow | undefined): Wall | "none" | undefined {
	const { startsAt, endsAt, startsAtLocal, endsAtLocal } = window ?? {};
	if (startsAt === undefined && endsAt === undefined) return "none";
	const start = startsAt === undefined ? EVER.start : minuteOf(startsAtLocal, false);
	const stop = endsAt === undefined ? EVER.stop : minuteOf(endsAtLocal, true);
	if (start === undefined || stop === undefined || start >= stop) return undefined;
	return { start, stop };
}

/** The window of wall times, by the zone of the clock at the lock. */
export function windowOf(wall: Wall, timeZone: string): { startsAt?: string; endsAt?: string } {
	const { start, stop } = wall;
	const localTimes = [start, stop].filter((edge) => edge !== EVER.start && edge !== EVER.stop);
	const instants = call("instantsOf", { localTimes, timeZone });
	const [startsAt, endsAt] = [start, stop].map((edge) => instants[localTimes.indexOf(edge)]);
	return {
		...(startsAt !== undefined && { startsAt }),
		...(endsAt !== undefined && { endsAt }),
	};
}

/** The minute of a wall time: an end within a minute ends with it. */
function minuteOf(local: string | undefined, isEnd: boolean): string | undefined {
	const [, minute, seconds = "0"] =
		/^(20\d\d-\d\d-\d\dT\d\d:\d\d)(?::(\d\d))?/.exec(local ?? "") ?? [];
	if (minute === undefined) return undefined;
	const more = isEnd && Number(seconds) > 0 ? 60_000 : 0;
	const text = new Date(Date.parse(`${minute}:00Z`) + more).toISOString().slice(0, 16);
	return text <= EVER.stop ? text : EVER.stop;
}
