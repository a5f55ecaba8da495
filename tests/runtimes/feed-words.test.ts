// R3: every word of every language, alone and beside names that look like it.
import { load, reservationsFromIcal } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { WORDS, type Words } from "../../js/ical/words.js";
import { brief, days, made } from "./feeds/build.js";

beforeAll(() => load());

const [A, B] = ["2026-12-01", "2026-12-04"];
const guest = (name: string) => [`${A}..${B} ${name}`];
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function read(summary: string, ...more: string[]): string[] {
	const text = made([days("u1", A, B, summary, ...more)]);
	const now = "2026-11-01T08:00:00Z";
	return brief(reservationsFromIcal(text, { listingId: "flat", now, times: "keep" }));
}

describe.each(Object.entries(WORDS))("r3 %s", (_, words) => {
	const each = (key: keyof Words) =>
		words[key].split(",").map((word) => word.replace(/\s+/g, " ").trim());

	/** Booking.com's word for its entries, and what is a phrase, too. */
	const closes = (word: string) => word === "closed" || each("phrases").includes(word);

	test("phrases of blocks, wherever they stand", () => {
		for (const phrase of each("phrases")) {
			for (const summary of [
				phrase,
				capital(phrase),
				`Flat 2: ${phrase} (ours)`,
				phrase.normalize("NFD"),
			])
				expect([summary, read(summary)]).toEqual([summary, ["- not_available"]]);
			const reserved = `Reserved - ${phrase}`;
			expect([reserved, read(reserved)]).toEqual([reserved, ["- not_available"]]);
		}
	});

	test("words for blocks, alone and apart", () => {
		for (const word of each("blocks")) {
			for (const summary of [
				word,
				capital(word),
				word.normalize("NFD"),
				`${word} - kitchen`,
				`Airbnb (${word})`,
			])
				expect([summary, read(summary)]).toEqual([summary, ["- not_available"]]);
		}
	});

	test("the same words as names", () => {
		for (const word of each("blocks").filter((word) => !closes(word) && !word.includes(" "))) {
			const name = capital(word);
			expect(read(`Reserved - ${name}`)).toEqual(guest(name));
			expect(read(`${name}er`)).toEqual(guest(`${name}er`));
			expect(read(`Anna ${name}er-Ott`)).toEqual(guest(`Anna ${name}er-Ott`));
			// In the middle of others it is in doubt at most.
			expect(read(`Anna ${name} Ott`)[0]).toBe(guest(`Anna ${name} Ott`)[0]);
			const proven = read(name, "DESCRIPTION:Phone: +39 055 0109876");
			expect(proven).toEqual([`${A}..${B} Guest (9876)`, "? maybe_block"]);
		}
	});

	test("bookings that are not confirmed, and cancelled ones", () => {
		for (const word of each("pending")) {
			expect([word, read(`${capital(word)} - Nora Berg`)]).toEqual([word, ["- tentative"]]);
			expect([word, read(word.normalize("NFD"))]).toEqual([word, ["- tentative"]]);
		}
		for (const word of each("cancelled")) {
			expect([word, read(`${capital(word)}: Nora Berg`)]).toEqual([
				word,
				[`${A}..${B} Nora Berg cancelled`],
			]);
			expect([word, read(word)]).toEqual([word, [`${A}..${B} Guest cancelled`]]);
		}
	});

	test("booked, alone and before a name", () => {
		for (const word of each("booked")) {
			expect([word, read(capital(word))]).toEqual([word, guest("Guest")]);
			for (const summary of [
				`${capital(word)} - Nora Berg`,
				`${word}: Nora Berg`,
				`${word.normalize("NFD")} – Nora Berg`,
			])
				expect([summary, read(summary)]).toEqual([summary, guest("Nora Berg")]);
		}
		for (const word of each("occupied"))
			expect([word, read(capital(word))]).toEqual([word, [...guest("Guest"), "? maybe_block"]]);
	});

	test("events that mark the arrival or the departure of a stay", () => {
		for (const [key, day, after] of [
			["arrives", A, "2026-12-02"],
			["departs", B, "2026-12-05"],
		] as const)
			for (const word of each(key)) {
				for (const summary of [
					capital(word),
					`${word} Nora Berg`,
					`Nora Berg - ${capital(word)}`,
				]) {
					const text = made([days("s", A, B, "Nora Berg"), days("m", day, after, summary)]);
					const reading = reservationsFromIcal(text, {
						listingId: "flat",
						now: "2026-11-01T08:00:00Z",
					});
					expect([summary, brief(reading)]).toEqual([summary, [...guest("Nora Berg"), "- marker"]]);
				}
				// Of another guest it may be a stay.
				const text = made([
					days("s", A, B, "Nora Berg"),
					days("m", day, after, `${word}: Jan Vos`),
				]);
				const reading = reservationsFromIcal(text, {
					listingId: "flat",
					now: "2026-11-01T08:00:00Z",
				});
				expect([...brief(reading)].sort()).toEqual(
					[...guest("Nora Berg"), `${day}..${after} Jan Vos`, "? maybe_block"].sort(),
				);
			}
	});

	test("labels in descriptions", () => {
		for (const word of each("phone"))
			expect([word, read("Reserved", `DESCRIPTION:${capital(word)}: +49 (0)151 010-9876`)]).toEqual(
				[word, [`${A}..${B} Guest (9876)`]],
			);
		for (const word of each("guestName"))
			expect([word, read("Reserved", `DESCRIPTION:${capital(word)}: Nora Berg`)]).toEqual([
				word,
				guest("Nora Berg"),
			]);
		for (const [from, to] of [[each("arrives"), each("departs")]])
			for (const [at, word] of (from ?? []).entries()) {
				const other = to?.[at % to.length];
				const lines = `DESCRIPTION:${word}: 17:30\\n${other}: 9`;
				expect([word, read("Nora Berg", lines)]).toEqual([
					word,
					[`${A}T17:30..${B}T09:00 Nora Berg`],
				]);
			}
	});
});

test("r3 times of descriptions, in the forms that people write", () => {
	for (const [said, time] of [
		["5:00 PM", "T17:00"],
		["5pm", "T17:00"],
		["12 AM", "T00:00"],
		["12:30 p.m.", "T12:30"],
		["15h30", "T15:30"],
		["15 Uhr", "T15:00"],
		["11", "T11:00"],
		["15:00 (early)", "T15:00"],
		["25:00", ""],
		["13 PM", ""],
		["2026-12-01", ""],
		["1.12.", ""],
		["after lunch", ""],
	])
		expect([said, read("Nora Berg", `DESCRIPTION:Check-in time: ${said}`)]).toEqual([
			said,
			[`${A}${time}..${B} Nora Berg`],
		]);
});

describe("r3 forms", () => {
	test.each([
		...[
			"Reserved by owner",
			"Reserved for the owner",
			"Réservé au propriétaire",
			"Owner reservation",
		],
		...["Reserva del propietario", "Riservato al proprietario", "Reservado pelo proprietário"],
		...["Gereserveerd door eigenaar", "Бронь владельца", "Ev sahibi", "Eigentümer-Aufenthalt"],
		...["Manual block", "Host Block", "Endreinigung", "Wartungsarbeiten", "Eigenaarsverblijf"],
		...["Puffertag", "Техобслуживание", "Selbstnutzung", "Soggiorno proprietario"],
	])("nobody stays: %s", (summary) => {
		expect(read(summary)).toEqual(["- not_available"]);
	});

	test.each([
		...["Booking pending", "Reservation inquiry", "Pending booking", "Tentative reservation"],
		...["Vorgemerkt", "Vorreservierung - Nora Berg", "Prerreserva", "Pré-réservation: Nora Berg"],
		...["Request to book", "Предварительная бронь", "In optie", "Preventivo - Nora Berg"],
	])("not confirmed yet: %s", (summary) => {
		expect(read(summary)).toEqual(["- tentative"]);
	});

	test.each([
		["Cancelled reservation", "Guest"],
		["Canceled by guest", "Guest"],
		["Réservation annulée - Nora Berg", "Nora Berg"],
		["Reserva cancelada: Nora Berg", "Nora Berg"],
		["Reservering geannuleerd", "Guest"],
	])("cancelled: %s", (summary, name) => {
		expect(read(summary)).toEqual([`${A}..${B} ${name} cancelled`]);
	});

	test.each([
		["Reserved - Pending", "Pending", ["? maybe_block"]],
		["Booked by Nora Berg", "Nora Berg", []],
		["Réservé par Nora Berg", "Nora Berg", []],
		["Reserved - Owner", "Owner", []],
		["Nora Berg (keys by owner)", "Nora Berg (keys by owner)", ["? maybe_block"]],
		["Nora Berg, deep clean before", "Nora Berg, deep clean before", ["? maybe_block"]],
		["Tamir", "Tamir", []],
		["Occupé(e)", "Guest", ["? maybe_block"]],
	])("a guest all the same: %s", (summary, name, more) => {
		expect(read(summary)).toEqual([...guest(name), ...more]);
	});

	test.each([
		["Closed - kitchen", ["- not_available"]],
		["Closed", ["- not_available"]],
		["CLOSED - Not available", [...guest("Guest"), "? closed_entry"]],
		["Réservé par le propriétaire", ["- not_available"]],
		["Not-Available", ["- not_available"]],
		...["Blocked!", "*Blocked*", "⛔ Closed", "🔒"].map((said): [string, string[]] => [
			said,
			[...guest(said), "? maybe_block"],
		]),
		// What only stands for a name is none.
		...["-", "???", "N/A", "n/a", "TBD"].map((said): [string, string[]] => [
			said,
			[...guest("Guest"), ...(said === "TBD" ? [] : ["? maybe_block"])],
		]),
		["Reserved - TBD", guest("Guest")],
		["Reserved - Hidden", guest("Guest")],
		["Reserved - Guest name hidden", guest("Guest")],
		["Reserved - Anonymous", guest("Guest")],
		["Reserved - Privé", guest("Guest")],
		["Reserved - Ada Hidden", guest("Ada Hidden")],
	])("%s", (summary, said) => {
		expect(read(summary)).toEqual(said);
	});

	test.each([
		["Owner Stay", true],
		["Ada (deep cleaning after)", true],
		["Ada - Cancelled card", false],
		["Storno", false],
	])("Vrbo writes names only after reserved: %s", (name, inDoubt) => {
		const text = made([days("u1", A, B, `Reserved - ${name}`)], "PRODID:-//HomeAway.com, Inc.//EN");
		const now = "2026-11-01T08:00:00Z";
		const said = brief(reservationsFromIcal(text, { listingId: "flat", now }));
		expect(said).toEqual([...guest(name), ...(inDoubt ? ["? maybe_block"] : [])]);
	});
});

test.each([
	["Guest: Ada Lovelace, Phone: +49 171 1231111", ["Ada Lovelace", "1111"]],
	["Name: Ada Lovelace | Tel: 0171 1231111; Guests: 3", ["Ada Lovelace", "1111"]],
	["Guest: Lovelace, Ada", ["Lovelace, Ada", undefined]],
	["Guest: Ada Lovelace, https://example.com/a", [undefined, undefined]],
	["Guest: TBD", [undefined, undefined]],
	["Guest name: N/A\\nPhone: 0171 1231111", [undefined, "1111"]],
])("r3 a description says %s", (description, [name = "Guest", phoneLastDigits]) => {
	const text = made([
		days("u1", A, B, "Reserved", `DESCRIPTION:${description.replace(/[,;]/g, "\\$&")}`),
	]);
	const [stay] = reservationsFromIcal(text, {
		...{ listingId: "flat", now: "2026-11-01T08:00:00Z" },
	}).reservations;
	expect(stay?.guest).toEqual({ name, ...(phoneLastDigits && { phoneLastDigits }) });
});
