import type { ErrorCode, ErrorDetails } from "../generated/types.js";

/**
 * A refusal of any function: match on `code`, which is stable.
 *
 * No PIN and no key ever stands in it.
 */
export class LatchstringError extends Error {
	/** The kind of mistake. */
	readonly code: ErrorCode;
	/** Where it is, such as `reservation.arrival` or `rules[1].lengths`; empty for the whole input. */
	readonly path: string;
	/** What to do about it. */
	readonly hint: string;

	/** Makes an error out of its parts; `cause` is what the runtime threw, where it did. */
	constructor(details: ErrorDetails, cause?: unknown) {
		super(details.message, cause === undefined ? undefined : { cause });
		this.name = "LatchstringError";
		this.code = details.code;
		this.path = details.path;
		this.hint = details.hint;
	}
}
