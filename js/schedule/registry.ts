// The languages that a page has loaded, beside English.
import { first } from "./words/en-first.js";
import type { FirstWords } from "./words.js";

const known = new Map<string, FirstWords>([["en", first]]);

/** Keeps the words of a language. */
export const know = (words: FirstWords): void => {
	known.set(languageOf(words.locale), words);
};

/** The words for a locale; English where its language was not loaded. */
export const wordsFor = (locale: string): FirstWords => known.get(languageOf(locale)) ?? first;

const languageOf = (locale: string): string => locale.toLowerCase().split("-")[0] ?? "en";
