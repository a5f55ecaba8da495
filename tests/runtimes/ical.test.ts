// The feeds of the platforms become reservations, and every event is accounted for.
import { describe, expect, test } from "vitest";
import { booked, event, feed, ids, read } from "./feeds/read.js";

describe("platforms", () => {
	test("Airbnb gives code, days and phone, and blocked days are left out", () => {
		expect(read(feed("airbnb"))).toEqual({
			reservations: [
				{
					...booked,
					id: "HMA1B2C3D4",
					guest: { name: "Guest", phoneLastDigits: "4235" },
					arrival: "2026-10-23",
					departure: "2026-10-26",
				},
				{
					...booked,
					id: "HMZ9Y8X7W6",
					guest: { name: "Guest", phoneLastDigits: "XXXX" },
					arrival: "2026-10-26",
					departure: "2026-11-02",
				},
				{
					...booked,
					id: "1418fb94e984-aa55aa55aa55aa55aa55aa55aa55aa55@airbnb.com",
					guest: { name: "Guest" },
					arrival: "2026-11-10",
					departure: "2026-11-12",
				},
			],
			missing: [],
			leftOut: [
				{
					kind: "not_available",
					uid: "6fec1092d3fa-0f1e2d3c4b5a69788796a5b4c3d2e1f0@airbnb.com",
					summary: "Airbnb (Not available)",
				},
			],
			notes: [],
			counts: { events: 4, reservations: 3, leftOut: { not_available: 1 } },
		});
	});

	test("Airbnb's older link gives the code", () => {
		const link =
			"DESCRIPTION:Reservation URL: https://www.airbnb.com/reservation/itinerary?code=HMN12XJ899\\nPhone";
		expect(ids(read(event("DTSTART;VALUE=DATE:20261101", link)))).toEqual(["HMN12XJ899"]);
	});

	test("F29 a masked phone is handed on, an overlong one is not", () => {
		const phone = (said: string) =>
			read(
				event(
					"DTSTART;VALUE=DATE:20261101",
					`DESCRIPTION:Phone Number (Last 4 Digits): ${said}\\nMore: 1`,
				),
			).reservations[0]?.guest;
		expect(phone("XXXX")).toEqual({ name: "Guest", phoneLastDigits: "XXXX" });
		expect(phone("0042")).toEqual({ name: "Guest", phoneLastDigits: "0042" });
		expect(phone("hidden by the platform")).toEqual({ name: "Guest" });
		expect(phone("")).toEqual({ name: "Guest" });
	});

	test.each([
		["vrbo", ["Melanie", "Guest"]],
		["abritel", ["Charlotte & Frédéric", "Guest"]],
	])("Vrbo (%s) gives names, and blocks and tentative requests are left out", (name, names) => {
		const { reservations, leftOut, counts } = read(feed(name));
		expect(reservations.map(({ guest }) => guest.name)).toEqual(names);
		expect(leftOut.map(({ kind }) => kind)).toEqual(["not_available", "tentative"]);
		expect(counts).toEqual({
			events: 4,
			reservations: 2,
			leftOut: { not_available: 1, tentative: 1 },
		});
	});

	test("Booking.com: a closed entry is a booking, except one longer than any booking", () => {
		const { reservations, leftOut, notes } = read(feed("booking-com"));
		expect(reservations).toEqual([
			{
				...booked,
				id: "31a1cec8a1d7a4a3ceafe5a4b0e8f1d4@booking.com",
				guest: { name: "Guest" },
				arrival: "2026-10-24",
				departure: "2026-10-28",
			},
			{
				...booked,
				id: "5b0de3f9c2a14c70b7a2c6c41f6f2a90@booking.com",
				guest: { name: "Guest" },
				arrival: "2026-10-30",
				departure: "2026-11-01",
			},
		]);
		expect(notes.map(({ kind }) => kind)).toEqual(["closed_entry", "closed_entry"]);
		expect(leftOut.map(({ kind }) => kind)).toEqual(["not_available"]);
	});

	test("Booking.com: closed entries without a name are left out if the host says so", () => {
		expect(read(feed("booking-com"), { closed: "leave_out" }).counts).toEqual({
			events: 3,
			reservations: 0,
			leftOut: { closed: 2, not_available: 1 },
		});
		const bare = event("DTSTART;VALUE=DATE:20261101", "SUMMARY:CLOSED");
		const ofBooking = { closed: "leave_out", platform: "booking.com" } as const;
		expect(read(bare, ofBooking).counts.leftOut).toEqual({ closed: 1 });
		expect(read(bare, { closed: "leave_out" }).counts.leftOut).toEqual({ not_available: 1 });
		const named = event("DTSTART;VALUE=DATE:20261101", "SUMMARY:CLOSED – John Doe");
		expect(read(named, ofBooking).reservations[0]?.guest.name).toBe("John Doe");
	});

	test("Booking.com: a closed entry for nights of other feeds is an echo", () => {
		const others = read(feed("airbnb")).reservations;
		// Two Airbnb stays fill 24 to 28 October, and the second fills 30 October to 1 November.
		const reading = read(feed("booking-com"), { others: [...others].reverse() });
		expect(reading.counts.leftOut).toEqual({ echo: 2, not_available: 1 });
		const oneOnly = read(feed("booking-com"), { others: others.slice(0, 1) });
		expect(oneOnly.counts.leftOut).toEqual({ not_available: 1 });
		const elsewhere = others.map((other) => ({ ...other, listingId: "attic" }));
		expect(read(feed("booking-com"), { others: elsewhere }).counts.reservations).toBe(2);
		const cancelled = others.map((other) => ({ ...other, status: "cancelled" as const }));
		expect(read(feed("booking-com"), { others: cancelled }).counts.reservations).toBe(2);
	});

	test.each([
		["Reserved", "Guest"],
		["Réservée - M & Mme", "M & Mme"],
		["Reserviert: Jürgen", "Jürgen"],
		["Reservado – Ana", "Ana"],
		["Reservation Alan Turing", "Alan Turing"],
		["Reserveau, Paul", "Reserveau, Paul"],
		["Booking.com - Scrooge", "Booking.com - Scrooge"],
		["Blockley family", "Blockley family"],
		["  ", "Guest"],
	])("the summary %j gives the name %j", (summary, name) => {
		const reading = read(event("DTSTART;VALUE=DATE:20261101", `SUMMARY:${summary}`));
		expect(reading.reservations[0]?.guest.name).toBe(name);
	});

	test.each([
		"Airbnb (Not available)",
		"Not available",
		"BLOCKED",
		"Blocked by Guesty",
		"Nicht verfügbar",
		"No disponible",
	])("%j is not a stay", (summary) => {
		const reading = read(event("DTSTART;VALUE=DATE:20261101", `SUMMARY:${summary}`));
		expect(reading.counts).toEqual({ events: 1, reservations: 0, leftOut: { not_available: 1 } });
	});
});

describe("days and times", () => {
	test("every form of days is read on the listing's clock", () => {
		const { reservations, leftOut, notes, counts } = read(feed("other"), {
			timeZone: "Europe/Paris",
		});
		expect(reservations).toEqual([
			{
				...booked,
				id: "named-zone",
				guest: { name: "Ada, Countess of Lovelace" },
				arrival: "2026-10-24",
				departure: "2026-10-26",
				bookedAt: "2026-09-01T10:15:00Z",
			},
			// 23:00 in UTC is midnight in Paris.
			{
				...booked,
				id: "universal-time",
				guest: { name: "Grace Hopper" },
				arrival: "2026-10-27",
				departure: "2026-10-29",
			},
			{
				...booked,
				id: "midnights",
				guest: { name: "Alan Turing" },
				arrival: "2026-10-30",
				departure: "2026-11-02",
			},
			{
				...booked,
				id: "last-minute-of-a-day",
				guest: { name: "Katherine Johnson" },
				arrival: "2026-11-03",
				departure: "2026-11-05",
			},
			{
				...booked,
				id: "duration",
				guest: { name: "Mary Jackson" },
				arrival: "2026-11-10",
				departure: "2026-11-17",
			},
			{
				...booked,
				id: "no-end",
				guest: { name: "Dorothy Vaughan" },
				arrival: "2026-11-20",
				departure: "2026-11-21",
			},
			{
				...booked,
				id: "raw-line-break",
				guest: { name: "Annie Easley", phoneLastDigits: "9081" },
				arrival: "2026-11-22",
				departure: "2026-11-24",
			},
			{
				...booked,
				id: "cancelled",
				status: "cancelled",
				guest: { name: "Hedy Lamarr" },
				arrival: "2026-11-25",
				departure: "2026-11-27",
			},
		]);
		expect(leftOut.map(({ kind, uid }) => [kind, uid])).toEqual([
			["recurring", "every-week"],
			["ends_before_start", "backwards"],
			["unreadable", "thirteenth-month"],
			["no_night", "plumber"],
			["year_out_of_range", "last-century"],
		]);
		expect(notes).toEqual([{ kind: "one_night_assumed", reservationId: "no-end" }]);
		expect(counts.events).toBe(13);
	});

	test("W3 times of day count if the host says so", () => {
		const { reservations } = read(feed("other"), { timeZone: "Europe/Paris", times: "keep" });
		const times = Object.fromEntries(
			reservations.map(({ id, checkIn, checkOut }) => [id, [checkIn, checkOut]]),
		);
		expect(times).toMatchObject({
			"named-zone": ["16:00", "10:00"],
			"universal-time": [undefined, "10:00"],
			midnights: [undefined, undefined],
			"last-minute-of-a-day": ["15:00", undefined],
			duration: [undefined, undefined],
			plumber: ["10:00", "12:00"],
		});
	});

	test("a day visit counts with its times, and an event without duration does not", () => {
		const day = (end: string) =>
			read(event("DTSTART:20261101T100000", `DTEND:20261101T${end}00`), { times: "keep" });
		expect(day("1200").reservations[0]).toMatchObject({
			arrival: "2026-11-01",
			departure: "2026-11-01",
		});
		expect(day("1000").counts.leftOut).toEqual({ no_night: 1 });
	});

	test("a time of creation equal to the time of the export is ignored", () => {
		const made = (created: string) =>
			read(event("DTSTART;VALUE=DATE:20261101", `CREATED:${created}`, "DTSTAMP:20261020T060014Z"))
				.reservations[0];
		expect(made("20261020T060014Z")).not.toHaveProperty("bookedAt");
		expect(made("20260901T101500Z")?.bookedAt).toBe("2026-09-01T10:15:00Z");
		expect(made("20261301T101500Z")).not.toHaveProperty("bookedAt");
	});

	test("an instant without the listing's zone is left out", () => {
		expect(read(feed("other")).leftOut[0]).toEqual({
			kind: "time_zone_needed",
			uid: "universal-time",
			summary: "Grace Hopper",
		});
	});

	test.each([
		["Pacific/Kiritimati", "2026-10-27", "2026-10-30"],
		["America/Los_Angeles", "2026-10-26", "2026-10-29"],
	])("an instant falls on the day in %s", (timeZone, arrival, departure) => {
		const text = event("DTSTART:20261026T230000Z", "DTEND:20261029T180000Z");
		expect(read(text, { timeZone }).reservations[0]).toMatchObject({ arrival, departure });
	});

	test.each([
		["DTSTART:20261101", "2026-11-01", "2026-11-02"],
		["DTSTART;VALUE=DATE:20280228|DURATION:P2D", "2028-02-28", "2028-03-01"],
		["DTSTART;VALUE=DATE:20261101|DTEND;VALUE=DATE:20261101", "2026-11-01", "2026-11-02"],
		["DTSTART:20261101T160000|DURATION:PT42H", "2026-11-01", "2026-11-03"],
		["DTSTART;VALUE=DATE:20261101|DURATION:PT36H", "2026-11-01", "2026-11-03"],
		["DTSTART;VALUE=DATE:20261231|DTEND;VALUE=DATE:20270102", "2026-12-31", "2027-01-02"],
	])("%s lasts from %s to %s", (lines, arrival, departure) => {
		expect(read(event(...lines.split("|"))).reservations[0]).toMatchObject({ arrival, departure });
	});

	test.each([
		["SUMMARY:no days", "unreadable"],
		["DTSTART;VALUE=DATE:20270229", "unreadable"],
		["DTSTART;VALUE=DATE:soon", "unreadable"],
		["DTSTART:20261101T250000|DTEND:20261103T110000", "unreadable"],
		["DTSTART;VALUE=DATE:20261101|DTEND;X:20261103", "unreadable"],
		["DTSTART;VALUE=DATE:20261101|DURATION:long", "unreadable"],
		["DTSTART;VALUE=DATE:20261101|DURATION:P9999999D", "unreadable"],
		["DTSTART;VALUE=DATE:20261101|DURATION:-P1D", "ends_before_start"],
		["DTSTART:20261101T160000|DTEND:20261101T110000", "ends_before_start"],
		["DTSTART;VALUE=DATE:20991231", "year_out_of_range"],
		["DTSTART;VALUE=DATE:20261101|RDATE;VALUE=DATE:20261201", "recurring"],
		["DTSTART;VALUE=DATE:20261101|RECURRENCE-ID;VALUE=DATE:20261101", "recurring"],
		["DTSTART;VALUE=DATE:20261101|STATUS:TENTATIVE", "tentative"],
	])("%s is left out as %s", (lines, kind) => {
		const { reservations, leftOut } = read(event(...lines.split("|")));
		expect([reservations, leftOut.map((left) => left.kind)]).toEqual([[], [kind]]);
	});
});
