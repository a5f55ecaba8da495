import { asOurs, isStackError, type LatchstringError, stackIsFull } from "./error.js";

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
