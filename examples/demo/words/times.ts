// Times on the clock of the house, never in UTC.
import { TIME_ZONE } from "../sim/house.js";
import { MINUTE } from "../sim/time.js";

const format = (options: Intl.DateTimeFormatOptions) => {
	const made = new Intl.DateTimeFormat("en-GB", {
		timeZone: TIME_ZONE,
		hourCycle: "h23",
		...options,
	});
	return (at: number) => made.format(at);
};

const clock = format({ hour: "2-digit", minute: "2-digit" });
const date = format({ weekday: "short", day: "numeric", month: "short" });
const zone = format({ timeZoneName: "longOffset", hour: "2-digit" });

/** `22:41`. */
export const time = (at: number): string => clock(at);

/** `Sat 24 Oct`. */
export const day = (at: number): string => date(at).replace(",", "");

/** `Sat 24 Oct, 22:41`. */
export const moment = (at: number): string => `${day(at)}, ${time(at)}`;

/** `22:41`, with the day where it is another one than that of `now`. */
export const near = (at: number, now: number): string =>
	day(at) === day(now) ? time(at) : `${date(at).slice(0, 3)} ${time(at)}`;

/** Whether summer time or winter time counts. */
export const season = (at: number): string =>
	zone(at).includes("+02") ? "summer time" : "winter time";

/** `3 h 30 min`. */
export function duration(milliseconds: number): string {
	const minutes = Math.round(milliseconds / MINUTE);
	if (minutes < 1) return "less than a minute";
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	return [hours > 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""].filter(Boolean).join(" ");
}

/** `Jonas, Tomasz and Marta`. */
export function list(names: readonly string[]): string {
	if (names.length < 2) return names[0] ?? "";
	return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The first name of a guest; the whole name where it is none. */
export const firstName = (name: string): string =>
	name.startsWith("Familie") ? name : (name.split(" ")[0] ?? name);

/** Lower case at the beginning of a door inside of a sentence: `the street door`. */
export const theDoor = (door: string): string =>
	/door$/i.test(door)
		? `the ${door.charAt(0).toLowerCase()}${door.slice(1)}`
		: `the ${door}’s door`;

/** The sentence with a capital. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
