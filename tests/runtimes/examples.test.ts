// The example house agrees with its feed and its device, and every guest gets a code on every door.
import {
	accessCodes,
	advance,
	createSite,
	load,
	type NewSite,
	type Reservation,
} from "latchstring";
import { reservationsFromIcal } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { lockFromSeam } from "../../js/seam.js";

const files = import.meta.glob<string>("../../examples/*.{json,ics}", {
	query: "?raw",
	import: "default",
	eager: true,
});

function file(name: string): string {
	return files[`../../examples/${name}`] ?? "";
}

const house = JSON.parse(file("house.json")) as {
	now: string;
	site: NewSite;
	reservations: Reservation[];
};
const inFeed = house.reservations.filter(({ id }) => id.startsWith("HM"));

describe("the feed", () => {
	const options = { listingId: "garden", now: house.now };

	test("the feed holds two of the bookings", () => {
		const { reservations, counts } = reservationsFromIcal(file("garden-airbnb.ics"), options);
		const days = ({ id, arrival, departure, guest: { phoneLastDigits } }: Reservation) => [
			id,
			arrival,
			departure,
			phoneLastDigits,
		];
		expect(reservations.map(days)).toEqual(inFeed.map(days));
		expect(counts.leftOut).toEqual({ not_available: 1 });
	});

	test("F6 a second reading keeps the additions of the host", () => {
		const { reservations, missing } = reservationsFromIcal(file("garden-airbnb.ics"), {
			...options,
			known: inFeed,
		});
		expect(reservations).toEqual(inFeed);
		expect(missing).toEqual([]);
	});
});

test("the street door is read from its device", () => {
	const device = JSON.parse(file("seam-street-door.json"));
	const { lock, notes } = lockFromSeam(device, { reportedAt: "2026-10-01T07:58:00Z" });
	expect({ ...lock, id: "street" }).toEqual(house.site.locks.find(({ id }) => id === "street"));
	// What the lock's own app calls it.
	expect(notes).toEqual([
		{ kind: "other_name", path: "properties.appearance.name", said: "Haustür" },
	]);
});

describe("the codes", () => {
	beforeAll(() => load());

	const codesOf = () => {
		const facts = house.reservations.map((reservation) => ({
			type: "reservation" as const,
			reservation,
		}));
		const step = advance(createSite(house.site), facts, {
			now: house.now,
			key: "a key that only this test knows about",
		});
		expect(step.rejected).toEqual([]);
		// The site also has backups and emergency codes.
		return accessCodes(step.site).filter(({ holder }) => holder === "reservation");
	};

	test("P1, L, W8: each stay has one PIN on two doors, and Marta's two weeks are one stay", () => {
		const doors: Record<string, string[]> = {};
		const pins: Record<string, Set<string | undefined>> = {};
		for (const { reservationId = "", door, code } of codesOf()) {
			doors[reservationId] = [...(doors[reservationId] ?? []), door].sort();
			pins[reservationId] = (pins[reservationId] ?? new Set()).add(code);
		}
		const holders = house.reservations.filter(({ id }) => id !== "direct-0042");
		expect(doors).toEqual(
			Object.fromEntries(
				holders.map(({ id, listingId }) => [
					id,
					[listingId === "garden" ? "Garden flat" : "Attic", "Street door"].sort(),
				]),
			),
		);
		for (const set of Object.values(pins)) expect(set.size).toBe(1);
	});

	test("F7 no two stays share a PIN on the street door", () => {
		const street = codesOf().filter(({ lockId }) => lockId === "street");
		expect(new Set(street.map(({ code }) => code)).size).toBe(7);
	});

	test("W2, W5: the street door has the windows of the stays", () => {
		const street = codesOf().filter(({ lockId }) => lockId === "street");
		const windows = Object.fromEntries(
			street.map(({ guestName, startsAt, endsAt }) => [guestName, [startsAt, endsAt]]),
		);
		expect(windows).toEqual({
			"Inês Duarte": ["2026-10-19T13:00:00Z", "2026-10-23T09:45:00Z"],
			// Until 13:45 in winter time.
			"Jonas Weber": ["2026-10-23T13:00:00Z", "2026-10-26T12:45:00Z"],
			"Marta Rossi": ["2026-10-26T14:00:00Z", "2026-11-09T10:45:00Z"],
			"Claire Martin": ["2026-10-21T14:00:00Z", "2026-10-24T08:45:00Z"],
			// From the first 02:30 of the night; the grace ends at Sofia's start.
			"Tomasz Nowak": ["2026-10-25T00:30:00Z", "2026-10-28T09:30:00Z"],
			"Sofia Lindqvist": ["2026-10-28T09:30:00Z", "2026-10-30T09:45:00Z"],
			"Familie Huber": ["2026-11-01T15:00:00Z", "2026-11-08T11:45:00Z"],
		});
	});

	test("P4 the host's PIN is taken if the doors accept it", () => {
		const codes = codesOf();
		const of = (guest: string) =>
			new Set(codes.filter(({ guestName }) => guestName === guest).map(({ code }) => code));
		expect(of("Sofia Lindqvist")).toEqual(new Set(["739164"]));
		expect(of("Familie Huber")).not.toContain("120583");
	});
});
