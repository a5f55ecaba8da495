// The glue that `npm run build` generates.
import type { Utf8 } from "./utf8.js";

/**
 * Starts an instance of a compiled module, which fills bytes by `random` and takes the classes of
 * `text`. The result calls a function by name with JSON text. It gives JSON text, behind a `!` if
 * the input was refused.
 */
export function instantiate(
	compiled: object,
	random: (bytes: Uint8Array<ArrayBuffer>) => void,
	text: Utf8,
): (name: string, input: string) => string;

/** The release that the module has to be of. */
export const release: string;

/** What the module exports, such as `function call`. */
export const exported: readonly string[];
