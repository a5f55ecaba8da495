// The languages that a page has loaded, beside English.

import { refusal } from "../core/error.js";
import { en } from "./words/en.js";
import type { Words } from "./words.js";

const known = new Map<string, Words>([["en", en]]);

/** Makes a language known to all schedules of a page. */
export function addWords(words: Words): Words {
	if (typeof (words as Partial<Words> | undefined)?.locale !== "string") {
		const hint = "give all words of a language, as those of `latchstring/schedule/de`";
		throw refusal("wrong_type", "words", "expected the words of a language", hint);
	}
	known.set(languageOf(words.locale), words);
	return words;
}

/** The words for a locale; English where its language was not loaded. */
export const wordsFor = (locale: string): Words => known.get(languageOf(locale)) ?? en;

const languageOf = (locale: string): string => locale.toLowerCase().split("-")[0] ?? "en";
