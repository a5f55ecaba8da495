// The faults that the engine is known to have. The list shrinks as they are mended, until it is empty.
import type { Opinion } from "./one.js";
import list from "./known-faults.json" with { type: "json" };

export interface Known {
	/** What fails, as `Fault` names it; the habit of the cloud stands behind the colon. */
	kind: string;
	mark: string;
	/** A history that shows it. */
	seed: number;
	line: string;
}

export const KNOWN: readonly Known[] = list;

/** Seeds and kinds that nobody knew of. */
export function unknown(opinions: readonly Opinion[]): { seed: number; kind: string }[] {
	const kinds = new Set(KNOWN.map(({ kind }) => kind));
	const found = new Map<string, number>();
	for (const { seed, faults } of opinions)
		for (const { kind } of faults) if (!kinds.has(kind) && !found.has(kind)) found.set(kind, seed);
	return [...found].map(([kind, seed]) => ({ seed, kind }));
}
