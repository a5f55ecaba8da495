// How instants, ranges and durations are written: `Intl` writes dates, the data says the time.
import { type Clock, DAY, isTwice, offsetOf, wallOf } from "./clock.js";
import type { FirstWords, Words } from "./words.js";

/** Writes times in one language. */
export interface Times<Said extends FirstWords = FirstWords> {
	words: Said;
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

/** The same with all words of the language. */
export type FullTimes = Times<Words>;

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
export function timesOf<Said extends FirstWords>(words: Said, locale = words.locale): Times<Said> {
	const write = (options: Intl.DateTimeFormatOptions) => writer(locale, options);
	const date = write({ weekday: "short", day: "numeric", month: "short" });
	const weekday = write({ weekday: "short" });
	const time = (local: string) => local.slice(11, 16);
	/** The time, and which one it is where the clock shows it twice. */
	const exact = (local: string, clock?: Clock) => {
		const [wall, offset] = [wallOf(local), offsetOf(local)];
		const twice = clock?.changes.find((change) => isTwice(change, wall));
		if (twice === undefined) return time(local);
		return `${time(local)} ${twice.before === offset ? words.summer : words.winter}`;
	};
	const moment = (local: string, clock?: Clock) => `${date(wallOf(local))}, ${exact(local, clock)}`;
	return {
		...{ words, time, date, weekday, moment },
		dayOfMonth: write({ day: "numeric" }),
		month: write({ month: "long", year: "numeric" }),
		short: (local) => `${weekday(wallOf(local))} ${time(local)}`,
		range: (from, to, clock) => {
			const isOneDay = from.slice(0, 10) === to.slice(0, 10);
			return words.range(moment(from, clock), isOneDay ? exact(to, clock) : moment(to, clock));
		},
		duration: (milliseconds) => duration(milliseconds, words.units),
	};
}

/** `2 days 4 h`, `3 h 30 min`, `45 min`: never rounded up to more than it is. */
function duration(milliseconds: number, units: FirstWords["units"]): string {
	const minutes = Math.max(1, Math.round(milliseconds / 60_000));
	const hours = Math.floor(minutes / 60);
	const days = Math.floor(hours / 24);
	const rest = minutes % 60;
	const parts: [number, string][] =
		milliseconds >= 2 * DAY || minutes % 1440 === 0
			? [
					[days, days === 1 ? units.day : units.days],
					[hours % 24, units.h],
				]
			: [
					[hours, units.h],
					[rest, units.min],
				];
	return parts
		.filter(([count]) => count > 0)
		.map(([count, unit]) => `${count} ${unit}`)
		.join(" ");
}
