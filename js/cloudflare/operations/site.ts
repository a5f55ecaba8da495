// The site as a whole: how it is, its policy, its tokens and its keys.

import type { PartialPolicy } from "../../generated/types.js";
import { list, NUMBER, type Operation, object, ok, PAGED, page, ref, TEXT } from "../operation.js";
import { invalid, notFound, Refused } from "../problem.js";
import { bodyOf, pageOf } from "../reading.js";
import { SCOPES, type Scope } from "../tokens.js";
import { tellOne } from "./facts.js";

/** What a token of a site may do. */
const OF_SITE = SCOPES.filter((scope) => scope !== "operator");

const TOKEN = object({
	...{ id: TEXT, name: TEXT, createdAt: TEXT, "expiresAt?": TEXT },
	scopes: list({ type: "string", enum: OF_SITE }),
});

export const site: Operation[] = [
	{
		...{ id: "getSite", method: "GET", path: "", scope: "read" },
		summary: "How the site is: its clock, what waits, and when it wakes.",
		answer: {
			status: 200,
			schema: object({
				...{ id: TEXT, "clock?": TEXT, "wakesAt?": TEXT },
				rows: { type: "object", additionalProperties: NUMBER },
				keys: object({ current: TEXT, underOtherKeys: NUMBER }),
			}),
		},
		run: async (desk) => {
			await desk.running();
			const header = await desk.store.row("header", desk.siteId);
			const clock = header?.clock;
			const wakesAt = desk.wakesAt()?.toISOString();
			return ok({
				...{ id: desk.siteId, rows: desk.store.counts(), keys: desk.keys() },
				...(clock !== undefined && { clock }),
				...(wakesAt !== undefined && { wakesAt }),
			});
		},
	},
	{
		...{ id: "getPolicy", method: "GET", path: "/policy", scope: "read" },
		summary: "The policy of the site, with all defaults.",
		answer: { status: 200, schema: ref("PartialPolicy") },
		run: async ({ store, siteId }) => ok((await store.row("header", siteId))?.policy ?? {}),
	},
	{
		...{ id: "putPolicy", method: "PUT", path: "/policy", scope: "settings" },
		summary: "The whole new policy; what is left out has its default.",
		body: ref("PartialPolicy"),
		answer: { status: 200, schema: ref("PartialPolicy") },
		run: async (desk, call) => {
			const policy = bodyOf(call) as PartialPolicy;
			const header = await desk.store.row("header", desk.siteId);
			const revision = (header?.policyRevision ?? 0) + 1;
			await tellOne(desk, { type: "policy", revision, policy }, "policy");
			return ok((await desk.store.row("header", desk.siteId))?.policy ?? {});
		},
	},
	{
		...{ id: "listAside", method: "GET", path: "/aside", scope: "admin" },
		summary: "Facts that broke a step and were put aside, each with its error.",
		query: PAGED,
		answer: {
			status: 200,
			schema: page(object({ id: TEXT, factType: TEXT, at: TEXT, error: ref("ErrorDetails") })),
		},
		run: async ({ store }, call) => {
			const facts = await pageOf(store, "aside", call, ({ id, row: { fact, at, error } }) => {
				return { id, factType: String(fact.type).slice(0, 64), at, error };
			});
			return ok(facts);
		},
	},
	{
		...{ id: "listTokens", method: "GET", path: "/tokens", scope: "admin" },
		summary: "The tokens of the site, without their secrets.",
		answer: { status: 200, schema: list(TOKEN) },
		run: async ({ tokens }) => ok(tokens.list()),
	},
	{
		...{ id: "addToken", method: "POST", path: "/tokens", scope: "admin" },
		summary: "Makes a token. Its text is given once.",
		body: object({
			...{ name: { ...TEXT, maxLength: 100 }, "expiresAt?": ref("Timestamp") },
			scopes: list({ type: "string", enum: OF_SITE }),
		}),
		answer: { status: 201, schema: object({ token: TEXT, row: TOKEN }) },
		run: async (desk, call) => {
			const body = bodyOf(call, ["name", "scopes", "expiresAt?"]);
			const { name, scopes, expiresAt } = body;
			if (typeof name !== "string" || name.length < 1 || name.length > 100)
				throw invalid("name", "not a name", "give 1 to 100 letters");
			const isScopes = (given: unknown): given is Scope[] =>
				Array.isArray(given) && given.length > 0 && given.every((one) => OF_SITE.includes(one));
			if (!isScopes(scopes))
				throw invalid("scopes", "not a list of scopes", `expected some of ${OF_SITE.join(", ")}`);
			const beyond = scopes.find((scope) => !desk.caller.scopes.has(scope));
			if (beyond !== undefined) {
				const hint = "a token gives no more than it has itself";
				const detail = `the token has no scope \`${beyond}\``;
				throw new Refused(403, { code: "forbidden", path: "scopes", detail, hint });
			}
			const until = expiresAt === undefined ? undefined : Date.parse(String(expiresAt));
			if (until !== undefined && Number.isNaN(until))
				throw invalid("expiresAt", "not an instant", "write it as 2026-05-01T15:00:00Z");
			const end = until === undefined ? {} : { expiresAt: new Date(until).toISOString() };
			const made = await desk.tokens.add({ name, scopes: [...new Set(scopes)], ...end }, desk.now);
			return { status: 201, body: made };
		},
	},
	{
		...{ id: "deleteToken", method: "DELETE", path: "/tokens/{id}", scope: "admin" },
		summary: "Deletes a token, which opens nothing from then on.",
		answer: { status: 204 },
		run: async ({ tokens }, { params }) => {
			if (!tokens.remove(params.id ?? "")) throw notFound("token");
			return { status: 204 };
		},
	},
	{
		...{ id: "rotateKey", method: "POST", path: "/keys/rotate", scope: "admin" },
		summary: "Seals rows of older keys under the first one of ROW_KEYS: call until none is left.",
		answer: { status: 200, schema: object({ sealed: NUMBER, left: NUMBER }) },
		run: async (desk) => ok(await desk.sealAnew()),
	},
];
