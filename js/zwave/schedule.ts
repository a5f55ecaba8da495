// The windows of Schedule Entry Lock CC: wall time at the lock, minutes, years of two digits.

import type { Wall } from "../core/wall.js";

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

/** The schedule of wall times. */
export function scheduleOf({ start, stop }: Wall): YearDay {
	const [startYear = 0, startMonth = 0, startDay = 0, startHour = 0, startMinute = 0] =
		numbersOf(start);
	const [stopYear = 0, stopMonth = 0, stopDay = 0, stopHour = 0, stopMinute = 0] = numbersOf(stop);
	return {
		...{ startYear, startMonth, startDay, startHour, startMinute },
		...{ stopYear, stopMonth, stopDay, stopHour, stopMinute },
	};
}

/** The wall times of a schedule. */
export function wallOfSchedule(schedule: YearDay): Wall {
	const { startYear, startMonth, startDay, startHour, startMinute } = schedule;
	const { stopYear, stopMonth, stopDay, stopHour, stopMinute } = schedule;
	return {
		start: textOf([startYear, startMonth, startDay, startHour, startMinute]),
		stop: textOf([stopYear, stopMonth, stopDay, stopHour, stopMinute]),
	};
}

/** Whether two schedules are one. */
export function isSame(one: YearDay, other: YearDay): boolean {
	return (Object.keys(one) as (keyof YearDay)[]).every((key) => one[key] === other[key]);
}

function numbersOf(minute: string): number[] {
	return (minute.match(/\d\d/g) ?? []).slice(1).map(Number);
}

function textOf([year = 0, ...rest]: number[]): string {
	const two = (number: number) => String(number).padStart(2, "0");
	const [month = 1, day = 1, hour = 0, minute = 0] = rest;
	return `20${two(year)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
