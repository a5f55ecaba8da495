import type { Words } from "../words.js";
import { english } from "./en-all.js";

/** English. */
export const en: Words = english;
