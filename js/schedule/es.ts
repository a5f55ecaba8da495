// The words of the schedule in another language, for pages that load them.
import { addWords } from "./languages.js";
import { es as words } from "./words/es.js";

/** The words; schedules of this language use them from now on. */
export const es = addWords(words);
