// R3: whatever a feed holds, it gives a typed error or facts that the rules take.
import fc from "fast-check";
import { advance, createSite, type NewSite, type Reservation, type Site } from "latchstring";
import {
	type FeedState,
	LatchstringError,
	load,
	readFeed,
	reservationsFromIcal,
} from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { made } from "./feeds/build.js";

const seed = Number(import.meta.env.VITE_SEED ?? Date.now()) % 2 ** 31;
/** Node takes more of them, and `npm run test:long` most. */
const RUNS = { seed, numRuns: Number(import.meta.env.VITE_FEEDS ?? 60) };

beforeAll(() => load());

const DAYS = [
	"20260601",
	"20260602",
	"20260605",
	"20260609",
	"20260612",
	"20991230",
	"99991231",
	"00010101",
	"20260229",
	"20261301",
	"19991231",
];
const TIMES = ["T000000", "T150000", "T235959", "T250000", "T020000Z", "T000000Z", "T999999"];
const ZONES = [
	"Europe/Paris",
	"America/New_York",
	"W. Europe Standard Time",
	"Mine",
	"Nowhere",
	"UTC",
	"",
	"__proto__",
	"europe/paris",
	"Asia/Beirut",
];
const SUMMARIES = [
	"CLOSED - Not available",
	"Reserved",
	"Reserved - Ada",
	"Blocked",
	"Check-in Ada",
	"Check-out: Ada",
	"Owner stay",
	"PENDING",
	"Cancelled: Ada",
	"Belegt",
	"Ada Byron",
	"",
	"1000000001 Reserved",
	"İptal",
	"\u0000\ud800",
	"x".repeat(9000),
];
const TEXTS = [
	"Phone: +1 555-010-9876",
	"Guests: 3",
	"Guests: 999999",
	"Check-in: 17:00",
	"Check-out: 99:99",
	"Guest name: Ada",
	"https://www.airbnb.com/hosting/reservations/details/HMA1B2C3D4",
	"(Last 4 Digits): XXXX",
	"\\n\\n",
	":::::",
	"Name: \ud83d",
];
const RULES = [
	"FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
	"FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
	"FREQ=SECONDLY",
	"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
	"FREQ=YEARLY;INTERVAL=0",
	"FREQ=YEARLY;UNTIL=19000101T000000Z",
	"x",
];

const one = <T>(all: T[]) => fc.constantFrom(...all);
const moment = fc.oneof(
	one(DAYS).map((day) => `;VALUE=DATE:${day}`),
	fc.tuple(one(DAYS), one(TIMES)).map(([day, time]) => `:${day}${time}`),
	fc
		.tuple(one(ZONES), one(DAYS), one(TIMES))
		.map(([zone, day, time]) => `;TZID=${zone}:${day}${time}`),
);
const duration = one([
	"P2D",
	"PT48H",
	"P1DT12H",
	"-P1D",
	"P9999999D",
	"PT0S",
	"P1W",
	"x",
	"P1DT9999999999H",
]);
const uid = one([
	"a",
	"b",
	"c",
	"d@booking.com",
	"e@booking.com",
	"HMA1",
	"u".repeat(300),
	"x/2",
	"x#2",
]);
const event = fc
	.record(
		{
			uid: uid.map((id) => `UID:${id}`),
			start: moment.map((at) => `DTSTART${at}`),
			end: fc.oneof(
				moment.map((at) => `DTEND${at}`),
				duration.map((text) => `DURATION:${text}`),
			),
			summary: one(SUMMARIES).map((text) => `SUMMARY:${text}`),
			description: fc
				.array(one(TEXTS), { maxLength: 4 })
				.map((lines) => `DESCRIPTION:${lines.join("\\n")}`),
			status: one(["CANCELLED", "TENTATIVE", "CONFIRMED", "?"]).map((text) => `STATUS:${text}`),
			transp: one(["OPAQUE", "TRANSPARENT", ""]).map((text) => `TRANSP:${text}`),
			created: fc.tuple(one(DAYS), one(TIMES)).map(([day, time]) => `CREATED:${day}${time}`),
			sequence: one(["0", "1", "-1", "1e99", "x"]).map((text) => `SEQUENCE:${text}`),
		},
		{ requiredKeys: ["start"] },
	)
	.map((lines) => Object.values(lines));
const zone = fc
	.tuple(
		one(["Mine", "W. Europe Standard Time", "Europe/Paris"]),
		one(["+0100", "-0530", "+9999", "x"]),
		fc.array(one(RULES), { maxLength: 2 }),
	)
	.map(([name, offset, rules]) => [
		...["BEGIN:VTIMEZONE", `TZID:${name}`, "BEGIN:STANDARD", "DTSTART:16010101T030000"],
		...[`TZOFFSETFROM:${offset}`, `TZOFFSETTO:${offset}`],
		...rules.map((rule) => `RRULE:${rule}`),
		...["END:STANDARD", "END:VTIMEZONE"],
	]);
const feed = fc
	.tuple(
		fc.array(event, { maxLength: 8 }),
		fc.array(zone, { maxLength: 2 }),
		one([
			"PRODID:-//Airbnb Inc//EN",
			"PRODID:-//Booking.com//EN",
			"PRODID:-//x//EN",
			"X-WR-TIMEZONE:Asia/Tokyo",
			"METHOD:CANCEL",
		]),
		fc.integer({ min: 0, max: 40 }),
	)
	.map(([events, zones, head, cut]) => {
		const text = made(events, head, ...zones.flat());
		return cut > 30 ? text.slice(0, -cut) : text;
	});
const options = fc.record(
	{
		times: one(["keep", "ignore"] as const),
		lastDay: one(["departure", "last_night"] as const),
		blocks: one(["*", "Ada*", ["x", ""]]),
		bookings: one(["*", "Bl*ed"]),
		closed: one(["reservations", "leave_out"] as const),
		platform: one(["booking.com", "airbnb", "new_uids"] as const),
	},
	{ requiredKeys: [] },
);

const feeds = fc.array(feed, { minLength: 1, maxLength: 3 });
/** What `readFeed` alone takes. */
const more = fc.record({ isKnown: fc.boolean(), sameListing: fc.boolean() });

function newSite(): Site {
	const listing = {
		...{ id: "flat", name: "Flat", timeZone: "Europe/Paris", locks: [] },
		...{ checkIn: "15:00", checkOut: "11:00" },
	};
	return createSite({ id: "s", listings: [listing], locks: [] } as NewSite);
}

describe("r3 any feed", () => {
	test("gives typed errors, or facts that the rules take, and nothing new when read again", () => {
		console.log(`seed ${seed}`);
		const hour = 3600_000;
		fc.assert(
			fc.property(feeds, options, more, (texts, options, { isKnown, sameListing }) => {
				let [site, state]: [Site, FeedState | undefined] = [newSite(), undefined];
				const common = { listingId: "flat", timeZone: "Europe/Paris", ...options };
				const start = Date.UTC(2026, 5, 1, 8);
				for (const [at, text] of texts.flatMap((text) => [text, text]).entries()) {
					const now = new Date(start + at * 7 * hour);
					try {
						const given = {
							...{ feedId: "f", ...common, now, sameListing },
							...(state && { state }),
							...(isKnown && { known: site.reservations as Reservation[] }),
						};
						const reading = readFeed(text, given);
						expect(JSON.parse(JSON.stringify(reading.state))).toEqual(reading.state);
						const step = advance(site, reading.facts, { now, key: "k".repeat(32) });
						expect(step.rejected).toEqual([]);
						[site, state] = [step.site, reading.state];
						const again = readFeed(text, { ...given, state });
						const changed = again.facts.filter(
							({ reservation }) => reservation.status === "confirmed" && !reservation.hold,
						);
						expect(changed).toEqual([]);
						const once = reservationsFromIcal(text, { ...common, now });
						expect(once.counts.events).toBe(once.reservations.length + once.leftOut.length);
						const facts = once.reservations.map((reservation) => ({
							type: "reservation" as const,
							reservation,
						}));
						expect(advance(newSite(), facts, { now, key: "k".repeat(32) }).rejected).toEqual([]);
					} catch (thrown) {
						if (thrown instanceof LatchstringError) continue;
						throw thrown;
					}
				}
			}),
			RUNS,
		);
	}, 3_600_000);
});
