// R1, R2, T2: where two rules of reading clash, nobody is left outside, nobody gets the PIN of
// another one, and what the host decided stands.
import type { Reservation } from "latchstring";
import {
	forgetGuest,
	load,
	type ReadFeedOptions,
	readFeed,
	reservationsFromIcal,
} from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { days, made } from "./feeds/build.js";
import { Host } from "./feeds/host.js";
import { AIRBNB, BOOKING, kinds, Season } from "./feeds/season.js";

beforeAll(() => load());

const bob = days("b", "2027-02-20", "2027-02-23", "Bob Hale");
const stay = (name: string, from = "2027-02-10", to = "2027-02-14", uid = "a", ...more: string[]) =>
	days(uid, from, to, name, ...more);
const [BEFORE, NEXT, IN_STAY] = [
	"2027-02-09T12:00",
	"2027-02-09T13:00",
	"2027-02-12T08:00",
] as const;

describe("r2 t2 the next guest under a UID", () => {
	test.each([
		["Reserved", "Reserved", "2027-02-14T07:00"],
		["Reserved", "Reserved", "2027-02-14T12:00"],
		["Reserved", "Reserved", "2027-02-15T12:00"],
		["Ada Lovelace", "Reserved", "2027-02-14T07:00"],
		["Reserved", "Zoe Quist", "2027-02-14T12:00"],
	])(
		"%s, then %s without a night of the stay at %s: a stay and a PIN of their own",
		(was, is, at) => {
			for (const isLost of [false, true]) {
				const host = new Host();
				host.read(BEFORE, [stay(was), bob]);
				const pin = host.pin();
				expect(pin).toMatch(/^\d{6}$/);
				if (isLost) host.reading = undefined;
				host.read(at, [stay(is, "2027-02-14", "2027-02-17"), bob]);
				expect(host.ada?.departure).toBe("2027-02-14");
				expect(host.site.reservations.map(({ id }) => id)).toContain("f/a#2");
				expect([undefined, pin]).not.toContain(host.pin("f/a#2"));
			}
		},
	);

	test("a night in common, one name, one phone or a platform's code makes it the same stay", () => {
		const phone = "DESCRIPTION:Phone: +49 171 1231111";
		const link = "DESCRIPTION:https://www.airbnb.com/hosting/reservations/details/HMABCDEF12";
		for (const [name, from, ...more] of [
			["Reserved", "2027-02-10"],
			["Ada Lovelace", "2027-02-14"],
			["Reserved", "2027-02-14", phone],
			["Reserved", "2027-02-14", link],
		] as [string, string, ...string[]][]) {
			const host = new Host();
			host.read(BEFORE, [stay(name, undefined, undefined, "a", ...more), bob]);
			host.read("2027-02-14T07:00", [stay(name, from, "2027-02-17", "a", ...more), bob]);
			expect(host.site.reservations.map(({ departure }) => departure).sort()).toEqual([
				"2027-02-17",
				"2027-02-23",
			]);
		}
	});

	test("whoever comes after a guest who was forgotten has days and name of their own", () => {
		const season = new Season();
		season.read(BEFORE, stay("Ada Lovelace"), bob);
		if (season.state === undefined) throw new Error("no state");
		season.state = forgetGuest(season.state, "f/a");
		const { facts } = season.read(
			"2027-02-14T12:00",
			stay("Bob Smith", "2027-02-14", "2027-02-17"),
			bob,
		);
		expect(facts.map(({ reservation: { guest, arrival } }) => [guest.name, arrival])).toEqual([
			["Bob Smith", "2027-02-14"],
		]);
	});
});

describe("r2 exporters that number their entries", () => {
	const numbered = (...all: [string, string, string?][]) =>
		all.map(([from, to, name = "Reserved"], at) => days(String(at + 1), from, to, name));
	const one = ["2027-02-10", "2027-02-12"] as [string, string];
	const two = ["2027-02-12", "2027-02-15"] as [string, string];
	const three = ["2027-02-18", "2027-02-20"] as [string, string];

	test.each(["2027-02-02T08:00", "2027-02-12T08:00"])("days come before a number, at %s", (at) => {
		const season = new Season();
		season.read("2027-02-01T08:00", ...numbered(one, two, three));
		season.read(at, ...numbered(two, three));
		season.read(`${at.slice(0, 11)}20:00`, ...numbered(two, three));
		const stands = season.stands().filter((each) => !each.startsWith("f/1 "));
		expect(stands).toEqual(["f/2 2027-02-12..2027-02-15", "f/3 2027-02-18..2027-02-20"]);
	});

	test("one that comes before the others moves nobody", () => {
		const season = new Season();
		season.read("2027-02-01T08:00", ...numbered(two, three));
		season.read("2027-02-01T09:00", ...numbered(one, two, three));
		expect(season.stands().slice(1)).toEqual([
			"f/1 2027-02-12..2027-02-15",
			"f/2 2027-02-18..2027-02-20",
		]);
	});

	test("a number whose days changed is the same stay while a night is the same", () => {
		const season = new Season();
		season.read("2027-02-01T08:00", ...numbered(one, three));
		season.read("2027-02-01T09:00", ...numbered(["2027-02-10", "2027-02-13"], three));
		expect(season.stands()).toEqual(["f/1 2027-02-10..2027-02-13", "f/2 2027-02-18..2027-02-20"]);
	});
});

describe("t2 a name that says less", () => {
	test.each(["Ada", "Reserved"])("%s in between hands no PIN on", (between) => {
		const host = new Host();
		host.read(BEFORE, [stay("Ada Lovelace"), bob]);
		const pin = host.pin();
		host.read(NEXT, [stay(between), bob]);
		expect([host.pin(), host.ada?.guest.name]).toEqual([pin, "Ada Lovelace"]);
		const reading = host.read("2027-02-09T14:00", [stay("Ada Byron"), bob]);
		expect(kinds(reading)).toEqual(["maybe_another_guest"]);
		expect(host.ada?.guest.name).toBe("Ada Byron");
		expect(host.pin()).not.toBe(pin);
		expect(JSON.stringify(reading.state)).not.toContain("Lovelace");
	});

	test("nor does a name that is shortened under new UIDs", () => {
		const season = new Season();
		for (const [at, name] of ["Ada Lovelace", "Ada", "Ada Lovelace"].entries())
			season.read(`2027-02-0${at + 1}T08:00`, stay(name, undefined, undefined, `u${at}`), bob);
		expect(season.stands()).toHaveLength(2);
	});

	test("once read, the known name stays, and raises no revision", () => {
		const options = { listingId: "flat", timeZone: "Europe/Paris" };
		const read = (name: string, known?: Reservation[]) =>
			reservationsFromIcal(made([stay(name)]), {
				...{ ...options, now: `${NEXT}:00Z`, ...(known && { known }) },
			}).reservations;
		const first = read("Ada Lovelace");
		expect(read("Ada", first)).toEqual(first);
	});

	test("a code of a booking is no name", () => {
		for (const code of ["HMABCDEF12", "HMABCDEFGH", "AB12CD34EF"])
			expect(new Season().read(BEFORE, stay(code)).facts[0]?.reservation.guest.name).toBe("Guest");
		for (const name of ["HMABCDEF", "ALEXANDER", "R2D2"])
			expect(new Season().read(BEFORE, stay(name)).facts[0]?.reservation.guest.name).toBe(name);
	});

	test("a word for guests that the rules take for a name is refused", () => {
		const read = (guestName: string) =>
			new Season([], { guestName }).read(BEFORE, stay("Reserved"));
		for (const name of ["Gast", "Invité", "Airbnb Guest", ""])
			expect(() => read(name)).not.toThrow();
		expect(() => read("Nora Berg")).toThrow(/guest's own name/);
	});
});

describe("r1 whom the host cancelled", () => {
	const cancelled = (name: string, at: string = BEFORE) => {
		const host = new Host();
		host.read(BEFORE, [stay(name), bob]);
		host.add(at, { status: "cancelled" });
		return host;
	};
	const standing = (host: Host) =>
		host.site.reservations
			.filter(({ id, status }) => id !== "f/b" && status === "confirmed")
			.map(({ id, guest, hold }) => [id, guest.name, hold]);

	test.each([
		["before the stay", BEFORE, NEXT, "f/a", ["maybe_another_guest", "differs_from_known"]],
		["in the stay", "2027-02-11T08:00", IN_STAY, "f/a#2", undefined],
	] as const)("%s gets no word by a corrected spelling", (_, off, at, id, notes) => {
		const host = cancelled("Jon Smith", off);
		const reading = host.read(at, [stay("John Smith"), bob]);
		expect(standing(host)).toEqual([[id, "John Smith", true]]);
		if (notes) expect(kinds(reading)).toEqual(notes);
		else expect(kinds(reading)).toContain("ambiguous");
		// The hold lapses by no reading, and is the host's to take off.
		host.read("2027-02-12T20:00", [stay("John Smith"), bob]);
		expect(standing(host)).toEqual([[id, "John Smith", true]]);
		const told = host.site.reservations.find((each) => each.id === id) as Reservation;
		const { hold: __, ...free } = told;
		const reservation = { ...free, revision: told.revision + 1 };
		host.take("2027-02-12T21:00", [{ type: "reservation", reservation }]);
		host.read("2027-02-12T22:00", [stay("John Smith"), bob]);
		expect(standing(host)).toEqual([[id, "John Smith", undefined]]);
	});

	test("nor by another UID, with the state or without", () => {
		for (const isLost of [false, true])
			for (const name of ["Jon Smith", "John Smith"]) {
				const host = cancelled("Jon Smith");
				if (isLost) host.reading = undefined;
				host.read(NEXT, [stay(name, undefined, undefined, "c"), bob]);
				for (const [, , hold] of standing(host)) expect(hold).toBe(true);
			}
	});

	test("another guest, with no word in common, is told at once", () => {
		const host = cancelled("Jon Smith");
		host.read(NEXT, [stay("Zoe Quist"), bob]);
		expect(standing(host)).toEqual([["f/a", "Zoe Quist", undefined]]);
	});

	test("Booking.com's rolling entry of such a stay is on hold where the state is lost", () => {
		const closed = (from: string) =>
			days(`${from}@booking.com`, from, "2027-02-14", "CLOSED - Not available");
		const first = readFeed(made([closed("2027-02-10")], BOOKING), {
			...FLAT,
			now: `${BEFORE}:00Z`,
		});
		const known = first.facts.map(({ reservation }) => ({
			...reservation,
			...{ status: "cancelled" as const, revision: reservation.revision + 1 },
		}));
		const now = `${IN_STAY}:00Z`;
		const lost = readFeed(made([closed("2027-02-12")], BOOKING), { ...FLAT, now, known });
		expect(lost.facts.map(({ reservation: { hold } }) => hold)).toEqual([true]);
		expect(kinds(lost)).toContain("ambiguous");
		const kept = readFeed(made([closed("2027-02-12")], BOOKING), {
			...{ ...FLAT, now, known, state: first.state },
		});
		expect(kept.facts).toEqual([]);
	});
});

const FLAT = { feedId: "f", listingId: "flat", timeZone: "Europe/Paris" };

describe("r1 r2 what came before", () => {
	test("a stay that was there before another feed's is no echo of it", () => {
		const closed = days("d@booking.com", "2027-02-10", "2027-02-14", "CLOSED - Not available");
		const other = { id: "x", revision: 1, listingId: "flat", status: "confirmed" as const };
		const others: Reservation[] = [
			{ ...other, guest: { name: "Zoe" }, arrival: "2027-02-09", departure: "2027-02-15" },
		];
		const season = new Season(BOOKING);
		season.read("2027-02-01T08:00", closed);
		const text = made([closed], BOOKING);
		const read = (at: string, more: Partial<ReadFeedOptions>) => {
			const { state, leftOut, ...rest } = readFeed(text, {
				...FLAT,
				now: `${at}:00Z`,
				others,
				...more,
			});
			return { state, leftOut, kinds: kinds({ state, leftOut, ...rest }), facts: rest.facts };
		};
		const again = read("2027-02-02T08:00", { state: season.state as never });
		expect([again.facts, again.leftOut, again.kinds]).toEqual([[], [], ["ambiguous"]]);
		// The host is asked once.
		const later = read("2027-02-03T08:00", { state: again.state });
		expect([later.facts, later.leftOut, later.kinds]).toEqual([[], [], []]);
		// Who was never there is an echo.
		expect(read("2027-02-02T08:00", {}).leftOut.map(({ kind }) => kind)).toEqual(["echo"]);
	});

	test("an entry that lost its end shortens no known stay", () => {
		const endless = stay("Ada Lovelace").filter((line) => !line.startsWith("DTEND"));
		for (const at of [NEXT, "2027-02-10T16:00", IN_STAY]) {
			const season = new Season();
			season.read(BEFORE, stay("Ada Lovelace"), bob);
			season.read(at, endless, bob);
			expect(season.stands()[0]).toBe("f/a 2027-02-10..2027-02-14");
		}
		const options = { listingId: "flat", timeZone: "Europe/Paris", now: `${NEXT}:00Z` };
		const { reservations: known } = reservationsFromIcal(made([stay("Ada Lovelace")]), options);
		expect(reservationsFromIcal(made([endless]), { ...options, known }).reservations).toEqual(
			known,
		);
	});
});

describe("r1 another listing", () => {
	const moved = (known: readonly Reservation[]) =>
		known.map((each) => ({ ...each, listingId: "attic", hold: true, revision: each.revision + 1 }));

	test("where the host moved a stay, it stays, with the state or without", () => {
		const first = readFeed(made([stay("Ada Lovelace")]), { ...FLAT, now: `${BEFORE}:00Z` });
		const known = moved(first.facts.map(({ reservation }) => reservation));
		for (const state of [first.state, undefined]) {
			const more = { ...FLAT, now: `${NEXT}:00Z`, known, ...(state && { state }) };
			expect(readFeed(made([stay("Ada Lovelace")]), more).facts).toEqual([]);
			const { facts } = readFeed(made([stay("Ada Lovelace", undefined, "2027-02-15")]), more);
			expect(facts.map(({ reservation }) => reservation)).toMatchObject([
				{ id: "f/a", listingId: "attic", departure: "2027-02-15", hold: true },
			]);
		}
	});

	test("also where one reading knows it", () => {
		const options = { listingId: "flat", timeZone: "Europe/Paris", now: `${NEXT}:00Z` };
		const once = reservationsFromIcal(made([stay("Ada Lovelace")]), options);
		const known = moved(once.reservations);
		const again = reservationsFromIcal(made([stay("Ada Lovelace")]), { ...options, known });
		expect(again.reservations).toEqual(known);
		// Another listing's feed may have the same UID.
		const zoe = reservationsFromIcal(made([stay("Zoe Quist")]), { ...options, known });
		expect(zoe.reservations.map(({ id, listingId }) => [id, listingId])).toEqual([["a#2", "flat"]]);
	});

	const of = (code: string, from: string, to: string) => {
		const link = `DESCRIPTION:https://www.airbnb.com/hosting/reservations/details/${code}`;
		return days(`${code}@airbnb.com`, from, to, "Reserved", link);
	};
	const a = of("HMAAAA1111", "2027-02-10", "2027-02-14");
	const b = of("HMBBBB2222", "2027-03-10", "2027-03-14");
	const c = of("HMCCCC3333", "2027-03-20", "2027-03-24");
	/** Two feeds of one site, of two listings or of one. */
	const twoFeeds = (listingOf: (feedId: string) => string) => {
		const site = new Map<string, Reservation>();
		const states = new Map<string, NonNullable<ReadFeedOptions["state"]>>();
		const read = (feedId: string, at: string, ...events: string[][]) => {
			const state = states.get(feedId);
			const reading = readFeed(made(events, AIRBNB), {
				...{ feedId, listingId: listingOf(feedId), timeZone: "Europe/Paris" },
				...{ now: `${at}:00Z`, known: [...site.values()], ...(state && { state }) },
			});
			states.set(feedId, reading.state);
			for (const { reservation } of reading.facts) site.set(reservation.id, reservation);
			return kinds(reading).filter((kind) => kind !== "details");
		};
		return { site, read };
	};

	test("a booking that one of two feeds of a listing drops stands on hold, once", () => {
		const { site, read } = twoFeeds(() => "flat");
		read("one", "2027-02-01T08:00", a, b);
		read("two", "2027-02-01T08:05", a, c);
		read("one", "2027-02-01T09:00", b);
		read("one", "2027-02-01T16:00", b);
		expect(site.get("HMAAAA1111")?.status).toBe("cancelled");
		expect(read("two", "2027-02-01T16:05", a, c)).toEqual(["differs_from_known"]);
		expect(site.get("HMAAAA1111")).toMatchObject({ status: "confirmed", hold: true });
		expect(read("two", "2027-02-10T12:05", a, c)).toEqual([]);
		const told = site.get("HMAAAA1111") as Reservation;
		expect(told).toMatchObject({ status: "confirmed", hold: true });
		// The host decides for good.
		site.set(told.id, { ...told, status: "cancelled", revision: told.revision + 1 });
		expect(read("two", "2027-02-10T12:06", a, c)).toEqual([]);
		expect(site.get("HMAAAA1111")?.status).toBe("cancelled");
	});

	test.each(["old", "new"])(
		"a booking that Airbnb moved goes along, the %s feed read first",
		(one) => {
			const { site, read } = twoFeeds((feedId) => feedId);
			read("old", "2027-02-01T08:00", a, b);
			read("new", "2027-02-01T08:05", c);
			const both = [
				() => read("old", "2027-02-01T09:00", b),
				() => read("new", "2027-02-01T09:05", a, c),
			];
			for (const next of one === "old" ? both : both.reverse()) next();
			for (const at of ["2027-02-01T16:00", "2027-02-02T16:00"]) {
				read("old", at, b);
				read("new", at, a, c);
			}
			expect(site.get("HMAAAA1111")).toMatchObject({ listingId: "new", status: "confirmed" });
			expect(site.get("HMAAAA1111")).not.toHaveProperty("hold");
		},
	);
});
