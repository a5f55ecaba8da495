// R2: the habits of exporters. Dates and ids are of nobody; the forms are those of public
// histories.
import { load } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { days } from "./feeds/build.js";
import { BOOKING, kinds, Season } from "./feeds/season.js";

beforeAll(() => load());

const closed = (uid: string, from: string, to: string) =>
	days(`${uid}@booking.com`, from, to, "CLOSED - Not available");
const rome = { timeZone: "Europe/Rome" };

describe("r2 Booking.com", () => {
	test("a running stay keeps its id while its entry begins anew each day", () => {
		const feed = new Season(BOOKING, rome);
		const other = closed("zz", "2027-08-01", "2027-08-03");
		feed.read("2027-02-12T20:14", closed("aa", "2027-03-05", "2027-03-07"), other);
		// The first booking goes, and another one comes whose nights hold its days.
		feed.read("2027-02-18T20:14");
		feed.read("2027-02-27T10:14", closed("bb", "2027-03-02", "2027-03-13"), other);
		for (const [at, uid, from] of [
			["2027-03-02T23:11", "cc", "2027-03-03"],
			["2027-03-03T23:10", "dd", "2027-03-04"],
			["2027-03-04T23:12", "aa", "2027-03-05"],
			["2027-03-05T23:12", "ee", "2027-03-06"],
			["2027-03-06T09:12", "ee", "2027-03-06"],
		] as const) {
			feed.read(at, closed(uid, from, "2027-03-13"), other);
			expect(feed.held.size).toBe(3);
		}
		expect(feed.stands()).toEqual([
			"f/bb@booking.com 2027-03-02..2027-03-13",
			"f/zz@booking.com 2027-08-01..2027-08-03",
		]);
	});

	test("its entry goes at midnight before the last day, and the stay stands", () => {
		const feed = new Season(BOOKING, rome);
		feed.read("2027-05-13T01:25", closed("ff", "2027-05-13", "2027-05-14"));
		const { facts, notes } = feed.read("2027-05-13T22:23");
		expect([facts, notes.map(({ kind }) => kind)]).toEqual([[], []]);
		expect(feed.stands()).toEqual(["f/ff@booking.com 2027-05-13..2027-05-14"]);
	});

	test("an arrival day that vanished and came back is another stay", () => {
		const feed = new Season(BOOKING, rome);
		const other = closed("zz", "2027-08-01", "2027-08-03");
		feed.read("2027-06-19T12:00", closed("ab", "2027-06-22", "2027-06-25"), other);
		feed.read("2027-06-20T12:00", other);
		feed.read("2027-06-21T09:00", closed("ab", "2027-06-22", "2027-06-24"), other);
		expect(feed.stands()[0]).toBe("f/ab@booking.com#2 2027-06-22..2027-06-24");
		// Also where the days are the same.
		feed.read("2027-06-21T10:00", other);
		feed.read("2027-06-21T11:00", closed("ab", "2027-06-22", "2027-06-24"), other);
		expect(feed.stands()[0]).toBe("f/ab@booking.com#3 2027-06-22..2027-06-24");
		// And it stays that one.
		expect(
			feed.read("2027-06-21T12:00", closed("ab", "2027-06-22", "2027-06-24"), other).facts,
		).toEqual([]);
	});

	test("an empty reading between two others is no vanishing", () => {
		const feed = new Season(BOOKING, rome);
		const entry = closed("ab", "2027-06-22", "2027-06-25");
		feed.read("2027-06-19T12:00", entry);
		feed.read("2027-06-20T12:00");
		feed.read("2027-06-20T13:00", entry);
		expect(feed.stands()).toEqual(["f/ab@booking.com 2027-06-22..2027-06-25"]);
	});

	test("one UID with another end is the same stay, with a note", () => {
		const feed = new Season(BOOKING, rome);
		feed.read("2027-06-19T12:00", closed("ab", "2027-06-22", "2027-06-25"));
		const reading = feed.read("2027-06-19T18:00", closed("ab", "2027-06-22", "2027-06-24"));
		expect(kinds(reading)).toContain("maybe_another_guest");
		expect(feed.stands()).toEqual(["f/ab@booking.com 2027-06-22..2027-06-24"]);
	});

	test("where start and end differ, another stay begins beside the running one", () => {
		const feed = new Season(BOOKING, rome);
		feed.read("2027-03-01T12:00", closed("ab", "2027-03-02", "2027-03-06"));
		const reading = feed.read("2027-03-04T00:12", closed("cd", "2027-03-04", "2027-03-08"));
		expect(feed.stands()).toEqual([
			"f/ab@booking.com 2027-03-02..2027-03-06",
			"f/cd@booking.com 2027-03-04..2027-03-08",
		]);
		expect(reading.notes).toContainEqual({
			kind: "beside_running_stay",
			reservationId: "f/cd@booking.com",
			otherId: "f/ab@booking.com",
		});
		// The next day it goes on, as any stay.
		feed.read("2027-03-05T00:12", closed("ef", "2027-03-05", "2027-03-08"));
		expect(feed.stands()).toHaveLength(2);
	});

	test("who comes after a running stay was gone is another guest, with a PIN of their own", () => {
		const feed = new Season(BOOKING, rome);
		const other = closed("zz", "2027-08-01", "2027-08-03");
		feed.read("2027-03-01T12:00", closed("ab", "2027-03-02", "2027-03-06"), other);
		feed.read("2027-03-03T12:00", other);
		feed.read("2027-03-04T12:00", closed("cd", "2027-03-04", "2027-03-06"), other);
		expect(feed.stands().slice(0, 2)).toEqual([
			"f/ab@booking.com 2027-03-02..2027-03-06",
			"f/cd@booking.com 2027-03-04..2027-03-06",
		]);
	});

	test("two running stays with one end both go on", () => {
		const feed = new Season(BOOKING, rome);
		feed.read(
			"2027-03-01T12:00",
			closed("ab", "2027-03-02", "2027-03-06"),
			closed("cd", "2027-03-03", "2027-03-06"),
		);
		const before = feed.stands();
		feed.read(
			"2027-03-04T00:12",
			closed("ef", "2027-03-04", "2027-03-06"),
			closed("gh", "2027-03-04", "2027-03-06"),
		);
		expect(feed.stands()).toEqual(before);
	});

	test("of two running stays with one end, the one that was shown last goes on", () => {
		const feed = new Season(BOOKING, rome);
		feed.read("2027-03-01T12:00", closed("ab", "2027-03-05", "2027-03-09"));
		// The calendar is another one at once, which does not prove that somebody left.
		const other = closed("zz", "2027-03-26", "2027-03-27");
		feed.read("2027-03-05T08:00", other);
		feed.read("2027-03-05T15:30", closed("cd", "2027-03-06", "2027-03-09"), other);
		feed.read("2027-03-06T16:00", closed("cd", "2027-03-06", "2027-03-09"), other);
		feed.read("2027-03-07T10:00", closed("ef", "2027-03-07", "2027-03-09"), other);
		feed.read("2027-03-07T17:00", closed("ef", "2027-03-07", "2027-03-10"), other);
		expect(feed.stands().slice(0, 2)).toEqual([
			"f/ab@booking.com 2027-03-05..2027-03-09",
			"f/cd@booking.com 2027-03-06..2027-03-10",
		]);
	});

	test("a closure stays one while it shrinks from the front", () => {
		const feed = new Season(BOOKING, rome);
		const stay = closed("ab", "2027-01-05", "2027-01-08");
		feed.read("2027-01-01T12:00", stay, closed("c0", "2027-01-10", "2027-05-01"));
		for (let day = 11; day < 31; day += 1) {
			const from = `2027-01-${day}`;
			feed.read(`${from}T09:00`, closed(`c${day}`, from, "2027-05-01"));
		}
		// 89 nights are left: by its length alone it would be a booking.
		feed.read("2027-02-01T09:00", closed("d1", "2027-02-01", "2027-05-01"));
		feed.read("2027-02-02T09:00", closed("d2", "2027-02-02", "2027-05-01"));
		expect(feed.stands()).toEqual(["f/ab@booking.com 2027-01-05..2027-01-08"]);
		// A booking that ends with it, and begins later, is none.
		const { facts } = feed.read("2027-02-03T09:00", closed("e1", "2027-04-20", "2027-05-01"));
		expect(facts).toHaveLength(1);
	});

	test("by its UIDs alone, in a feed that somebody else exports", () => {
		const feed = new Season("PRODID:-//Merged//EN", rome);
		const named = (uid: string, from: string, to: string) =>
			days(`${uid}@booking.com`, from, to, "Nora Berg");
		feed.read("2027-03-01T12:00", named("ab", "2027-03-02", "2027-03-06"));
		feed.read("2027-03-04T00:12", named("cd", "2027-03-04", "2027-03-06"));
		expect(feed.stands()).toEqual(["f/ab@booking.com 2027-03-02..2027-03-06"]);
	});
});

describe("r2 new UIDs each time", () => {
	const stays = (tag: string, name = "Nora Berg") => [
		days(`${tag}1`, "2026-06-10", "2026-06-14", name),
		days(`${tag}2`, "2026-06-20", "2026-06-23", "Reserved"),
	];

	test("same days and name are the same stay", () => {
		const feed = new Season("PRODID:-//New//EN");
		feed.read("2026-06-01T08:00", ...stays("a"));
		const before = feed.stands();
		for (const tag of ["b", "c", "d"]) {
			const at = `2026-06-0${tag.charCodeAt(0) - 94}T08:00`;
			expect(
				feed
					.read(at, ...stays(tag, "nora  berg"))
					.facts.filter(({ reservation }) => reservation.id !== "f/a1"),
			).toEqual([]);
		}
		expect(feed.stands()).toEqual(before);
	});

	test("without a name it is said to be ambiguous, until the exporter is known", () => {
		const feed = new Season("PRODID:-//New//EN");
		feed.read("2026-06-01T08:00", ...stays("a"));
		expect(kinds(feed.read("2026-06-02T08:00", ...stays("b")))).toEqual(["ambiguous"]);
		const known = new Season("PRODID:-//New//EN", { platform: "new_uids" });
		known.read("2026-06-01T08:00", ...stays("a"));
		expect(kinds(known.read("2026-06-02T08:00", ...stays("b")))).toEqual([]);
	});

	test("where UIDs were seen to stay, another UID without a name is another stay", () => {
		const feed = new Season("PRODID:-//Stays//EN");
		const [one, two] = stays("a");
		feed.read("2026-06-01T08:00", one ?? [], two ?? []);
		feed.read("2026-06-02T08:00", one ?? [], two ?? []);
		feed.read("2026-06-03T08:00", one ?? [], days("x", "2026-06-20", "2026-06-23", "Reserved"));
		expect(feed.stands()).toEqual(["f/a1 2026-06-10..2026-06-14", "f/x 2026-06-20..2026-06-23"]);
	});

	test("a running stay that begins anew each day keeps its id by its name and end", () => {
		const feed = new Season("PRODID:-//New//EN");
		feed.read("2026-06-09T08:00", days("a", "2026-06-10", "2026-06-14", "Nora Berg"));
		feed.read("2026-06-11T08:00", days("b", "2026-06-11", "2026-06-14", "Nora Berg"));
		feed.read("2026-06-12T08:00", days("c", "2026-06-12", "2026-06-14", "Nora Berg"));
		expect(feed.stands()).toEqual(["f/a 2026-06-10..2026-06-14"]);
	});

	test("another name on the same days is another stay, and the first one goes at once", () => {
		const feed = new Season("PRODID:-//New//EN");
		feed.read("2026-06-01T08:00", ...stays("a"));
		feed.read("2026-06-02T08:00", ...stays("b", "Jan Vos"));
		expect(feed.stands()).toEqual(["f/b1 2026-06-10..2026-06-14", "f/a2 2026-06-20..2026-06-23"]);
	});
});
