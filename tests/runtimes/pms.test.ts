// Bookings of property management systems become facts that the rules take, or reasons.
import { advance, createSite, load, type Reservation, type Site } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import {
	type PmsOptions,
	type PmsReading,
	reservationFromGuesty,
	reservationFromHospitable,
} from "../../js/pms.js";
import { refusal } from "../support/refusal.js";
import { category, guesty, hospitable } from "./feeds/pms.js";

beforeAll(() => load());

const at = "2026-10-20T06:00:00Z";
const key = "a key that only this test knows about";
const readers = { guesty: reservationFromGuesty, hospitable: reservationFromHospitable };
type System = keyof typeof readers;
const booking = { guesty, hospitable };

/** What a reader says, after the rules took the fact. */
function read(system: System, given: object, options: Partial<PmsOptions> = {}) {
	const { fact, leftOut, notes } = readers[system](given, { at, ...options });
	const site = createSite({ id: "casa", listings: [], locks: [] });
	const step = advance(site, fact === undefined ? [] : [fact], { now: at, key });
	expect(step.rejected).toEqual([]);
	return { reservation: fact?.reservation, leftOut, kinds: notes.map(({ kind }) => kind), notes };
}

describe("a whole booking", () => {
	test("Guesty", () => {
		expect(read("guesty", guesty())).toEqual({
			reservation: {
				id: "64c9213ba097ec00417a9911",
				revision: Date.parse("2026-09-02T10:11:12Z") / 1000,
				listingId: "59ac245d27cb310f0017afe3",
				status: "confirmed",
				guest: {
					id: "586147bfb2acb2100022cfaf",
					name: "Ada Lovelace",
					phoneLastDigits: "0958",
				},
				arrival: "2026-10-23",
				departure: "2026-10-26",
				bookedAt: "2026-08-01T09:05:00.000Z",
			},
			leftOut: undefined,
			kinds: [],
			notes: [],
		});
	});

	test("Hospitable", () => {
		expect(read("hospitable", hospitable())).toEqual({
			reservation: {
				id: "6f58fd0a-a9cb-4746-9219-384a156ff7bb",
				revision: Date.parse(at) / 1000,
				listingId: "550e8400-e29b-41d4-a716-446655440000",
				status: "confirmed",
				guest: { id: "12345", name: "Ada Lovelace", phoneLastDigits: "0958" },
				arrival: "2026-10-23",
				departure: "2026-10-26",
				checkIn: "15:00",
				checkOut: "10:30",
				bookedAt: "2026-08-01T09:05:00Z",
			},
			leftOut: undefined,
			kinds: [],
			notes: [],
		});
	});

	test("a webhook has the same booking in an envelope", () => {
		const event = { event: "reservation.updated", reservation: guesty() };
		expect(read("guesty", event)).toEqual(read("guesty", guesty()));
		const webhook = {
			...{ id: "e1", action: "reservation.changed", triggers: ["dates_changed"], version: "v2" },
			...{ data: hospitable(), created: "2026-10-19T07:03:34Z" },
		};
		expect(read("hospitable", webhook).reservation).toEqual({
			...read("hospitable", hospitable()).reservation,
			revision: Date.parse("2026-10-19T07:03:34Z") / 1000,
		});
	});
});

describe("which words stand for a booking", () => {
	const words: [System, string, "confirmed" | "hold" | "cancelled" | "inquiry", boolean][] = [
		["guesty", "confirmed", "confirmed", true],
		["guesty", "checked_in", "confirmed", true],
		["guesty", "checked_out", "confirmed", true],
		["guesty", "reserved", "hold", true],
		["guesty", "awaitingPayment", "hold", true],
		["guesty", "canceled", "cancelled", true],
		["guesty", "declined", "cancelled", true],
		["guesty", "expired", "cancelled", true],
		["guesty", "closed", "cancelled", true],
		["guesty", "inquiry", "inquiry", true],
		["guesty", "levitating", "hold", false],
		["hospitable", "accepted", "confirmed", true],
		["hospitable", "request", "hold", true],
		["hospitable", "checkpoint", "hold", true],
		["hospitable", "unknown", "hold", false],
		["hospitable", "cancelled", "cancelled", true],
		["hospitable", "not accepted", "cancelled", true],
		["hospitable", "levitating", "hold", false],
	];

	test.each(words)("%s %s: %s", (system, word, meaning, isKnown) => {
		const given = booking[system](system === "guesty" ? { status: word } : category(word));
		const { reservation, leftOut, kinds } = read(system, given);
		expect(kinds).toEqual(isKnown ? [] : ["unknown_status"]);
		if (meaning === "inquiry") return expect(leftOut).toEqual({ kind: "inquiry", said: word });
		expect([reservation?.status, reservation?.hold]).toEqual([
			meaning === "cancelled" ? "cancelled" : "confirmed",
			meaning === "hold" ? true : undefined,
		]);
	});

	test("N4: a request is programmed and not told; its answer releases it, its end takes it off", () => {
		const house = createSite({
			id: "casa",
			listings: [
				{
					...{ id: "flat", name: "Flat", timeZone: "Europe/Paris" },
					...{ checkIn: "15:00", checkOut: "11:00", locks: ["door"] },
				},
			],
			locks: [{ id: "door", name: "Door", nativeSchedule: true }],
		});
		const later = "2026-10-20T07:00:00Z";
		const step = (site: Site, status: string, now: string) => {
			const given = guesty({ status, lastUpdatedAt: now });
			const { fact } = reservationFromGuesty(given, { at: now, listingId: "flat" });
			return advance(site, fact === undefined ? [] : [fact], { now, key });
		};
		const asked = step(house, "reserved", at);
		const told = ({ notices }: { notices: { to: string }[] }) =>
			notices.filter(({ to }) => to === "guest").length;
		expect(told(asked)).toBe(0);
		const wanted = (site: Site) =>
			site.accessCodes.filter(({ holder }) => holder.kind === "reservation").length;
		expect(wanted(asked.site)).toBe(1);
		const confirmed = step(asked.site, "confirmed", later);
		expect(confirmed.site.reservations[0]?.hold).toBeUndefined();
		const wantedStill = step(asked.site, "closed", later).site.accessCodes.filter(
			({ holder, wanted }) => holder.kind === "reservation" && wanted !== "removed",
		);
		expect(wantedStill).toEqual([]);
	});

	test("the owner's stay is a booking with a note", () => {
		expect(read("guesty", guesty({ source: "owner" })).kinds).toEqual(["owner_stay"]);
		expect(read("hospitable", hospitable({ stay_type: "owner" })).kinds).toEqual(["owner_stay"]);
	});
});

describe("days and times", () => {
	const times = ({ reservation }: { reservation: Reservation | undefined }) => [
		reservation?.checkIn,
		reservation?.checkOut,
	];

	test("Guesty's planned times are the guest's own, and count on request", () => {
		expect(times(read("guesty", guesty()))).toEqual([undefined, undefined]);
		expect(times(read("guesty", guesty(), { times: "keep" }))).toEqual(["18:30", "10:00"]);
	});

	test("Hospitable's times are the booking's, and count unless they shall not", () => {
		expect(times(read("hospitable", hospitable(), { times: "ignore" }))).toEqual([
			undefined,
			undefined,
		]);
	});

	test.each([
		["midnight stands for none", "2026-10-23T00:00:00+02:00"],
		["another day", "2026-10-24T01:00:00+02:00"],
		["not on the clock of the house", "2026-10-23T13:00:00Z"],
		["no time", "in the evening"],
	])("a time that is none is left out: %s", (_, check_in) => {
		const said = read("hospitable", hospitable({ check_in }));
		expect([...times(said), said.kinds]).toEqual([undefined, "10:30", ["time_left_out"]]);
	});

	test("W1: days are days of the house, whatever the offset", () => {
		const days = { arrival_date: "2026-10-23T00:00:00-10:00", departure_date: "2026-10-26" };
		const { reservation } = read("hospitable", hospitable(days));
		expect([reservation?.arrival, reservation?.departure]).toEqual(["2026-10-23", "2026-10-26"]);
	});

	test.each<[object, string]>([
		[{ checkInDateLocalized: "2026-10-27" }, "ends_before_start"],
		[{ checkInDateLocalized: "2019-12-31" }, "year_out_of_range"],
		[{ checkOutDateLocalized: "9999-12-31" }, "year_out_of_range"],
	])("%j is left out", (changes, kind) => {
		const { reservation, leftOut } = read("guesty", guesty({ ...changes }));
		expect([reservation, leftOut?.kind]).toEqual([undefined, kind]);
	});
});

describe("who comes", () => {
	const guest = (system: System, given: unknown, options: Partial<PmsOptions> = {}) =>
		read(system, booking[system]({ guest: given, guestId: undefined }), options).reservation?.guest;

	test.each<[System, unknown, Reservation["guest"]]>([
		["guesty", undefined, { name: "Guest" }],
		["guesty", { firstName: "Ada" }, { name: "Ada" }],
		["guesty", { fullName: " ", lastName: "Love\tlace" }, { name: "Love lace" }],
		[
			"guesty",
			{ fullName: "Ada", phones: ["", "020 7946 0958"] },
			{ name: "Ada", phoneLastDigits: "0958" },
		],
		["guesty", { fullName: "Ada", phone: "958" }, { name: "Ada" }],
		["hospitable", null, { name: "Guest" }],
		["hospitable", { first_name: null, last_name: "L.", phone_numbers: null }, { name: "L." }],
		["hospitable", { id: 7, first_name: "Ada" }, { id: "7", name: "Ada" }],
	])("%s %j", (system, given, expected) => {
		expect(guest(system, given)).toEqual(expected);
	});

	test.each([
		["+1 555 123 4567 x89", "4567"],
		["+1 555 123 4567 ext. 7", "4567"],
		["+1 555 123 4567 ext 1234", "4567"],
		["+49 171 1234567, +49 172 7654321", "4567"],
		["+49 171 1234567 / +49 172 7654321", "4567"],
		["0171/1234567", "4567"],
		["958 or 020 7946 0958", "0958"],
		["958", undefined],
	])("the phone %s", (phone, digits) => {
		const { reservation, notes } = read("guesty", guesty({ guest: { fullName: "Ada", phone } }));
		expect(reservation?.guest.phoneLastDigits).toBe(digits);
		const left = { kind: "left_out", path: "guest", said: "•••" };
		expect(notes).toEqual(digits === undefined ? [left] : []);
	});

	test("a second change within one second counts, where the site's reservation is given", () => {
		const of = (status: string, known?: Reservation) =>
			reservationFromGuesty(guesty({ status }), { at, ...(known && { known }) }).fact?.reservation;
		const one = of("reserved");
		const two = of("confirmed", one);
		expect([one?.hold, two?.hold, (two?.revision ?? 0) - (one?.revision ?? 0)]).toEqual([
			true,
			undefined,
			1,
		]);
		// The same once more is no change, and what the site added is none.
		expect(of("reserved", one)).toEqual(one);
		expect(of("reserved", { ...one, automatic: true } as Reservation)).toEqual(one);
		// Another booking says nothing.
		expect(of("confirmed", { ...one, id: "other" } as Reservation)?.revision).toBe(one?.revision);
	});

	test("with the time of the known change a third one counts, and an older one does not", () => {
		const of = (status: string, ms: string, before?: PmsReading) => {
			const lastUpdatedAt = `2026-09-02T10:11:12.${ms}Z`;
			const reservation = before?.fact?.reservation;
			return reservationFromGuesty(guesty({ status, lastUpdatedAt }), {
				...{ at, ...(reservation && { known: reservation }) },
				...(before?.changedAt && { knownChangedAt: before.changedAt }),
			});
		};
		const readings = [of("reserved", "1")];
		for (const [status, ms] of [
			["confirmed", "25"],
			["reserved", "5"],
			["confirmed", "500001"],
			["canceled", "9"],
		] as const)
			readings.push(of(status, ms, readings.at(-1)));
		const revisions = readings.map(({ fact }) => fact?.reservation.revision ?? 0);
		const first = revisions[0] ?? 0;
		expect(revisions).toEqual([first, first + 1, first + 2, first + 3, first + 4]);
		expect(of("canceled", "9", readings[4]).fact?.reservation.revision).toBe(first);
		// What was sent before and came after is older, also where the seconds are equal.
		const late = of("reserved", "24", readings[1]).fact?.reservation;
		expect(late?.revision).toBeLessThan(revisions[1] ?? 0);
		const known = readings[1]?.fact?.reservation;
		const site = createSite({ id: "casa", listings: [], locks: [] });
		const facts = [known, late].map((reservation) => ({ type: "reservation", reservation }));
		const step = advance(site, facts as never, { now: at, key });
		expect(step.rejected).toEqual([]);
		expect(step.site.reservations[0]).not.toHaveProperty("hold");
	});

	test("another word for a guest without a name", () => {
		expect(guest("hospitable", undefined, { guestName: "Gast" })).toEqual({ name: "Gast" });
	});

	test("what the rules do not take costs nothing else", () => {
		const odd = { createdAt: "long ago", confirmedAt: null, lastUpdatedAt: "2026-02-30T00:00:00Z" };
		const { reservation, notes } = read("guesty", guesty({ ...odd, guestId: "" }));
		expect([reservation?.bookedAt, reservation?.revision]).toEqual([
			undefined,
			Date.parse(at) / 1000,
		]);
		expect(notes).toEqual([
			{ kind: "left_out", path: "lastUpdatedAt", said: "2026-02-30T00:00:00Z" },
		]);
	});
});

describe("a stay of one day", () => {
	const day = "2026-10-23";
	const house = (checkIn: string, checkOut: string) =>
		createSite({
			id: "casa",
			listings: [
				{
					...{ id: "flat", name: "Flat", timeZone: "Europe/Paris" },
					...{ checkIn, checkOut, locks: ["door"] },
				},
			],
			locks: [{ id: "door", name: "Door", nativeSchedule: true }],
		});
	const step = (given: PmsReading, checkIn = "15:00", checkOut = "11:00") =>
		advance(house(checkIn, checkOut), given.fact === undefined ? [] : [given.fact], {
			now: at,
			key,
		});

	const codesOf = (site: Site) =>
		site.accessCodes.filter(({ holder }) => holder?.kind === "reservation");

	test("is a booking; without times of its own the host is told that it has no code", () => {
		const given = guesty({ checkOutDateLocalized: day });
		const reading = reservationFromGuesty(given, { at, listingId: "flat" });
		expect(reading.notes).toEqual([{ kind: "same_day", path: "checkOutDateLocalized", said: day }]);
		const { notices, rejected, site } = step(reading);
		expect([rejected, codesOf(site)]).toEqual([[], []]);
		expect(notices.map(({ to, kind }) => [to, kind])).toEqual([["host", "code_failed"]]);
		// A listing for days has times that make it one.
		expect(codesOf(step(reading, "09:00", "18:00").site)).toHaveLength(1);
	});

	test("with times of its own has a code, and no note", () => {
		const times = { check_in: `${day}T09:00:00+02:00`, check_out: `${day}T18:00:00+02:00` };
		const given = hospitable({ ...times, departure_date: `${day}T00:00:00+02:00` });
		const reading = reservationFromHospitable(given, { at, listingId: "flat" });
		expect(reading.notes).toEqual([]);
		expect(codesOf(step(reading).site)).toHaveLength(1);
		const swapped = hospitable({
			...{ check_in: times.check_out, check_out: times.check_in },
			departure_date: `${day}T00:00:00+02:00`,
		});
		const kinds = reservationFromHospitable(swapped, { at, listingId: "flat" }).notes;
		expect(kinds).toMatchObject([{ kind: "same_day" }]);
	});

	test("that was cancelled needs no times", () => {
		const given = guesty({ checkOutDateLocalized: day, status: "canceled" });
		expect(reservationFromGuesty(given, { at }).notes).toEqual([]);
	});
});

describe("bad bookings", () => {
	const fine = { at };
	test.each<[System, unknown, unknown, string, string]>([
		["guesty", undefined, fine, "missing_key", "_id"],
		["guesty", [], fine, "wrong_type", ""],
		["guesty", guesty({ _id: 7 }), fine, "wrong_type", "_id"],
		["guesty", guesty({ _id: "" }), fine, "invalid_value", "_id"],
		["guesty", guesty({ status: 7 }), fine, "wrong_type", "status"],
		["guesty", guesty({ listingId: null, listing: null }), fine, "missing_key", "listingId"],
		[
			"guesty",
			guesty({ checkInDateLocalized: undefined }),
			fine,
			"missing_key",
			"checkInDateLocalized",
		],
		[
			"guesty",
			{ reservation: guesty({ checkInDateLocalized: "2026-02-30" }) },
			fine,
			"invalid_value",
			"reservation.checkInDateLocalized",
		],
		["guesty", guesty(), undefined, "invalid_value", "at"],
		["guesty", guesty(), { at: "now" }, "invalid_value", "at"],
		["guesty", guesty(), { at, times: "maybe" }, "invalid_value", "times"],
		["guesty", guesty(), { at, listingId: "" }, "invalid_value", "listingId"],
		["guesty", guesty(), { at, known: 7 }, "wrong_type", "known"],
		["guesty", guesty(), { at, knownChangedAt: "soon" }, "invalid_value", "knownChangedAt"],
		["guesty", guesty(), { at, guestName: 7 }, "invalid_value", "guestName"],
		["guesty", guesty(), { at, listing: "flat" }, "unknown_key", "listing"],
		["hospitable", hospitable({ properties: [] }), fine, "missing_key", "listingId"],
		["hospitable", hospitable({ arrival_date: 7 }), fine, "wrong_type", "arrival_date"],
		[
			"hospitable",
			hospitable({ arrival_date: "2026-10-23T22:00:00Z" }),
			fine,
			"invalid_value",
			"arrival_date",
		],
		["hospitable", { data: hospitable({ guest: "Ada" }) }, fine, "wrong_type", "data.guest"],
	])("%s %# is refused", (system, given, options, error, path) => {
		expect(refusal(() => readers[system](given as object, options as PmsOptions))).toMatchObject({
			code: error,
			path,
		});
	});
});

test("a reading is a fact or a reason", () => {
	const reading: PmsReading = reservationFromGuesty(guesty({ status: "inquiry" }), { at });
	expect(reading).toEqual({ leftOut: { kind: "inquiry", said: "inquiry" }, notes: [] });
});

describe("an answer without the guest", () => {
	const { guest: _, guestId: __, ...without } = guesty() as Record<string, unknown>;
	const { fact } = reservationFromGuesty(guesty(), { at });
	if (fact === undefined) throw new Error("no booking");
	const known = fact.reservation;

	test("the known guest stays, so that nobody loses a code", () => {
		const more = { known, knownChangedAt: "2026-09-02T10:11:12Z" };
		const own = { ...known, guest: { ...known.guest, name: "Ada King" } };
		for (const given of [without, { ...without, guestId: known.guest.id }]) {
			const { reservation, kinds } = read("guesty", given, { ...more, known: own });
			expect([reservation?.guest, kinds]).toEqual([own.guest, []]);
		}
		const nameless = { ...known, guest: { name: "Ada King" } };
		const { reservation } = read("guesty", { ...without, guestId: "g7" }, { known: nameless });
		expect(reservation?.guest).toEqual({ id: "g7", name: "Ada King" });
	});

	test("what the host did stays where the system does not say it, and else has a note", () => {
		const own = { ...known, checkIn: "12:00", hold: true, listingId: "attic" };
		const later = { ...guesty(), lastUpdatedAt: "2026-09-03T10:00:00Z" };
		const { reservation, kinds } = read("guesty", later, { known: own });
		expect(reservation).toMatchObject({ checkIn: "12:00", listingId: known.listingId });
		expect(kinds).toEqual(["differs_from_known", "differs_from_known"]);
		// Nothing of one guest is the next one's.
		const other = { ...later, guestId: "g9", guest: { fullName: "Zoe Quist" } };
		const next = read("guesty", other, { known: own });
		expect(next.reservation).not.toHaveProperty("checkIn");
		expect(next.kinds).toEqual([]);
	});

	test("another guest, or one whom nobody knows, has a note", () => {
		for (const [given, options] of [
			[without, {}],
			[without, { known: { ...known, id: "another booking" } }],
			[{ ...without, guestId: "another guest" }, { known }],
			[{ ...without, guest: { fullName: "TBD" } }, {}],
		] as const) {
			const { reservation, kinds } = read("guesty", given, options);
			expect([reservation?.guest.name, kinds]).toEqual(["Guest", ["no_guest"]]);
			expect(reservation?.guest).not.toHaveProperty("phoneLastDigits");
		}
	});

	test("Hospitable as Guesty", () => {
		const { guest: ___, ...bare } = hospitable() as Record<string, unknown>;
		const before = read("hospitable", hospitable()).reservation;
		if (before === undefined) throw new Error("no booking");
		expect(read("hospitable", bare, { known: before }).reservation?.guest).toEqual(before.guest);
		expect(read("hospitable", bare).kinds).toEqual(["no_guest"]);
	});
});
