// What a call is refused with.
import type { LatchstringError } from "latchstring";

/** The error of a call that has to throw one of ours. */
export function refusal(call: () => unknown): LatchstringError {
	try {
		call();
	} catch (thrown) {
		if (isRefusal(thrown)) return thrown;
		throw thrown;
	}
	throw new Error("nothing was refused");
}

/** Whether an error is ours: the sources and the built package have a class each. */
export function isRefusal(thrown: unknown): thrown is LatchstringError {
	return thrown instanceof Error && thrown.name === "LatchstringError";
}
