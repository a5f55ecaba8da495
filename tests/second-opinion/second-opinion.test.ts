// Random houses and histories, judged by the sources and the design alone. `OPINION_SEED` and `OPINION_HISTORIES` look
// elsewhere, and further.
import { load } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { learnDialect, WORDS } from "./dialect.js";
import { KNOWN, unknown } from "./known.js";
import { historyOf, type Opinion, opinionOf } from "./one.js";
import { describe as inWords, reduce } from "./reduce.js";

const first = Number(process.env.OPINION_SEED ?? 1);
const count = Number(process.env.OPINION_HISTORIES ?? 300);

beforeAll(() => load());

test(`D I ${count} histories from seed ${first} fail in no way that is not known`, () => {
	const opinions: Opinion[] = [];
	for (let seed = first; seed < first + count; seed++) opinions.push(opinionOf(seed));
	const reports = unknown(opinions).map(({ seed, kind }) => {
		const short = reduce(historyOf(seed), kind);
		return short ? inWords(short) : `seed ${seed}: ${kind}, once`;
	});
	expect(reports.join("\n\n")).toBe("");
}, 600_000);

describe("what is known to fail still fails, or leaves the list", () => {
	for (const { kind, seed, line } of KNOWN.filter((known) => !known.kind.startsWith("facts/")))
		test(`${kind} in seed ${seed}: ${line}`, () => {
			expect(opinionOf(seed).faults.map((fault) => fault.kind)).toContain(kind);
		}, 60_000);
});

test("facts of the design that the package does not take are on the list", () => {
	const missing = Object.entries(learnDialect()).filter(([, taken]) => !taken);
	const listed = KNOWN.filter(({ kind }) => kind.startsWith("facts/"));
	expect(listed.map(({ kind }) => kind).sort()).toEqual(missing.map(([word]) => `facts/${word}`).sort());
	for (const [word] of missing) expect(WORDS).toHaveProperty(word);
});
