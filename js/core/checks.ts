// Checks of what JavaScript itself reads: options, feeds and devices. Rust checks everything else.

import { type LatchstringError, refusal } from "./error.js";
import { mayBePin, toJson } from "./json.js";

/** Options as plain data: a `Date` becomes text, and every key is one of `names`. */
export function plainOptions(given: object | undefined, names: string[]): Record<string, unknown> {
	const options: Record<string, unknown> = JSON.parse(toJson({}, given));
	const unknown = Object.keys(options).find((name) => !names.includes(name));
	if (unknown === undefined) return options;
	// A number may be a PIN in the wrong place.
	const path = mayBePin(unknown) ? "" : unknown.slice(0, 64);
	const message = path === "" ? "unknown key" : `unknown key \`${path}\``;
	throw refusal("unknown_key", path, message, expected(names));
}

/** The hint that names what a key or a word may be. */
export function expected(names: string[]): string {
	const quoted = names.map((name) => `\`${name}\``);
	return quoted.length === 1 ? `expected ${quoted[0]}` : `expected one of ${quoted.join(", ")}`;
}

/** The error for JSON data of another type than `wanted`, such as `a string`. */
export function wrongType(
	path: string,
	wanted: string,
	found: unknown,
	hint: string,
): LatchstringError {
	return refusal("wrong_type", path, `expected ${wanted}, found ${typeName(found)}`, hint);
}

/** The error for what should be a string with something in it. */
export function noText(path: string, found: unknown, hint: string): LatchstringError {
	const what = found === "" ? "an empty one" : typeName(found);
	return refusal("invalid_value", path, `expected a string, found ${what}`, hint);
}

/** What a value is, as an error says what it got; never the value itself, which may be a PIN. */
export function typeName(value: unknown): string {
	if (value === null) return "null";
	if (value === undefined) return "nothing";
	if (typeof value !== "object") return `a ${typeof value}`;
	return Array.isArray(value) ? "a list" : "an object";
}

/** The error for text that is no instant. */
export function noInstant(path: string): LatchstringError {
	const hint = "give a Date, or RFC 3339 text such as 2026-05-01T15:00:00Z";
	return refusal("invalid_value", path, "not an instant", hint);
}
