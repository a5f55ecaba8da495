// How instants, ranges and durations are written: `Intl` writes dates, the data says the time.
import { type Clock, DAY, HOUR, isTwice, wallOf } from "./clock.js";
import type { Words } from "./words.js";

/** Writes times in one language. */
export interface Times {
	words: Words;
	/** `02:30`. */
	time(local: string): string;
	/** `Sun 25 Oct`. */
	date(wall: number): string;
	/** `Sun` and `25`, for the axis. */
	weekday(wall: number): string;
	dayOfMonth(wall: number): string;
	/** `October 2026`. */
	month(wall: number): string;
	/** `Sun 25 Oct, 02:30`, with `summer time` where the clock shows it twice. */
	moment(local: string, clock?: Clock): string;
	/** `Sat 22:40`. */
	short(local: string): string;
	range(from: string, to: string, clock?: Clock): string;
	duration(milliseconds: number): string;
}

/**
 * Writes a wall time. Making a format is slow, and so is its use: each is made once and remembers.
 */
function writer(locale: string, options: Intl.DateTimeFormatOptions): (wall: number) => string {
	let format: Intl.DateTimeFormat | undefined;
	const days = new Map<number, string>();
	return (wall) => {
		const day = Math.floor(wall / DAY);
		let text = days.get(day);
		if (text === undefined) {
			// The wall time stands in for an instant, so the zone is UTC and nothing is converted.
			format ??= new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
			text = format.format(wall).replace(",", "");
			days.set(day, text);
		}
		return text;
	};
}

/** The times of a locale; the words decide where there is none. */
export function timesOf(words: Words, locale = words.locale): Times {
	const write = (options: Intl.DateTimeFormatOptions) => writer(locale, options);
	const date = write({ weekday: "short", day: "numeric", month: "short" });
	const weekday = write({ weekday: "short" });
	const time = (local: string) => local.slice(11, 16);
	const season = (local: string, clock?: Clock) => {
		if (clock === undefined || !isTwice(clock, wallOf(local))) return "";
		const offset = wallOf(local) - Date.parse(local);
		const isFirst = clock.changes.some(
			(change) => change.before === offset && Math.abs(change.at - Date.parse(local)) < DAY,
		);
		return ` ${isFirst ? words.summer : words.winter}`;
	};
	const moment = (local: string, clock?: Clock) =>
		`${date(wallOf(local))}, ${time(local)}${season(local, clock)}`;
	return {
		words,
		time,
		date,
		weekday,
		dayOfMonth: write({ day: "numeric" }),
		month: write({ month: "long", year: "numeric" }),
		moment,
		short: (local) => `${weekday(wallOf(local))} ${time(local)}`,
		range: (from, to, clock) => {
			const isOneDay = from.slice(0, 10) === to.slice(0, 10);
			const end = isOneDay ? time(to) + season(to, clock) : moment(to, clock);
			return words.range(moment(from, clock), end);
		},
		duration: (milliseconds) => duration(milliseconds, words.units),
	};
}

/** `2 days 4 h`, `3 h 30 min`, `45 min`: never rounded up to more than it is. */
function duration(milliseconds: number, units: Words["units"]): string {
	const minutes = Math.max(1, Math.round(milliseconds / 60_000));
	const [days, hours, rest] = [
		Math.floor(minutes / 1440),
		Math.floor((minutes % 1440) / 60),
		minutes % 60,
	];
	if (milliseconds >= 2 * DAY || (days > 0 && hours === 0 && rest === 0)) {
		const whole = `${days} ${days === 1 ? units.day : units.days}`;
		return hours === 0 ? whole : `${whole} ${hours} ${units.h}`;
	}
	const whole = Math.floor(minutes / 60);
	if (milliseconds < HOUR && whole === 0) return `${minutes} ${units.min}`;
	return rest === 0 ? `${whole} ${units.h}` : `${whole} ${units.h} ${rest} ${units.min}`;
}
