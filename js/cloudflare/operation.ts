// What an operation of the API is. The table of operations makes the router, the authorization and
// the OpenAPI document, so that none of them can differ from the others.

import type { Fact } from "../generated/types.js";
import type { RunningSite } from "../host/run.js";
import type { Feeds } from "./feeds.js";
import type { Answer } from "./problem.js";
import type { SqlStore } from "./sql-store.js";
import type { Caller, Scope, Tokens } from "./tokens.js";

/** A JSON Schema. */
export type Schema = Record<string, unknown>;

/** A request, as plain data. */
export interface Call {
	/** The operation's id. */
	operation: string;
	/** The site's id. */
	site: string;
	/** The other parts of the path. */
	params: Record<string, string>;
	query: Record<string, string>;
	/** The body: JSON, or text where the operation takes text. */
	body?: unknown;
	/** Headers of a webhook, in lower case. */
	headers: Record<string, string>;
	/** The bearer token. */
	token?: string | undefined;
	/** The idempotency key. */
	key?: string | undefined;
}

/** What reads a webhook: it throws for a signature that does not fit. */
export type WebhookReader = (
	body: string,
	headers: Record<string, string>,
) => { facts: Fact[] } | Promise<{ facts: Fact[] }>;

/** What an operation works with: one site. */
export interface Desk {
	siteId: string;
	now: Date;
	caller: Caller;
	store: SqlStore;
	tokens: Tokens;
	feeds: Feeds;
	/** The key from which PINs are derived. */
	pinKey: string;
	/** The site, running. */
	running(): Promise<RunningSite>;
	/** When the object wakes by itself. */
	wakesAt(): Date | undefined;
	/** How many rows a rotation of the key still has to seal, and the name of the key. */
	keys(): { current: string; underOtherKeys: number };
	/** Seals rows under the first key. */
	sealAnew(): Promise<{ sealed: number; left: number }>;
}

/** An operation. */
export interface Operation {
	id: string;
	method: "GET" | "PUT" | "POST" | "DELETE";
	/** Below `/v1/sites/{site}`, with parameters in braces. */
	path: string;
	summary: string;
	/** What a token has to be allowed. */
	scope: Scope | "webhook";
	query?: Record<string, Schema>;
	/** The body: a schema, or text of that type. */
	body?: Schema | { text: string; limit: number };
	/** The answer where all is well. */
	answer: { status: number; schema?: Schema };
	run(desk: Desk, call: Call): Promise<Answer>;
}

/** A reference to one of the types. */
export function ref(name: string): Schema {
	return { $ref: `#/components/schemas/${name}` };
}

/** An object with these keys; those that end with `?` may be left out. */
export function object(keys: Record<string, Schema>): Schema {
	const named = Object.entries(keys).map(([key, schema]) => [key.replace("?", ""), schema]);
	return {
		type: "object",
		properties: Object.fromEntries(named),
		required: Object.keys(keys).filter((key) => !key.endsWith("?")),
		additionalProperties: false,
	};
}

export function list(items: Schema): Schema {
	return { type: "array", items };
}

export const TEXT: Schema = { type: "string" };
export const NUMBER: Schema = { type: "number" };
export const FLAG: Schema = { type: "boolean" };

/** The queries of a list in pages. */
export const PAGED: Record<string, Schema> = {
	after: { type: "string", description: "The `next` of the page before.", maxLength: 256 },
	limit: { type: "integer", minimum: 1, maximum: 200, description: "How many [50]." },
};

/** A page of a list. */
export function page(items: Schema): Schema {
	return object({ items: list(items), "next?": TEXT });
}

export function ok(body: unknown): Answer {
	return { status: 200, body };
}
