// Houses for the tests of the schedule: random ones around a clock change, and the bad night.
import fc from "fast-check";
import type { Forecast, Lane, Mark, Preview, Span, Trouble } from "latchstring";
import json from "../../examples/schedule/night.json" with { type: "json" };

export const night = json as unknown as {
	past: Preview;
	data: Forecast;
	listings: Record<string, string>;
	suppose: Trouble[];
};

const HOUR = 3_600_000;
/** Paris goes back at one o'clock UTC on 25 October 2026, and ahead on 29 March 2026. */
const BACK = Date.parse("2026-10-25T01:00:00Z");
const AHEAD = Date.parse("2026-03-29T01:00:00Z");

/** What the clock in Paris shows in 2026, with its offset. */
export function paris(at: number): string {
	const hours = at >= AHEAD && at < BACK ? 2 : 1;
	return `${new Date(at + hours * HOUR).toISOString().slice(0, 19)}+0${hours}:00`;
}

export const iso = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");

/** The marks of the clock changes of a range. */
export function changes(from: number, to: number): Mark[] {
	const all: [number, string][] = [
		[AHEAD, "2026-03-29T02:00:00"],
		[BACK, "2026-10-25T03:00:00"],
	];
	return all
		.filter(([at]) => from <= at && at < to)
		.map(([at, beforeLocal]) => ({
			kind: "clock_change",
			at: iso(at),
			atLocal: paris(at),
			beforeLocal,
		}));
}

export function span(kind: Span["kind"], from: number, to: number, more: Partial<Span> = {}): Span {
	return {
		kind,
		certainty: kind === "stay" || kind === "uncovered" ? "none" : "confirmed",
		from: iso(from),
		to: iso(to),
		fromLocal: paris(from),
		toLocal: paris(to),
		because: [],
		notes: [],
		...more,
	};
}

export function preview(from: number, to: number, lanes: Partial<Lane>[], now = from): Preview {
	return {
		from: iso(from),
		to: iso(to),
		now: iso(now),
		lanes: lanes.map((lane, place) => ({
			lockId: `lock-${place}`,
			door: `Door ${place}`,
			timeZone: "Europe/Paris",
			listingIds: ["flat"],
			spans: [],
			strip: [{ from: iso(from), to: iso(to), reachability: "online", batteryPercent: 80 }],
			backupsLeft: [{ at: iso(from), left: 2 }],
			...lane,
			marks: [...(lane.marks ?? []), ...changes(from, to)],
		})),
	};
}

const MINUTE = 60_000;
const KINDS = ["opens", "uncovered", "over_open", "backup", "emergency", "visit", "grace"] as const;
const SURE = ["confirmed", "accepted", "pending"] as const;

/** A preview of some days around one of the clock changes, with anything in it. */
export const anyPreview: fc.Arbitrary<Preview> = fc
	.record({
		edge: fc.constantFrom(BACK, AHEAD),
		before: fc.integer({ min: 1, max: 400 }),
		after: fc.integer({ min: 1, max: 400 }),
		now: fc.double({ min: 0, max: 1, noNaN: true }),
		lanes: fc.array(
			fc.record({
				flats: fc.integer({ min: 1, max: 3 }),
				parts: fc.array(
					fc.record({
						kind: fc.constantFrom(...KINDS),
						start: fc.double({ min: 0, max: 1, noNaN: true }),
						minutes: fc.integer({ min: 1, max: 20_000 }),
						flat: fc.integer({ min: 0, max: 2 }),
						sure: fc.constantFrom(...SURE),
						name: fc.constantFrom("Ada", "Inês de Sousa Duarte", "李 小龍", "Maximilian-Alexander"),
					}),
					{ maxLength: 12 },
				),
				events: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 8 }),
			}),
			{ minLength: 1, maxLength: 4 },
		),
	})
	.map(({ edge, before, after, now, lanes }) => {
		const [from, to] = [edge - before * HOUR, edge + after * HOUR];
		const at = (part: number) => from + Math.floor(((to - from) * part) / MINUTE) * MINUTE;
		return preview(
			from,
			to,
			lanes.map(({ flats, parts, events }, place) => ({
				listingIds: Array.from({ length: flats }, (_, flat) => `flat-${place}-${flat}`),
				spans: parts.flatMap((part, index) => {
					const start = at(part.start);
					const end = Math.min(to, start + part.minutes * MINUTE);
					if (end <= start) return [];
					const listingId = `flat-${place}-${part.flat % flats}`;
					const holder = { reservationId: `stay-${index}`, name: part.name, code: "••••17" };
					const own = { ...holder, listingId, certainty: part.sure, codeId: `code-${index}` };
					const stay = span("stay", start, end, { ...holder, listingId });
					if (part.kind === "visit")
						return [span("visit", start, end, { visitId: `v${index}`, certainty: part.sure })];
					if (part.kind === "uncovered")
						return [
							stay,
							span("uncovered", start, start + Math.ceil((end - start) / 2), {
								...holder,
								listingId,
							}),
						];
					return [stay, span(part.kind, start, end, own)];
				}),
				marks: events.map((part) => ({
					kind: "told",
					at: iso(at(part)),
					atLocal: paris(at(part)),
				})),
			})),
			at(now),
		);
	});
