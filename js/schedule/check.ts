// What the schedule is drawn from, checked before it is drawn: a server may have answered something
// else in its place.
import { refusal } from "../core/error.js";
import { guarded } from "../core/guard.js";
import { en } from "./words/en.js";
import type { Words } from "./words.js";

/** Two previews of 400 days each, one after the other. A longer axis would be drawn for ever. */
const LONGEST = 801 * 86_400_000;

const HINT = "give what `preview` or `forecast` gave";

/** Throws where a value is not what it should be. */
type Check = (value: unknown, path: string) => void;

const no = (path: string, wanted: string, hint = HINT) =>
	refusal("wrong_type", path, `expected ${wanted}`, hint);

const isText = (value: unknown): value is string => typeof value === "string";

const text: Check = (value, path) => {
	if (!isText(value)) throw no(path, "a string");
};

const number: Check = (value, path) => {
	if (typeof value !== "number" || !Number.isFinite(value)) throw no(path, "a number");
};

const instant: Check = (value, path) => {
	if (!isText(value) || Number.isNaN(Date.parse(value))) throw no(path, "an instant");
};

/** A local time with its offset. */
const local: Check = (value, path) => {
	instant(value, path);
	if (Number.isNaN(Date.parse(`${String(value).slice(0, 19)}Z`))) throw no(path, "a local time");
};

const maybe =
	(check: Check): Check =>
	(value, path) => {
		if (value !== undefined) check(value, path);
	};

const list =
	(check: Check): Check =>
	(value, path) => {
		if (!Array.isArray(value)) throw no(path, "a list");
		for (const [at, one] of value.entries()) check(one, `${path}[${at}]`);
	};

const object =
	(checks: Record<string, Check>, hint = HINT): Check =>
	(value, path) => {
		if (typeof value !== "object" || value === null) throw no(path, "an object", hint);
		for (const [key, check] of Object.entries(checks))
			check((value as Record<string, unknown>)[key], path === "" ? key : `${path}.${key}`);
	};

const kind = { kind: text };
const ids = { reservationId: maybe(text), visitId: maybe(text), codeId: maybe(text) };
const range = { from: instant, to: instant };

const lane = object({
	...{ lockId: text, door: text, timeZone: text, listingIds: list(text) },
	spans: list(
		object({
			...{ ...kind, ...ids, ...range, certainty: text, fromLocal: local, toLocal: local },
			...{ listingId: maybe(text), name: maybe(text), code: maybe(text) },
			...{ because: list(object(kind)), notes: list(object(kind)) },
		}),
	),
	marks: list(object({ ...kind, ...ids, at: instant, atLocal: local, beforeLocal: maybe(local) })),
	strip: list(object({ ...range, reachability: maybe(text), batteryPercent: maybe(number) })),
	backupsLeft: list(object({ at: instant, left: number })),
});

const axis = object({ ...range, now: instant });

const notice = object({
	at: instant,
	notice: object({ ...kind, to: text, key: text, lockId: maybe(text), values: object({}) }),
});

/** Refuses what is no preview and no forecast: a site, or half of one. */
export function checkData(path: string, given: unknown): void {
	if (typeof given !== "object" || given === null) throw no(path, "the schedule of a site");
	const { preview, notices } = given as Record<string, unknown>;
	const [data, at] = preview === undefined ? [given, path] : [preview, `${path}.preview`];
	const { lanes, from, to } = (data ?? {}) as Record<string, unknown>;
	if (!Array.isArray(lanes)) throw no(path, "the schedule of a site");
	axis(data, at);
	const length = Date.parse(String(to)) - Date.parse(String(from));
	if (!(length >= 0 && length <= LONGEST))
		throw refusal("invalid_value", `${at}.to`, "no end of a range of days", HINT);
	list(lane)(lanes, `${at}.lanes`);
	if (preview !== undefined) list(notice)(notices, `${path}.notices`);
}

const view = object({ from: instant, to: instant }, "give two instants: { from, to }");

/** The instants of a view. */
export const checkView = guarded((given: { from: string; to: string }) => {
	view(given, "view");
	return given;
}, "view");

/** Refuses what lacks a word. */
export const checkWords = guarded((given: Words): void => {
	const hint = "give all words of a language, as those of `latchstring/schedule/de`";
	const like = (form: object): Check =>
		object(
			Object.fromEntries(
				Object.entries(form).map(([key, one]) => {
					const isInner = typeof one === "object";
					const check: Check = (value, path) => {
						if (typeof value !== typeof one) throw no(path, `a ${typeof one}`, hint);
					};
					return [key, isInner ? like(one) : check];
				}),
			),
			hint,
		);
	like(en)(given, "words");
	checkLocale("words.locale", given.locale);
}, "words");

/** Refuses what names no language. */
export function checkLocale(path: string, locale: unknown): void {
	const hint = "give a language such as `de` or `pt-BR`";
	if (!isText(locale)) throw no(path, "a string", hint);
	try {
		Intl.getCanonicalLocales(locale);
	} catch {
		throw refusal("invalid_value", path, "not a language", hint);
	}
}

const oneOf =
	(names: readonly string[]): Check =>
	(value, path) => {
		if (names.includes(value as string)) return;
		throw refusal("invalid_value", path, "unknown value", `give one of ${names.join(", ")}`);
	};

const [trouble, theme] = [oneOf(Object.keys(en.troubles)), oneOf(["light", "dark"])];

const options = object(
	{
		...{ from: maybe(instant), to: maybe(instant), id: maybe(text) },
		folded: maybe(list(text)),
		suppose: maybe(
			list(object({ kind: trouble, lockId: text, from: instant, to: maybe(instant) })),
		),
		theme: maybe(theme),
	},
	"write renderSchedule(data, { width: 1200 })",
);

/** Options that may be anything. */
interface Given {
	listings?: unknown;
	locale?: unknown;
	suppose?: unknown;
}

/** Refuses options that are none. */
export const checkOptions = guarded((given: Given): void => {
	options(given, "");
	const { listings = {}, locale } = given;
	if (typeof listings !== "object" || listings === null || Array.isArray(listings))
		throw no("listings", "the names of listings by their ids", "give { flat: 'Flat' }");
	for (const [id, name] of Object.entries(listings)) text(name, `listings.${id}`);
	if (locale !== undefined) checkLocale("locale", locale);
});
