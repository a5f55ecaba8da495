import { protect } from "./error.js";
import { findUnreadable } from "./json.js";

/**
 * A function whose every error is a LatchstringError, also where the call stack is full. Where a
 * value of the caller's threw, the error names the value; `names` are the paths of the arguments.
 */
export const guarded = <F extends (...given: never[]) => unknown>(
	inner: F,
	...names: readonly string[]
): F => protect(inner, (given) => findUnreadable(given, names));
