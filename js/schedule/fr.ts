// The words of the schedule in another language, for pages that load them.
import { addWords } from "./languages.js";
import { fr as words } from "./words/fr.js";

/** The words; schedules of this language use them from now on. */
export const fr = addWords(words);
