// Requests at the door of a site's object. It promises that a request changes nothing before its
// token allows it, and a webhook nothing before its signature fits.

import { createSite } from "../api/site.js";
import { sha256 } from "../core/bytes.js";
import type { Fact, NewSite } from "../generated/types.js";
import { Buckets } from "./bucket.js";
import type { KeptSite, Setup } from "./kept-site.js";
import type { Call } from "./operation.js";
import { byId } from "./operations.js";
import { type Answer, forbidden, notFound, Refused, tooMany } from "./problem.js";
import { bodyOf } from "./reading.js";
import { type Caller, isOperator, SCOPES, Tokens } from "./tokens.js";
import type { SiteEnv } from "./workers.js";

/** Answers the requests to one site. */
export class Front<Env extends SiteEnv> {
	readonly #set: Setup<Env>;
	readonly #kept: KeptSite<Env>;
	readonly #asking: Buckets;
	readonly #failing: Buckets;

	constructor(set: Setup<Env>, kept: KeptSite<Env>) {
		this.#set = set;
		this.#kept = kept;
		this.#asking = new Buckets(set.limits.requestsPerMinute);
		this.#failing = new Buckets(set.limits.failuresPerMinute);
	}

	/** Answers a request, or throws why not. */
	async answer(call: Call): Promise<Answer> {
		const operation = byId.get(call.operation);
		if (operation === undefined) throw notFound("operation");
		if (operation.scope === "webhook") return await this.#hear(call);
		const caller = await this.#caller(call);
		if (!caller.scopes.has(operation.scope)) throw forbidden(operation.scope);
		this.#limit(this.#asking, caller.id);
		if (call.operation === "createSite") return await this.#create(call);
		if (!this.#kept.exists) throw notFound("site");
		if (call.operation === "deleteSite") {
			await this.#kept.delete();
			return { status: 204 };
		}
		const answer = async () => {
			const said = await operation.run(this.#kept.desk(caller), call);
			if (/Feed$/.test(call.operation)) await this.#kept.turnFeeds();
			return said;
		};
		if (operation.method === "GET" || call.key === undefined) return await answer();
		const { operation: name, params, query, body = "" } = call;
		const what = JSON.stringify([name, params, query, body]);
		return await this.#kept.open().asked.once(call.key, caller.id, what, answer);
	}

	/** Who asks. A stranger does not learn whether there is such a site. */
	async #caller({ token = "" }: Call): Promise<Caller> {
		if (token !== "" && (await isOperator(token, this.#set.env)))
			return { id: "operator", scopes: new Set(SCOPES) };
		const exists = this.#kept.exists;
		const found = exists ? await new Tokens(this.#set.storage).find(token, new Date()) : undefined;
		if (found !== undefined) return found;
		this.#limit(this.#failing, "all");
		const hint = "send a token of this site as `Authorization: Bearer …`";
		const challenge = { "www-authenticate": "Bearer" };
		throw new Refused(401, { code: "unauthorized", detail: "no valid token", hint }, challenge);
	}

	#limit(buckets: Buckets, name: string): void {
		const seconds = buckets.take(name, Date.now());
		if (seconds > 0) throw tooMany(seconds);
	}

	async #create(call: Call): Promise<Answer> {
		const site = createSite({ ...bodyOf(call), id: call.site } as NewSite);
		this.#kept.checkKeys(call.site);
		if (this.#kept.isWhole) {
			const hint = "choose another id, or change the site that is there";
			throw new Refused(409, {
				...{ code: "site_exists", path: "id", detail: "the site exists", hint },
			});
		}
		await this.#kept.create(call.site, site);
		const scopes = SCOPES.filter((scope) => scope !== "operator");
		const { token } = await this.#kept.open().tokens.add({ name: "first", scopes }, new Date());
		return { status: 201, body: { id: call.site, token } };
	}

	/** Takes a webhook whose signature fits, once. */
	async #hear({ params, headers, body }: Call): Promise<Answer> {
		const name = params.name ?? "";
		const make = Object.hasOwn(this.#set.options.webhooks ?? {}, name)
			? this.#set.options.webhooks?.[name]
			: undefined;
		if (make === undefined) throw notFound("webhook");
		if (this.#failing.isEmpty("webhooks", Date.now())) throw tooMany(60);
		const text = String(body);
		let facts: Fact[];
		try {
			({ facts } = await make(this.#kept.context())(text, headers));
		} catch (error) {
			this.#failing.take("webhooks", Date.now());
			throw error;
		}
		if (!this.#kept.exists) throw notFound("site");
		const { asked } = this.#kept.open();
		const id = headers["svix-id"] ?? headers["webhook-id"] ?? text;
		const heard = await sha256(`${name} ${id}`);
		if (asked.hasHeard(heard)) return { status: 204 };
		await (await this.#kept.running()).take(facts);
		asked.hear(heard);
		return { status: 204 };
	}
}
