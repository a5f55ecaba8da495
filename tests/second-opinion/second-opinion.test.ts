// Random houses and histories, judged by the sources and the design alone. `OPINION_SEED` and
// `OPINION_HISTORIES` look elsewhere, and further.
import { load } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { learnDialect, WORDS } from "./dialect.js";
import { KNOWN, speaksOf, unknown } from "./known.js";
import { historyOf, type Opinion, opinionOf } from "./one.js";
import { describe as inWords, reduce } from "./reduce.js";

const first = Number(process.env.OPINION_SEED ?? 1);
const count = Number(process.env.OPINION_HISTORIES ?? 300);
const opinions = new Map<number, Opinion>();

function opinion(seed: number): Opinion {
	const known = opinions.get(seed) ?? opinionOf(seed);
	opinions.set(seed, known);
	return known;
}

beforeAll(async () => {
	await load();
	for (let seed = first; seed < first + count; seed++) opinion(seed);
}, 3_600_000);

test(`D I ${count} histories from seed ${first} fail in no way that is not known`, () => {
	const reports = unknown([...opinions.values()]).map(({ seed, kind }) => {
		const short = reduce(historyOf(seed), kind);
		return short ? inWords(short) : `seed ${seed}: ${kind}, once`;
	});
	expect(reports.join("\n\n")).toBe("");
}, 600_000);

describe("what is known to fail still fails, or leaves the list", () => {
	const played = KNOWN.filter(({ kind }) => !kind.startsWith("facts/"));
	if (played.length === 0) test("nothing is known to fail", () => {});
	for (const known of played)
		test(`${known.kind} in seed ${known.seed}: ${known.line}`, () => {
			const kinds = opinion(known.seed).faults.map(({ kind }) => kind);
			expect(kinds.filter((kind) => speaksOf(known, kind))).not.toEqual([]);
		}, 60_000);
});

test("facts of the design that the package does not take are on the list", () => {
	const missing = Object.entries(learnDialect()).filter(([, taken]) => !taken);
	const listed = KNOWN.filter(({ kind }) => kind.startsWith("facts/"));
	const kinds = missing.map(([word]) => `facts/${word}`);
	expect(listed.map(({ kind }) => kind).sort()).toEqual(kinds.sort());
	for (const [word] of missing) expect(WORDS).toHaveProperty(word);
});
