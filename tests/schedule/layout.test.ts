// Where things lie: pure, so without a browser.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysIn, instantOf, localAt, wallOf } from "../../js/schedule/clock.js";
import { widthOf } from "../../js/schedule/fit.js";
import { layout } from "../../js/schedule/layout.js";
import { PictureDetails } from "../../js/schedule/layout-details.js";
import { hoursIn } from "../../js/schedule/layout-hours.js";
import { houseOf } from "../../js/schedule/model.js";
import { type Drawing, PAINT_ORDER, type Shape } from "../../js/schedule/shapes.js";
import { targetsOf } from "../../js/schedule/targets.js";
import { timesOf } from "../../js/schedule/times.js";
import { en } from "../../js/schedule/words/en.js";
import { anyPreview, iso, night, paris, preview, span } from "./houses.js";

const HOUR = 3_600_000;
const options = (width: number, scale = 1) => ({
	width,
	scale,
	times: timesOf(en),
	listings: {},
	folded: new Set<string>(),
	details: new PictureDetails(timesOf(en)),
});
const views = fc.record({
	width: fc.constantFrom(320, 360, 700, 1192, 2400),
	scale: fc.constantFrom(1, 1.5, 2),
	from: fc.double({ min: 0, max: 0.9, noNaN: true }),
	length: fc.double({ min: 0.01, max: 1, noNaN: true }),
});

const seed = Number(import.meta.env.VITE_SEED ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);

/** Draws any house in any view, and looks at it. */
const always = (look: (drawing: Drawing, house: ReturnType<typeof houseOf>) => void) =>
	fc.assert(
		fc.property(anyPreview, views, (data, { width, scale, from, length }) => {
			const house = houseOf({ data });
			const start = house.from + (house.to - house.from) * from;
			const end = Math.min(house.to, start + (house.to - house.from) * length);
			look(layout(house, { from: start, to: end }, options(width, scale)), house);
		}),
		{ seed, numRuns: 300 },
	);

const order = (kind: Shape["k"]) => (PAINT_ORDER as readonly string[]).indexOf(kind);

describe("a picture of anything", { timeout: 60_000 }, () => {
	test("every guest outside in view is at least three pixels wide, red on top of every band", () => {
		let seen = 0;
		always(({ shapes, left, right, from, to }, house) => {
			const things = house.doors
				.flatMap((door) => door.things)
				.filter(({ kind }) => kind === "outside");
			for (const thing of things) {
				if (thing.to <= from || thing.from >= to) continue;
				seen++;
				const red = shapes.find(({ k, of }) => k === "outside" && of === thing.id);
				expect(red).toBeDefined();
				if (red === undefined) return;
				const visible = Math.min(red.x + red.w, right) - Math.max(red.x, left);
				// A view of a sliver of a long time loses digits: a thousandth of a pixel is none.
				expect(visible).toBeGreaterThanOrEqual(3 - 1e-3);
				const place = shapes.indexOf(red);
				const above = shapes.slice(place).map(({ k }) => k);
				for (const kind of [
					"stay",
					"grace",
					"confirmed",
					"accepted",
					"pending",
					"backup",
					"over",
				] as const)
					expect(above).not.toContain(kind);
			}
		});
		expect(seen).toBeGreaterThan(100);
	});

	test("shapes are in the order of painting, and every number is one", () => {
		always(({ shapes, frame, height, width }) => {
			const kinds = shapes.map(({ k }) => order(k));
			expect(kinds).toEqual([...kinds].sort((a, b) => a - b));
			const wrong = [...shapes, ...frame].filter(
				({ x, y, w, h }) =>
					![x, y, w, h].every(Number.isFinite) ||
					w < 0 ||
					y > height + 1 ||
					Math.abs(x) > width + 50,
			);
			expect(wrong).toEqual([]);
		});
	});

	test("stays of one row do not overlap, and a stay that is booked over another has its own row", () => {
		always((_, house) => {
			for (const { things, rows } of house.doors)
				for (const [place] of rows.entries()) {
					const stays = things.filter(({ kind, row }) => kind === "stay" && row === place);
					stays.slice(1).forEach((stay, before) => {
						expect(stay.from).toBeGreaterThanOrEqual(stays[before]?.to ?? 0);
					});
				}
		});
	});

	test("a name is written whole inside of its bar, or not at all", () => {
		let seen = 0;
		always(({ shapes, scale, right }) => {
			const stays = shapes.filter(({ k }) => k === "stay");
			for (const { k, c, x, y, t = "", t2 } of shapes) {
				if (k !== "text" || c !== "name") continue;
				seen++;
				const end = x + widthOf(t, 12 * scale, true) + (t2 ? widthOf(t2, 12 * scale) + 5 : 0);
				expect(end).toBeLessThanOrEqual(right + 1);
				expect(
					stays.some(
						(bar) => bar.y <= y && y <= bar.y + bar.h && bar.x <= x && end <= bar.x + bar.w + 1,
					),
				).toBe(true);
			}
		});
		expect(seen).toBeGreaterThan(50);
	});

	test("lanes lie under each other without gaps, and targets inside of the picture", () => {
		always((drawing, house) => {
			const { lanes, top, left, right, height } = drawing;
			const targets = targetsOf(drawing, house, timesOf(en));
			let y = top;
			for (const lane of lanes) {
				expect(lane.y).toBeCloseTo(y);
				y += lane.h;
			}
			for (const one of targets) {
				expect(one.x).toBeGreaterThanOrEqual(left - 1);
				expect(one.x + one.w).toBeLessThanOrEqual(right + 1);
				expect(one.y + one.h).toBeLessThanOrEqual(height + 24);
				expect(one.label).not.toMatch(/undefined|NaN|Invalid/);
			}
			expect(new Set(targets.map(({ id }) => id)).size).toBe(targets.length);
		});
	});
});

describe("the clock of the house", () => {
	const range = (from: string, to: string) => {
		const [start, end] = [Date.parse(from), Date.parse(to)];
		return {
			house: houseOf({
				data: preview(start, end, [{ spans: [span("stay", start, end, { listingId: "flat" })] }]),
			}),
			start,
			end,
		};
	};

	test.each([
		["2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z", [24, 25, 24]],
		["2026-03-27T23:00:00Z", "2026-03-30T22:00:00Z", [24, 23, 24]],
	])("days from %s are as long as they are, and drawn so", (from, to, hours) => {
		const { house, start, end } = range(from, to);
		const days = daysIn(house.clock, start, end);
		expect(days.map((day) => (day.to - day.from) / HOUR)).toEqual(hours);
		const drawing = layout(house, { from: start, to: end }, options(1192));
		const long = drawing.shapes.find(({ k }) => k === "long");
		const all = hours.reduce((sum, one) => sum + one, 0);
		expect(long?.w).toBeCloseTo(((drawing.right - drawing.left) * (hours[1] ?? 0)) / all, 5);
		const said = drawing.shapes.map(({ t2 }) => t2).join();
		expect(said).toContain(`${hours[1]} hours`);
		// A seam is a double line.
		expect(drawing.shapes.filter(({ k }) => k === "seam")).toHaveLength(2);
	});

	test("the hour that comes twice is written twice, and the one that is leapt over never", () => {
		const back = range("2026-10-24T22:00:00Z", "2026-10-25T05:00:00Z");
		expect(hoursIn(back.house.clock, back.start, back.end, 1).map(({ hour }) => hour)).toEqual([
			0, 1, 2, 2, 3, 4, 5,
		]);
		const ahead = range("2026-03-28T23:00:00Z", "2026-03-29T04:00:00Z");
		expect(hoursIn(ahead.house.clock, ahead.start, ahead.end, 1).map(({ hour }) => hour)).toEqual([
			0, 1, 3, 4, 5,
		]);
	});

	test("local times follow from the data alone", () => {
		const { house, start, end } = range("2026-03-01T00:00:00Z", "2026-11-01T00:00:00Z");
		for (let at = start; at < end; at += 37 * HOUR) {
			expect(localAt(house.clock, at)).toBe(paris(at));
			expect(localAt(house.clock, instantOf(house.clock, wallOf(paris(at))))).toBe(paris(at));
		}
		// 02:30 of that night is the first one.
		expect(iso(instantOf(house.clock, Date.parse("2026-10-25T02:30:00Z")))).toBe(
			"2026-10-25T00:30:00Z",
		);
	});
});

describe("the bad night", () => {
	const house = houseOf(night);

	test("past and forecast are one: Jonas has one stay at each of his doors", () => {
		const jonas = house.doors
			.flatMap(({ things }) => things)
			.filter(({ name, kind }) => name === "Jonas Weber" && kind === "stay");
		expect(jonas.map(({ lockId, fromLocal, toLocal }) => [lockId, fromLocal, toLocal])).toEqual([
			["street", "2026-10-23T15:00:00+02:00", "2026-10-26T13:00:00+01:00"],
			["garden-door", "2026-10-23T15:00:00+02:00", "2026-10-26T13:00:00+01:00"],
		]);
	});

	test("what ends where the forecast begins ends at the time that the clock shows then", () => {
		const from = Date.parse("2026-05-01T00:00:00Z");
		const edge = from + 24 * HOUR;
		const own = { listingId: "flat", reservationId: "ada", name: "Ada" };
		const past = preview(from, edge, [{ spans: [span("stay", from, edge + 6 * HOUR, own)] }]);
		const later = span("visit", edge + 9 * HOUR, edge + 10 * HOUR, { visitId: "mina" });
		const data = preview(edge, edge + 24 * HOUR, [{ spans: [later] }], edge);
		const [door] = houseOf({ data, past }).doors;
		const stay = door?.things.find(({ kind }) => kind === "stay");
		expect([stay?.to, stay?.toLocal]).toEqual([edge, paris(edge)]);
	});

	test("the street door is drawn once, first, with a row for each flat", () => {
		expect(house.doors.map(({ lockId }) => lockId)).toEqual([
			"street",
			"attic-door",
			"garden-door",
		]);
		expect(house.doors[0]?.rows.map(({ listingId }) => listingId)).toEqual([
			"attic",
			"garden",
			undefined,
		]);
	});

	test("a second way in leaves the guest's own code visible under it", () => {
		const { shapes } = layout(house, { from: house.from, to: house.to }, options(1192));
		const jonas = shapes.filter(({ of }) => of?.startsWith("street|stay|HMW8T4N6BX"));
		const backup = jonas.find(({ k }) => k === "backup");
		const under = jonas.find(({ k, h }) => k === "confirmed" && h < 5);
		expect(backup).toBeDefined();
		expect(under?.y).toBeGreaterThanOrEqual((backup?.y ?? 0) + (backup?.h ?? 0));
	});

	test("a backup that is the only way in has the whole band", () => {
		const from = Date.parse("2026-05-01T00:00:00Z");
		const own = { listingId: "flat", reservationId: "ada", name: "Ada" };
		const data = preview(from, from + 48 * HOUR, [
			{
				spans: [
					span("stay", from, from + 40 * HOUR, own),
					span("backup", from, from + 40 * HOUR, own),
				],
			},
		]);
		const { shapes } = layout(houseOf({ data }), { from, to: from + 48 * HOUR }, options(1192));
		expect(shapes.filter(({ k }) => k === "backup").map(({ h }) => h)).toEqual([12]);
	});
});
