// What the host on Workers says to its log.

import { LatchstringError } from "../core/error.js";
import { Refused } from "./problem.js";

/** What the log says: kinds and codes, and no text that may hold a PIN. */
export function log(error: unknown): void {
	const name = error instanceof Error ? error.name : typeof error;
	const code = error instanceof LatchstringError ? ` ${error.code} ${error.path}` : "";
	const detail = error instanceof Refused ? ` ${error.problem.detail}` : "";
	console.error(`latchstring: ${name}${code}${detail}`);
}

/** A report, where nobody else takes it. */
export function reported({ kind }: { kind: string }): void {
	console.warn(`latchstring: ${kind}`);
}
