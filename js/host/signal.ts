// The type of what says that an answer is no longer awaited. TypeScript knows `AbortSignal` only
// with the library of a runtime that has it, and this package compiles without any.

/** What an `AbortSignal` has, for users of TypeScript without the library of a runtime. */
export interface StopSignal {
	readonly aborted: boolean;
	addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
	removeEventListener(type: "abort", listener: () => void): void;
}

/** An `AbortSignal`, where TypeScript knows it. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } }
	? S
	: StopSignal;
