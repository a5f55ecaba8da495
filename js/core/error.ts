import type { ErrorCode, ErrorDetails } from "../generated/types.js";

/**
 * What every function throws when it refuses its input: match on `code`, which is stable.
 *
 * No error holds a PIN or a key. `import` and `require` each load a copy of this package, and an
 * error of either copy is an `instanceof` both classes.
 *
 * The code `module_failed` says that a call found no stack or memory, or that somebody else's code
 * failed in it. The next call works, and sites that were open may be closed. In a recursion without
 * an end, the runtime's own RangeError may still come where the stack has no room for the call
 * itself: it is thrown in the caller's frame, and no function can catch what its caller throws.
 */
export class LatchstringError extends Error {
	/** Always `LatchstringError`. A field works where the prototypes are frozen. */
	override readonly name = "LatchstringError";
	/** The kind of mistake. */
	readonly code: ErrorCode;
	/** Where the mistake is; `message` begins with it. Empty: the whole input. */
	readonly path: string;
	/** What to do about it. */
	readonly hint: string;

	/** Makes an error out of its parts; `cause` is what the runtime threw, if it threw anything. */
	constructor(details: ErrorDetails, cause?: unknown) {
		const message = details.path ? `${details.path}: ${details.message}` : details.message;
		super(message, cause === undefined ? undefined : { cause });
		this.code = details.code;
		this.path = details.path;
		this.hint = details.hint;
	}
}

/** The mark of the class in every copy of this package. */
const BRAND = Symbol.for("latchstring.LatchstringError");
Object.defineProperty(LatchstringError.prototype, BRAND, { value: true });
Object.defineProperty(LatchstringError, Symbol.hasInstance, {
	value(this: unknown, value: unknown): boolean {
		if (this !== LatchstringError) return Function.prototype[Symbol.hasInstance].call(this, value);
		return typeof value === "object" && value !== null && BRAND in value;
	},
});

/** The errors that were made here. Anybody may make others, with any text in them. */
const ours = new WeakSet<object>();

/** The error for a value at `path`; `cause` is what the runtime threw, if it threw anything. */
export function refusal(
	code: ErrorCode,
	path: string,
	message: string,
	hint: string,
	cause?: unknown,
): LatchstringError {
	const error = new LatchstringError({ code, path, message, hint }, cause);
	ours.add(error);
	return error;
}

/** The error for a call that failed for want of stack or memory, or in somebody else's code. */
export function failed(message: string, hint: string, thrown?: unknown): LatchstringError {
	// An error of somebody else's code may hold anything, even a PIN.
	const cause = isEngineError(thrown) ? thrown : undefined;
	return refusal("module_failed", "", message, hint, cause);
}

/** The error for a call from too deep a recursion. */
export function stackIsFull(): LatchstringError {
	return failed(
		"the call stack is full",
		"call from a recursion that is less deep; a site that is closed now has to be opened again",
	);
}

/** The error itself if it was made here, or else one that was: with no text of somebody else. */
export function asOurs(thrown: unknown): LatchstringError {
	if (ours.has(thrown as object)) return thrown as LatchstringError;
	if (isStackError(thrown)) return stackIsFull();
	return failed("the call failed", "call again, with plain data", thrown);
}

/** Whether the call stack was full. */
export function isStackError(thrown: unknown): boolean {
	return thrown instanceof Error && /call stack|recursion/i.test(thrown.message);
}

/** Whether the stack was full, memory ran out, or the module trapped. */
function isEngineError(thrown: unknown): boolean {
	if (thrown instanceof RangeError) return true;
	// React Native has no WebAssembly, and the readers run there all the same.
	if (typeof WebAssembly === "object" && thrown instanceof WebAssembly.RuntimeError) return true;
	// Firefox throws its own error for a full stack.
	return thrown instanceof Error && thrown.name === "InternalError";
}

/** Thrown where a full stack has no room to make an error. Its stack is not that of the call. */
const FULL = stackIsFull();
Object.defineProperty(FULL, "stack", { value: `${FULL.name}: ${FULL.message}` });
Object.freeze(FULL);

/**
 * A function whose every error is a LatchstringError, also where the call stack is full. Where a
 * value of the caller's threw, `explain` may say more about it.
 *
 * Only the frame of the caller is out of reach. So this one is small: where it fits into the stack,
 * the error is typed.
 */
export function protect<F extends (...given: never[]) => unknown>(
	inner: F,
	explain?: (given: unknown[]) => LatchstringError | undefined,
): F {
	const outer = (...given: Parameters<F>): unknown => {
		try {
			return inner(...given);
		} catch (thrown) {
			let error: unknown = FULL;
			try {
				error = asOurs(thrown);
				const isForeign = error !== thrown && !isStackError(thrown);
				if (isForeign) error = explain?.(given) ?? error;
			} catch {
				// The stack is full.
			}
			throw error;
		}
	};
	return outer as F;
}
