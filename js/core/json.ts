import { isStackError, type LatchstringError, refusal, stackIsFull } from "./error.js";

/** The longest input of a call. The rules count bytes, of which a text has at least as many. */
const MAX_INPUT_LENGTH = 32 * 1024 * 1024;

/** The deepest nesting of values, as in the rules. */
const MAX_DEPTH = 128;

/** The most values of an input, as in the rules. */
const MAX_VALUES = 2_000_000;

/** Arguments as JSON text: a `Date` becomes text; `undefined`, functions and symbols vanish. */
export function toJson(named: object, options: object = {}): string {
	let text: string;
	let left = MAX_VALUES + 1;
	/**
	 * Lets as many values through as an input may hold. An object in several places is written once
	 * for each place: forty small lists, each twice in the next, would be written for hours.
	 */
	const watch = (_: string, value: unknown): unknown => {
		left -= 1;
		if (left < 0 || isExotic(value)) throw undefined;
		return value;
	};
	let refused: LatchstringError | undefined;
	try {
		refused = isObject(options) ? hidden(options) : noObject();
		refused ??= twice(named, options);
		// A long text would become a key for each of its letters.
		const input: Record<string, unknown> = refused === undefined ? { ...options, ...named } : {};
		// Before `toJSON` of a large buffer makes a list of numbers.
		refused ??= buffer(input);
		text = refused === undefined ? JSON.stringify(input, watch) : "";
	} catch (thrown) {
		throw left < 0 ? tooManyValues() : explain(thrown, { ...named, options });
	}
	if (refused !== undefined) throw refused;
	// The text of options with a `toJSON` of their own may be none.
	if (text === undefined) throw noObject();
	if (text.length > MAX_INPUT_LENGTH) throw tooLong();
	return text;
}

/** Refuses a key of the options that is an argument of its own: one of the two would not count. */
function twice(named: object, options: object): LatchstringError | undefined {
	const given = options as Record<string, unknown>;
	const name = Object.keys(named).find((name) => given[name] !== undefined);
	if (name === undefined) return undefined;
	const message = `the key \`${name}\` stands in the options, and is an argument of its own`;
	return refusal("unknown_key", name, message, "remove it from the options");
}

function isObject(options: object): boolean {
	return tagOf(options) === "Object";
}

function tagOf(value: unknown): string {
	return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/**
 * Refuses options with a value that copying leaves out: a PIN would be random for want of a key.
 */
function hidden(options: object): LatchstringError | undefined {
	let level = options;
	for (let height = 0; height < MAX_DEPTH; height += 1, level = Object.getPrototypeOf(level)) {
		// The prototype of all objects, of whatever realm.
		if (level === null || Object.hasOwn(level, "isPrototypeOf")) return undefined;
		const names = Object.getOwnPropertyNames(level);
		if (level === options && names.length === Object.keys(level).length) continue;
		for (const name of names) {
			const property = Object.getOwnPropertyDescriptor(level, name);
			if (level === options ? property?.enumerable : Object.hasOwn(options, name)) continue;
			// A class has its methods there.
			const isAbsent = ["undefined", "function"].includes(typeof property?.value);
			if (isAbsent && property?.get === undefined) continue;
			return refusal(
				"invalid_value",
				join("", name, false),
				"the value is inherited or not enumerable, so it would be left out",
				"give a plain object with named values",
			);
		}
	}
	return unreadable("");
}

/** Refuses bytes. */
function buffer(input: Record<string, unknown>): LatchstringError | undefined {
	const name = Object.keys(input).find((name) => ArrayBuffer.isView(input[name]));
	return name === undefined ? undefined : noData(join("", name, false), input[name]);
}

/** The names of what JSON would make an empty object of, though it holds data. */
const EXOTIC = new RegExp(
	"^(?:(?:Weak)?(?:Map|Set|Ref)|(?:Shared)?ArrayBuffer|(?:Array|Map|Set|String) Iterator|" +
		"(?:Async)?Generator|Promise|RegExp|Error)$",
);

/** Whether a value is bytes, or one of which JSON would lose the data. */
function isExotic(value: unknown): boolean {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
	const prototype = Object.getPrototypeOf(value);
	if (prototype === Object.prototype || prototype === null) return false;
	return ArrayBuffer.isView(value) || EXOTIC.test(tagOf(value));
}

/** Says why an input could not be written. */
function explain(thrown: unknown, input: object): LatchstringError {
	try {
		if (isStackError(thrown)) return filled(input);
		// Engines differ in what they say about a text that is too long.
		const said = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : "";
		if (/^\w+Error: .*(string length|memory|allocation)/i.test(said)) return tooLong();
		return unwritable(input, "", [], new Set()) ?? unreadable("");
	} catch (again) {
		return isStackError(again) ? stackIsFull() : unreadable("");
	}
}

/**
 * Says what filled the stack: an input that is nested too deeply, or the program around the call.
 * Without recursion, for which a full stack leaves no room. Depth first: an object that makes
 * itself anew has no end in any other order.
 */
function filled(input: object): LatchstringError {
	const seen = new Set<object>();
	/** What is left to be looked at, of each object on the way. */
	const way: object[][] = [[input]];
	let left = MAX_VALUES;
	while (left > 0) {
		const values = way[way.length - 1];
		if (values === undefined) return stackIsFull();
		const value = values.pop();
		if (value === undefined) {
			way.length -= 1;
			continue;
		}
		if (way.length > MAX_DEPTH) return tooDeep();
		const inner: object[] = [];
		for (const each of Object.values(value)) {
			left -= 1;
			if (typeof each !== "object" || each === null || seen.has(each)) continue;
			seen.add(each);
			inner.push(each);
		}
		way.push(inner);
	}
	return tooManyValues();
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
	if (isExotic(value)) return noData(path, value);
	if (above.includes(value)) {
		return refusal(
			"invalid_value",
			path,
			"the value contains itself",
			"give plain data without cycles",
		);
	}
	if (fine.size > MAX_VALUES) return tooManyValues();
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

function noObject(): LatchstringError {
	return refusal("wrong_type", "", "expected an object", "give a plain object with named values");
}

function noData(path: string, value: unknown): LatchstringError {
	const kind = ArrayBuffer.isView(value) ? "bytes" : `${tagOf(value)} object`;
	const hint = "give plain data: texts, numbers, booleans, lists and objects";
	return refusal("wrong_type", path, `${kind} where plain data belongs`, hint);
}

function tooLong(): LatchstringError {
	const message = "the input is longer than 32 MiB as JSON";
	return refusal("too_long", "", message, "split the input into several calls");
}

function tooManyValues(): LatchstringError {
	const message = `the input holds more than ${MAX_VALUES} values`;
	return refusal("too_long", "", message, "split the input into several calls");
}

function tooDeep(): LatchstringError {
	const message = `the input is nested deeper than ${MAX_DEPTH} levels`;
	return refusal("invalid_json", "", message, "give flatter data");
}

/** The error for a value that can't be read. */
function unreadable(path: string): LatchstringError {
	return refusal("invalid_value", path, "reading the value threw an error", "give plain data");
}

/** The path of a key, without a key that may be a PIN. The options have no name of their own. */
function join(path: string, key: string, isIndex: boolean): string {
	if (isIndex) return `${path}[${key}]`;
	if (mayBePin(key) || key.length > 64) return path;
	return path === "" || path === "options" ? key : `${path}.${key}`;
}

/** Whether a key may be a PIN, in whatever script and with whatever between its digits. */
export function mayBePin(key: string): boolean {
	return /(?:\p{N}\P{N}*){4}/u.test(key);
}

/** Whether a value is data, and no driver or store, whose getters may do anything. */
function isPlain(value: object): boolean {
	const prototype = Object.getPrototypeOf(value);
	return prototype === null || Object.hasOwn(prototype, "isPrototypeOf");
}

/** The error for the first of these arguments that can't be read; `names` are their paths. */
export function findUnreadable(
	given: readonly unknown[],
	names: readonly string[],
): LatchstringError | undefined {
	const seen = new Set<object>();
	const look = (value: unknown, path: string, depth: number): LatchstringError | undefined => {
		if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
		if (depth > MAX_DEPTH || seen.size > MAX_VALUES) return undefined;
		seen.add(value);
		let keys: string[];
		let isList: boolean;
		try {
			isList = Array.isArray(value);
			if (!isList && !isPlain(value)) return undefined;
			keys = Object.keys(value);
		} catch {
			return unreadable(path);
		}
		for (const key of keys) {
			const here = join(path, key, isList);
			let inner: unknown;
			try {
				inner = (value as Record<string, unknown>)[key];
			} catch {
				return unreadable(here);
			}
			const found = look(inner, here, depth + 1);
			if (found !== undefined) return found;
		}
		return undefined;
	};
	for (const [at, value] of given.entries()) {
		const found = look(value, names[at] ?? "", 0);
		if (found !== undefined) return found;
	}
	return undefined;
}
