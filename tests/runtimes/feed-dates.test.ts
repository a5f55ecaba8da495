// W10: the dates of a feed are those of independent readers, wherever these are right.
// `tests/golden/feed-dates.js` says how their answers are made.
import { load, reservationsFromIcal } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";

const files = import.meta.glob<string>("../golden/feed-dates.{ics,json}", {
	query: "?raw",
	import: "default",
	eager: true,
});
const text = files["../golden/feed-dates.ics"] ?? "";
const theirs = JSON.parse(files["../golden/feed-dates.json"] ?? "{}") as Record<
	string,
	Record<string, [string, string]>
>;

/** Where others are wrong (`findings/`), or have no answer, by the event's UID. */
const OTHERS: Record<string, Record<string, string>> = {
	icalendar: {
		"exact-hours": "counts hours on the wall clock",
		"days-then-hours": "counts hours on the wall clock",
		"havana-2026f": "has zone data of before 2026f",
	},
	"node-ical": {
		"nominal-days": "counts days as 24 hours",
		"one-week": "counts days as 24 hours",
		"repeated-hour": "takes the second one",
		"own-zone": "reads it as UTC",
		"havana-2026f": "has zone data of before 2026f",
	},
	"ts-ics": {
		"repeated-hour": "takes the second one",
		"skipped-hour": "takes the offset after the jump",
		"skipped-midnight": "takes the offset after the jump",
		"windows-name": "reads it as UTC",
		"own-zone-iana-name": "takes the VTIMEZONE of the feed, where W10 takes the zone table",
		"nominal-days": "gives the duration only",
		"exact-hours": "gives the duration only",
		"days-then-hours": "gives the duration only",
		"one-week": "gives the duration only",
		"whole-days-duration": "gives the duration only",
		"havana-2026f": "has zone data of before 2026f",
	},
};

beforeAll(() => load());

describe.each(Object.keys(OTHERS))("w10 the dates of %s", (reader) => {
	test("are ours, but for what it gets wrong", () => {
		const now = "2026-01-01T00:00:00Z";
		const options = { listingId: "flat", now, timeZone: "UTC", times: "keep" } as const;
		const { reservations } = reservationsFromIcal(text, options);
		expect(reservations.length).toBe(21);
		const others = OTHERS[reader] ?? {};
		for (const { id, arrival, checkIn = "00:00", departure, checkOut = "00:00" } of reservations) {
			const [start = "", end = ""] = theirs[reader]?.[id] ?? [];
			const whole = (said: string) => (said.length === 10 ? `${said}T00:00` : said.slice(0, 16));
			const ours = [`${arrival}T${checkIn}`, `${departure}T${checkOut}`];
			if (id in others) expect([id, whole(start), whole(end)]).not.toEqual([id, ...ours]);
			else expect([id, whole(start), whole(end)]).toEqual([id, ...ours]);
		}
	});
});
