// The languages that a page has loaded, beside English.

import { guarded } from "../core/guard.js";
import { checkWords } from "./check.js";
import { en } from "./words/en.js";
import type { Words } from "./words.js";

const known = new Map<string, Words>([["en", en]]);

/** Makes a language known to all schedules of a page. */
export const addWords = guarded((words: Words): Words => {
	checkWords(words);
	known.set(languageOf(words.locale), words);
	return words;
}, "words");

/** The words for a locale; English where its language was not loaded. */
export const wordsFor = (locale: string): Words => known.get(languageOf(locale)) ?? en;

const languageOf = (locale: string): string => locale.toLowerCase().split("-")[0] ?? "en";
