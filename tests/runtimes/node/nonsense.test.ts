// Every function of every entry, given nonsense, gives something or throws a LatchstringError with
// its four parts: never a raw error of the language. The entry for Workers alone has tests of its
// own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const entries = Object.keys(manifest.exports)
	.filter((name) => !/\.(?:wasm|json)$|cloudflare/.test(name))
	.map((name) => `latchstring${name.slice(1)}`);

const throwing = new Proxy(
	{},
	{
		ownKeys() {
			throw new Error("a trap of the caller's");
		},
	},
);
const NONSENSE: unknown[][] = [
	[],
	...[undefined, null, 7, "x", true, {}, [], () => 1, new Map(), Symbol("s"), throwing].map(
		(one) => [one],
	),
	[{}, {}],
	[{}, null],
	[{}, 7],
	["x", {}],
	["x", "y", "z"],
	[{}, {}, {}],
	[null, null, null],
	[{}, {}, 7],
	[[{}], {}],
	[{ id: 1 }, {}],
	[{ lanes: [] }],
	[{ locks: { front: 7 } }],
	[{ driver: {}, locks: {} }],
	[{ store: {}, platform: {}, notify: 7 }],
];

/** What a call throws, or its promise is rejected with within a moment. */
async function thrown(call: () => unknown): Promise<unknown> {
	try {
		const soon = new Promise((done) => setTimeout(done, 30));
		await Promise.race([call(), soon]);
		return undefined;
	} catch (error) {
		return error;
	}
}

describe.each(entries)("%s", async (entry) => {
	const exported: Record<string, unknown> = await import(entry);
	const isClass = (one: unknown) => /^class\b/.test(String(one));
	const functions = Object.entries(exported).filter(
		([, one]) => typeof one === "function" && !isClass(one),
	) as [string, (...given: unknown[]) => unknown][];

	test("the class of its errors is exported where it has functions", () => {
		if (functions.length > 0) expect(typeof exported.LatchstringError).toBe("function");
	});

	test.each(functions)("%s", async (_, call) => {
		for (const given of NONSENSE) {
			const error = await thrown(() => call(...given));
			if (error === undefined) continue;
			const { code, path, message, hint } = error as Record<string, string>;
			expect({ error: String(error), code, path, message, hint }).toEqual({
				error: expect.stringMatching(/^LatchstringError: ./),
				code: expect.stringMatching(/^[a-z_]+$/),
				path: expect.any(String),
				message: expect.stringMatching(/./),
				hint: expect.stringMatching(/./),
			});
		}
	});
});
