// R1, R2: no reading ends the stay of a guest who is in the house, and no id goes to another guest.
import { advance, createSite } from "latchstring";
import { forgetGuest, load } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { days, made } from "./feeds/build.js";
import { BOOKING, kinds, Season } from "./feeds/season.js";

beforeAll(() => load());

const [ADA, BOB, CYD] = [
	["2027-01-01", "2027-01-05", "Ada Byron"],
	["2027-01-05", "2027-01-08", "Bob Hale"],
	["2027-01-10", "2027-01-12", "Cyd Ray"],
] as const;
const ada = days("a", ...ADA);

describe("r2 UIDs that are numbers of lines", () => {
	test.each([undefined, "new_uids"] as const)("platform %s", (platform) => {
		const feed = new Season("PRODID:-//Numbers//EN", platform && { platform });
		feed.read("2026-12-30T08:00", days("1", ...ADA), days("2", ...BOB), days("3", ...CYD));
		feed.read("2026-12-30T09:00", days("1", ...ADA), days("2", ...BOB), days("3", ...CYD));
		const known = feed.stands();
		const reading = feed.read("2027-01-02T08:00", days("1", ...BOB), days("2", ...CYD));
		expect([reading.facts, kinds(reading)]).toEqual([[], ["vanished_in_stay"]]);
		expect(feed.stands()).toEqual(known);
		// Whoever comes next under a number has an id of their own.
		feed.read(
			"2027-01-02T09:00",
			days("1", ...BOB),
			days("2", "2027-02-01", "2027-02-03", "Dan Poe"),
		);
		expect(feed.held.get("f/2#2")?.guest.name).toBe("Dan Poe");
		expect(feed.held.get("f/2")?.guest.name).toBe("Bob Hale");
	});
});

describe("r1 a running stay is never ended by its entry", () => {
	test.each([
		[
			"moves into the days to come",
			["2027-01-20", "2027-01-25", "Ada Byron"],
			"f/a#2 2027-01-20..2027-01-25",
		],
		["ended before today", ["2027-01-01", "2027-01-02", "Ada Byron"], undefined],
		["ends today", ["2027-01-01", "2027-01-03", "Ada Byron"], undefined],
		[
			"is another guest's",
			["2027-01-01", "2027-01-05", "Bob Hale"],
			"f/a#2 2027-01-01..2027-01-05",
		],
	] as const)("that %s", (_, [from, to, name], other) => {
		const feed = new Season();
		feed.read("2026-12-30T08:00", ada);
		const reading = feed.read("2027-01-03T08:00", days("a", from, to, name));
		const stands = ["f/a 2027-01-01..2027-01-05", ...(other === undefined ? [] : [other])];
		const isBeside = name !== "Ada Byron";
		const notes = ["vanished_in_stay", ...(isBeside ? ["beside_running_stay"] : [])];
		expect([feed.stands(), kinds(reading)]).toEqual([stands, notes]);
		expect(feed.held.get("f/a")?.guest.name).toBe("Ada Byron");
		// It is asked once, and stays so.
		for (const at of ["2027-01-03T10:00", "2027-01-03T20:00"]) {
			const { facts, notes } = feed.read(at, days("a", from, to, name));
			expect([facts, notes]).toEqual([[], []]);
		}
		feed.read("2027-01-04T08:00", ada);
		expect(feed.held.get("f/a")).toMatchObject({ status: "confirmed", departure: "2027-01-05" });
	});

	test("a name that is written out is the same guest", () => {
		const feed = new Season();
		feed.read("2026-12-30T08:00", ada);
		feed.read("2027-01-03T08:00", days("a", "2027-01-01", "2027-01-06", "Ada K. Byron"));
		expect(feed.stands()).toEqual(["f/a 2027-01-01..2027-01-06"]);
	});
});

test("r2 another name under one UID on the same days: the host is asked who comes", () => {
	const feed = new Season();
	feed.read("2026-12-20T08:00", ada);
	const again = (name: string) => days("a", ADA[0], ADA[1], name);
	expect(kinds(feed.read("2026-12-20T09:00", again("Ada B. Byron")))).toEqual([]);
	expect(kinds(feed.read("2026-12-20T10:00", again("Bob Hale")))).toEqual(["maybe_another_guest"]);
	expect(kinds(feed.read("2026-12-20T11:00", again("Bob Hale")))).toEqual([]);
	expect(feed.stands()).toEqual(["f/a 2027-01-01..2027-01-05"]);
});

test("r1 a notice of a cancellation says nothing of other bookings", () => {
	const feed = new Season();
	const bob = days("b", ...BOB);
	feed.read("2026-12-20T08:00", ada, bob);
	feed.readText("2026-12-20T09:00", made([ada], "METHOD:CANCEL"));
	expect(feed.stands()).toEqual(["f/b 2027-01-05..2027-01-08"]);
});

test("r1 another listing's feed counts no earlier than an empty one", () => {
	const feed = new Season();
	const block = days("x", "2027-03-01", "2027-03-03", "Blocked");
	const strange = [days("q", "2027-02-01", "2027-02-03", "Zed Kay"), block];
	feed.read("2026-12-20T08:00", ada);
	for (const hour of ["09", "10", "16", "23"]) {
		expect(kinds(feed.read(`2026-12-20T${hour}:00`, ...strange))).toContain("nothing_known");
		expect(feed.stands()[0]).toBe("f/a 2027-01-01..2027-01-05");
	}
	const wrong = new Season();
	wrong.state = feed.state;
	wrong.read("2026-12-21T08:59", ...strange);
	wrong.read("2026-12-21T09:00", ...strange);
	expect(wrong.state?.stays.map(({ reservation: { status, hold } }) => status + hold)).toContain(
		"confirmedtrue",
	);
	// With the right address the stranger's bookings go.
	feed.read("2026-12-21T08:00", ada);
	feed.read("2026-12-21T16:00", ada);
	expect(feed.stands()).toEqual(["f/a 2027-01-01..2027-01-05"]);
	// A feed that goes on without what is over counts again.
	const [next, last] = [days("n", ...BOB), days("l", ...CYD)];
	feed.read("2027-01-06T08:00", next, last);
	feed.read("2027-01-06T09:00", last);
	expect(feed.stands().slice(1)).toEqual([
		"f/n 2027-01-05..2027-01-08",
		"f/l 2027-01-10..2027-01-12",
	]);
});

test("r1 what one feed drops cancels nothing that another one shows", () => {
	const link = "DESCRIPTION:https://www.airbnb.com/hosting/reservations/details/HMABCDEF12";
	const [air, own] = [
		new Season("PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN", { feedId: "air" }),
		new Season([], { feedId: "own" }),
	];
	const booked = days("x@airbnb.com", "2027-01-01", "2027-01-05", "Reserved", link);
	const friend = days("o2", "2027-03-01", "2027-03-03", "Friend");
	let site = createSite({ id: "s", locks: [], listings: [] });
	for (const [at, has] of [
		["2026-12-20T08:00", true],
		["2026-12-21T08:00", false],
		["2026-12-21T16:00", false],
	] as const) {
		const copy = has ? [days("o1", ...ADA, link), friend] : [friend];
		const facts = [...air.read(at, booked).facts, ...own.read(at, ...copy).facts];
		const step = advance(site, facts, { now: `${at}:00Z`, key: "k".repeat(32) });
		expect(step.rejected).toEqual([]);
		site = step.site;
	}
	expect(air.stands()).toEqual(["HMABCDEF12 2027-01-01..2027-01-05"]);
	expect(own.stands()).toEqual(["own/o2 2027-03-01..2027-03-03"]);
});

test("r3 what is transparent and a stay stays one beside an entry that says opaque", () => {
	const feed = new Season();
	const free = "TRANSP:TRANSPARENT";
	const [one, two] = [days("a", ...ADA, free), days("b", ...BOB, free)];
	const busy = days("c", ...CYD, "TRANSP:OPAQUE");
	feed.read("2026-12-20T08:00", one, two);
	const known = feed.stands();
	for (const hour of ["09", "10", "17"]) {
		const { leftOut } = feed.read(
			`2026-12-20T${hour}:00`,
			one,
			two,
			busy,
			days("d", "2027-02-01", "2027-02-02", "Dan Poe", free),
		);
		expect(leftOut.map(({ uid, kind }) => [uid, kind])).toEqual([["d", "transparent"]]);
		expect(feed.stands().slice(0, 2)).toEqual(known);
	}
});

test("r2 who comes after a running stay was gone is another guest, also where the feed was empty", () => {
	for (const other of [
		[],
		[days("z@booking.com", "2027-02-01", "2027-02-03", "CLOSED - Not available")],
	]) {
		const feed = new Season(BOOKING);
		const closed = (from: string) =>
			days(`${from}@booking.com`, from, "2027-01-05", "CLOSED - Not available");
		feed.read("2026-12-30T08:00", closed("2027-01-01"), ...other);
		feed.read("2027-01-02T08:00", ...other);
		expect(kinds(feed.read("2027-01-02T12:00", closed("2027-01-02"), ...other))).toContain(
			"beside_running_stay",
		);
		expect(feed.stands().slice(0, 2)).toEqual([
			"f/2027-01-01@booking.com 2027-01-01..2027-01-05",
			"f/2027-01-02@booking.com 2027-01-02..2027-01-05",
		]);
	}
});

test("r2 another stay that begins beside a running one has a note, whoever exports it", () => {
	for (const platform of [undefined, "vrbo", "new_uids", "booking.com"] as const) {
		const feed = new Season("PRODID:-//Any//EN", platform && { platform });
		const name = platform === "booking.com" ? "CLOSED - Not available" : "Ada Byron";
		const next = platform === "booking.com" ? name : "Bob Hale";
		const first = days("a", ADA[0], ADA[1], name);
		feed.read("2026-12-30T08:00", first);
		const beside = days("b", "2027-01-03", "2027-01-07", next);
		expect(feed.read("2027-01-03T08:00", first, beside).notes).toContainEqual({
			...{ kind: "beside_running_stay", reservationId: "f/b", otherId: "f/a" },
		});
		// Who comes on the last day comes after.
		const after = days("c", "2027-01-07", "2027-01-09", "Cyd Ray");
		expect(kinds(feed.read("2027-01-07T08:00", beside, after))).not.toContain(
			"beside_running_stay",
		);
	}
});

describe("r3 marks of a stay whose own entry is missing", () => {
	const marks = [
		days("in", "2027-01-01", "2027-01-02", "Check-in Ada Byron"),
		days("out", "2027-01-05", "2027-01-06", "Check-out Ada Byron"),
	];
	const bob = days("b", "2027-02-01", "2027-02-04", "Bob Hale");
	test.each(["2026-12-31T08:00", "2027-01-02T08:00"])("at %s", (at) => {
		const feed = new Season("PRODID:-//Smoobu//EN");
		feed.read("2026-12-20T08:00", ada, ...marks, bob);
		for (const hours of ["", "1", "2"]) {
			const { facts, notes, leftOut } = feed.read(
				hours === "" ? at : at.replace("T08", `T1${hours}`),
				...marks,
				bob,
			);
			expect([facts, notes]).toEqual([[], []]);
			expect(leftOut.map(({ kind }) => kind)).toEqual(["marker", "marker"]);
		}
		expect(feed.stands()).toEqual(["f/a 2027-01-01..2027-01-05", "f/b 2027-02-01..2027-02-04"]);
	});

	test("without them it vanishes as ever", () => {
		const feed = new Season("PRODID:-//Smoobu//EN");
		feed.read("2026-12-20T08:00", ada, ...marks, bob);
		for (const hour of ["09", "16"]) feed.read(`2026-12-20T${hour}:00`, bob);
		expect(feed.stands()).toEqual(["f/b 2027-02-01..2027-02-04"]);
	});
});

test("r1 a guest who was forgotten does not come back under a new UID", () => {
	for (const [at, from] of [
		["2027-01-02T08:00", "2027-01-01"],
		["2027-01-02T08:00", "2027-01-02"],
		["2027-01-05T20:00", "2027-01-01"],
	] as const) {
		const feed = new Season("PRODID:-//New//EN", { platform: "new_uids" });
		feed.read("2026-12-20T08:00", ada);
		if (feed.state === undefined) throw new Error("no state");
		feed.state = forgetGuest(feed.state, "f/a");
		const { facts, state } = feed.read(at, days("a2", from, "2027-01-05", "Ada Byron"));
		expect(JSON.stringify([facts, state])).not.toContain("Ada");
		expect(feed.held.size).toBe(1);
	}
});

test("r1 nor does one whose days move under another UID, and there is one stay", () => {
	for (const platform of [undefined, "new_uids"] as const) {
		const feed = new Season("PRODID:-//New//EN", platform && { platform });
		const bob = (uid: string) => days(uid, "2027-02-01", "2027-02-04", "Bob Hale");
		feed.read("2026-12-20T08:00", ada, bob("b"));
		if (feed.state === undefined) throw new Error("no state");
		feed.state = forgetGuest(feed.state, "f/a");
		for (const [at, uid, from, to] of [
			["2026-12-21T08:00", "a2", "2027-01-02", "2027-01-06"],
			["2026-12-22T08:00", "a3", "2027-01-03", "2027-01-06"],
			["2026-12-22T09:00", "a3", "2027-01-03", "2027-01-07"],
		] as const) {
			const { facts, state } = feed.read(at, days(uid, from, to, "Ada Byron"), bob("b"));
			expect(JSON.stringify([facts, state])).not.toContain("Ada");
			expect(feed.stands()[0]).toBe(`f/a ${from}..${to}`);
			expect(feed.stands()).toHaveLength(2);
		}
	}
	// Where a UID is a booking for ever, another one is another booking, with a name of its own.
	const feed = new Season("PRODID:-//HomeAway.com//EN");
	const reserved = (uid: string, name: string) => days(uid, ADA[0], ADA[1], `Reserved - ${name}`);
	feed.read("2026-12-20T08:00", reserved("a", "Ada Byron"));
	if (feed.state === undefined) throw new Error("no state");
	feed.state = forgetGuest(feed.state, "f/a");
	feed.read("2026-12-21T08:00", reserved("z", "Zoe Quist"));
	expect(feed.held.get("f/z")?.guest.name).toBe("Zoe Quist");
});
