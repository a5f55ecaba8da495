// I12: whatever JavaScript hands over, a call gives a result or throws a LatchstringError.
// Nothing traps, and nothing hangs.
import fc from "fast-check";
import * as latchstring from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { api, argumentsOf, callByName, functionsOf, type Input } from "../support/calls.js";
import { scenarios as files } from "../support/golden.js";

const scenarios = Object.values(files).flat();
const functions = functionsOf(api);

const seed = Number(import.meta.env.VITE_SEED ?? Date.now() % 2 ** 31);
/** Each of the two properties of a function takes a third of `VITE_RUNS` values: there are many. */
const RUNS = { seed, numRuns: Math.ceil(Number(import.meta.env.VITE_RUNS ?? 180) / 3) };

const anything = fc.anything({
	maxDepth: 3,
	withBigInt: true,
	withBoxedValues: true,
	withDate: true,
	withMap: true,
	withNullPrototype: true,
	withObjectString: true,
	withSet: true,
	withSparseArray: true,
	withTypedArray: true,
	withUnicodeString: true,
});

/** Inputs that a function answers. A change in one of them goes furthest. */
function goodInputs(name: string): Input[] {
	const of = (call: string) =>
		scenarios.filter((each) => each.call === call && each.output !== undefined);
	const inputs = of(name).map(({ input }) => input);
	// An open site cannot be written down, so the sites of the steps are opened.
	const opened = of("advance").map(({ input: { site, key } }) => ({ site, key }));
	if (name === "openSite") return opened;
	return inputs.length > 0 ? inputs : [{}];
}

/** The result or the LatchstringError of a call. Any other error is thrown on. */
function outcome(
	call: () => unknown,
): { output: unknown } | { error: latchstring.LatchstringError } {
	try {
		const output = call();
		// Sites that stay open stay in memory.
		if (typeof output === "object" && output !== null && "close" in output)
			(output as latchstring.OpenSite).close();
		return { output };
	} catch (thrown) {
		if (!(thrown instanceof latchstring.LatchstringError)) throw thrown;
		for (const text of [thrown.code, thrown.path, thrown.message, thrown.hint])
			expect(text).toBeTypeOf("string");
		expect(thrown.message).not.toBe("");
		return { error: thrown };
	}
}

const callWith = (name: string, given: unknown[]) => () =>
	(api as unknown as Record<string, (...given: unknown[]) => unknown>)[name]?.(...given);

/** Every place in a value, as the keys that lead there. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
	if (typeof value !== "object" || value === null) return [path];
	const inner = Object.entries(value).flatMap(([key, item]) =>
		places(item, [...path, Array.isArray(value) ? Number(key) : key]),
	);
	return [path, ...inner];
}

/** A copy of `input` with another value at one of its places. */
function changed(input: Input, at: (string | number)[], value: unknown): Input {
	if (at.length === 0) return value as Input;
	const copy = structuredClone(input);
	let holder = copy as Record<string | number, unknown>;
	for (const key of at.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
	const last = at[at.length - 1] ?? "";
	if (value === undefined) delete holder[last];
	else holder[last] = value;
	return copy;
}

/** A good input, one of its places, and what to put there. */
const slip = (name: string, value: fc.Arbitrary<unknown>) =>
	fc
		.constantFrom(...goodInputs(name))
		.chain((input) => fc.tuple(fc.constant(input), fc.constantFrom(...places(input)), value));

beforeAll(async () => {
	await latchstring.load();
	console.log(`seed ${seed}`);
});

// The limit allows for a busy machine, and ends a test that hangs.
describe.each(functions)("I12 %s", { timeout: 180_000 }, (name) => {
	test("any arguments give a result or a typed error", () => {
		const property = fc.property(fc.array(anything, { maxLength: 4 }), (given) => {
			outcome(callWith(name, given));
		});
		fc.assert(property, RUNS);
	});

	test("a good input with any value in one place gives a result or a typed error", () => {
		const property = fc.property(slip(name, anything), ([input, at, value]) => {
			const bad = changed(input, at, value);
			if (typeof bad === "object" && bad !== null) outcome(() => callByName(api, name, bad));
			else outcome(callWith(name, [bad]));
		});
		fc.assert(property, RUNS);
	});

	test("P9 digits that slip into a wrong place never stand in an error", () => {
		const secret = "7391648205";
		const slipped = fc.constantFrom<unknown>(
			secret,
			Number(secret),
			-Number(secret),
			Number(secret.slice(0, 6)),
			{ [secret]: true },
			[secret],
			{ [`x${secret}`]: secret },
			secret.repeat(10),
			`${secret}\u0000`,
		);
		const property = fc.property(slip(name, slipped), ([input, at, value]) => {
			const result = outcome(() => callByName(api, name, changed(input, at, value)));
			if ("error" in result) {
				const { code, path, message, hint } = result.error;
				expect(JSON.stringify([code, path, message, hint])).not.toMatch(/7391|8205/);
			}
		});
		fc.assert(property, { seed, numRuns: 500 });
	});
});

const cyclic: Record<string, unknown> = { name: "holds itself" };
cyclic.self = cyclic;
let deep: unknown = [];
for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
let nested: unknown = [];
for (let depth = 0; depth < 200; depth += 1) nested = [nested];
const throwing = Object.defineProperty({}, "length", {
	enumerable: true,
	get() {
		throw new Error("no");
	},
});
/** Forty lists, each twice in the next: as text, more than any machine holds. */
let doubled: unknown = [];
for (let depth = 0; depth < 40; depth += 1) doubled = [doubled, doubled];
/** The same, short enough to be written, with a BigInt at its very end. */
let halved: unknown = 7n;
for (let depth = 0; depth < 18; depth += 1) halved = [halved === 7n ? [] : halved, halved];
const hostile = new Proxy(
	{},
	{
		get() {
			throw null;
		},
		ownKeys() {
			throw new LatchstringLike();
		},
	},
);
class LatchstringLike {
	code = 7;
}
const revoked = Proxy.revocable({}, {});
revoked.revoke();

/** An object that makes itself anew whenever somebody looks into it. */
const endless = (): object => ({
	get a() {
		return endless();
	},
	get b() {
		return endless();
	},
});
class WithAccessor {
	get key() {
		return "k".repeat(32);
	}
	holder = "stay-1";
}
const named = { key: "k".repeat(32), holder: "stay-1" };
const hiddenKey = Object.defineProperty({ holder: "stay-1" }, "key", { value: named.key });
const endlessPrototypes: object = new Proxy(
	{},
	{ getPrototypeOf: () => new Proxy(endlessPrototypes, {}) },
);

/** Values in place of the options, and the code of each refusal. */
const REFUSED_OPTIONS: [string, unknown, string][] = [
	["null", null, "wrong_type"],
	["a number", 7, "wrong_type"],
	["NaN", Number.NaN, "wrong_type"],
	["a text", "length", "wrong_type"],
	["a boolean", true, "wrong_type"],
	["a BigInt", 7n, "wrong_type"],
	["a symbol", Symbol("length"), "wrong_type"],
	["a function", () => 7, "wrong_type"],
	["a list", [], "wrong_type"],
	["a Date", new Date(0), "wrong_type"],
	["a Map", new Map([["length", 4]]), "wrong_type"],
	["a revoked proxy", revoked.proxy, "invalid_value"],
	["a proxy whose traps throw", hostile, "invalid_value"],
	["lists that are in many places", { rules: doubled }, "too_long"],
	["a BigInt behind lists that are in many places", { rules: halved }, "wrong_type"],
	["an object that holds itself", { lengths: cyclic }, "invalid_value"],
	["an object that makes itself anew", endless(), "invalid_json"],
	["inherited values", Object.create(named), "invalid_value"],
	["an accessor of a class", new WithAccessor(), "invalid_value"],
	["a value that is not enumerable", hiddenKey, "invalid_value"],
	["prototypes without an end", endlessPrototypes, "invalid_value"],
	["a Map inside", { rules: new Map([["lengths", [4]]]) }, "wrong_type"],
	["bytes inside", { rules: [{ lengths: new Uint8Array(30_000_000) }] }, "wrong_type"],
	["a getter that throws", throwing, "invalid_value"],
	["a toJSON that throws", { toJSON: () => cyclic.self === cyclic && [].at(0) }, "wrong_type"],
	["a BigInt inside", { length: 6n }, "wrong_type"],
	["an unknown key", { lenght: 6 }, "unknown_key"],
	["nesting past all bounds", { rules: deep }, "invalid_json"],
	["nesting past 128 levels", { rules: nested }, "invalid_json"],
	["a text of 40 MB", { holder: "7".repeat(40_000_000) }, "too_long"],
];

/** Inputs of `generateCode`, and the code and the path of each refusal. */
const REFUSED_VALUES: [string, Input, string, string][] = [
	["null for a number", { length: null }, "wrong_type", "length"],
	["NaN for a number", { length: Number.NaN }, "wrong_type", "length"],
	["infinity for a number", { length: Number.POSITIVE_INFINITY }, "wrong_type", "length"],
	["a fraction", { length: 6.5 }, "wrong_type", "length"],
	["a negative number", { length: -1 }, "out_of_range", "length"],
	["a number out of range", { length: 11 }, "out_of_range", "length"],
	["a number past 64 bits", { length: 1e300 }, "out_of_range", "length"],
	["a text for a number", { length: "6" }, "wrong_type", "length"],
	["a boxed text for a number", { length: new String("6") }, "wrong_type", "length"],
	["a list for a number", { length: [6] }, "wrong_type", "length"],
	["a list for an object", { rules: [[]] }, "wrong_type", "rules[0]"],
	["null in a list", { inUse: [null] }, "wrong_type", "inUse[0]"],
	["undefined in a list", { inUse: ["492817", undefined] }, "wrong_type", "inUse[1]"],
	["a function in a list", { inUse: [() => 7] }, "wrong_type", "inUse[0]"],
	["a word that nobody knows", { rules: { weakPins: "maybe" } }, "invalid_value", "rules.weakPins"],
	["an unknown key inside", { rules: { length: [6] } }, "unknown_key", "rules.length"],
	[
		"a text of 10 MB",
		{ holder: "7".repeat(10_000_000), key: "k".repeat(32) },
		"invalid_value",
		"holder",
	],
	["a million items", { inUse: new Array(1_000_000).fill("492817") }, "too_long", "inUse"],
	["half of a surrogate pair", { holder: "\ud800", key: "k".repeat(32) }, "invalid_json", "holder"],
];

describe("the list of bad inputs", () => {
	test.each(REFUSED_OPTIONS)("%s for the options", (_, value, code) => {
		const result = outcome(callWith("generateCode", [value]));
		expect(result).toMatchObject({ error: { code } });
	});

	test.each(REFUSED_VALUES)("%s", (_, value, code, path) => {
		const result = outcome(callWith("generateCode", [value]));
		expect(result).toMatchObject({ error: { code, path } });
	});

	test("a key with undefined, a function or a symbol counts as absent", () => {
		for (const value of [undefined, () => 6, Symbol("6")]) {
			const result = outcome(callWith("checkCode", ["492817", { rules: { lengths: value } }]));
			expect(result).toEqual({ output: [] });
		}
	});

	test("proxies, frozen objects, objects of a class or without a prototype are read", () => {
		class Options {
			rules = { lengths: [6] };
		}
		const plain = { rules: { lengths: [6] } };
		const bare = Object.assign(Object.create(null), plain);
		for (const options of [
			plain,
			new Proxy(plain, {}),
			bare,
			new Options(),
			Object.freeze(plain),
		]) {
			expect(outcome(callWith("checkCode", ["492817", options]))).toEqual({ output: [] });
		}
	});

	test("a Date is read like its text, and an invalid Date is refused", () => {
		const edges = { startsAt: "2026-05-01T13:00:00.000Z", endsAt: "2026-05-03T09:00:00Z" };
		const dates = { startsAt: new Date(edges.startsAt), endsAt: new Date(edges.endsAt) };
		const options = { now: new Date(0), timeZone: "Europe/Paris" };
		expect(latchstring.fitWindow(dates, [], options)).toEqual(
			latchstring.fitWindow(edges, [], options),
		);
		const bad = () =>
			latchstring.fitWindow({ ...dates, endsAt: new Date(Number.NaN) }, [], options);
		expect(outcome(bad)).toMatchObject({ error: { code: "wrong_type", path: "window.endsAt" } });
	});

	test("each result is new plain data of this realm", () => {
		const [first, second] = [latchstring.checkCode("1111"), latchstring.checkCode("1111")];
		expect(first).not.toBe(second);
		expect(first).toEqual(JSON.parse(JSON.stringify(first)));
		expect(Object.getPrototypeOf(first[0])).toBe(Object.prototype);
	});

	test("a refusal does not change later answers", () => {
		const before = JSON.stringify(latchstring.checkCode("1111"));
		for (let round = 0; round < 1_000; round += 1) outcome(callWith("checkCode", [round]));
		expect(JSON.stringify(latchstring.checkCode("1111"))).toBe(before);
	});
});

/** Bad values for any place. */
const ANYWHERE: [string, unknown][] = [
	["an object that holds itself", cyclic],
	["a getter that throws", throwing],
	["a revoked proxy", revoked.proxy],
	["a proxy whose traps throw", hostile],
	["no time at all", new Date(Number.NaN)],
	["a text of 10 MB", "7".repeat(10_000_000)],
	["a million items", new Array(1_000_000).fill("492817")],
];

describe.each(functions)("the list of bad inputs for %s", { timeout: 240_000 }, (name) => {
	test.each(ANYWHERE)("%s as the first and as the last of what it takes", (_, value) => {
		const good = goodInputs(name)[0] ?? {};
		const keys = Object.keys(good);
		for (const key of new Set([keys.at(0) ?? "options", keys.at(-1) ?? "options"])) {
			const result = outcome(() => callByName(api, name, { ...good, [key]: value }));
			// A function without arguments ignores them.
			if (keys.length > 0) expect(result).toHaveProperty("error");
		}
	});
});

describe("the methods of an open site", { timeout: 240_000 }, () => {
	const input = goodInputs("openSite")[0] as { site: latchstring.Site; key: string };
	const methods = ["advance", "accessCodes", "review"] as const;

	test.each(methods)("I12 %s takes any arguments", (name) => {
		const open = latchstring.openSite(input.site, { key: input.key });
		const method = (given: unknown[]) => (open[name] as (...given: unknown[]) => unknown)(...given);
		fc.assert(
			fc.property(fc.array(anything, { maxLength: 3 }), (given) => {
				outcome(() => method(given));
			}),
			RUNS,
		);
		for (const [, value] of ANYWHERE)
			for (const given of [[value], [[], value]]) outcome(() => method(given));
		open.close();
		const right = { advance: [[], new Date()], accessCodes: [], review: [new Date()] }[name];
		expect(outcome(() => method(right))).toMatchObject({ error: { code: "site_closed" } });
	});
});

test("every scenario can be called with positional arguments", () => {
	for (const { call, input } of scenarios) {
		const given = argumentsOf(call, input).length;
		expect(given).toBeLessThanOrEqual(Object.keys(input).length + 1);
	}
});
