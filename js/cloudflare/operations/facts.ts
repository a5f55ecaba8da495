// Telling a site facts over the API, and what it made of them.

import type { Fact } from "../../generated/types.js";
import type { KeptRow } from "../../host/store.js";
import type { Desk } from "../operation.js";
import { Refused, refusalOf } from "../problem.js";

/** Tells one fact; `prefix` is the path of the request's body in it. */
export async function tellOne(
	desk: Desk,
	fact: Fact,
	prefix: string,
	keep: KeptRow[] = [],
): Promise<void> {
	const running = await desk.running();
	const { isWaiting, rejected } = await running.tell([fact], keep);
	const [refused] = rejected;
	if (refused !== undefined) throw refusalOf(refused.because, `facts[0].${prefix}`);
	if (isWaiting) throw waiting();
}

/** Facts are stored, and no step takes any. */
export function waiting(): Refused {
	const hint = "it is stored; set the clock right, or order `accept_clock`";
	return new Refused(503, { code: "clock_went_back", detail: "the clock went back", hint });
}

/** The revision of a change: the one that is given, else the one after that which is stored. */
export function revised<T extends object>(given: T, stored: { revision?: number } | undefined): T {
	if (Object.hasOwn(given, "revision")) return given;
	return { ...given, revision: (stored?.revision ?? 0) + 1 };
}

/** Whether a change changes nothing beside its revision. */
export function isSame(given: object, stored: object | undefined): boolean {
	if (stored === undefined) return false;
	const plain = (value: object) => JSON.stringify(ordered({ ...value, revision: undefined }));
	return plain(given) === plain(stored);
}

function ordered(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(ordered);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, inner]) => [key, ordered(inner)]),
	);
}
