import type { ErrorCode } from "../generated/types.js";
import { LatchstringError } from "./error.js";

/** The longest text that a call takes, as in the rules; they count bytes, of which there are no fewer. */
const MAX_INPUT_LENGTH = 32 * 1024 * 1024;

/** Values may be nested in each other so deep, as in the rules. */
const MAX_DEPTH = 128;

/** Arguments as JSON text: every `Date` as text; `undefined`, functions and symbols left out. */
export function toJson(named: object, options: object = {}): string {
	let text: string | undefined;
	try {
		if (Object.prototype.toString.call(options) !== "[object Object]") throw noObject();
		text = JSON.stringify({ ...options, ...named }, counted());
	} catch (thrown) {
		throw thrown instanceof LatchstringError ? thrown : explain(thrown, { ...named, options });
	}
	if (text === undefined) throw noObject();
	if (text.length > MAX_INPUT_LENGTH) throw tooLong();
	return text;
}

/**
 * Lets every value through, up to as many as that text may hold: an object that is in many places is written in each
 * of them, so that forty small lists, each twice in the next, would be written for hours (I12).
 */
function counted(): (key: string, value: unknown) => unknown {
	let left = MAX_INPUT_LENGTH / 2;
	return (_, value) => {
		left -= 1;
		if (left < 0) throw tooLong();
		return value;
	};
}

function explain(thrown: unknown, input: object): LatchstringError {
	// Engines name what their stack or their texts can't hold in ways of their own.
	const said = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : "";
	if (/^\w+Error: .*(string length|memory|allocation)/i.test(said)) return tooLong();
	try {
		if (isStackError(thrown)) return isDeep(input) ? tooDeep() : stackIsFull();
		return unwritable(input, "", [], new Set()) ?? unreadable("");
	} catch (again) {
		return isStackError(again) ? stackIsFull() : unreadable("");
	}
}

function isStackError(thrown: unknown): boolean {
	return thrown instanceof Error && /call stack|recursion/i.test(thrown.message);
}

/** Whether a value is nested deeper than the rules take, or holds itself. A full stack leaves no room for recursion. */
function isDeep(input: object): boolean {
	const seen = new Set<object>();
	let level: object[] = [input];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > MAX_DEPTH) return true;
		const next: object[] = [];
		for (const value of level) {
			for (const inner of Object.values(value)) {
				// What was seen before, at a smaller depth, is not looked at again: that also ends a circle.
				if (typeof inner !== "object" || inner === null || seen.has(inner)) continue;
				seen.add(inner);
				next.push(inner);
			}
		}
		level = next;
	}
	return false;
}

/** Finds the first value that JSON has no words for; there is none in those that are `fine`. */
function unwritable(
	value: unknown,
	path: string,
	above: object[],
	fine: Set<object>,
): LatchstringError | undefined {
	if (typeof value === "bigint") {
		return refusal("wrong_type", path, "a BigInt is no JSON", "give a number, or text");
	}
	if (typeof value !== "object" || value === null || fine.has(value)) return undefined;
	if (above.includes(value)) {
		return refusal(
			"invalid_value",
			path,
			"the value holds itself",
			"give plain data without cycles",
		);
	}
	for (const key of Object.keys(value)) {
		const here = join(path, key, Array.isArray(value));
		let inner: unknown;
		try {
			inner = (value as Record<string, unknown>)[key];
		} catch {
			return unreadable(here);
		}
		const found = unwritable(inner, here, [...above, value], fine);
		if (found !== undefined) return found;
	}
	fine.add(value);
	return undefined;
}

/** The path of a key, unless it may be a PIN that slipped into the wrong place; options have no name of their own. */
function join(path: string, key: string, isIndex: boolean): string {
	if (isIndex) return `${path}[${key}]`;
	if (/(\d\D*){4}/.test(key) || key.length > 64) return path;
	return path === "" || path === "options" ? key : `${path}.${key}`;
}

function noObject(): LatchstringError {
	return refusal(
		"wrong_type",
		"",
		"the arguments are no object",
		"give a plain object with named values",
	);
}

function unreadable(path: string): LatchstringError {
	return refusal("invalid_value", path, "reading the value threw an error", "give plain data");
}

function tooLong(): LatchstringError {
	return refusal(
		"too_long",
		"",
		"the input is longer than 32 MiB as JSON",
		"split it into several calls",
	);
}

function stackIsFull(): LatchstringError {
	return refusal(
		"module_failed",
		"",
		"the call stack is full",
		"call from less deep a recursion; nothing was changed",
	);
}

function tooDeep(): LatchstringError {
	return refusal("invalid_json", "", "not JSON", "it is nested deeper than 128 levels");
}

function refusal(code: ErrorCode, path: string, message: string, hint: string): LatchstringError {
	return new LatchstringError({ code, path, message, hint });
}
