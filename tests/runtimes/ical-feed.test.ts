// Any text of a feed and any options give a result or a typed error.
import fc from "fast-check";
import {
	type IcalOptions,
	type IcalReading,
	LatchstringError,
	reservationsFromIcal,
} from "latchstring/ical";
import { describe, expect, test } from "vitest";
import { refusal } from "../support/refusal.js";
import { booked, calendar, event, feed, ids, NOW, read, stay } from "./feeds/read.js";

const seed = Number(import.meta.env.VITE_SEED ?? Date.now()) % 2 ** 31;
console.log(`seed ${seed}`);

describe("the text of a feed", () => {
	test.each(["\r\n", "\n", "\r"])(
		"line ends %j, a byte order mark, folds and empty lines change nothing",
		(end) => {
			const plain = feed("airbnb");
			const other = `\uFEFF${plain.replaceAll("\r\n ", "").replaceAll("\r\n", `${end}${end}`)}`;
			expect(read(other)).toEqual(read(plain));
		},
	);

	test("a broken event spoils no other", () => {
		const broken = ["BEGIN:VEVENT", "UID:broken", "DTSTART;=:1", "END:VEVENT"];
		const endless = ["BEGIN:VEVENT", "UID:endless", "DTSTART;VALUE=DATE:20261101"];
		const reading = read(calendar(broken, endless, stay("good", "20261102", "20261104")));
		expect(ids(reading)).toEqual(["endless", "good"]);
		expect(reading.counts).toEqual({ events: 3, reservations: 2, leftOut: { unreadable: 1 } });
	});

	test.each([
		["", "invalid_value", "not an iCalendar feed"],
		["<!doctype html><title>Sign in</title>", "invalid_value", "not an iCalendar feed"],
		["BEGIN:VCARD\nEND:VCARD", "invalid_value", "not an iCalendar feed"],
		[feed("airbnb").slice(0, 900), "invalid_value", "breaks off"],
		[`BEGIN:VCALENDAR\n${"BEGIN:A\n".repeat(9)}`, "invalid_value", "too deeply"],
		[
			calendar(...Array.from({ length: 10_001 }, () => ["BEGIN:VEVENT", "END:VEVENT"])),
			"too_long",
			"10,000",
		],
		["x".repeat(5 * 1024 * 1024 + 1), "too_long", "5 MiB"],
	])("text %# is refused", (text, code, message) => {
		expect(refusal(() => read(text))).toMatchObject({
			code,
			path: "text",
			message: expect.stringContaining(message),
		});
	});

	test("a feed may have 10,000 events", () => {
		const many = Array.from({ length: 10_000 }, (_, at) => stay(`u${at}`, "20261101", "20261103"));
		expect(read(calendar(...many)).counts.reservations).toBe(10_000);
	}, 60_000);

	// Without a limit this takes more than two minutes.
	test("an endless line does not hang ical.js", () => {
		const endless = `SUMMARY${';A="b"'.repeat(800_000)}:x`;
		expect(read(event("DTSTART;VALUE=DATE:20261101", endless)).counts.events).toBe(1);
	}, 60_000);

	test("names and ids have no control characters and no halves of surrogate pairs", () => {
		const dirty = calendar(
			stay("a\u0007b", "20261101", "20261103", "SUMMARY:Ada\ud83d\u0000 Byron\\nLovelace 🗝"),
		);
		expect(read(dirty).reservations[0]).toMatchObject({
			id: "a b",
			guest: { name: "Ada\ufffd Byron Lovelace 🗝" },
		});
	});

	test.each([
		[{ listingId: undefined }, "missing_key", "listingId"],
		[{ listingId: 7 }, "wrong_type", "listingId"],
		[{ now: undefined }, "missing_key", "now"],
		[{ now: "yesterday" }, "invalid_value", "now"],
		[{ now: "2026-10-20" }, "invalid_value", "now"],
		[{ now: new Date(Number.NaN) }, "invalid_value", "now"],
		[{ now: "2106-02-08T00:00:00Z" }, "out_of_range", "now"],
		[{ timeZone: "Europe/Atlantis" }, "unknown_time_zone", "timeZone"],
		[{ times: "keeps" }, "invalid_value", "times"],
		[{ closed: true }, "invalid_value", "closed"],
		[{ guestName: "x".repeat(201) }, "invalid_value", "guestName"],
		[{ known: {} }, "wrong_type", "known"],
		[{ known: [null] }, "invalid_value", "known[0]"],
		[{ known: [{ id: "a" }] }, "invalid_value", "known[0].listingId"],
		[
			{ others: [{ ...booked, id: "a", arrival: "", departure: "", guest: {} }] },
			"invalid_value",
			"others[0].guest",
		],
		[
			{
				known: [
					{ ...booked, id: "a", arrival: "", departure: "", guest: { name: "" }, revision: 0.5 },
				],
			},
			"invalid_value",
			"known[0].revision",
		],
		[{ listing: "garden" }, "unknown_key", "listing"],
		[{ "481592": "P9" }, "unknown_key", ""],
	])("the option %o is refused", (option, code, path) => {
		expect(refusal(() => read(calendar(), option as object))).toMatchObject({ code, path });
	});

	test("a value that is not text is refused, and so are missing options", () => {
		expect(refusal(() => read(undefined as never))).toMatchObject({
			code: "wrong_type",
			path: "text",
		});
		expect(refusal(() => reservationsFromIcal(calendar(), undefined as never))).toMatchObject({
			code: "missing_key",
		});
		expect(refusal(() => reservationsFromIcal(calendar(), 5 as never))).toMatchObject({
			code: "wrong_type",
		});
	});
});

describe("properties", () => {
	const value = fc.oneof(
		fc.constantFrom(
			"20261101",
			"20261105",
			"20261101T150000",
			"20261103T110000Z",
			"P3D",
			"",
			"one",
			"two",
			"CANCELLED",
		),
		fc.constantFrom(
			"CLOSED - Not available",
			"Reserved",
			"Blocked",
			"2",
			"airbnb.com/details/HMA1B2C3D4",
		),
		fc.string(),
	);
	const name = fc.constantFrom(
		...[
			"UID",
			"DTSTART",
			"DTEND",
			"DURATION",
			"SUMMARY",
			"DESCRIPTION",
			"STATUS",
			"SEQUENCE",
			"CREATED",
			"RRULE",
			"X",
		],
		...[
			"DTSTART;VALUE=DATE",
			"DTEND;VALUE=DATE",
			"DTSTART;TZID=Europe/Paris",
			"UID;X",
			'URL;A="b',
			"BEGIN",
			"END",
		],
	);
	const line = fc.oneof(
		{ weight: 8, arbitrary: fc.tuple(name, value).map(([name, value]) => `${name}:${value}`) },
		{ weight: 1, arbitrary: fc.string({ unit: "binary" }) },
	);
	const text = fc
		.tuple(
			fc.array(fc.array(line, { maxLength: 8 }), { maxLength: 6 }),
			fc.constantFrom("\r\n", "\n", "\r", "\n "),
		)
		.map(([events, end]) =>
			calendar(...events.map((lines) => ["BEGIN:VEVENT", ...lines, "END:VEVENT"])).replaceAll(
				"\r\n",
				end,
			),
		);

	test("any feed gives a typed error or a consistent reading", () => {
		fc.assert(
			fc.property(fc.oneof(text, fc.string({ unit: "binary" })), (text) => {
				let reading: IcalReading;
				try {
					reading = read(text, { timeZone: "Europe/Paris", known: [] });
				} catch (thrown) {
					expect(thrown).toBeInstanceOf(LatchstringError);
					return;
				}
				const { reservations, leftOut, counts } = reading;
				expect(counts.events).toBe(reservations.length + leftOut.length);
				expect(new Set(ids(reading)).size).toBe(reservations.length);
				for (const { id, arrival, departure, guest } of reservations) {
					expect(new TextEncoder().encode(id).length).toBeLessThanOrEqual(128);
					expect(arrival < departure).toBe(true);
					expect(`${id}${guest.name}`).not.toMatch(/\p{Cc}|\p{Cs}/u);
				}
				// Reading it again changes nothing.
				const again = read(text, {
					timeZone: "Europe/Paris",
					known: reservations,
					now: "2026-10-25T00:00:00Z",
				});
				expect(again.reservations).toEqual(reservations);
			}),
			{ seed, numRuns: 400 },
		);
	}, 60_000);

	test("any options give a typed error or a result", () => {
		fc.assert(
			fc.property(
				fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }),
				fc.string(),
				(options, key) => {
					for (const given of [
						options,
						{ listingId: "garden", now: NOW, [key]: options, known: options },
					]) {
						try {
							reservationsFromIcal(feed("airbnb"), given as IcalOptions);
						} catch (thrown) {
							expect(thrown).toBeInstanceOf(LatchstringError);
						}
					}
				},
			),
			{ seed, numRuns: 300 },
		);
	}, 60_000);
});
