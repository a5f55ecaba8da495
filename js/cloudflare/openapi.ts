// The OpenAPI document, made of the table of operations.

import type { Operation, Schema } from "./operation.js";
import { object, TEXT } from "./operation.js";
import { operations, PREFIX } from "./operations.js";
import { schemas } from "./schemas.js";

const PROBLEM = object({
	...{ type: TEXT, title: TEXT, status: { type: "integer" } },
	...{ code: TEXT, path: TEXT, detail: TEXT, hint: TEXT },
});

/** What every operation may answer beside its own answer. */
const REFUSALS: Record<string, string> = {
	...{ 400: "The request can't be read.", 401: "No token, or none of this site." },
	...{ 403: "The token may not do this.", 404: "There is no such thing." },
	...{ 409: "Something else stands against it.", 413: "The body is too large." },
	...{ 415: "The body has another type.", 422: "A value is refused: `path` says which." },
	...{ 429: "Too many requests: wait for `Retry-After` seconds.", 500: "The host failed." },
	...{ 502: "Somebody else's server failed.", 503: "The host can't do it now." },
};

/** The document that describes the API. */
export function openapi(release: string): Record<string, unknown> {
	const paths: Record<string, Record<string, unknown>> = {};
	for (const operation of operations) {
		const path = `${PREFIX}${operation.path}`;
		paths[path] = { ...paths[path], [operation.method.toLowerCase()]: described(operation) };
	}
	return {
		openapi: "3.1.0",
		info: {
			title: "Latchstring",
			version: release,
			description: "Which access code opens which door of a short-term rental.",
			license: { name: "MIT OR Apache-2.0", identifier: "MIT OR Apache-2.0" },
		},
		paths,
		components: {
			securitySchemes: { token: { type: "http", scheme: "bearer" } },
			schemas: { ...schemas, ...given(), Problem: PROBLEM },
			responses: Object.fromEntries(
				Object.entries(REFUSALS).map(([status, description]) => [
					`Refused${status}`,
					{
						description,
						content: {
							"application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
						},
					},
				]),
			),
		},
		security: [{ token: [] }],
	};
}

function described({ id, method, path, summary, scope, query = {}, body, answer }: Operation) {
	const names = ["site", ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name)];
	const key = { name: "Idempotency-Key", in: "header", required: false, schema: TEXT };
	return {
		...{ operationId: id, summary, "x-scope": scope, tags: [path.split("/")[1] || "site"] },
		parameters: [
			...names.map((name) => ({ name, in: "path", required: true, schema: TEXT })),
			...Object.entries(query).map(([name, schema]) => ({ name, in: "query", schema })),
			...(method === "GET" ? [] : [key]),
		],
		...(body !== undefined && { requestBody: { required: true, content: contentOf(body) } }),
		responses: {
			[answer.status]: {
				description: "Done.",
				...(answer.schema && { content: { "application/json": { schema: answer.schema } } }),
			},
			...Object.fromEntries(
				Object.keys(REFUSALS).map((status) => [
					status,
					{ $ref: `#/components/responses/Refused${status}` },
				]),
			),
		},
		...(scope === "webhook" && { security: [] }),
	};
}

function contentOf(body: NonNullable<Operation["body"]>): Schema {
	if (isText(body)) return { [body.text]: { schema: TEXT } };
	const of = body["x-of"];
	const schema = of === undefined ? body : { $ref: `#/components/schemas/${of}Given` };
	return { "application/json": { schema } };
}

/** Whether a body is text. */
export function isText(
	body: NonNullable<Operation["body"]>,
): body is { text: string; limit: number } {
	return typeof body.text === "string";
}

/** The types as they are given: the id is in the path, and the revision may be left out. */
function given(): Record<string, object> {
	const wanted = operations.flatMap(({ body }) => {
		const of = body !== undefined && !isText(body) ? body["x-of"] : undefined;
		return typeof of === "string" ? [of] : [];
	});
	return Object.fromEntries(
		wanted.map((name) => {
			const schema = schemas[name] as { required?: string[] };
			const required = schema.required?.filter((key) => key !== "id" && key !== "revision") ?? [];
			return [`${name}Given`, { ...schema, required }];
		}),
	);
}
