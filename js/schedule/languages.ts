// The languages that a page loads beside English.
import { checkAllWords } from "./check-options.js";
import { know } from "./registry.js";
import type { Words } from "./words.js";

/** Makes a language known to all schedules of a page. */
export const addWords = (words: Words): Words => {
	checkAllWords(words);
	know(words);
	return words;
};
