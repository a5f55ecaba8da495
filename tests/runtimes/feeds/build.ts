// Builds small feeds, and says in a few words what a reading of them gives.
import type { FeedReading, IcalReading } from "latchstring/ical";

/** A feed of these events, whose head lines stand before them. */
export function made(events: string[][], ...head: string[]): string {
	const all = events.flatMap((lines) => ["BEGIN:VEVENT", ...lines, "END:VEVENT"]);
	return ["BEGIN:VCALENDAR", "VERSION:2.0", ...head, ...all, "END:VCALENDAR", ""].join("\r\n");
}

/** The lines of an event of whole days: `stay("u1", "2026-06-10", "2026-06-12", "Ada")`. */
export function days(uid: string, from: string, to: string, summary?: string, ...more: string[]) {
	return [
		...(uid ? [`UID:${uid}`] : []),
		`DTSTART;VALUE=DATE:${from.replaceAll("-", "")}`,
		`DTEND;VALUE=DATE:${to.replaceAll("-", "")}`,
		...(summary === undefined ? [] : [`SUMMARY:${summary}`]),
		...more,
	];
}

/** The lines of an event with edges of their own, such as `DTSTART;TZID=…:…`. */
export function edges(
	uid: string,
	start: string,
	end: string,
	summary?: string,
	...more: string[]
) {
	return [
		`UID:${uid}`,
		start,
		end,
		...(summary === undefined ? [] : [`SUMMARY:${summary}`]),
		...more,
	];
}

/** Stays, then what is left out, then notes: a line each. */
export function brief(reading: IcalReading | FeedReading): string[] {
	const stays =
		"facts" in reading ? reading.facts.map(({ reservation }) => reservation) : reading.reservations;
	return [
		...stays.map(({ arrival, departure, guest, checkIn, checkOut, status, hold }) =>
			[
				`${arrival}${checkIn ? `T${checkIn}` : ""}..${departure}${checkOut ? `T${checkOut}` : ""}`,
				guest.name,
				...(guest.phoneLastDigits ? [`(${guest.phoneLastDigits})`] : []),
				...(status === "cancelled" ? ["cancelled"] : []),
				...(hold ? ["on hold"] : []),
			].join(" "),
		),
		...reading.leftOut.map(({ kind }) => `- ${kind}`),
		...reading.notes.map(({ kind }) => `? ${kind}`),
	];
}
