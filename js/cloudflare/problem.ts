// Refusals of the API, as problem+json (RFC 9457). It promises that no text of somebody else's
// error leaves the host, and that an error of the rules keeps its code, path and hint.

import { LatchstringError } from "../core/error.js";
import type { ErrorDetails, RejectedBecause } from "../generated/types.js";

/** What is wrong with a request. */
export interface Problem {
	/** Always `about:blank`: `code` says what it is. */
	type: string;
	/** The status, in words. */
	title: string;
	status: number;
	/** The kind of mistake; the words are stable. */
	code: string;
	/** Where it is, such as `guest.name`; empty for the whole request. */
	path: string;
	/** What is wrong, in one sentence. */
	detail: string;
	/** What to do about it. */
	hint: string;
}

/** The answer to a request, as plain data: errors cross an RPC as such, too. */
export interface Answer {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

const TITLES: Record<number, string> = {
	...{ 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found" },
	...{ 405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large" },
	...{ 415: "Unsupported Media Type", 422: "Unprocessable Content", 429: "Too Many Requests" },
	...{ 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable" },
};

/** A refusal, thrown inside the host. */
export class Refused extends Error {
	readonly problem: Problem;
	readonly headers: Record<string, string>;

	constructor(status: number, details: Details, headers: Record<string, string> = {}) {
		super(details.detail);
		this.problem = problem(status, details);
		this.headers = headers;
	}
}

interface Details {
	code: string;
	path?: string;
	detail: string;
	hint: string;
}

export function problem(status: number, { code, path = "", detail, hint }: Details): Problem {
	const title = TITLES[status] ?? "Error";
	return { type: "about:blank", title, status, code, path, detail, hint };
}

/** The answer for whatever was thrown. */
export function answerOf(thrown: unknown): Answer {
	if (thrown instanceof Refused)
		return { status: thrown.problem.status, body: thrown.problem, headers: thrown.headers };
	if (thrown instanceof LatchstringError) return refused(errorIn(thrown));
	const hint = "try again; the log of the Worker says more";
	const body = problem(500, { code: "internal", detail: "the host failed", hint });
	return { status: 500, body };
}

/** The parts of an error of the rules: its message without the path in front. */
export function errorIn({ code, path, message, hint }: LatchstringError): ErrorDetails {
	const own =
		path !== "" && message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
	return { code, path, message: own, hint };
}

const STATUS: Partial<Record<ErrorDetails["code"], number>> = {
	...{ invalid_json: 400, module_failed: 500, site_closed: 503, store_taken: 503 },
	...{ stay_not_over: 409, too_long: 413 },
};

function refused({ code, path, message, hint }: ErrorDetails): Answer {
	const status = STATUS[code] ?? 422;
	return { status, body: problem(status, { code, path, detail: message, hint }) };
}

/** The refusal of a fact; `prefix` comes before the paths of the request's body. */
export function refusalOf(because: RejectedBecause, prefix: string): Refused {
	const { path, message, hint } = because;
	const inBody = path.startsWith(prefix) ? path.slice(prefix.length).replace(/^\./, "") : path;
	const isConflict = because.kind === "same_revision_other_content";
	const code = isConflict ? because.kind : because.code;
	const status = because.kind === "invalid" ? (STATUS[because.code] ?? 422) : 409;
	return new Refused(status, { code, path: inBody, detail: message, hint });
}

export function notFound(what: string): Refused {
	return new Refused(404, { code: "not_found", detail: `no such ${what}`, hint: "look at its id" });
}

export function invalid(path: string, detail: string, hint: string): Refused {
	return new Refused(422, { code: "invalid_value", path, detail, hint });
}

/** The refusal of a token that may not do this. */
export function forbidden(scope: string): Refused {
	const hint = `ask with a token whose scopes have \`${scope}\``;
	return new Refused(403, { code: "forbidden", detail: "the token may not do this", hint });
}

/** The refusal of more than is allowed at once. */
export function tooMany(seconds: number): Refused {
	const hint = `wait for ${seconds} s`;
	const details = { code: "too_many_requests", detail: "too many requests", hint };
	return new Refused(429, details, { "retry-after": String(seconds) });
}
