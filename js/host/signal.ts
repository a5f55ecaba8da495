// The type of what says that an answer is no longer awaited. TypeScript knows `AbortSignal` only with
// the library of a runtime that has it, and this package compiles without any.

/** An `AbortSignal`, where TypeScript knows it. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } }
	? S
	: { readonly aborted: boolean };
