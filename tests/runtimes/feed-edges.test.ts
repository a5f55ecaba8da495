// R1, R3, W10: the edges of what a feed may hold, and of what it costs to read.
import { load, readFeed, reservationsFromIcal } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { refusal } from "../support/refusal.js";
import { days, edges, made } from "./feeds/build.js";

beforeAll(() => load());

const options = {
	...{ feedId: "f", listingId: "flat", timeZone: "Europe/Paris" },
	now: "2026-08-01T08:00:00Z",
};
const entry = days("a", "2026-09-03", "2026-09-06", "Ada Byron");
const first = (text: string, more: object = {}) =>
	readFeed(text, { ...options, ...more }).facts[0]?.reservation;
const span = (text: string, more?: object) => {
	const { arrival, departure } = first(text, more) ?? {};
	return `${arrival}..${departure}`;
};

describe("r1 what stands before a calendar", () => {
	test.each([" ", "\t", "\u00a0", "\ufeff\ufeff", "\r\n\ufeff \r\n"])("%j", (before) => {
		expect(span(before + made([entry]))).toBe("2026-09-03..2026-09-06");
	});
});

describe("w10", () => {
	const id = "Pacific SA Standard Time";
	const jump = (kind: string, at: string, from: string, to: string, month: number) =>
		`BEGIN:${kind}\r\nDTSTART:${at}T000000\r\nTZOFFSETFROM:${from}\r\nTZOFFSETTO:${to}\r\n` +
		`RRULE:FREQ=YEARLY;BYMONTH=${month};BYDAY=1SU\r\nEND:${kind}`;
	const zone = [
		`BEGIN:VTIMEZONE\r\nTZID:${id}`,
		jump("STANDARD", "20220403", "-0300", "-0400", 4),
		jump("DAYLIGHT", "20220904", "-0400", "-0300", 9),
		"END:VTIMEZONE",
	].join("\r\n");

	test.each([
		["a skipped midnight", "20260903T150000", "20260906T000000", "2026-09-03..2026-09-06", "04:00"],
		["a skipped time", "20260903T150000", "20260906T003000", "2026-09-03..2026-09-06", "04:30"],
		["the first time", "20260903T150000", "20260906T010000", "2026-09-03..2026-09-06", "04:00"],
		["a later time", "20260903T150000", "20260906T100000", "2026-09-03..2026-09-06", "13:00"],
		["a repeated time", "20260402T150000", "20260404T233000", "2026-04-02..2026-04-04", "02:30"],
		["the time after", "20260402T150000", "20260405T003000", "2026-04-02..2026-04-05", "04:30"],
	])("%s in a zone of the feed's own", (_, start, end, days, utc) => {
		const text = (head: string[]) =>
			made([edges("a", `DTSTART;TZID=${id}:${start}`, `DTEND;TZID=${id}:${end}`, "Ada")], ...head);
		const more = { timeZone: "America/Santiago", now: "2026-01-01T08:00:00Z" };
		expect([span(text([zone]), more), span(text([]), more)]).toEqual([days, days]);
		for (const head of [[zone], []])
			expect(first(text(head), { ...more, timeZone: "UTC", times: "keep" })?.checkOut).toBe(utc);
	});

	test.each([
		["pacific standard time", "America/Los_Angeles", "windows_zone"],
		["EUROPE/BERLIN", "Europe/Berlin", undefined],
		["us/pacific", "America/Los_Angeles", undefined],
		["Mars/Phobos", "Europe/Paris", "unknown_zone"],
	])("letters of a zone's name may be small or capital: %s", (name, zone, kind) => {
		const [from, to] = [
			`DTSTART;TZID=${name}:20260903T150000`,
			`DTEND;TZID=${name}:20260906T110000`,
		];
		const more = { timeZone: "UTC", times: "keep", state: undefined };
		const plain = made([
			edges(
				"a",
				`DTSTART;TZID=${zone}:20260903T150000`,
				`DTEND;TZID=${zone}:20260906T110000`,
				"Ada",
			),
		]);
		const { facts, notes } = readFeed(made([edges("a", from, to, "Ada")]), {
			...{ ...options, times: "keep" },
			...(kind !== "unknown_zone" && { timeZone: "UTC" }),
		});
		const [{ checkIn, checkOut } = {}] = facts.map(({ reservation }) => reservation);
		const expected = kind === "unknown_zone" ? first(plain, { times: "keep" }) : first(plain, more);
		expect([checkIn, checkOut]).toEqual([expected?.checkIn, expected?.checkOut]);
		expect(notes.map((note) => note.kind)).toEqual(kind === undefined ? [] : [kind]);
	});

	test("days and times may have dashes and colons", () => {
		const [from, to] = ["DTSTART;VALUE=DATE:2026-09-03", "DTEND;VALUE=DATE:2026-09-06"];
		expect(span(made([edges("a", from, to, "Ada")]))).toBe("2026-09-03..2026-09-06");
		const times = edges("a", "DTSTART:2026-09-03T13:00:00Z", "DTEND:2026-09-06T09:30:00Z", "Ada");
		expect(first(made([times]), { times: "keep" })).toMatchObject({
			...{ checkIn: "15:00", checkOut: "11:30" },
		});
	});

	test("an event that ends at the midnight at which it begins is one night, with a note", () => {
		const midnight = (time: string) => edges("a", `DTSTART:${time}`, `DTEND:${time}`, "Ada Byron");
		for (const time of ["20260903T000000", "20260902T220000Z", "20260903T000000Z"]) {
			const { facts, notes } = readFeed(made([midnight(time)]), options);
			expect(facts[0]?.reservation.departure).toBe("2026-09-04");
			expect(notes).toEqual([{ kind: "one_night_assumed", reservationId: "f/a" }]);
		}
		const noon = readFeed(made([midnight("20260903T120000")]), options);
		expect(noon.leftOut.map(({ kind }) => kind)).toEqual(["no_night"]);
	});

	test("the last night is the end, also where days are midnights in UTC or of the listing", () => {
		const written = [
			entry,
			edges("a", "DTSTART:20260903T000000", "DTEND:20260906T000000", "Ada Byron"),
			edges("a", "DTSTART:20260902T220000Z", "DTEND:20260905T220000Z", "Ada Byron"),
			edges("a", "DTSTART:20260903T000000Z", "DTEND:20260906T000000Z", "Ada Byron"),
		];
		for (const event of written) {
			expect(span(made([event]))).toBe("2026-09-03..2026-09-06");
			expect(span(made([event]), { lastDay: "last_night" })).toBe("2026-09-03..2026-09-07");
		}
	});
});

test.each([
	["Numéro de téléphone (4 derniers chiffres) : 5678", "5678"],
	["Telefonnummer (letzte 4 Ziffern): 5678", "5678"],
	["Phone (4 digits): none", undefined],
	["Phone (4 digits): 567", undefined],
	["Phone: +1 555 123 4567 x89", "4567"],
	["Phone: +1 555 123 4567 ext. 12", "4567"],
	["Phone: +1 XXX-XXX-4567", "4567"],
	["Phone: x4567", undefined],
	["<p><b>Phone:</b>&nbsp;+49 171 1234567<br>Guests: 3</p>", "4567"],
	[
		'<div>Guest: Ada</div><div>Phone: <a href="tel:+491711234567">+49 171 1234567</a></div>',
		"4567",
	],
])("r3 the phone in a description: %s", (line, digits) => {
	const text = made([[...entry, `DESCRIPTION:${line}`]]);
	expect(first(text)?.guest.phoneLastDigits).toBe(digits);
});

test("r1 what stands behind a calendar is nothing", () => {
	const { notes } = readFeed(`${made([entry])}\r\n<!-- made in 0.1 s -->\r\n`, options);
	expect(notes).toEqual([]);
});

test("w10 the feed's own zone may have a Windows name", () => {
	const text = made([entry], "X-WR-TIMEZONE:W. Europe Standard Time");
	expect(readFeed(text, { ...options, timeZone: undefined as never }).notes).toEqual([
		{ kind: "zone_of_feed", name: "X-WR-TIMEZONE", timeZone: "Europe/Berlin" },
	]);
});

test("a month is no duration: one night is assumed", () => {
	const event = [...entry.slice(0, 2), "DURATION:P1M", "SUMMARY:Ada Byron"];
	const { facts, notes } = readFeed(made([event]), options);
	expect([facts[0]?.reservation.departure, notes.map(({ kind }) => kind)]).toEqual([
		"2026-09-04",
		["one_night_assumed"],
	]);
});

test("r1 the feed's own reservations among the others are no echo of it", () => {
	const text = made([days("a@booking.com", "2026-09-03", "2026-09-06", "CLOSED - Not available")]);
	const one = readFeed(text, options);
	const others = one.facts.map(({ reservation }) => reservation);
	const two = readFeed(text, { ...options, state: one.state, others });
	expect([two.facts, two.leftOut]).toEqual([[], []]);
	const echo = readFeed(text, { ...options, feedId: "g", others });
	expect(echo.leftOut.map(({ kind }) => kind)).toEqual(["echo"]);
});

test("no half of a letter leaves the reader", () => {
	for (let more = 3980; more < 3995; more += 1) {
		const event = [...entry.slice(0, -1), "SUMMARY:Reserved"];
		event.push(`DESCRIPTION:${"x".repeat(more)}\\nGuest: A😀😀😀`);
		expect(JSON.stringify(readFeed(made([event]), options))).not.toMatch(/\\ud[89a-f]/i);
	}
});

test("ids that the rules refuse are refused at once", () => {
	for (const bad of ["", "x".repeat(129), "a\u0000b", "\ud800"])
		for (const key of ["listingId", "feedId"])
			expect(refusal(() => first(made([entry]), { [key]: bad }))).toMatchObject({ path: key });
});

test("a booking that is in the feed, and left out, is not missing", () => {
	const link = "DESCRIPTION:https://www.airbnb.com/hosting/reservations/details/HMABCDEF12";
	const read = (more: string[], known?: never[]) =>
		reservationsFromIcal(made([[...entry, link, ...more]]), {
			...{ listingId: "flat", now: options.now },
			...(known && { known }),
		});
	const known = read([]).reservations as never[];
	const { missing, leftOut } = read(["STATUS:TENTATIVE"], known);
	expect([missing, Object.keys(leftOut[0] ?? {}).sort()]).toEqual([[], ["kind", "summary", "uid"]]);
});

describe("no text takes long", () => {
	const rule = (by: string) =>
		`BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T020000\r\nTZOFFSETFROM:+0100\r\n` +
		`TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;${by}\r\nEND:STANDARD\r\nEND:VTIMEZONE`;
	const zoned = edges(
		"a",
		"DTSTART;TZID=Own:20260903T150000",
		"DTEND;TZID=Own:20260906T100000",
		"Ada",
	);
	test.each([
		["blanks", made([[...entry, `DESCRIPTION:x\\n${" ".repeat(3980)}y`]]), {}],
		[
			"stars",
			made([days("a", "2026-09-03", "2026-09-06", "a".repeat(290))]),
			{ blocks: "*a*a*a*a*a*a*b" },
		],
		["a rule of no day", made([zoned], rule("BYMONTH=4;BYDAY=SU;BYSETPOS=99")), {}],
		["a rule of all days", made([zoned], rule("BYDAY=SU,MO,TU,WE,TH,FR,SA")), {}],
		["a rule of a ninth Sunday", made([zoned], rule("BYMONTH=2;BYDAY=9SU")), {}],
	])("%s", (_, text, more) => {
		const start = performance.now();
		expect(span(text, more)).toBe("2026-09-03..2026-09-06");
		expect(performance.now() - start).toBeLessThan(250);
	});

	test.each([
		["Painter*", "painter, floor 2", true],
		["*kitchen", "The Kitchen", true],
		["a*b*c", "axxbyyc", true],
		["a*b*c", "axxbyy", false],
		["ab*ba", "aba", false],
		["one", "one more", false],
		["", "", true],
	])("r3 the pattern %j and the summary %j", (blocks, summary, isBlock) => {
		const { leftOut } = readFeed(made([days("a", "2026-09-03", "2026-09-06", summary)]), {
			...{ ...options, blocks },
		});
		expect(leftOut.length).toBe(isBlock ? 1 : 0);
	});
});
