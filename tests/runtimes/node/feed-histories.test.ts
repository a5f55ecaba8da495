// R1, R2: random histories of a calendar, exported by models of platforms. `readFeed` keeps exactly
// the stays of the calendar wherever no other calendar gives the same readings, within its delays.
// Elsewhere it leaves nobody outside, and says so.
import { load } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { EXPORTERS } from "../feeds/calendar.js";
import { play } from "../feeds/history.js";

const seed = Number(import.meta.env.VITE_SEED ?? Date.now()) % 2 ** 31;
/** Of each exporter. `npm run test:long` plays 10,000 in all. */
const HISTORIES = Number(import.meta.env.VITE_HISTORIES ?? 40);

beforeAll(() => load());

describe("r1 r2 histories", () => {
	test.each(EXPORTERS)(
		"$name",
		(exporter) => {
			const [sum, faults] = [{ readings: 0, guests: 0, ambiguous: 0, said: 0 }, [] as string[]];
			for (let at = 0; at < HISTORIES && faults.length < 10; at += 1) {
				const played = play(exporter, seed + at);
				sum.readings += played.readings;
				sum.guests += played.guests;
				sum.ambiguous += played.ambiguous;
				sum.said += played.said;
				faults.push(...played.faults.map((fault) => `seed ${seed + at}: ${fault}`));
			}
			const share = ((100 * sum.ambiguous) / sum.guests).toFixed(2);
			console.log(
				`${exporter.name}: seed ${seed}, ${HISTORIES} histories, ${sum.readings} readings, ${sum.guests} guests, ` +
					`${sum.ambiguous} (${share} %) of whom another calendar gives the same readings`,
			);
			expect(faults).toEqual([]);
			expect(sum.guests).toBeGreaterThan(HISTORIES);
			if (exporter.tellsGuests) expect(sum.ambiguous).toBe(0);
		},
		3_600_000,
	);
});
