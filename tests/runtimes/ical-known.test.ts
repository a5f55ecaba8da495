// F6: a stay stays the same over all readings of its feed, and a stay that vanishes is reported.
import { describe, expect, test } from "vitest";
import { calendar, event, feed, ids, NOW, REVISION, read, stay } from "./feeds/read.js";

describe("the same stay over many readings", () => {
	test("F6 an edit keeps the id, and raises the revision once", () => {
		const first = read(feed("airbnb"));
		const edited = feed("airbnb")
			.replace("20261026\r\nSUMMARY", "20261025\r\nSUMMARY")
			.replaceAll("060012Z", "070012Z");
		const second = read(edited, { known: first.reservations, now: "2026-10-20T07:00:15Z" });
		expect(ids(second)).toEqual(ids(first));
		expect(second.reservations.map(({ revision }) => revision)).toEqual([
			REVISION + 3600,
			REVISION,
			REVISION,
		]);
		expect(second.reservations[0]).toMatchObject({
			arrival: "2026-10-23",
			departure: "2026-10-25",
		});
		const third = read(edited, { known: second.reservations, now: "2026-10-20T08:00:15Z" });
		expect(third.reservations).toEqual(second.reservations);
	});

	test("T6 a change never has the revision that is known, even if the clock went back", () => {
		const [known] = read(event("DTSTART;VALUE=DATE:20261101")).reservations;
		const [next] = read(event("DTSTART;VALUE=DATE:20261102"), {
			known: known ? [known] : [],
			now: "2026-10-01T00:00:00Z",
		}).reservations;
		expect(next?.revision).toBe(REVISION + 1);
	});

	test("the host's additions are kept, and the feed's values replace the old ones", () => {
		const [known] = read(feed("airbnb")).reservations;
		if (known === undefined) throw new Error("no reservation");
		const rich = {
			...known,
			checkIn: "13:00",
			preferredCode: "481592",
			guest: { id: "ada", name: "Ada Byron" },
		};
		const [next] = read(feed("airbnb"), {
			known: [rich],
			now: "2026-10-20T07:00:15Z",
		}).reservations;
		expect(next).toEqual({
			...rich,
			revision: REVISION + 3600,
			guest: { id: "ada", name: "Ada Byron", phoneLastDigits: "4235" },
		});
	});

	test("a new booking counts as made since the last reading, except at the first reading", () => {
		expect(read(feed("airbnb")).reservations[0]).not.toHaveProperty("bookedAt");
		const [later] = read(feed("airbnb"), { known: [] }).reservations;
		expect(later?.bookedAt).toBe(NOW);
		const [again] = read(feed("airbnb"), {
			known: later ? [later] : [],
			now: "2026-10-21T00:00:00Z",
		}).reservations;
		expect(again).toEqual(later);
	});

	test("T5 a booking is cancelled and reinstated", () => {
		const days = ["DTSTART;VALUE=DATE:20261101", "DTEND;VALUE=DATE:20261103"];
		const first = read(event(...days));
		const off = read(event(...days, "STATUS:CANCELLED"), { known: first.reservations });
		expect(off.reservations[0]).toMatchObject({
			id: "one",
			status: "cancelled",
			revision: REVISION + 1,
		});
		const on = read(event(...days), { known: off.reservations });
		expect(on.reservations[0]).toMatchObject({
			id: "one",
			status: "confirmed",
			revision: REVISION + 2,
		});
		const method = event(...days).replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:CANCEL");
		expect(read(method).reservations[0]?.status).toBe("cancelled");
	});

	test("a stay that vanishes is missing and not cancelled", () => {
		const first = read(feed("airbnb")).reservations;
		const over = {
			...first[0],
			id: "over",
			arrival: "2026-10-01",
			departure: "2026-10-05",
		} as (typeof first)[0];
		const off = { ...first[0], id: "off", status: "cancelled" } as (typeof first)[0];
		const elsewhere = { ...first[0], id: "elsewhere", listingId: "attic" } as (typeof first)[0];
		const reading = read(calendar(), { known: [...first, over, off, elsewhere] });
		expect(reading.reservations).toEqual([]);
		expect(reading.missing).toEqual(first);
		// An event that nobody can read any more is not missing either.
		const broken = calendar(
			stay("1418fb94e984-aa55aa55aa55aa55aa55aa55aa55aa55@airbnb.com", "soon", "later"),
		);
		expect(read(broken, { known: first }).missing).toEqual(first.slice(0, 2));
	});

	test("F6 Booking.com's running stay keeps its id under a new UID each day", () => {
		const closed = (uid: string, start: string, end: string) =>
			stay(uid, start, end, "SUMMARY:CLOSED - Not available");
		const first = read(calendar(closed("a@booking.com", "20261020", "20261025")));
		const next = read(calendar(closed("b@booking.com", "20261021", "20261025")), {
			known: first.reservations,
			now: "2026-10-21T06:00:00Z",
		});
		expect(next.reservations).toEqual(first.reservations);
		expect(next.missing).toEqual([]);
		expect(next.notes).toContainEqual({ kind: "stay_goes_on", reservationId: "a@booking.com" });
		// The same under the same UID.
		const same = read(calendar(closed("a@booking.com", "20261022", "20261025")), {
			known: first.reservations,
			now: "2026-10-22T06:00:00Z",
		});
		expect(same.reservations).toEqual(first.reservations);
		// Another last day, or a start still to come, is another guest.
		for (const [start, end] of [
			["20261021", "20261026"],
			["20261023", "20261025"],
		] as const) {
			const other = read(calendar(closed("c@booking.com", start, end)), {
				known: first.reservations,
				now: "2026-10-21T06:00:00Z",
			});
			// A stay that has begun is never missing.
			expect([ids(other), other.missing]).toEqual([["c@booking.com"], []]);
		}
	});

	test("F4 an earlier or a later first night moves the arrival of a stay to come", () => {
		const { reservations: known } = read(calendar(stay("one", "20261021", "20261025")));
		for (const [start, arrival] of [
			["20261019", "2026-10-19"],
			["20261023", "2026-10-23"],
		] as const) {
			const moved = read(calendar(stay("one", start, "20261025")), { known });
			expect(moved.reservations[0]).toMatchObject({ arrival, revision: REVISION + 1 });
		}
	});

	test("a code that the feed gives later does not make another stay", () => {
		const first = read(event("DTSTART;VALUE=DATE:20261101"));
		const link = "DESCRIPTION:https://www.airbnb.com/hosting/reservations/details/HMA1B2C3D4";
		const second = read(event("DTSTART;VALUE=DATE:20261101", link), { known: first.reservations });
		expect([ids(second), second.missing]).toEqual([["one"], []]);
	});

	test("the newest event of a booking counts, and the others are duplicates", () => {
		const versions = [
			stay("one", "20261101", "20261103", "SEQUENCE:1", "LAST-MODIFIED:20261001T000000Z"),
			stay("one", "20261101", "20261105", "SEQUENCE:2", "LAST-MODIFIED:20260901T000000Z"),
			stay("one", "20261101", "20261104", "SEQUENCE:1", "LAST-MODIFIED:20261002T000000Z"),
		];
		const { reservations, leftOut, counts } = read(calendar(...versions));
		expect(reservations.map(({ departure }) => departure)).toEqual(["2026-11-05"]);
		expect(leftOut.map(({ kind, departure }) => [kind, departure])).toEqual([
			["duplicate", "2026-11-03"],
			["duplicate", "2026-11-04"],
		]);
		expect(counts).toEqual({ events: 3, reservations: 1, leftOut: { duplicate: 2 } });
	});

	test("reservations are ordered by arrival and id, the rest by its place in the feed", () => {
		const reading = read(
			calendar(
				stay("b", "20261102", "20261104", "SEQUENCE:1"),
				stay("z", "20261101", "20261101"),
				stay("off", "20261101", "20261103", "SUMMARY:Blocked"),
				stay("b", "20261102", "20261105", "SEQUENCE:2"),
				stay("a", "20261102", "20261102"),
			),
		);
		expect(ids(reading)).toEqual(["z", "a", "b"]);
		expect(reading.leftOut.map(({ kind }) => kind)).toEqual(["duplicate", "not_available"]);
		expect(reading.notes.map(({ reservationId }) => reservationId)).toEqual(["z", "a"]);
	});

	test("an event without a UID has an id of its days, and a long id is shortened", () => {
		const nameless = calendar(stay("", "20261101", "20261103"));
		const { reservations, notes } = read(nameless);
		expect(reservations[0]?.id).toBe("2026-11-01/2026-11-03/garden");
		expect(notes).toEqual([
			{ kind: "id_from_days", reservationId: "2026-11-01/2026-11-03/garden" },
		]);
		const long = (tail: string) =>
			ids(read(calendar(stay(`${"ü".repeat(100)}${tail}`, "20261101", "20261103"))))[0] ?? "";
		expect(new TextEncoder().encode(long("a")).length).toBeLessThanOrEqual(128);
		expect(long("a")).not.toBe(long("b"));
		expect(long("a")).toBe(long("a"));
	});
});
