// The faults that the engine is known to have. The list shrinks as they are mended, until it is
// empty.
import list from "./known-faults.json" with { type: "json" };
import type { Opinion } from "./one.js";

export interface Known {
	/**
	 * What fails, as `Fault` names it. Without the habit behind the colon it stands for every habit.
	 */
	kind: string;
	mark: string;
	/** A history that shows it. */
	seed: number;
	line: string;
}

export const KNOWN: readonly Known[] = list;

/** Whether an entry of the list speaks of this kind. */
export function speaksOf(known: Known, kind: string): boolean {
	return kind === known.kind || kind.startsWith(`${known.kind}:`);
}

/** Kinds that nobody knew of, each with the first seed that shows it. */
export function unknown(opinions: readonly Opinion[]): { seed: number; kind: string }[] {
	const found = new Map<string, number>();
	for (const { seed, faults } of opinions)
		for (const { kind } of faults)
			if (!found.has(kind) && !KNOWN.some((known) => speaksOf(known, kind))) found.set(kind, seed);
	return [...found].map(([kind, seed]) => ({ seed, kind }));
}
