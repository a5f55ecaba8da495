// The windows of Schedule Entry Lock CC: wall time at the lock, minutes, years of two digits.

import { call } from "../core/module.js";
import type { CommandWindow } from "../generated/types.js";

/** A year day schedule, as zwave-js takes and gives it. */
export interface YearDay {
	startYear: number;
	startMonth: number;
	startDay: number;
	startHour: number;
	startMinute: number;
	stopYear: number;
	stopMonth: number;
	stopDay: number;
	stopHour: number;
	stopMinute: number;
}

/** Stands for "at once" and "never": the first and the last minute that two digits can say. */
const EVER = { from: "2000-01-01T00:00", to: "2099-12-31T23:59" };

/** The schedule of a window; `none` where it opens always, nothing where its wall time is unknown. */
export function scheduleOf(window: CommandWindow | undefined): YearDay | "none" | undefined {
	const { startsAt, endsAt, startsAtLocal, endsAtLocal } = window ?? {};
	if (startsAt === undefined && endsAt === undefined) return "none";
	const start = startsAt === undefined ? EVER.from : minuteOf(startsAtLocal, 0);
	const stop = endsAt === undefined ? EVER.to : minuteOf(endsAtLocal, 59);
	if (start === undefined || stop === undefined || start >= stop) return undefined;
	const [startYear = 0, startMonth = 0, startDay = 0, startHour = 0, startMinute = 0] =
		numbersOf(start);
	const [stopYear = 0, stopMonth = 0, stopDay = 0, stopHour = 0, stopMinute = 0] = numbersOf(stop);
	return {
		...{ startYear, startMonth, startDay, startHour, startMinute },
		...{ stopYear, stopMonth, stopDay, stopHour, stopMinute },
	};
}

/** The window of a schedule, by the zone of the clock at the lock. */
export function windowOf(
	schedule: YearDay,
	timeZone: string,
): { startsAt?: string; endsAt?: string } {
	const { startYear, startMonth, startDay, startHour, startMinute } = schedule;
	const { stopYear, stopMonth, stopDay, stopHour, stopMinute } = schedule;
	const start = textOf([startYear, startMonth, startDay, startHour, startMinute]);
	const stop = textOf([stopYear, stopMonth, stopDay, stopHour, stopMinute]);
	const asked = [start, stop].filter((edge) => edge !== EVER.from && edge !== EVER.to);
	const instants = call("instantsOf", { localTimes: asked, timeZone });
	const instantOf = (edge: string) => instants[asked.indexOf(edge)];
	const [startsAt, endsAt] = [instantOf(start), instantOf(stop)];
	return {
		...(startsAt !== undefined && { startsAt }),
		...(endsAt !== undefined && { endsAt }),
	};
}

/** Whether two schedules are one. */
export function isSame(one: YearDay, other: YearDay): boolean {
	return (Object.keys(one) as (keyof YearDay)[]).every((key) => one[key] === other[key]);
}

/** `YYYY-MM-DDTHH:MM` of a wall time. Seconds from `extra` on begin the next minute. */
function minuteOf(local: string | undefined, extra: number): string | undefined {
	const [, minute, seconds = "0"] =
		/^(20\d\d-\d\d-\d\dT\d\d:\d\d)(?::(\d\d))?/.exec(local ?? "") ?? [];
	if (minute === undefined) return undefined;
	const isNext = extra > 0 && Number(seconds) > 0;
	const at = Date.parse(`${minute}:00Z`) + (isNext ? 60_000 : 0);
	const text = new Date(at).toISOString().slice(0, 16);
	return text <= EVER.to ? text : EVER.to;
}

function numbersOf(minute: string): number[] {
	return (minute.match(/\d\d/g) ?? []).slice(1).map(Number);
}

function textOf([year = 0, ...rest]: number[]): string {
	const two = (number: number) => String(number).padStart(2, "0");
	const [month = 1, day = 1, hour = 0, minute = 0] = rest;
	return `20${two(year)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
