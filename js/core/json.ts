import { LatchstringError, refusal } from "./error.js";

/** The longest input of a call. The rules count bytes, of which a text has at least as many. */
const MAX_INPUT_LENGTH = 32 * 1024 * 1024;

/** The deepest nesting of values, as in the rules. */
const MAX_DEPTH = 128;

/** Arguments as JSON text: a `Date` becomes text; `undefined`, functions and symbols vanish. */
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
 * Lets as many values through as the longest text may hold. An object in several places is written
 * once for each place: forty small lists, each twice in the next, would be written for hours.
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
	// Engines differ in what they say about a full stack or a text that is too long.
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

/**
 * Whether a value is nested too deeply or contains itself. Without recursion, for which a full
 * stack leaves no room.
 */
function isDeep(input: object): boolean {
	const seen = new Set<object>();
	let level: object[] = [input];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > MAX_DEPTH) return true;
		const next: object[] = [];
		for (const value of level) {
			for (const inner of Object.values(value)) {
				// An object that was seen at a smaller depth is skipped, which also ends a circle.
				if (typeof inner !== "object" || inner === null || seen.has(inner)) continue;
				seen.add(inner);
				next.push(inner);
			}
		}
		level = next;
	}
	return false;
}

/** Finds the first value that JSON cannot express. The objects in `fine` hold none. */
function unwritable(
	value: unknown,
	path: string,
	above: object[],
	fine: Set<object>,
): LatchstringError | undefined {
	if (typeof value === "bigint") {
		return refusal("wrong_type", path, "JSON has no BigInt", "give a number or a string");
	}
	if (typeof value !== "object" || value === null || fine.has(value)) return undefined;
	if (above.includes(value)) {
		return refusal(
			"invalid_value",
			path,
			"the value contains itself",
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

/** The path of a key, without a key that may be a PIN. The options have no name of their own. */
function join(path: string, key: string, isIndex: boolean): string {
	if (isIndex) return `${path}[${key}]`;
	if (/(\d\D*){4}/.test(key) || key.length > 64) return path;
	return path === "" || path === "options" ? key : `${path}.${key}`;
}

function noObject(): LatchstringError {
	return refusal("wrong_type", "", "expected an object", "give a plain object with named values");
}

function unreadable(path: string): LatchstringError {
	return refusal("invalid_value", path, "reading the value threw an error", "give plain data");
}

function tooLong(): LatchstringError {
	const message = "the input is longer than 32 MiB as JSON";
	return refusal("too_long", "", message, "split the input into several calls");
}

function stackIsFull(): LatchstringError {
	const hint = "call from a recursion that is less deep; nothing was changed";
	return refusal("module_failed", "", "the call stack is full", hint);
}

function tooDeep(): LatchstringError {
	const message = `the input is nested deeper than ${MAX_DEPTH} levels`;
	return refusal("invalid_json", "", message, "give flatter data");
}
