// R1: what vanishes from a feed, and when that counts.
import { advance, createSite, type NewSite } from "latchstring";
import { forgetGuest, load, readFeed } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { refusal } from "../support/refusal.js";
import { days, made } from "./feeds/build.js";
import { AIRBNB, BOOKING, kinds, Season } from "./feeds/season.js";

beforeAll(() => load());

const code = (id: string) =>
	`DESCRIPTION:https://www.airbnb.com/hosting/reservations/details/${id}\\nPhone Number (Last 4 Digits): 4401`;
const a = days(
	"1418fb94e984-a@airbnb.com",
	"2026-06-10",
	"2026-06-14",
	"Reserved",
	code("HMAAAA1111"),
);
const b = days(
	"1418fb94e984-b@airbnb.com",
	"2026-06-20",
	"2026-06-23",
	"Reserved",
	code("HMBBBB2222"),
);
const [A, B] = ["HMAAAA1111 2026-06-10..2026-06-14", "HMBBBB2222 2026-06-20..2026-06-23"];

/** An Airbnb feed with both bookings, read on 1 June. */
function season(): Season {
	const feed = new Season(AIRBNB);
	feed.read("2026-06-01T08:00", a, b);
	expect(feed.stands()).toEqual([A, B]);
	return feed;
}

describe("r1 facts", () => {
	test("the same feed again gives no fact, and the state changes by its time only", () => {
		const feed = season();
		const before = feed.state;
		expect(feed.read("2026-06-01T09:00", a, b).facts).toEqual([]);
		expect({ ...feed.state, readAt: 0, uids: 0 }).toEqual({ ...before, readAt: 0, uids: 0 });
	});

	test("two entries of one UID, one of them with a code, stay the stays that they are", () => {
		const feed = new Season(AIRBNB);
		const uid = "1418fb94e984-a@airbnb.com";
		const plain = days(uid, "2026-06-10", "2026-06-14", "Reserved");
		for (const entries of [
			[plain, a],
			[a, plain],
		]) {
			feed.read("2026-06-01T08:00", ...entries);
			const known = feed.stands();
			expect(known).toHaveLength(2);
			for (const hour of ["09", "16"]) {
				expect(feed.read(`2026-06-01T${hour}:00`, ...entries).facts).toEqual([]);
				expect(feed.stands()).toEqual(known);
			}
		}
	});

	test("a booking that goes on beside a cancelled entry of its UID stays the stay that it is", () => {
		const uid = "1418fb94e984-a@airbnb.com";
		const off = days(uid, "2026-06-10", "2026-06-14", "Reserved", "STATUS:CANCELLED");
		for (const goesOn of [a, days(uid, "2026-06-11", "2026-06-16", "Reserved")]) {
			const feed = new Season(AIRBNB);
			feed.read("2026-06-01T08:00", off, goesOn);
			const known = feed.stands();
			expect(known).toHaveLength(1);
			for (const [at, entries] of [[goesOn, off], [off, goesOn], [goesOn]].entries()) {
				expect(feed.read(`2026-06-02T0${at}:00`, ...entries).facts).toEqual([]);
				expect(feed.stands()).toEqual(known);
			}
		}
	});

	test("a change of days raises the revision of its fact", () => {
		const feed = season();
		const longer = days(
			"1418fb94e984-a@airbnb.com",
			"2026-06-10",
			"2026-06-16",
			"Reserved",
			code("HMAAAA1111"),
		);
		const { facts } = feed.read("2026-06-02T08:00", longer, b);
		expect(facts).toMatchObject([
			{
				type: "reservation",
				reservation: { id: "HMAAAA1111", departure: "2026-06-16", revision: 1780387200 },
			},
		]);
	});

	test("a booking that comes later was made at its first reading", () => {
		const feed = new Season(AIRBNB);
		expect(feed.read("2026-06-01T08:00", a).facts[0]?.reservation).not.toHaveProperty("bookedAt");
		const { facts } = feed.read("2026-06-02T08:00", a, b);
		expect(facts[0]?.reservation.bookedAt).toBe("2026-06-02T08:00:00Z");
	});

	test("what it gives, advance takes", () => {
		const listing = {
			...{ id: "flat", name: "Flat", timeZone: "Europe/Paris", locks: [] },
			...{ checkIn: "15:00", checkOut: "11:00" },
		};
		let site = createSite({ id: "s", listings: [listing], locks: [] } as NewSite);
		const feed = new Season(AIRBNB);
		const readings: [string, string[][]][] = [
			["2026-06-01T08:00", [a, b]],
			["2026-06-02T08:00", [b]],
			["2026-06-02T16:00", [b]],
			["2026-06-03T08:00", [a, b]],
		];
		for (const [at, events] of readings) {
			const { facts } = feed.read(at, ...events);
			const step = advance(site, facts, { now: `${at}:00Z`, key: "k".repeat(32) });
			expect(step.rejected).toEqual([]);
			site = step.site;
		}
		expect(feed.stands()).toEqual([A, B]);
	});

	test("stays of one UID in two feeds of a site are two stays", () => {
		const [one, two] = ["one", "two"].map((feedId) => new Season([], { feedId }));
		const entry = days("1", "2026-06-10", "2026-06-14", "Nora Berg");
		one?.read("2026-06-01T08:00", entry);
		two?.read("2026-06-01T08:00", entry);
		expect([...(one?.held.keys() ?? []), ...(two?.held.keys() ?? [])]).toEqual(["one/1", "two/1"]);
	});

	test("a stay that was over before it was known is left out", () => {
		const feed = new Season(AIRBNB);
		const { facts, leftOut } = feed.read("2026-07-01T08:00", a, b);
		expect([facts, leftOut.map(({ kind }) => kind)]).toEqual([[], ["over", "over"]]);
	});
});

describe("r1 what vanishes", () => {
	test("it is held at the first reading, and cancelled at the second, six hours later", () => {
		const feed = season();
		expect(kinds(feed.read("2026-06-02T08:00", b))).toEqual(["vanished"]);
		expect(feed.stands()).toEqual([`${A} on hold`, B]);
		expect(feed.read("2026-06-02T13:59", b).facts).toEqual([]);
		expect(kinds(feed.read("2026-06-02T14:00", b))).toEqual(["cancelled_as_vanished"]);
		expect(feed.stands()).toEqual([B]);
		expect(feed.read("2026-06-02T20:00", b).facts).toEqual([]);
	});

	test("what comes back is told again, under its id", () => {
		const feed = season();
		feed.read("2026-06-02T08:00", b);
		expect(kinds(feed.read("2026-06-02T10:00", a, b))).toEqual(["returned"]);
		expect(feed.stands()).toEqual([A, B]);
		// Also after it was cancelled: Airbnb's code is one booking's for ever.
		feed.read("2026-06-03T08:00", b);
		feed.read("2026-06-03T16:00", b);
		expect(feed.stands()).toEqual([B]);
		expect(kinds(feed.read("2026-06-04T08:00", a, b))).toEqual(["returned"]);
		expect(feed.stands()).toEqual([A, B]);
	});

	test("the gap counts anew after the entry was back", () => {
		const feed = season();
		feed.read("2026-06-02T08:00", b);
		feed.read("2026-06-02T10:00", a, b);
		feed.read("2026-06-02T16:00", b);
		expect(feed.stands()).toEqual([`${A} on hold`, B]);
	});

	test("for an arrival within twelve hours 45 minutes are enough", () => {
		const feed = season();
		// Check-in is at 15:00 in Paris.
		feed.read("2026-06-10T02:00", b);
		expect(feed.stands()).toEqual([`${A} on hold`, B]);
		feed.read("2026-06-10T02:44", b);
		expect(feed.stands()).toEqual([`${A} on hold`, B]);
		feed.read("2026-06-10T02:45", b);
		expect(feed.stands()).toEqual([B]);
	});

	test("a hold lapses four hours before check-in", () => {
		const feed = season();
		feed.read("2026-06-10T08:30", b);
		expect(feed.stands()).toEqual([`${A} on hold`, B]);
		// The second reading fails, and so proves nothing.
		feed.readText("2026-06-10T09:01", made([b], AIRBNB).slice(0, -20));
		expect(feed.stands()).toEqual([A, B]);
		const late = season();
		late.read("2026-06-10T09:30", b);
		expect(late.stands()).toEqual([A, B]);
	});

	test("another stay in its nights cancels it at once", () => {
		const feed = season();
		const c = days(
			"1418fb94e984-c@airbnb.com",
			"2026-06-12",
			"2026-06-15",
			"Reserved",
			code("HMCCCC3333"),
		);
		const reading = feed.read("2026-06-02T08:00", b, c);
		expect(feed.stands()).toEqual(["HMCCCC3333 2026-06-12..2026-06-15", B]);
		expect(reading.notes).toContainEqual({
			...{ kind: "cancelled_as_vanished", reservationId: "HMAAAA1111", otherId: "HMCCCC3333" },
		});
	});

	test("a neighbour that grew into its nights cancels it, one that was there before does not", () => {
		const feed = season();
		const grown = days(
			"1418fb94e984-b@airbnb.com",
			"2026-06-13",
			"2026-06-23",
			"Reserved",
			code("HMBBBB2222"),
		);
		feed.read("2026-06-02T08:00", grown);
		expect(feed.stands()).toEqual(["HMBBBB2222 2026-06-13..2026-06-23"]);
		const twice = new Season(AIRBNB);
		twice.read("2026-06-01T08:00", a, grown);
		twice.read("2026-06-02T08:00", grown);
		expect(twice.stands()).toEqual([`${A} on hold`, "HMBBBB2222 2026-06-13..2026-06-23"]);
	});

	test("an empty feed counts at three readings and a day", () => {
		const feed = season();
		expect(kinds(feed.read("2026-06-02T08:00"))).toEqual(["feed_empty", "vanished", "vanished"]);
		feed.read("2026-06-02T20:00");
		feed.read("2026-06-03T07:59");
		expect(feed.stands()).toEqual([`${A} on hold`, `${B} on hold`]);
		feed.read("2026-06-03T08:00");
		expect(feed.stands()).toEqual([]);
		const twice = season();
		twice.read("2026-06-02T08:00");
		twice.read("2026-06-04T08:00");
		expect(twice.stands()).toEqual([`${A} on hold`, `${B} on hold`]);
	});

	test("an empty reading does not stand for one of the two", () => {
		const feed = season();
		feed.read("2026-06-02T08:00");
		feed.read("2026-06-02T16:00", b);
		expect(feed.stands()).toEqual([`${A} on hold`, B]);
		feed.read("2026-06-02T22:00", b);
		expect(feed.stands()).toEqual([B]);
	});

	test.each([
		["that is cut off", made([b], AIRBNB).slice(0, -20), "feed_cut_off"],
		["of another PRODID", made([b], "PRODID:-//Another//EN"), "another_origin"],
		["without a PRODID", made([b]), "another_origin"],
		[
			"without anything known",
			made(
				[days("x@airbnb.com", "2026-08-01", "2026-08-03", "Reserved", code("HMXXXX9999"))],
				AIRBNB,
			),
			"nothing_known",
		],
	])("a feed %s never counts", (_, text, note) => {
		const feed = season();
		const reading = feed.readText("2026-06-02T08:00", text);
		expect(kinds(reading)).toContain(note);
		expect(feed.stands().slice(0, 2)).toEqual([A, B]);
	});

	test("an entry that nobody can read any more is not gone", () => {
		const feed = season();
		const broken = a.map((line) => line.replace("DTSTART;VALUE=DATE:20260610", "DTSTART:soon"));
		for (const at of ["2026-06-02T08:00", "2026-06-02T20:00", "2026-06-03T08:00"])
			feed.read(at, broken, b);
		expect(feed.stands()).toEqual([A, B]);
	});

	test("a feed that is no calendar is refused", () => {
		const page = () => new Season(AIRBNB).readText("2026-06-02T08:00", "<!doctype html>");
		expect(refusal(page)).toMatchObject({ code: "invalid_value", path: "text" });
	});

	test("a feed that has blocks only is alive if one of them is known", () => {
		const block = days(
			"6fec1092d3fa-x@airbnb.com",
			"2026-07-01",
			"2026-07-03",
			"Airbnb (Not available)",
		);
		const feed = new Season(AIRBNB);
		feed.read("2026-06-01T08:00", a, block);
		feed.read("2026-06-02T08:00", block);
		feed.read("2026-06-02T14:00", block);
		expect(feed.stands()).toEqual([]);
	});

	test("a clock that goes back breaks nothing", () => {
		const feed = season();
		feed.read("2026-06-02T08:00", b);
		feed.read("2026-05-02T08:00", b);
		expect(feed.stands()).toEqual([`${A} on hold`, B]);
	});
});

describe("r1 a stay that has begun", () => {
	test("is never cancelled: the host is asked once", () => {
		const feed = season();
		feed.read("2026-06-10T12:00", a, b);
		expect(kinds(feed.read("2026-06-10T14:00", b))).toEqual(["vanished_in_stay"]);
		for (const at of ["2026-06-11T14:00", "2026-06-12T14:00", "2026-06-13T23:00"]) {
			const { facts, notes } = feed.read(at, b);
			expect([facts, notes]).toEqual([[], []]);
		}
		expect(feed.stands()).toEqual([A, B]);
	});

	test("also where its platform says cancelled, and where another stay has its nights", () => {
		const feed = season();
		const off = [...a, "STATUS:CANCELLED"];
		expect(kinds(feed.read("2026-06-11T08:00", off, b))).toEqual(["cancelled_in_stay"]);
		expect(feed.stands()).toEqual([A, B]);
		const c = days(
			"1418fb94e984-c@airbnb.com",
			"2026-06-12",
			"2026-06-15",
			"Reserved",
			code("HMCCCC3333"),
		);
		feed.read("2026-06-11T16:00", b, c);
		expect(feed.stands()).toEqual([A, "HMCCCC3333 2026-06-12..2026-06-15", B]);
	});

	test("a cancelled entry ends a stay that is to come at once", () => {
		const feed = season();
		feed.read("2026-06-02T08:00", [...a, "STATUS:CANCELLED"], b);
		expect(feed.stands()).toEqual([B]);
	});

	test("an exporter that drops stays on their first day cancels none", () => {
		const feed = new Season("PRODID:-//Drops//EN");
		const stay = days("d1", "2026-06-10", "2026-06-14", "Nora Berg");
		const next = days("d2", "2026-06-20", "2026-06-23", "Jan Vos");
		feed.read("2026-06-01T08:00", stay, next);
		// Midnight in Paris is 22:00 in UTC.
		for (const at of [
			"2026-06-09T22:05",
			"2026-06-10T03:00",
			"2026-06-10T11:00",
			"2026-06-11T09:00",
		])
			feed.read(at, next);
		expect(feed.stands()).toEqual(["f/d1 2026-06-10..2026-06-14", "f/d2 2026-06-20..2026-06-23"]);
	});

	test("an exporter that was seen to show first days can cancel on one", () => {
		const feed = new Season("PRODID:-//Shows//EN");
		const early = days("s0", "2026-06-01", "2026-06-05", "Ada Byron");
		const stay = days("s1", "2026-06-10", "2026-06-14", "Nora Berg");
		const next = days("s2", "2026-06-20", "2026-06-23", "Jan Vos");
		feed.read("2026-06-03T08:00", early, stay, next);
		feed.read("2026-06-10T06:00", next);
		feed.read("2026-06-10T06:45", next);
		expect(feed.stands()).toEqual(["f/s0 2026-06-01..2026-06-05", "f/s2 2026-06-20..2026-06-23"]);
	});
});

describe("r1 the state", () => {
	test("is plain JSON of this feed and listing", () => {
		const { state } = season();
		expect(JSON.parse(JSON.stringify(state))).toEqual(state);
		const again = (options: object) => () =>
			readFeed(made([a], AIRBNB), {
				...{ feedId: "f", listingId: "flat", timeZone: "Europe/Paris" },
				...{ now: "2026-06-02T08:00:00Z", state: state as never, ...options },
			});
		for (const [options, path] of [
			[{ feedId: "g" }, "state.feedId"],
			[{ listingId: "loft" }, "state.listingId"],
			[{ state: { ...state, version: 2 } }, "state.version"],
			[{ state: { ...state, stays: [{}] } }, "state.stays[0]"],
			[{ state: { ...state, closures: 1 } }, "state.closures"],
			[{ state: [] }, "state"],
			[{ feedId: undefined }, "feedId"],
			[{ timeZone: undefined }, "timeZone"],
			[{ checkIn: "3 pm" }, "checkIn"],
			[{ platform: "brochure" }, "platform"],
			[{ lastDay: "night" }, "lastDay"],
			[{ blocks: 7 }, "blocks"],
		] as const)
			expect(refusal(again(options))).toMatchObject({ path });
	});

	test("forgets stays that are over", () => {
		const feed = season();
		feed.read("2026-06-17T08:00", b);
		expect(feed.state?.stays.map(({ reservation }) => reservation.id)).toEqual(["HMBBBB2222"]);
	});

	test("forgets a guest for good", () => {
		const feed = new Season("PRODID:-//Any//EN");
		const entry = days(
			"n1",
			"2026-06-10",
			"2026-06-14",
			"Nora Berg",
			"DESCRIPTION:Phone: +1 555-010-9876\\nGuests: 3",
		);
		feed.read("2026-06-01T08:00", entry);
		if (feed.state === undefined) throw new Error("no state");
		feed.state = forgetGuest(feed.state, "f/n1");
		expect(JSON.stringify(feed.state)).not.toMatch(/Nora|9876|"guests"/);
		const { facts } = feed.read("2026-06-02T08:00", entry);
		expect(JSON.stringify([facts, feed.state])).not.toMatch(/Nora|9876/);
		expect(feed.stands()).toEqual(["f/n1 2026-06-10..2026-06-14"]);
		expect(forgetGuest(feed.state, "nobody")).toEqual(feed.state);
		expect(refusal(() => forgetGuest({} as never, "x"))).toMatchObject({ code: "invalid_value" });
	});

	test("details of a description are told once", () => {
		const feed = new Season("PRODID:-//Any//EN");
		const entry = days(
			"n1",
			"2026-06-10",
			"2026-06-14",
			"Nora Berg",
			"DESCRIPTION:Booking link: https://example.com/r/1\\nNumber of guests: 3",
		);
		const details = {
			kind: "details",
			reservationId: "f/n1",
			guests: 3,
			address: "https://example.com/r/1",
		};
		expect(feed.read("2026-06-01T08:00", entry).notes).toEqual([details]);
		expect(feed.read("2026-06-02T08:00", entry).notes).toEqual([]);
	});

	test("w8 white space and Unicode forms in a name change nothing", () => {
		const feed = new Season(BOOKING);
		feed.read("2026-06-01T08:00", days("n1", "2026-06-10", "2026-06-14", "Zo\u00eb  Berg"));
		expect(
			feed.read("2026-06-02T08:00", days("n1", "2026-06-10", "2026-06-14", "Zoe\u0308 Berg")).facts,
		).toEqual([]);
	});
});
