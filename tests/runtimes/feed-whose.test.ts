// R1: a feed in which nothing is as it was: another listing's, or a small calendar's.
import { load, readFeed } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { refusal } from "../support/refusal.js";
import { days, made } from "./feeds/build.js";
import { AIRBNB, BOOKING, kinds, Season } from "./feeds/season.js";

beforeAll(() => load());

const ANY = "PRODID:-//Any//EN";
const ada = days("a", "2027-02-10", "2027-02-14", "Ada Byron");
const bob = days("b", "2027-02-20", "2027-02-23", "Bob Hale");
const [ADA, BOB] = ["f/a 2027-02-10..2027-02-14", "f/b 2027-02-20..2027-02-23"];
/** The bookings of another house. */
const [eve, fay, gus] = [
	days("x", "2027-02-12", "2027-02-16", "Eve Stone"),
	days("y", "2027-03-01", "2027-03-03", "Fay Lund"),
	days("z", "2027-03-05", "2027-03-09", "Gus Orr"),
];

/** A calendar that was read at noon on 2 January. */
function season(known: string[][], head: string = ANY): Season {
	const feed = new Season(head);
	feed.read("2027-01-02T12:00", ...known);
	return feed;
}

/** Every six hours, from 3 January on. */
function* times(count: number): Generator<string> {
	for (let at = 0; at < count; at += 1)
		yield new Date(Date.UTC(2027, 0, 3) + at * 6 * 3_600_000).toISOString().slice(0, 16);
}

describe("r1 the feed of another listing", () => {
	test.each([
		["two known, three others", [ada, bob], [eve, fay, gus]],
		["two known, one other", [ada, bob], [fay]],
		["one known, two others", [ada], [fay, gus]],
	])("%s: it never counts by itself, and tells its guests nothing", (_, known, others) => {
		const feed = season(known);
		const stands = feed.stands();
		for (const at of times(60)) {
			const { notes } = feed.read(at, ...others);
			const hint = expect.stringContaining("sameListing");
			expect(notes.filter(({ kind }) => kind === "nothing_known")).toEqual([
				{ kind: "nothing_known", hint },
			]);
		}
		const now = feed.stands();
		expect(now.filter((stay) => !stay.endsWith("on hold"))).toEqual(stands);
		expect(now).toHaveLength(known.length + others.length);
		// With the right address its guests go as any who vanish.
		for (const at of ["2027-01-20T12:00", "2027-01-20T18:00"]) feed.read(at, ...known);
		expect(feed.stands()).toEqual(stands);
	});

	test("it stays so when all but one of each are over", () => {
		const feed = season([ada, days("c", "2027-05-10", "2027-05-14", "Cyd Ray")]);
		const last = days("w", "2027-06-01", "2027-06-04", "Wim Bos");
		feed.read("2027-01-03T12:00", fay, last);
		for (const day of ["10", "11", "12", "13"]) feed.read(`2027-03-${day}T12:00`, last);
		expect(feed.stands().slice(-2)).toEqual([
			"f/c 2027-05-10..2027-05-14",
			"f/w 2027-06-01..2027-06-04 on hold",
		]);
	});

	test("one that came in two halves, as the first reading was cut off, came at once", () => {
		const feed = season([ada]);
		feed.readText("2027-01-03T00:00", made([fay, gus], ANY).slice(0, -25));
		for (const at of times(30)) feed.read(at, fay, gus);
		expect(feed.stands()[0]).toBe(ADA);
	});

	test("a hold lapses four hours before check-in, so that nobody stands outside", () => {
		const later = [
			days("c", "2027-05-10", "2027-05-14", "Cyd Ray"),
			days("d", "2027-06-01", "2027-06-04"),
		];
		const feed = season(later);
		feed.read("2027-02-01T12:00", fay, gus);
		feed.read("2027-03-01T09:59", fay, gus);
		expect(feed.held.get("f/y")).toHaveProperty("hold", true);
		feed.read("2027-03-01T10:00", fay, gus);
		expect(feed.held.get("f/y")).not.toHaveProperty("hold");
		const late = season([ada, bob]);
		late.read("2027-01-03T12:00", days("y", "2027-01-03", "2027-01-05", "Fay Lund"), gus);
		expect(late.held.get("f/y")).not.toHaveProperty("hold");
		// Also where its entry is missing at a reading that does not count.
		const gone = season([ada, bob]);
		gone.read("2027-01-03T12:00", fay, gus);
		gone.read("2027-01-03T13:00", gus);
		expect(gone.held.get("f/y")).toHaveProperty("hold", true);
	});

	test("blocks of the same days, numbers as UIDs, a running stay of the same end: by chance", () => {
		const block = (uid: string) => days(uid, "2027-06-01", "2027-09-01", "Blocked");
		const [one, two] = [block("k1"), block("k2")];
		for (const [known, others] of [
			[
				[ada, bob, one],
				[fay, gus, two],
			],
			[
				[days("1", "2027-02-10", "2027-02-14", "Ada Byron"), days("2", ...BOBS)],
				[days("1", "2027-03-01", "2027-03-03", "Fay Lund"), days("2", ...GUSS)],
			],
		] as const) {
			const feed = season([...known]);
			const stands = feed.stands();
			for (const at of times(20)) feed.read(at, ...others);
			expect(feed.stands().filter((stay) => !stay.endsWith("on hold"))).toEqual(stands);
		}
		const closed = (uid: string, from: string, to: string) =>
			days(`${uid}@booking.com`, from, to, "CLOSED - Not available");
		const feed = season(
			[
				closed("a1", "2027-01-01", "2027-01-09"),
				closed("a2", "2027-02-10", "2027-02-14"),
				closed("a3", "2027-02-20", "2027-02-23"),
			],
			BOOKING,
		);
		for (const at of times(8))
			feed.read(
				at,
				closed(`r${at.slice(8, 10)}`, at.slice(0, 10), "2027-01-09"),
				closed("o1", "2027-03-01", "2027-03-03"),
				closed("o2", "2027-03-05", "2027-03-09"),
			);
		expect(feed.stands().filter((stay) => stay.includes("2027-02"))).toEqual([
			"f/a2@booking.com 2027-02-10..2027-02-14",
			"f/a3@booking.com 2027-02-20..2027-02-23",
		]);
	});

	test("of another PRODID it never counts either, also where one went and one came", () => {
		const feed = season([ada]);
		for (const at of times(30)) {
			const { notes } = feed.readText(at, made([fay], "PRODID:-//Other//EN"));
			expect(notes).toContainEqual(expect.objectContaining({ kind: "another_origin" }));
		}
		expect(feed.stands()).toEqual([ADA, "f/y 2027-03-01..2027-03-03 on hold"]);
	});
});

const BOBS = ["2027-02-20", "2027-02-23", "Bob Hale"] as const;
const GUSS = ["2027-03-05", "2027-03-09", "Gus Orr"] as const;

test("r1 another version in the PRODID is no other origin", () => {
	const feed = season([ada, bob], AIRBNB);
	for (const [at, version] of [
		["2027-01-03T08:00", "0.8.8"],
		["2027-01-03T14:00", "1.1"],
	] as const) {
		const { notes } = feed.readText(at, made([bob], AIRBNB.replace("1.0", version)));
		expect(notes.map(({ kind }) => kind)).not.toContain("another_origin");
	}
	expect(feed.stands()).toEqual([BOB]);
});

describe("r1 a small calendar", () => {
	test("whose one stay was cancelled, and another one booked, counts as an empty one does", () => {
		const feed = season([ada]);
		const first = feed.read("2027-01-03T12:00", fay);
		expect(first.notes).toContainEqual({
			...{ kind: "nothing_known", countsFrom: "2027-01-04T12:00:00Z" },
			hint: expect.stringContaining("sameListing"),
		});
		feed.read("2027-01-04T11:59", fay);
		expect(feed.stands()).toEqual([ADA, "f/y 2027-03-01..2027-03-03 on hold"]);
		expect(kinds(feed.read("2027-01-04T12:00", fay))).toEqual(["vanished"]);
		expect(feed.stands()).toEqual([`${ADA} on hold`, "f/y 2027-03-01..2027-03-03"]);
		feed.read("2027-01-04T18:00", fay);
		expect(feed.stands()).toEqual(["f/y 2027-03-01..2027-03-03"]);
	});

	test("two readings in a day are not enough", () => {
		const feed = season([ada]);
		feed.read("2027-01-03T12:00", fay);
		feed.read("2027-01-05T12:00", fay);
		expect(feed.stands()).toEqual([ADA, "f/y 2027-03-01..2027-03-03 on hold"]);
	});

	test("more bookings, one after the other, change nothing about that", () => {
		const feed = season([ada]);
		feed.read("2027-01-03T12:00", fay);
		feed.read("2027-01-03T20:00", fay, gus);
		for (const at of ["2027-01-04T12:00", "2027-01-04T18:00"]) feed.read(at, fay, gus);
		expect(feed.stands()).toEqual(["f/y 2027-03-01..2027-03-03", "f/z 2027-03-05..2027-03-09"]);
	});

	test("that lost another stay a little earlier is small all the same", () => {
		const feed = season([ada, bob]);
		feed.read("2027-01-03T08:00", bob);
		const { notes } = feed.read("2027-01-03T09:00", fay);
		const countsFrom = "2027-01-04T09:00:00Z";
		expect(notes).toContainEqual(expect.objectContaining({ kind: "nothing_known", countsFrom }));
		// Where nothing else is missed, nothing is doubtful.
		const last = season([bob, days("c", "2027-05-10", "2027-05-14", "Cyd Ray")]);
		last.read("2027-02-20T12:00", bob);
		last.read("2027-02-20T15:00", fay);
		expect(last.held.get("f/y")).not.toHaveProperty("hold");
		expect(last.stands()).toContain("f/c 2027-05-10..2027-05-14 on hold");
	});

	test("whose nights went to another guest counts at once", () => {
		const feed = season([ada]);
		expect(kinds(feed.read("2027-01-03T12:00", eve))).toEqual(["cancelled_as_vanished"]);
		expect(feed.stands()).toEqual(["f/x 2027-02-12..2027-02-16"]);
	});

	test("with nothing but a running stay, where two went at once, is as good as empty", () => {
		const closed = (uid: string, from: string, to: string) =>
			days(`${uid}@booking.com`, from, to, "CLOSED - Not available");
		const [two, three] = [
			closed("a2", "2027-02-10", "2027-02-14"),
			closed("a3", "2027-02-20", "2027-02-23"),
		];
		const feed = season([closed("a1", "2027-01-01", "2027-01-09"), two, three], BOOKING);
		for (const day of ["03", "04", "05"])
			feed.read(`2027-01-${day}T12:00`, closed(`r${day}`, `2027-01-${day}`, "2027-01-09"));
		expect(feed.stands()).toEqual(["f/a1@booking.com 2027-01-01..2027-01-09"]);
	});

	test("that waits for nobody takes whoever comes, also of another PRODID", () => {
		const feed = season([days("o", "2027-01-01", "2027-01-04", "Old Guest")]);
		const { facts } = feed.readText("2027-01-06T12:00", made([fay, gus], "PRODID:-//Other//EN"));
		expect(facts.map(({ reservation: { hold } }) => hold)).toEqual([undefined, undefined]);
		expect(kinds(feed.readText("2027-01-06T13:00", made([fay], "PRODID:-//Other//EN")))).toEqual([
			"vanished",
		]);
	});
});

describe("r1 the host's word", () => {
	const said = (feed: Season, at: string, text: string) =>
		readFeed(text, {
			...{ feedId: "f", listingId: "flat", timeZone: "Europe/Paris", now: `${at}:00Z` },
			...{ ...(feed.state && { state: feed.state }), sameListing: true },
		});

	test.each([ANY, "PRODID:-//Other//EN"])("makes a reading count: %s", (head) => {
		const feed = season([ada, bob]);
		feed.readText("2027-01-03T12:00", made([fay, gus], head));
		const reading = said(feed, "2027-01-03T13:00", made([fay, gus], head));
		expect(kinds(reading)).toEqual(["vanished", "vanished"]);
		const holds = reading.facts.map(({ reservation: { id, hold } }) => [id, hold]);
		expect(holds).toEqual([
			["f/a", true],
			["f/b", true],
			["f/y", undefined],
			["f/z", undefined],
		]);
		// The next readings count without it.
		feed.state = reading.state;
		for (const { reservation } of reading.facts) feed.held.set(reservation.id, reservation);
		feed.readText("2027-01-03T19:00", made([fay, gus], head));
		expect(feed.stands()).toEqual(["f/y 2027-03-01..2027-03-03", "f/z 2027-03-05..2027-03-09"]);
	});

	test("does not make an empty feed or one that is cut off count more", () => {
		const feed = season([ada, bob], AIRBNB);
		const empty = said(feed, "2027-01-03T13:00", made([], AIRBNB));
		expect(kinds(empty)).toEqual(["feed_empty", "vanished", "vanished"]);
		const cut = said(feed, "2027-01-03T13:00", made([fay, gus], AIRBNB).slice(0, -25));
		expect(cut.notes).toContainEqual({ kind: "feed_cut_off" });
		expect(feed.stands()).toEqual([ADA, BOB]);
		expect(refusal(() => readFeed(made([], ANY), wrong))).toMatchObject({ path: "sameListing" });
	});
	const wrong = {
		...{ feedId: "f", listingId: "flat", timeZone: "Europe/Paris", now: "2027-01-01T00:00:00Z" },
		sameListing: "yes" as never,
	};
});
