// What a caller hands in that is no plain data: a driver, a store, an endpoint of somebody else.

import { wrongType } from "./checks.js";
import { refusal } from "./error.js";

/**
 * Refuses what is no object with these methods.
 *
 * @throws {LatchstringError} `wrong_type` with the path of what is missing
 */
export function expectObject(
	path: string,
	value: unknown,
	hint: string,
	methods: readonly string[] = [],
): void {
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw wrongType(path, "an object", value, hint);
	for (const method of methods)
		expectFunction(`${path}.${method}`, valueAt(path, value, method, hint), hint);
}

/** A value of somebody else's object, whose getters may throw. */
export function valueAt(path: string, value: object, key: string, hint: string): unknown {
	try {
		return (value as Record<string, unknown>)[key];
	} catch {
		throw refusal("invalid_value", `${path}.${key}`, "reading the value threw an error", hint);
	}
}

/** Refuses what is no function. */
export function expectFunction(path: string, value: unknown, hint: string): void {
	if (typeof value !== "function") throw wrongType(path, "a function", value, hint);
}

/** Refuses what is no table of objects by the ids of locks. */
export function expectLocks(value: unknown, hint: string): void {
	expectObject("locks", value, hint);
	for (const [id, door] of Object.entries(value as object)) expectObject(`locks.${id}`, door, hint);
}
