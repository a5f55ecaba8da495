// Values of somebody else's JSON, each checked against what its owner documents. A value of another
// type is refused with its path; a value of the right type that the rules do not take is left out,
// and whoever reads hears of it.

import { wrongType } from "./checks.js";
import { type LatchstringError, refusal } from "./error.js";
import { utf8 } from "./utf8.js";

/** How a JSON value is read. */
export interface PartReading {
	/** What an error tells the caller to do. */
	hint: string;
	/** Hears of a value that is left out, with its path and the value as text. */
	leave: (path: string, said: string) => void;
	/** Whether a value of another type is left out as well: it matters to nothing else. */
	loose?: boolean;
}

/** A JSON object, and its path. */
export class Part {
	readonly #values: Record<string, unknown>;
	readonly #reading: PartReading;
	readonly #path: string;

	constructor(value: unknown, reading: PartReading, path = "") {
		if (!isObject(value)) throw wrongType(path, "an object", value, reading.hint);
		this.#values = value;
		this.#reading = reading;
		this.#path = path;
	}

	/** The same object, of which values of another type are left out. */
	loosely(): Part {
		return new Part(this.#values, { ...this.#reading, loose: true }, this.#path);
	}

	/** The path of the value at `key`. */
	path(key: string): string {
		return this.#path === "" ? key : `${this.#path}.${key}`;
	}

	/** The keys of the object. */
	keys(): string[] {
		return Object.keys(this.#values);
	}

	/** Whether there is anything at `key`. */
	has(key: string): boolean {
		return this.#get(key) !== undefined;
	}

	/** The string at `key`, if there is one. */
	text(key: string): string | undefined {
		const value = this.#get(key);
		if (value === undefined || typeof value === "string") return value;
		return this.#wrong(key, "a string");
	}

	/** The boolean at `key`, if there is one. */
	flag(key: string): boolean | undefined {
		const value = this.#get(key);
		if (value === undefined || typeof value === "boolean") return value;
		return this.#wrong(key, "a boolean");
	}

	/** The number from `min` to `max` at `key`, if there is one. */
	number(key: string, min: number, max: number): number | undefined {
		const value = this.#get(key);
		if (value === undefined) return undefined;
		if (typeof value !== "number") return this.#wrong(key, "a number");
		return value >= min && value <= max ? value : this.leave(key);
	}

	/** The whole number from 0 to `max` at `key`, if there is one. */
	count(key: string, max: number): number | undefined {
		const value = this.number(key, 0, max);
		return value === undefined || Number.isInteger(value) ? value : this.leave(key);
	}

	/** The object at `key`, if there is one. */
	part(key: string): Part | undefined {
		const value = this.#get(key);
		if (value === undefined) return undefined;
		if (!isObject(value) && this.#reading.loose) return this.leave(key);
		return new Part(value, this.#reading, this.path(key));
	}

	/** The objects of the list at `key`, at most `limit`; none if there is no list. */
	parts(key: string, limit: number): Part[] {
		return this.list(key, limit).flatMap((value, at) => {
			const path = `${this.path(key)}[${at}]`;
			if (isObject(value) || !this.#reading.loose) return [new Part(value, this.#reading, path)];
			this.#reading.leave(path, said(value));
			return [];
		});
	}

	/** The values of the list at `key`, at most `limit`; none if there is no list. */
	list(key: string, limit: number): unknown[] {
		const value = this.#get(key) ?? [];
		if (!Array.isArray(value)) return this.#wrong(key, "a list") ?? [];
		if (value.length <= limit) return value;
		if (this.#reading.loose) return this.leave(key) ?? [];
		throw this.refuse("too_long", key, `more than ${limit} items`);
	}

	/** The value at `key` as it is given. */
	value(key: string): unknown {
		return this.#get(key);
	}

	/** The value at `key` as a text for people. */
	said(key: string): string {
		return said(this.#get(key) ?? "");
	}

	/** Leaves the value at `key` out. */
	leave(key: string): undefined {
		this.#reading.leave(this.path(key), this.said(key));
	}

	/** An error about the value at `key`. */
	refuse(
		code: "out_of_range" | "invalid_value" | "missing_key" | "too_long",
		key: string,
		message: string,
	): LatchstringError {
		return refusal(code, this.path(key), message, this.#reading.hint);
	}

	#wrong(key: string, wanted: string): undefined {
		if (this.#reading.loose) return this.leave(key);
		throw wrongType(this.path(key), wanted, this.#get(key), this.#reading.hint);
	}

	/** Some answer null for values that there are not. */
	#get(key: string): unknown {
		return Object.hasOwn(this.#values, key) ? (this.#values[key] ?? undefined) : undefined;
	}
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON object as it is; nothing for any other value. */
export function fieldsIn(value: unknown): Record<string, unknown> | undefined {
	return isObject(value) ? value : undefined;
}

function said(value: unknown): string {
	return line(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}

/** A text for people, as one line of at most 200 letters. */
export function line(text: string): string {
	return Array.from(text.slice(0, 2000).replace(/[\p{Cc}\p{Cs}]/gu, " "))
		.slice(0, 200)
		.join("");
}

/** Whether the rules take a text as an id: 1 to 128 bytes without control characters. */
export function isId(text: string): boolean {
	// A half of a letter would become another id on its way.
	return text !== "" && !/[\p{Cc}\p{Cs}]/u.test(text) && utf8(text).length <= 128;
}
