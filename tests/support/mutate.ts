// Changes JSON where it is, so that it stays nearly what a system sends: a value is replaced by one
// of its kind (a day by a day), or by any, left out, doubled, or joined by a key of another place.
import fc from "fast-check";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One change: which value, what becomes of it, and by what. */
interface Edit {
	place: number;
	how: "same" | "replace" | "remove" | "double" | "add";
	by: Json;
	key: string;
	draw: number;
}

const DAYS = ["2026-10-20", "2026-10-23", "2026-10-26", "2026-02-30", "2019-12-31", "9999-12-31"];

const INSTANTS = [
	...DAYS.flatMap((day) => [`${day}T00:00:00Z`, `${day}T15:00:00+02:00`, `${day}T23:59:60Z`]),
	...["2026-03-01T24:00:00Z", "9999-12-31T23:59:59Z", "+275760-09-13T00:00:00.000Z"],
	...["0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2199-12-31T23:59:59Z"],
	...["2200-01-01T00:00:00Z", "2026-10-23T15:00:00", "2026-10-23T15:00:00.123456789Z"],
];

const DURATIONS = ["P1D", "P0D", "PT0S", "P", "PT672H", "P9999999Y", `PT${"9".repeat(400)}H`];

const TIMES = ["00:00", "11:00", "16:00", "16:30", "15:00:00", "24:00", "4 pm"];

const ZONES = ["Europe/Paris", "europe/paris", "Mars/Olympus", "CEST", "UTC", "Africa/", "+02:00"];

/** Texts by what a text looks like. */
const KINDS: [RegExp, string[]][] = [
	[/^\d{4}-\d\d-\d\d$/, DAYS],
	[/^\d{4}-\d\d-\d\dT/, INSTANTS],
	[/^P[T\d]/, DURATIONS],
	[/^\d\d:\d\d/, TIMES],
	[/^[A-Z][a-z]+\/[A-Z]/, ZONES],
];

const TEXTS = [
	...["", " ", "\u0000", "a\nb", "\ud800", "𝟒𝟗", "é".repeat(100), "x".repeat(3000)],
	...["0", "1", "1234", "492817", "123456789012345678901", "-1", "NaN", "true", "null"],
	...["__proto__", "constructor", "toString", "length", "FREQ=HOURLY;INTERVAL=7"],
	...KINDS.flatMap(([, texts]) => texts),
];

const NUMBERS = [-1, 0, 0.5, 1, 1.5, 4, 11, 87, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -1e308, 5e-324];

const OTHERS: Json[] = [null, true, false, [], {}, [[]], [null], [1, "a"], { a: { b: [{}] } }];

/** Changed copies of one of `bases`, by values of its kind, `words` of its system, and odd ones. */
export function mutated(bases: Json[], words: string[]): fc.Arbitrary<Json> {
	const own = fc.constantFrom(...bases);
	const keys = [...new Set(bases.flatMap(keysIn))];
	const value: fc.Arbitrary<Json> = fc.oneof(
		{ weight: 4, arbitrary: fc.constantFrom(...TEXTS, ...words) },
		{ weight: 2, arbitrary: fc.constantFrom(...NUMBERS) },
		{ weight: 2, arbitrary: fc.constantFrom(...OTHERS) },
		fc.string({ unit: "binary", maxLength: 20 }),
		fc.double({ noNaN: true, noDefaultInfinity: true }),
		fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
	);
	const edit: fc.Arbitrary<Edit> = fc.record({
		place: fc.nat(10_000),
		how: fc.constantFrom("same", "same", "same", "replace", "replace", "remove", "double", "add"),
		draw: fc.nat(10_000),
		by: value,
		key: fc.constantFrom(...keys),
	});
	return fc
		.tuple(own, fc.array(edit, { maxLength: 8 }))
		.map(([base, edits]) => edits.reduce(change, structuredClone(base)));
}

function keysIn(value: Json): string[] {
	if (typeof value !== "object" || value === null) return [];
	if (Array.isArray(value)) return value.flatMap(keysIn);
	return Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]);
}

/** A place in JSON: the object or list, and the key in it. */
type Place = [holder: Record<string, Json>, key: string];

function places(value: Json): Place[] {
	if (typeof value !== "object" || value === null) return [];
	const holder = value as Record<string, Json>;
	return Object.entries(holder).flatMap(([key, inner]): Place[] => [
		[holder, key],
		...places(inner),
	]);
}

function change(json: Json, { place, how, by, key, draw }: Edit): Json {
	const all = places(json);
	const [holder, at] = all[place % Math.max(all.length, 1)] ?? [];
	if (holder === undefined || at === undefined) return by;
	if (how === "replace") set(holder, at, by);
	else if (how === "same") set(holder, at, alike(holder[at] ?? null, draw) ?? by);
	else if (how === "remove")
		Array.isArray(holder) ? holder.splice(Number(at), 1) : delete holder[at];
	else if (how === "double" && Array.isArray(holder))
		holder.push(structuredClone(holder[Number(at)]));
	else if (!Array.isArray(holder)) set(holder, key, by);
	return json;
}

/** A value of the same kind as another, if there are others of its kind. */
function alike(value: Json, draw: number): Json | undefined {
	if (typeof value === "boolean") return !value;
	if (typeof value === "number") return NUMBERS[draw % NUMBERS.length];
	if (typeof value !== "string") return undefined;
	const texts = KINDS.find(([shape]) => shape.test(value))?.[1];
	return texts?.[draw % texts.length];
}

/** Sets a key, also one such as `__proto__`, as JSON.parse does. */
function set(holder: Record<string, Json>, key: string, value: Json): void {
	const own = {
		value: structuredClone(value),
		enumerable: true,
		writable: true,
		configurable: true,
	};
	Object.defineProperty(holder, key, own);
}
