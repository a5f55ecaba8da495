// R1: what the host adds to a stay stays, and no two feeds give one id.
import type { Reservation } from "latchstring";
import { type FeedState, load, readFeed, reservationsFromIcal } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { days, made } from "./feeds/build.js";
import { Host } from "./feeds/host.js";
import { AIRBNB } from "./feeds/season.js";

beforeAll(() => load());

const options = { feedId: "f", listingId: "flat", timeZone: "Europe/Paris" };
const bob = days("b", "2027-02-20", "2027-02-23", "Bob Hale");
const ada = (departure = "2027-02-14", name = "Ada Byron") =>
	days("a", "2027-02-10", departure, name);

const LINK = "https://www.airbnb.com/hosting/reservations/details/";

/** An exporter that shows stays on their first day. */
const air = { platform: "airbnb" } as const;
const booked = () => {
	const host = new Host();
	host.read("2027-01-02T08:00", [ada(), bob]);
	return host;
};

describe("r1 what the host adds", () => {
	test("an early check-in, a PIN, a hold and a phone stay when the feed changes the days", () => {
		const host = booked();
		const guest = { id: "g7", name: "Ada Byron", phoneLastDigits: "4401" };
		const own = { checkIn: "10:00", preferredCode: "492817", hold: true, guest };
		host.add("2027-01-03T08:00", own);
		expect(host.read("2027-01-03T09:00", [ada(), bob]).facts).toEqual([]);
		host.read("2027-01-04T08:00", [ada("2027-02-15"), bob]);
		expect(host.ada).toMatchObject({ ...own, departure: "2027-02-15" });
		// Without the site's reservations the fact is the feed's alone.
		const { facts } = host.read("2027-01-05T08:00", [ada("2027-02-16"), bob], { known: [] });
		expect(facts[0]?.reservation).not.toHaveProperty("checkIn");
	});

	test("who was let in early is in the house, and is not cancelled", () => {
		for (const own of [{ checkIn: "08:00" }, { arrival: "2027-02-09" }]) {
			const host = booked();
			host.add("2027-02-08T08:00", own);
			for (const at of ["2027-02-10T08:00", "2027-02-10T09:00"]) host.read(at, [bob], air);
			expect(host.ada?.status).toBe("confirmed");
			expect(host.ada).not.toHaveProperty("hold");
		}
		const host = booked();
		for (const at of ["2027-02-10T08:00", "2027-02-10T09:00"]) host.read(at, [bob], air);
		expect(host.ada?.status).toBe("cancelled");
	});

	test("another night stays until the feed itself changes the end", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { departure: "2027-02-15" });
		host.read("2027-01-04T08:00", [ada("2027-02-14", "Ada K. Byron"), bob]);
		expect(host.ada).toMatchObject({
			...{ departure: "2027-02-15", guest: { name: "Ada K. Byron" } },
		});
		host.read("2027-01-05T08:00", [ada("2027-02-13", "Ada K. Byron"), bob]);
		expect(host.ada?.departure).toBe("2027-02-13");
	});

	test("a cancellation counts however high the host's revision is", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { checkIn: "10:00", revision: 4_000_000_000 });
		for (const at of ["2027-01-04T08:00", "2027-01-04T14:00"]) host.read(at, [bob]);
		expect(host.ada).toMatchObject({ status: "cancelled", revision: 4_000_000_002 });
	});

	test("a stay that the host cancelled stays cancelled while the feed says nothing of it", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { status: "cancelled" });
		host.read("2027-01-04T08:00", [ada("2027-02-14", "Ada K. Byron"), bob]);
		expect(host.ada?.status).toBe("cancelled");
	});

	test("a hold stays while the entry vanishes and returns, and while the feed is empty", () => {
		for (const gone of [[bob], []]) {
			const host = booked();
			host.add("2027-01-03T08:00", { hold: true });
			host.read("2027-01-04T08:00", gone);
			host.read("2027-01-04T10:00", [ada(), bob]);
			expect(host.ada).toMatchObject({ status: "confirmed", hold: true });
			// The host alone takes it off.
			host.add("2027-01-05T08:00", { hold: false });
			host.read("2027-01-06T08:00", [ada(), bob]);
			expect(host.ada).not.toHaveProperty("hold");
		}
		// Where the reader's own hold lapses, the host's goes on.
		const host = booked();
		host.add("2027-01-03T08:00", { hold: true });
		for (const at of ["2027-02-09T18:00", "2027-02-10T11:00"]) host.read(at, []);
		expect(host.ada?.hold).toBe(true);
	});

	test("a hold that the host gives while the entry is gone stays when it returns", () => {
		for (const [own, hold] of [
			[{ hold: true }, true],
			[{ hold: false }, undefined],
			[undefined, undefined],
		] as const) {
			const host = booked();
			host.read("2027-01-04T08:00", [bob]);
			expect(host.ada?.hold).toBe(true);
			if (own !== undefined) host.add("2027-01-04T09:00", own);
			host.read("2027-01-04T10:00", [ada(), bob]);
			expect(host.ada?.hold).toBe(hold);
		}
	});

	test("a hold outlives a cancellation by the feed", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { hold: true });
		for (const at of ["2027-01-04T08:00", "2027-01-04T14:00"]) host.read(at, [bob]);
		expect(host.ada?.status).toBe("cancelled");
		host.read("2027-01-05T14:00", [ada(), bob]);
		expect(host.ada).toMatchObject({ status: "confirmed", hold: true });
	});

	test("whose arrival the host moved back is not in the house yet", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { arrival: "2027-02-12" });
		host.read("2027-02-10T20:00", [bob], air);
		expect(host.ada).toMatchObject({ hold: true, status: "confirmed" });
		host.read("2027-02-11T08:00", [bob], air);
		expect(host.ada?.status).toBe("cancelled");
	});
});

describe("r1 a lost state", () => {
	test("gives each stay its id again, with what the host added", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { checkIn: "10:00" });
		host.reading = undefined;
		host.read("2027-01-03T08:30", [ada("2027-02-15"), bob]);
		expect(host.site.reservations).toHaveLength(2);
		expect(host.ada).toMatchObject({ checkIn: "10:00", departure: "2027-02-15" });
	});

	test("takes back nothing that the host did: what is in doubt leaves nobody outside", () => {
		for (const own of [
			{ departure: "2027-02-16", checkIn: "12:00" },
			{ arrival: "2027-02-09" },
			{ status: "cancelled" },
			{ hold: true },
		] as const) {
			const host = booked();
			host.add("2027-01-03T08:00", own);
			const had = host.ada;
			host.reading = undefined;
			const { facts, notes } = host.read("2027-01-04T08:00", [ada(), bob]);
			expect([facts, host.ada]).toEqual([[], had]);
			expect(notes).toEqual(
				"hold" in own ? [] : [{ kind: "differs_from_known", reservationId: "f/a" }],
			);
			// From now on the feed is known again.
			host.read("2027-01-05T08:00", [ada("2027-02-13"), bob]);
			const departure = own && "status" in own ? host.ada?.departure : "2027-02-13";
			expect(host.ada).toMatchObject({ departure });
			expect(host.ada?.status).toBe(had?.status);
		}
	});

	test("a cancellation by the feed counts, and what vanished meanwhile goes as ever", () => {
		const host = booked();
		host.reading = undefined;
		host.read("2027-01-04T08:00", [[...ada(), "STATUS:CANCELLED"]]);
		expect(host.ada?.status).toBe("cancelled");
		const of = (id: string) => host.site.reservations.find((one) => one.id === id)?.status;
		expect(of("f/b")).toBe("confirmed");
		const cyd = days("c", "2027-03-20", "2027-03-23", "Cyd Ray");
		for (const at of ["2027-01-04T09:00", "2027-01-05T09:00", "2027-01-05T16:00"])
			host.read(at, [cyd], { sameListing: true });
		expect(of("f/b")).toBe("cancelled");
	});

	test("of a flat that Airbnb has twice, no feed takes the stays of the other for its own", () => {
		const feeds = new Map<string, FeedState>();
		let site: Reservation[] = [];
		const booked = (code: string, from: string, to: string) =>
			days(`${code}@airbnb.com`, from, to, "Reserved", `DESCRIPTION:${LINK}${code}`);
		const read = (feedId: string, at: string, ...events: string[][]) => {
			const state = feeds.get(feedId);
			const { facts, ...reading } = readFeed(made(events, AIRBNB), {
				...{ ...options, feedId, known: site, now: `${at}:00Z` },
				...(state && { state }),
			});
			feeds.set(feedId, reading.state);
			for (const { reservation } of facts)
				site = [...site.filter(({ id }) => id !== reservation.id), reservation];
		};
		const one = booked("HMAAAA1111", "2027-02-10", "2027-02-14");
		const two = booked("HMBBBB2222", "2027-02-20", "2027-02-24");
		read("one", "2027-01-02T08:00", one);
		for (const at of ["2027-01-02T09:00", "2027-01-03T09:00", "2027-01-03T19:00"])
			read("two", at, two);
		// A lost state knows its stay again by its code.
		feeds.delete("one");
		read("one", "2027-01-04T08:00", one);
		expect(site.map(({ id, status }) => [id, status])).toEqual([
			["HMAAAA1111", "confirmed"],
			["HMBBBB2222", "confirmed"],
		]);
	});

	test("a running stay is known again, and no entry takes its guest out", () => {
		for (const entry of [ada("2027-02-12"), days("a", "2027-03-01", "2027-03-04", "Ada Byron")]) {
			const host = booked();
			host.reading = undefined;
			host.read("2027-02-12T08:00", [entry, bob]);
			expect(host.ada).toMatchObject({ arrival: "2027-02-10", departure: "2027-02-14" });
		}
	});

	test("who has an empty name at the site was forgotten, and stays so", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { guest: { name: "" } });
		const known = host.site.reservations;
		for (const uid of ["a", "a2"]) {
			const entry = days(uid, "2027-02-11", "2027-02-15", "Ada Byron");
			const text = made([entry, bob]);
			const now = "2027-01-04T08:00:00Z";
			const { facts, state } = readFeed(text, { ...options, now, known });
			expect(facts.map(({ reservation }) => reservation.id)).toEqual(["f/a"]);
			expect(JSON.stringify([facts, state])).not.toContain("Ada");
		}
	});

	test("one reading: a running stay keeps what the host did, and all else has a note", () => {
		const { feedId: _, ...plain } = options;
		const read = (now: string, more = {}) =>
			reservationsFromIcal(made([ada(), bob]), { ...plain, now, ...more });
		const [first] = read("2027-01-02T08:00:00Z").reservations;
		if (first === undefined) throw new Error("no stay");
		const differs = [{ kind: "differs_from_known", reservationId: "a" }];
		for (const own of [{ status: "cancelled" }, { departure: "2027-02-16" }] as const) {
			const known = [{ ...first, ...own, revision: first.revision + 1 }];
			const running = read("2027-02-12T08:00:00Z", { known });
			expect(running.reservations[0]).toEqual(known[0]);
			expect(running.notes).toEqual(differs);
			const before = read("2027-01-03T08:00:00Z", { known });
			expect(before.reservations[0]).toMatchObject({
				status: "confirmed",
				departure: "2027-02-14",
			});
			expect(before.notes).toEqual(differs);
		}
		expect(read("2027-02-12T08:00:00Z", { known: [first] }).notes).toEqual([]);
	});
});

test("r1 no two feeds of a site give one id", () => {
	const ids = [
		["a", "b/c"],
		["a/b", "c"],
		["a%2Fb", "c"],
	].map(([feedId = "", uid = ""]) => {
		const text = made([days(uid, "2027-02-10", "2027-02-14", "Ada Byron")]);
		const { facts } = readFeed(text, { ...options, feedId, now: "2027-01-02T08:00:00Z" });
		return facts[0]?.reservation.id;
	});
	expect(ids).toEqual(["a/b/c", "a%2Fb/c", "a%252Fb/c"]);
});
