// What the schedule is drawn from, checked before it is drawn: a server may have answered something
// else in its place.
import { refusal } from "../core/error.js";
import type { ErrorCode } from "../generated/types.js";
import { first } from "./words/en-first.js";
import type { FirstWords } from "./words.js";

/** Two previews of 400 days each, one after the other. A longer axis would be drawn for ever. */
const LONGEST = 801 * 86_400_000;

const HINT = "give what `preview` or `forecast` gave";

/** Throws where a value is not what it should be. */
export type Check = (value: unknown, path: string) => void;

/** Checks one value by itself. */
export const one =
	(
		message: string,
		isIt: (value: unknown) => boolean,
		hint = HINT,
		code: ErrorCode = "wrong_type",
	): Check =>
	(value, path) => {
		if (!isIt(value)) throw refusal(code, path, message, hint);
	};

export const maybe =
	(check: Check): Check =>
	(value, path) => {
		if (value !== undefined) check(value, path);
	};

const isList = one("expected a list", Array.isArray);

export const list =
	(check: Check): Check =>
	(value, path) => {
		isList(value, path);
		for (const [at, item] of (value as unknown[]).entries()) check(item, `${path}[${at}]`);
	};

const isObject = (value: unknown) => typeof value === "object" && value !== null;

export const object = (checks: Record<string, Check>, hint = HINT): Check => {
	const itself = one("expected an object", isObject, hint);
	return (value, path) => {
		itself(value, path);
		for (const key in checks) {
			const here = path === "" ? key : `${path}.${key}`;
			checks[key]?.(read(value, key, here), here);
		}
	};
};

/** Reads a value, which may be a getter of somebody else's. */
function read(value: unknown, key: string, path: string): unknown {
	try {
		return (value as Record<string, unknown>)[key];
	} catch {
		throw refusal("invalid_value", path, "reading the value threw an error", "give plain data");
	}
}

const isInstant = (value: unknown) => typeof value === "string" && !Number.isNaN(Date.parse(value));

export const text = one("expected a string", (value) => typeof value === "string");
const number = one("expected a number", Number.isFinite);
export const instant = one("expected an instant", isInstant);
/** A local time with its offset. */
const local = one(
	"expected a local time",
	(value) => isInstant(value) && isInstant(`${String(value).slice(0, 19)}Z`),
);
const texts = maybe(text);

const kind = { kind: text };
const ids = { reservationId: texts, visitId: texts, codeId: texts };
const range = { from: instant, to: instant };
const kinds = list(object(kind));

const lanes = list(
	object({
		...{ lockId: text, door: text, timeZone: text, listingIds: list(text) },
		spans: list(
			object({
				...{ ...kind, ...ids, ...range, certainty: text, fromLocal: local, toLocal: local },
				...{ listingId: texts, name: texts, code: texts, because: kinds, notes: kinds },
			}),
		),
		marks: list(
			object({ ...kind, ...ids, at: instant, atLocal: local, beforeLocal: maybe(local) }),
		),
		strip: list(object({ ...range, reachability: texts, batteryPercent: maybe(number) })),
		backupsLeft: list(object({ at: instant, left: number })),
	}),
);

const axis = object({ ...range, now: instant });

const notices = list(
	object({
		at: instant,
		notice: object({ ...kind, to: text, key: text, lockId: texts, values: object({}) }),
	}),
);

const schedule = "expected the schedule of a site";
const isThere = one(schedule, isObject);
const hasLanes = one(schedule, Array.isArray);

/** Refuses what is no preview and no forecast: a site, or half of one. */
export function checkData(path: string, given: unknown): void {
	isThere(given, path);
	const preview = read(given, "preview", `${path}.preview`);
	const [data, at] = preview === undefined ? [given, path] : [preview, `${path}.preview`];
	const all = read(data ?? {}, "lanes", `${at}.lanes`);
	hasLanes(all, path);
	axis(data, at);
	const { from, to } = data as { from: string; to: string };
	const length = Date.parse(to) - Date.parse(from);
	if (!(length >= 0 && length <= LONGEST))
		throw refusal("invalid_value", `${at}.to`, "no end of a range of days", HINT);
	lanes(all, `${at}.lanes`);
	if (preview !== undefined) notices(read(given, "notices", `${path}.notices`), `${path}.notices`);
}

/** Refuses what is no view. */
export const checkView = object(range, "give two instants: { from, to }");

/** Refuses what lacks a word that a form has. */
function like(form: object): Check {
	const hint = "give all words of a language, as those of `latchstring/schedule/de`";
	const checks: Record<string, Check> = {};
	for (const [key, word] of Object.entries(form)) {
		const type = typeof word;
		const isIt = (value: unknown) => typeof value === type;
		checks[key] = type === "object" ? like(word) : one(`expected a ${type}`, isIt, hint);
	}
	return object(checks, hint);
}

/** Refuses what lacks a word, or has a language that nobody knows. */
export function checkWords(words: FirstWords, form: object = first): void {
	like(form)(words, "words");
	checkLocale(words.locale, "words.locale");
}

function isLocale(value: unknown): boolean {
	try {
		return Intl.getCanonicalLocales(value as string).length > 0;
	} catch {
		return false;
	}
}

/** Refuses what names no language. */
export const checkLocale = one(
	"not a language",
	isLocale,
	"give a language such as `de` or `pt-BR`",
	"invalid_value",
);

export const oneOf = (names: readonly string[]): Check =>
	one(
		"unknown value",
		(value) => names.includes(value as string),
		`give one of ${names.join(", ")}`,
		"invalid_value",
	);

const trouble = oneOf(Object.keys(first.verdict.if));

/** Refuses troubles that are none. */
export const checkSuppose: Check = maybe(
	list(object({ kind: trouble, lockId: text, from: instant, to: maybe(instant) })),
);

const isRecord = (value: unknown) => isObject(value) && !Array.isArray(value);
const areNames = one(
	"expected the names of listings by their ids",
	isRecord,
	"give { flat: 'Flat' }",
);

/** Refuses what are no names by ids. */
export const checkListings: Check = maybe((listings, path) => {
	areNames(listings, path);
	for (const id of Object.keys(listings as object)) {
		const here = `${path}.${id}`;
		text(read(listings, id, here), here);
	}
});
