// Values of a device's JSON, each checked against what Seam documents.

import { wrongType } from "../core/checks.js";
import { type LatchstringError, refusal } from "../core/error.js";

const HINT = "give the device as Seam's API answers it";

/** A JSON object, and its path in the device. */
export class Part {
	readonly #values: Record<string, unknown>;
	readonly #path: string;

	constructor(value: unknown, path = "") {
		if (typeof value !== "object" || value === null || Array.isArray(value)) {
			throw wrongType(path, "an object", value, HINT);
		}
		this.#values = value as Record<string, unknown>;
		this.#path = path;
	}

	/** The path of the value at `key`. */
	path(key: string): string {
		return this.#path === "" ? key : `${this.#path}.${key}`;
	}

	/** Whether there is anything at `key`. */
	has(key: string): boolean {
		return this.#get(key) !== undefined;
	}

	/** The string at `key`, if there is one. */
	text(key: string): string | undefined {
		const value = this.#get(key);
		if (value !== undefined && typeof value !== "string") throw this.#wrong(key, "a string");
		return value;
	}

	/** The boolean at `key`, if there is one. */
	flag(key: string): boolean | undefined {
		const value = this.#get(key);
		if (value !== undefined && typeof value !== "boolean") throw this.#wrong(key, "a boolean");
		return value;
	}

	/** The number from `min` to `max` at `key`, if there is one. */
	number(key: string, min: number, max: number): number | undefined {
		const value = this.#get(key);
		if (value === undefined) return undefined;
		if (typeof value !== "number") throw this.#wrong(key, "a number");
		if (value < min || value > max)
			throw this.refuse("out_of_range", key, `the number is outside ${min} to ${max}`);
		return value;
	}

	/** The whole number from 0 to `max` at `key`, if there is one. */
	count(key: string, max: number): number | undefined {
		const value = this.number(key, 0, max);
		if (value !== undefined && !Number.isInteger(value))
			throw this.refuse("invalid_value", key, "not a whole number");
		return value;
	}

	/** The object at `key`, if there is one. */
	part(key: string): Part | undefined {
		const value = this.#get(key);
		return value === undefined ? undefined : new Part(value, this.path(key));
	}

	/** The objects of the list at `key`, at most `limit`; none if there is no list. */
	parts(key: string, limit: number): Part[] {
		return this.list(key, limit).map((value, at) => new Part(value, `${this.path(key)}[${at}]`));
	}

	/** The values of the list at `key`, at most `limit`; none if there is no list. */
	list(key: string, limit: number): unknown[] {
		const value = this.#get(key) ?? [];
		if (!Array.isArray(value)) throw this.#wrong(key, "a list");
		if (value.length > limit) throw this.refuse("too_long", key, `more than ${limit} items`);
		return value;
	}

	/** An error about the value at `key`. */
	refuse(
		code: "out_of_range" | "invalid_value" | "missing_key" | "too_long",
		key: string,
		message: string,
	): LatchstringError {
		return refusal(code, this.path(key), message, HINT);
	}

	#wrong(key: string, wanted: string): LatchstringError {
		return wrongType(this.path(key), wanted, this.#get(key), HINT);
	}

	/** Seam answers null for some values that a device does not have. */
	#get(key: string): unknown {
		return Object.hasOwn(this.#values, key) ? (this.#values[key] ?? undefined) : undefined;
	}
}

/** A text for people, as one line of at most 200 letters. */
export function line(text: string): string {
	return Array.from(text.replace(/[\p{Cc}\p{Cs}]/gu, " "))
		.slice(0, 200)
		.join("");
}
