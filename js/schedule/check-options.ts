// What a picture on a server is given beside its data, and words of all languages.
import { refusal } from "../core/error.js";
import { guarded } from "../core/guard.js";
import {
	type Check,
	checkListings,
	checkLocale,
	checkSuppose,
	checkWords,
	instant,
	list,
	maybe,
	object,
	oneOf,
	text,
} from "./check.js";
import { english } from "./words/en-all.js";
import type { Words } from "./words.js";

const locale: Check = (value, path) => {
	text(value, path);
	checkLocale(value, path);
};

/** Refuses options that are none. */
export const checkOptions = object(
	{
		...{ from: maybe(instant), to: maybe(instant), id: maybe(text), folded: maybe(list(text)) },
		...{ suppose: checkSuppose, theme: maybe(oneOf(["light", "dark"])) },
		...{ listings: checkListings, locale: maybe(locale) },
	},
	"write renderSchedule(data, { width: 1200 })",
);

const [NARROWEST, WIDEST] = [200, 10_000];

/** Refuses a width that no picture has. */
export function checkWidth(width: unknown): void {
	if (typeof width === "number" && width >= NARROWEST && width <= WIDEST) return;
	const hint = `give ${NARROWEST} to ${WIDEST} pixels, or leave it out for 1200`;
	throw refusal("invalid_value", "width", "not a width of a picture", hint);
}

/** Refuses what lacks any word of a language. */
export const checkAllWords = guarded((words: Words): void => checkWords(words, english), "words");
