// The words of the schedule in another language, for pages that load them.
import { addWords } from "./languages.js";
import { de as words } from "./words/de.js";

/** The words; schedules of this language use them from now on. */
export const de = addWords(words);
