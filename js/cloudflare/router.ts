// The router: requests become calls of a site's object, and its answers become responses. It
// promises that nothing reaches an object that is too long, is no JSON, or comes from where
// somebody guesses.

import { type Context, Hono } from "hono";
import { version } from "../api/api.js";
import { Buckets } from "./bucket.js";
import { isText, openapi } from "./openapi.js";
import type { Call, Operation } from "./operation.js";
import { operations, PREFIX } from "./operations.js";
import { limitsOf, type SiteHostLimits, type SiteHostOptions } from "./options.js";
import { type Answer, answerOf, notFound, Refused, tooMany } from "./problem.js";
import { unknownKey } from "./reading.js";
import { sizedText } from "./sized.js";
import type { SiteEnv, SiteStub } from "./workers.js";

/** Ids of sites are parts of paths. */
const SITE = /^[A-Za-z0-9][\w.-]{0,63}$/;

const HEADERS = {
	...{ "cache-control": "no-store", "x-content-type-options": "nosniff" },
	...{ "referrer-policy": "no-referrer", "content-security-policy": "default-src 'none'" },
};

/** The headers of webhooks that their readers need. */
const SIGNED = /^(?:svix|webhook)-|^(?:x-)?[\w-]*signature|^content-type$/;

/** Makes the router. */
export function routerOf<Env extends SiteEnv>(
	options: SiteHostOptions<Env>,
): Hono<{ Bindings: Env }> {
	const limits = limitsOf(options);
	const guesses = new Buckets(limits.failuresPerMinute);
	const app = new Hono<{ Bindings: Env }>();
	let document: string | undefined;
	app.get("/openapi.json", () => {
		document ??= JSON.stringify(openapi(version().package));
		return new Response(document, {
			headers: { ...HEADERS, "content-type": "application/json" },
		});
	});
	for (const operation of operations) {
		const path = `${PREFIX}${operation.path}`.replaceAll(/\{(\w+)\}/g, ":$1");
		app.on(operation.method, path, async (context) => {
			const from = context.req.header("cf-connecting-ip") ?? "";
			const answer = await asked(operation, context, limits, guesses, from).catch(answerOf);
			const isGuess =
				answer.status === 401 || (operation.scope === "webhook" && answer.status >= 400);
			if (isGuess) guesses.take(from, Date.now());
			return responseOf(answer);
		});
	}
	app.notFound(() => responseOf(answerOf(notFound("path"))));
	app.onError((error) => responseOf(answerOf(error)));
	return app;
}

async function asked<Env extends SiteEnv>(
	operation: Operation,
	context: Context<{ Bindings: Env }>,
	limits: SiteHostLimits,
	guesses: Buckets,
	from: string,
): Promise<Answer> {
	const { req, env } = context;
	if (guesses.isEmpty(from, Date.now())) throw tooMany(60);
	const { site = "", ...params } = req.param() as Record<string, string>;
	if (!SITE.test(site)) throw notFound("site");
	const token = /^Bearer ([\x21-\x7e]{1,256})$/i.exec(req.header("authorization") ?? "")?.[1];
	const isOpen = operation.scope === "webhook";
	if (token === undefined && !isOpen) throw noToken();
	const call: Call = {
		...{ operation: operation.id, site, params, token, key: req.header("idempotency-key") },
		query: queryOf(operation, req.queries()),
		headers: isOpen ? signed(req.raw.headers) : {},
		body: await bodyOf(operation, req.raw, limits.bodyBytes),
	};
	for (let again = 0; ; again += 1) {
		try {
			const stub = env.SITES.get(env.SITES.idFromName(site)) as SiteStub;
			return (await stub.call(call)) as Answer;
		} catch {
			// An object that was reset is another one now. What may have changed something is not
			// repeated.
			if (again > 0 || (operation.method !== "GET" && call.key === undefined)) throw unavailable();
		}
	}
}

/** The query, of the names that the operation knows, each once. */
function queryOf(
	{ query = {} }: Operation,
	given: Record<string, string[]>,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(given).map(([name, values]) => {
			if (!Object.hasOwn(query, name)) throw unknownKey(name, Object.keys(query));
			const [value = ""] = values;
			if (values.length > 1 || value.length > 512) {
				const hint = "give it once, and short";
				const detail = "given twice, or too long";
				throw new Refused(422, { code: "invalid_value", path: name, detail, hint });
			}
			return [name, value];
		}),
	);
}

async function bodyOf({ body }: Operation, request: Request, limit: number): Promise<unknown> {
	if (body === undefined) return undefined;
	const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
	const wanted = isText(body) ? body.text : "application/json";
	if (type !== wanted) {
		const hint = `send \`Content-Type: ${wanted}\``;
		const detail = "the body has another type";
		throw new Refused(415, { code: "wrong_type", path: "Content-Type", detail, hint });
	}
	const text = await sizedText(request, isText(body) ? body.limit : limit);
	if (isText(body)) return text;
	try {
		return JSON.parse(text);
	} catch {
		const hint = "send JSON";
		throw new Refused(400, { code: "invalid_json", detail: "the body is not JSON", hint });
	}
}

function signed(headers: Headers): Record<string, string> {
	return Object.fromEntries([...headers].filter(([name]) => SIGNED.test(name.toLowerCase())));
}

function responseOf({ status, body, headers = {} }: Answer): Response {
	const type = status >= 400 ? "application/problem+json" : "application/json";
	const all = { ...HEADERS, ...headers, ...(body !== undefined && { "content-type": type }) };
	return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: all });
}

function noToken(): Refused {
	const hint = "send a token of this site as `Authorization: Bearer …`";
	const challenge = { "www-authenticate": "Bearer" };
	return new Refused(401, { code: "unauthorized", detail: "no valid token", hint }, challenge);
}

function unavailable(): Refused {
	const hint = "ask again; with an `Idempotency-Key` nothing is done twice";
	return new Refused(503, { code: "unavailable", detail: "the site did not answer", hint });
}
