// Instants as whole seconds since 1970, and days on the wall clock of a house, by the runtime's own
// zones.

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

export function iso(at: number): string {
	return new Date(at * 1000).toISOString().replace(".000Z", "Z");
}

export function seconds(instant: string | Date): number {
	return Math.floor(
		Date.parse(typeof instant === "string" ? instant : instant.toISOString()) / 1000,
	);
}

/** The day of a number, where 0 is 1970-01-01. */
export function dayText(day: number): string {
	return iso(day * DAY).slice(0, 10);
}

export function dayNumber(text: string): number {
	return seconds(`${text}T00:00:00Z`) / DAY;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** How far the wall clock is ahead of UTC. */
export function offset(zone: string, at: number): number {
	let clock = clocks.get(zone);
	if (clock === undefined) {
		clock = new Intl.DateTimeFormat("en-US", {
			timeZone: zone,
			hourCycle: "h23",
			year: "numeric",
			month: "numeric",
			day: "numeric",
			hour: "numeric",
			minute: "numeric",
		});
		clocks.set(zone, clock);
	}
	const part: Record<string, number> = {};
	for (const { type, value } of clock.formatToParts(at * 1000)) part[type] = Number(value);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
	const wall = Date.UTC(year, month - 1, day, hour, minute) / 1000;
	return wall - (at - (((at % MINUTE) + MINUTE) % MINUTE));
}

/**
 * The instant of a time on a day. Times that a clock change skips or repeats are never asked for.
 */
export function instant(zone: string, day: string, time: string): number {
	const wall = seconds(`${day}T${time}:00Z`);
	const near = wall - offset(zone, wall);
	return wall - offset(zone, near);
}
