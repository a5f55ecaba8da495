// Values out of a device's JSON, with the path of the first that is not what Seam documents.

import { LatchstringError } from "../core/error.js";

/** A JSON object and where it stands in the device. */
export class Part {
	readonly #values: Record<string, unknown>;
	readonly #path: string;

	constructor(value: unknown, path = "") {
		if (typeof value !== "object" || value === null || Array.isArray(value)) {
			throw wrongType(path, "not an object");
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

	/** A text, if there is one. */
	text(key: string): string | undefined {
		const value = this.#get(key);
		if (value !== undefined && typeof value !== "string")
			throw wrongType(this.path(key), "not a text");
		return value;
	}

	/** A yes or no, if there is one. */
	flag(key: string): boolean | undefined {
		const value = this.#get(key);
		if (value !== undefined && typeof value !== "boolean")
			throw wrongType(this.path(key), "not true or false");
		return value;
	}

	/** A number from `min` to `max`, if there is one. */
	number(key: string, min: number, max: number): number | undefined {
		const value = this.#get(key);
		if (value === undefined) return undefined;
		if (typeof value !== "number") throw wrongType(this.path(key), "not a number");
		if (value < min || value > max)
			throw this.refuse("out_of_range", key, `the number is outside ${min} to ${max}`);
		return value;
	}

	/** A whole number from 0 to `max`, if there is one. */
	count(key: string, max: number): number | undefined {
		const value = this.number(key, 0, max);
		if (value !== undefined && !Number.isInteger(value))
			throw this.refuse("invalid_value", key, "not a whole number");
		return value;
	}

	/** An object, if there is one. */
	part(key: string): Part | undefined {
		const value = this.#get(key);
		return value === undefined ? undefined : new Part(value, this.path(key));
	}

	/** The objects of a list of at most `limit`; none where there is no list. */
	parts(key: string, limit: number): Part[] {
		return this.list(key, limit).map((value, at) => new Part(value, `${this.path(key)}[${at}]`));
	}

	/** The values of a list of at most `limit`; none where there is no list. */
	list(key: string, limit: number): unknown[] {
		const value = this.#get(key) ?? [];
		if (!Array.isArray(value)) throw wrongType(this.path(key), "not a list");
		if (value.length > limit) throw this.refuse("too_long", key, `more than ${limit} items`);
		return value;
	}

	/** An error about the value at `key`. */
	refuse(
		code: "out_of_range" | "invalid_value" | "missing_key" | "too_long",
		key: string,
		message: string,
	): LatchstringError {
		return new LatchstringError({
			code,
			path: this.path(key),
			message,
			hint: "give the device as Seam's API answers it",
		});
	}

	/** Seam answers null for some of what a device does not have. */
	#get(key: string): unknown {
		return Object.hasOwn(this.#values, key) ? (this.#values[key] ?? undefined) : undefined;
	}
}

function wrongType(path: string, message: string): LatchstringError {
	return new LatchstringError({
		code: "wrong_type",
		path,
		message,
		hint: "give the device as Seam's API answers it",
	});
}

/** A text for people: one line of at most 200 letters. */
export function line(text: string): string {
	return Array.from(text.replace(/[\p{Cc}\p{Cs}]/gu, " "))
		.slice(0, 200)
		.join("");
}
