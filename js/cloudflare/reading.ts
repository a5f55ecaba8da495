// Reading what a request says: its query, and a body that is an object.

import type { Call } from "./operation.js";
import { invalid, Refused } from "./problem.js";
import type { Kind, RowOf, SqlStore } from "./sql-store.js";

/** The body, which has to be an object of these keys; those that end with `?` may be left out. */
export function bodyOf(call: Call, keys?: string[]): Record<string, unknown> {
	const { body } = call;
	if (typeof body !== "object" || body === null || Array.isArray(body)) {
		const hint = "write an object: { … }";
		throw new Refused(422, { code: "wrong_type", detail: "expected an object", hint });
	}
	if (keys !== undefined) {
		const names = keys.map((key) => key.replace("?", ""));
		for (const key of Object.keys(body)) if (!names.includes(key)) throw unknownKey(key, names);
		for (const key of keys)
			if (!key.endsWith("?") && !Object.hasOwn(body, key)) {
				const detail = `missing key \`${key}\``;
				throw new Refused(422, { code: "missing_key", path: key, detail, hint: `add \`${key}\`` });
			}
	}
	return body as Record<string, unknown>;
}

/** The refusal of a key that nobody knows. A number may be a PIN in the wrong place. */
export function unknownKey(key: string, names: string[]): Refused {
	const path = /\d{4}/.test(key) ? "" : key.slice(0, 64);
	const hint = `expected one of ${names.map((name) => `\`${name}\``).join(", ") || "none"}`;
	return new Refused(422, { code: "unknown_key", path, detail: "unknown key", hint });
}

/** The page of a table that is asked for. */
export async function pageOf<T extends Kind, Item>(
	store: SqlStore,
	table: T,
	{ query }: Call,
	item: (row: { id: string; row: RowOf<T> }) => Item,
): Promise<{ items: Item[]; next?: string }> {
	const limit = query.limit === undefined ? 50 : Number(query.limit);
	if (!Number.isInteger(limit) || limit < 1 || limit > 200)
		throw invalid("limit", "not a number of rows", "give 1 to 200");
	const { rows, ...next } = await store.page(table, query.after ?? "", limit);
	return { items: rows.map(item), ...next };
}

/** An instant in the query. */
export function instantOf({ query }: Call, name: string, otherwise: Date): string {
	const text = query[name];
	if (text === undefined) return otherwise.toISOString();
	const at = Date.parse(text);
	if (Number.isNaN(at) || !/^\d{4}-\d\d-\d\dT/.test(text))
		throw invalid(name, "not an instant", "write it as 2026-05-01T15:00:00Z");
	return new Date(at).toISOString();
}

/** The body as an object with the id of the path in it. */
export function named(call: Call, id: string): Record<string, unknown> {
	const body = bodyOf(call);
	if (body.id !== undefined && body.id !== id)
		throw invalid("id", "not the id of the path", "leave `id` out, or give the one of the path");
	return { ...body, id };
}
