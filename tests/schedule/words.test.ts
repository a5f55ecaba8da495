// The table says what the picture shows, in every language.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LatchstringSchedule } from "../../js/schedule/element.js";
import { layout } from "../../js/schedule/layout.js";
import { houseOf } from "../../js/schedule/model.js";
import { renderSchedule } from "../../js/schedule/render.js";
import { eventRows, wordRows } from "../../js/schedule/table.js";
import { targetsOf } from "../../js/schedule/targets.js";
import { timesOf } from "../../js/schedule/times.js";
import { verdictOf } from "../../js/schedule/verdict.js";
import { de } from "../../js/schedule/words/de.js";
import { en } from "../../js/schedule/words/en.js";
import { es } from "../../js/schedule/words/es.js";
import { fr } from "../../js/schedule/words/fr.js";
import { anyPreview, night, preview, span } from "./houses.js";

const seed = Number(import.meta.env.VITE_SEED ?? Date.now()) % 2 ** 31;
console.log(`seed ${seed}`);
const languages = [en, de, fr, es];
const times = timesOf(en);

test("every thing of the picture has a row, every row its thing, and every happening its line", {
	timeout: 60_000,
}, () => {
	fc.assert(
		fc.property(anyPreview, (data) => {
			const house = houseOf({ data });
			const options = { width: 1192, scale: 1, times, listings: {}, folded: new Set<string>() };
			const targets = targetsOf(layout(house, house, options), house, times);
			const drawn = targets.filter(({ thing }) => thing !== undefined).map(({ id }) => id);
			expect(
				wordRows(house, times, {})
					.map(({ id }) => id)
					.sort(),
			).toEqual(drawn.sort());
			const happened = targets.flatMap(({ happenings }) => happenings ?? []);
			const clock = house.doors
				.flatMap(({ happenings }) => happenings)
				.filter(({ kind }) => kind === "clock");
			const lines = eventRows(house, times).flatMap(({ doors }) => doors);
			expect(lines).toHaveLength(happened.length + clock.length);
		}),
		{ seed, numRuns: 200 },
	);
});

/** The form of the words of a language: its keys, and what kind of value each has. */
function form(value: unknown): unknown {
	if (typeof value !== "object" || value === null) return typeof value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, form(one)]));
}

test.each(languages)("$locale has every word, and names no word of another", (words) => {
	expect(form(words)).toEqual(form(en));
	const said =
		JSON.stringify(words) +
		JSON.stringify(verdictOf(houseOf(night), timesOf(words), night.suppose));
	expect(said).not.toContain("undefined");
	expect(said).not.toMatch(/uncovered|reachability|T-15|UTC|sync|!/);
});

describe("the sentence above the picture", () => {
	const verdict = (words = en) => verdictOf(houseOf(night), timesOf(words), night.suppose);

	test("says who waits, where and how long", () => {
		expect(verdict()).toEqual({
			lead: "If Street door is silent from Sat 22:40,",
			red: "Tomasz Nowak waits outside for 3 h 30 min.",
			more: "Street door, Sun 25 Oct, 02:30 summer time to 05:00.",
		});
	});

	test("says it in German, French and Spanish", () => {
		expect(verdict(de).red).toBe("Tomasz Nowak steht 3 h 30 min draußen.");
		expect(verdict(fr).red).toBe("Tomasz Nowak attend dehors 3 h 30 min.");
		expect(verdict(es).red).toBe("Tomasz Nowak espera fuera 3 h 30 min.");
	});

	test("says that there is nothing to do where there is nothing", () => {
		const from = Date.parse("2026-05-01T00:00:00Z");
		const calm = preview(from, from + 864e5, [{}]);
		expect(verdictOf(houseOf({ data: calm }), times, [])).toEqual({
			lead: "Nobody waits outside.",
			red: "",
			more: "Nothing to do.",
		});
	});
});

test("a row says what should and what does open", () => {
	const rows = wordRows(houseOf(night), times, night.listings);
	const tomasz = rows.find(({ id }) => id.startsWith("street|stay|direct-0043"));
	expect(tomasz).toMatchObject({
		door: "Street door",
		who: "Tomasz Nowak, Attic",
		code: "••••15",
		should: "Sun 25 Oct, 02:30 summer time to Wed 28 Oct, 10:00 (+ 30 min)",
		does: "not from Sun 25 Oct, 02:30 summer time to 05:00",
		says: "Guest outside, 3 h 30 min",
	});
});

test("two stays of one flat at one time are said to be booked twice", () => {
	const from = Date.parse("2026-05-01T00:00:00Z");
	const stay = (id: string, start: number) =>
		span("stay", from + start * 36e5, from + (start + 40) * 36e5, {
			listingId: "flat",
			reservationId: id,
			name: id,
		});
	const data = preview(from, from + 4 * 864e5, [{ spans: [stay("Ada", 0), stay("Bo", 20)] }]);
	const rows = wordRows(houseOf({ data }), times, {});
	expect(rows.map(({ says }) => says.includes("booked twice"))).toEqual([true, true]);
});

test.each([-5, 0, Number.NaN, Number.POSITIVE_INFINITY, "wide"])(
	"a width of %s is refused",
	(width) => {
		const options = { width } as { width: number };
		expect(() => renderSchedule(preview(0, 86_400_000, []), options)).toThrow(
			"width: not a width of a picture",
		);
	},
);

describe("I12 data of another shape is refused with the path of what is wrong", () => {
	const lane = night.data.preview.lanes[0] ?? {};
	const withLane = (changes: object) => ({
		...{ ...night.data, preview: { ...night.data.preview, lanes: [{ ...lane, ...changes }] } },
	});
	const [one] = night.data.preview.lanes[0]?.spans ?? [];
	const bad: [string, unknown, string][] = [
		["no spans", withLane({ spans: null }), "data.preview.lanes[0].spans"],
		["a span that is none", withLane({ spans: [null] }), "data.preview.lanes[0].spans[0]"],
		[
			"a span without an end",
			withLane({ spans: [{ ...one, to: "soon" }] }),
			"data.preview.lanes[0].spans[0].to",
		],
		["no marks", withLane({ marks: undefined }), "data.preview.lanes[0].marks"],
		["no door", withLane({ door: 7 }), "data.preview.lanes[0].door"],
		["no lanes", { ...night.data.preview, lanes: null }, "data"],
		["no notices", { ...night.data, notices: 7 }, "data.notices"],
		["ten thousand years", { ...preview(0, 1, [{}]), to: "9999-12-31T00:00:00Z" }, "data.to"],
		["nothing", null, "data"],
	];

	test.each(bad)("%s", (_, data, path) => {
		const call = () => renderSchedule(data as Parameters<typeof renderSchedule>[0]);
		expect(call).toThrow(expect.objectContaining({ name: "LatchstringError", path }));
	});

	const options: [object, string][] = [
		[{ locale: "no language" }, "locale"],
		[{ words: { ...en, now: 7 } }, "words.now"],
		[{ words: { ...en, calls: null } }, "words.calls"],
		[
			{ suppose: [{ lockId: "x", kind: "flood", from: "2026-10-24T20:40:00Z" }] },
			"suppose[0].kind",
		],
		[{ theme: "pink" }, "theme"],
		[{ folded: 7 }, "folded"],
		[{ listings: { flat: 7 } }, "listings.flat"],
		[{ past: {} }, "past"],
	];

	test.each(options)("%o", (given, path) => {
		const call = () => renderSchedule(night.data, given);
		expect(call).toThrow(expect.objectContaining({ name: "LatchstringError", path }));
	});
});

test("I12 a property of the element is refused with its path, and stays what it was", () => {
	const element = new LatchstringSchedule() as unknown as Record<string, unknown>;
	const bad: [string, unknown, string][] = [
		["view", null, "view"],
		["view", { from: "soon", to: "2026-10-25T00:00:00Z" }, "view.from"],
		["words", { locale: "de" }, "words.units"],
		["listings", { flat: 7 }, "listings.flat"],
		["suppose", [{ kind: "flood" }], "suppose[0].kind"],
		["data", { ...night.data, preview: null }, "data"],
	];
	for (const [name, value, path] of bad)
		expect(() => {
			element[name] = value;
		}).toThrow(expect.objectContaining({ name: "LatchstringError", path }));
	const { suppose, listings, words, data } = element;
	expect({ suppose, listings, words, data }).toEqual({ suppose: [], listings: {} });
});
