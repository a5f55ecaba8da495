// R1, R2, T2: who comes is one judgement of the reader and of the rules. Another guest has nothing
// of the one before, and one guest keeps the PIN that was told, however the name is written.
import type { Reservation } from "latchstring";
import { load, reservationsFromIcal } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { days, made } from "./feeds/build.js";
import { Host } from "./feeds/host.js";
import { kinds } from "./feeds/season.js";

beforeAll(() => load());

const bob = days("b", "2027-02-20", "2027-02-23", "Bob Hale");
const of = (name: string, ...more: string[]) =>
	days("a", "2027-02-10", "2027-02-14", name, ...more);
const phone = (digits: string) => `DESCRIPTION:Phone: +49 171 123${digits}`;
/** The day before check-in: the PIN was told. */
const [BEFORE, NEXT, LATER] = ["2027-02-09T12:00", "2027-02-09T13:00", "2027-02-09T14:00"] as const;
const IN_STAY = "2027-02-12T08:00";

const told = (name: string, ...more: string[]) => {
	const host = new Host();
	host.read(BEFORE, [of(name, ...more), bob]);
	const pin = host.pin(host.reading?.facts[0]?.reservation.id);
	expect(pin).toMatch(/^\d{6}$/);
	expect(host.notices.map(({ kind }) => kind)).toEqual(["access_ready"]);
	host.notices = [];
	return { host, pin };
};

describe("r2 t2 one guest, however the name is written", () => {
	test.each([
		["Ada", "Ada Lovelace"],
		["Ada Lovelace", "Ada L."],
		["Ada Lovelace", "LOVELACE, ADA"],
		["Reserved", "Ada Lovelace"],
		["Reserved - Ada", "Ada Lovelace"],
		["Ada Lovelace", "Reserved"],
	])("%s, then %s: the PIN stays, before the stay and in it", (before, after) => {
		for (const at of [NEXT, IN_STAY]) {
			const { host, pin } = told(before);
			expect(kinds(host.read(at, [of(after), bob]))).toEqual([]);
			expect([host.pin(), host.site.reservations.length]).toEqual([pin, 2]);
			expect(host.notices.filter(({ to }) => to === "guest")).toEqual([]);
		}
	});

	test("another name with the same phone is a correction", () => {
		const { host, pin } = told("Ada Lovelace", phone("1111"));
		expect(kinds(host.read(NEXT, [of("Mrs King", phone("1111")), bob]))).toEqual([]);
		expect([host.pin(), host.ada?.guest.name]).toEqual([pin, "Mrs King"]);
	});

	test("a guest whom the host renamed is not renamed back by a spelling", () => {
		const { host } = told("Ada");
		host.add(BEFORE, { guest: { name: "Zoe Quist" } });
		const pin = host.pin();
		host.read(NEXT, [of("Ada Lovelace"), bob]);
		expect([host.pin(), host.ada?.guest.name]).toEqual([pin, "Zoe Quist"]);
		// The feed learns it later.
		expect(kinds(host.read(LATER, [of("Zoe Quist"), bob]))).toEqual([]);
		expect(host.pin()).toBe(pin);
	});
});

describe("r2 t2 another guest under one UID", () => {
	const own = {
		...{ checkIn: "10:00", preferredCode: "492817", departure: "2027-02-15" },
		guest: { id: "g1", name: "Ada", phoneLastDigits: "1111" },
	};
	test.each([
		["at once", []],
		["after a cancellation", [of("Ada", "STATUS:CANCELLED")]],
		["after it vanished", [undefined]],
	] as const)("%s: nothing of the first guest stays", (_, between) => {
		for (const isAdded of [false, true]) {
			const link = "\\nGuests: 3";
			const { host, pin } = told("Ada", `${phone("1111")}${link}`);
			if (isAdded) host.add(BEFORE, own);
			const first = host.pin();
			for (const entry of between) host.read(NEXT, entry === undefined ? [bob] : [entry, bob]);
			const reading = host.read(LATER, [of("Zoe Quist"), bob]);
			expect(kinds(reading)).toContain("maybe_another_guest");
			expect(host.ada).toMatchObject({ status: "confirmed", departure: "2027-02-14" });
			expect(host.ada?.guest).toEqual({ name: "Zoe Quist" });
			for (const key of ["checkIn", "preferredCode"]) expect(host.ada).not.toHaveProperty(key);
			expect(JSON.stringify(reading.state)).not.toMatch(/Ada|1111|"guests":3/);
			expect([pin, first]).not.toContain(host.pin());
		}
	});

	test("the host's hold stays the host's to take off", () => {
		const { host } = told("Ada");
		host.add(BEFORE, { hold: true });
		host.read(NEXT, [of("Zoe Quist"), bob]);
		expect(host.ada).toMatchObject({ hold: true, guest: { name: "Zoe Quist" } });
	});

	test("a stay that the host cancelled is no cancellation of the next guest's", () => {
		const { host } = told("Ada");
		host.add(BEFORE, { status: "cancelled" });
		host.read(NEXT, [of("Ada Lovelace"), bob]);
		expect(host.ada?.status).toBe("cancelled");
		host.read(LATER, [of("Zoe Quist"), bob]);
		expect(host.ada?.status).toBe("confirmed");
	});

	test("a common word makes no one guest", () => {
		const { host, pin } = told("Ada Lovelace");
		expect(kinds(host.read(NEXT, [of("Zoe Lovelace"), bob]))).toEqual(["maybe_another_guest"]);
		expect(host.pin()).not.toBe(pin);
	});

	test("who is in the house keeps the code, also under a platform's code", () => {
		const link = "DESCRIPTION:https://www.airbnb.com/hosting/reservations/details/HMABCDEF12";
		for (const more of [[], [link]]) {
			const { host, pin } = told("Ada", ...more);
			const reading = host.read(IN_STAY, [of("Zoe Quist", ...more), bob]);
			const notes = kinds(reading).filter((kind) => kind !== "details");
			expect(notes.sort()).toEqual(["beside_running_stay", "vanished_in_stay"]);
			const [id, other] = host.site.reservations.filter(({ id }) => id !== "f/b");
			expect([id?.guest.name, other?.guest.name]).toEqual(["Ada", "Zoe Quist"]);
			expect(host.pin(id?.id)).toBe(pin);
			expect(host.pin(other?.id)).not.toBe(pin);
		}
	});

	test("the id of a stay that is over goes to nobody else", () => {
		const { host } = told("Ada");
		host.add(BEFORE, { guest: { id: "g1", name: "Ada", phoneLastDigits: "1111" } });
		for (const at of ["2027-02-13T08:00", "2027-02-17T08:00"]) host.read(at, [bob]);
		for (const name of ["Zoe Quist", "Reserved"]) {
			host.read("2027-02-18T08:00", [days("a", "2027-03-10", "2027-03-14", name), bob]);
			const next = host.site.reservations.find(({ arrival }) => arrival === "2027-03-10");
			expect(next?.id).toBe("f/a#2");
			expect(next?.guest).not.toHaveProperty("phoneLastDigits");
		}
	});

	test("the same holds for one reading with what is known", () => {
		const options = { listingId: "flat", timeZone: "Europe/Paris" };
		const read = (name: string, now: string, known?: Reservation[]) =>
			reservationsFromIcal(made([of(name)]), { ...options, now, ...(known && { known }) });
		const first = reservationsFromIcal(made([of("Ada", phone("1111"))]), {
			...{ ...options, now: `${BEFORE}:00Z` },
		}).reservations[0];
		if (first === undefined) throw new Error("no stay");
		const { departure: _, ...rest } = own;
		const known = [{ ...first, ...rest, hold: true }];
		const other = read("Zoe Quist", `${NEXT}:00Z`, known);
		expect(other.notes.map(({ kind }) => kind)).toContain("maybe_another_guest");
		expect(other.reservations[0]).toEqual({
			...{ id: "a", listingId: "flat", status: "confirmed", hold: true },
			...{ arrival: "2027-02-10", departure: "2027-02-14", guest: { name: "Zoe Quist" } },
			...{ revision: expect.any(Number), bookedAt: `${NEXT}:00Z` },
		});
		const same = read("Ada Lovelace", `${NEXT}:00Z`, known).reservations[0];
		expect(same).toMatchObject({ checkIn: "10:00", guest: { id: "g1", name: "Ada Lovelace" } });
	});
});
