import type { ErrorCode, ErrorDetails } from "../generated/types.js";

/**
 * What every function throws when it refuses its input: match on `code`, which is stable.
 *
 * No error holds a PIN or a key.
 */
export class LatchstringError extends Error {
	/** The kind of mistake. */
	readonly code: ErrorCode;
	/** Where the mistake is, such as `rules[1].lengths`; empty for the whole input. */
	readonly path: string;
	/** What to do about it. */
	readonly hint: string;

	/** Makes an error out of its parts; `cause` is what the runtime threw, if it threw anything. */
	constructor(details: ErrorDetails, cause?: unknown) {
		super(details.message, cause === undefined ? undefined : { cause });
		this.name = "LatchstringError";
		this.code = details.code;
		this.path = details.path;
		this.hint = details.hint;
	}
}

/** The error for a value at `path`; `cause` is what the runtime threw, if it threw anything. */
export function refusal(
	code: ErrorCode,
	path: string,
	message: string,
	hint: string,
	cause?: unknown,
): LatchstringError {
	return new LatchstringError({ code, path, message, hint }, cause);
}
