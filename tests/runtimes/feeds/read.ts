// What the tests of feeds share: sample feeds, events, and a reading with usual options.
import { type IcalOptions, type IcalReading, load, reservationsFromIcal } from "latchstring/ical";

// Only a browser has to wait for the zone table.
await load();

const files = import.meta.glob<string>("./*.ics", {
	query: "?raw",
	import: "default",
	eager: true,
});

/** One of the sample feeds beside this file. */
export function feed(name: string): string {
	return files[`./${name}.ics`] ?? "";
}

export const NOW = "2026-10-20T06:00:15Z";
export const REVISION = Date.parse(NOW) / 1000;

/** Reads a feed with the usual options. */
export function read(text: string, options: Partial<IcalOptions> = {}): IcalReading {
	return reservationsFromIcal(text, { listingId: "garden", now: NOW, ...options });
}

/** A feed of one event. */
export function event(...lines: string[]): string {
	return calendar(["BEGIN:VEVENT", "UID:one", ...lines, "END:VEVENT"]);
}

/** A feed of these events. */
export function calendar(...events: string[][]): string {
	return ["BEGIN:VCALENDAR", "VERSION:2.0", ...events.flat(), "END:VCALENDAR", ""].join("\r\n");
}

/** An event that lasts from one day to another. */
export function stay(uid: string, start: string, end: string, ...lines: string[]): string[] {
	return [
		"BEGIN:VEVENT",
		`UID:${uid}`,
		`DTSTART;VALUE=DATE:${start}`,
		`DTEND;VALUE=DATE:${end}`,
		...lines,
		"END:VEVENT",
	];
}

export function ids({ reservations }: IcalReading): string[] {
	return reservations.map(({ id }) => id);
}

/** What all reservations of a first reading have in common. */
export const booked = { revision: REVISION, listingId: "garden", status: "confirmed" };
