// One site as a Durable Object. It promises that a request changes nothing before its token allows
// it, that the loop of `latchstring/host` alone runs the site, and that whatever ends the object,
// an alarm begins it again.

import { DurableObject } from "cloudflare:workers";
import { createSite } from "../api/site.js";
import { sha256 } from "../core/bytes.js";
import { LatchstringError } from "../core/error.js";
import type { ErrorDetails, Fact, Lock, NewSite } from "../generated/types.js";
import { systemClock } from "../host/clock.js";
import { type FactsSeen, type RunningSite, runSite } from "../host/run.js";
import { Asked } from "./asked.js";
import { Buckets } from "./bucket.js";
import { Feeds } from "./feeds.js";
import type { Call, Desk } from "./operation.js";
import { byId } from "./operations.js";
import { limitsOf, type SiteContext, type SiteHostOptions } from "./options.js";
import { type Answer, answerOf, errorIn, notFound, Refused } from "./problem.js";
import { bodyOf } from "./reading.js";
import { SqlStore } from "./sql-store.js";
import { type Caller, isOperator, SCOPES, Tokens } from "./tokens.js";
import { Vault } from "./vault.js";
import type { SiteEnv, SiteState, SiteStorage } from "./workers.js";

/** What a site's object answers a Worker of one's own: errors are data, and keep their parts. */
export type Told = { ok: true; seen: FactsSeen } | { ok: false; error: ErrorDetails };

/** A site's object. */
export interface SiteObject {
	/** Answers a request of the API. */
	call(call: Call): Promise<Answer>;
	/** Tells facts, for a Worker of one's own, which needs no token. */
	tell(facts: Fact[]): Promise<Told>;
	/** When the object wakes by itself, as an instant. */
	wakesAt(): Promise<string | undefined>;
	/** Wakes the site. */
	alarm(): Promise<void>;
}

/** Rows that a rotation of the key seals at once. */
const SEALED_AT_ONCE = 500;

/** When a site that could not be run is tried again. */
const AGAIN = 60_000;

/** The class of the objects. */
export function siteObject<Env extends SiteEnv>(
	options: SiteHostOptions<Env>,
): new (
	state: SiteState,
	env: Env,
) => SiteObject {
	const limits = limitsOf(options);

	return class Site extends DurableObject implements SiteObject {
		readonly #storage: SiteStorage;
		readonly #env: Env;
		readonly #asking = new Buckets(limits.requestsPerMinute);
		readonly #failing = new Buckets(limits.failuresPerMinute);
		#parts: Parts | undefined;
		#run: Promise<RunningSite> | undefined;
		#loopAt: Date | undefined;
		#feedsAt: Date | undefined;

		constructor(state: SiteState, env: Env) {
			super(state, env);
			this.#storage = state.storage;
			this.#env = env;
		}

		async call(call: Call): Promise<Answer> {
			try {
				const answer = await this.#answer(call);
				await this.#heal();
				return answer;
			} catch (error) {
				if (!(error instanceof Refused || error instanceof LatchstringError)) log(error);
				return answerOf(error);
			}
		}

		async tell(facts: Fact[]): Promise<Told> {
			try {
				if (!SqlStore.exists(this.#storage)) throw notFound("site");
				const running = await this.#running();
				return { ok: true, seen: await running.tell(facts) };
			} catch (error) {
				if (error instanceof LatchstringError) return { ok: false, error: errorIn(error) };
				const { detail, hint } = (answerOf(error).body ?? {}) as { detail: string; hint: string };
				return { ok: false, error: { code: "unknown_state", path: "", message: detail, hint } };
			}
		}

		async wakesAt(): Promise<string | undefined> {
			if (!SqlStore.exists(this.#storage)) return undefined;
			await this.#running();
			return this.#desk().wakesAt()?.toISOString();
		}

		async alarm(): Promise<void> {
			if (!SqlStore.exists(this.#storage)) return;
			try {
				const running = await this.#running();
				await running.wake();
				this.#feedsAt = await this.#desk().feeds.turn();
				this.#arm();
			} catch (error) {
				// An alarm that throws too often is given up by the runtime, and nobody hears of it.
				log(error);
				await this.#storage.setAlarm(Date.now() + AGAIN);
			}
		}

		async #answer(call: Call): Promise<Answer> {
			const operation = byId.get(call.operation);
			if (operation === undefined) throw notFound("operation");
			if (operation.scope === "webhook") return await this.#hear(call);
			const caller = await this.#caller(call);
			if (!caller.scopes.has(operation.scope)) throw forbidden(operation.scope);
			this.#limit(this.#asking, caller.id);
			if (call.operation === "createSite") return await this.#create(call);
			if (!SqlStore.exists(this.#storage)) throw notFound("site");
			if (call.operation === "deleteSite") return await this.#delete();
			const answer = async () => {
				const said = await operation.run(this.#desk(caller), call);
				if (/Feed$/.test(call.operation)) await this.#turnFeeds();
				return said;
			};
			if (operation.method === "GET" || call.key === undefined) return await answer();
			const { operation: name, params, query, body = "" } = call;
			const what = JSON.stringify([name, params, query, body]);
			return await this.#open().asked.once(call.key, caller.id, what, answer);
		}

		/** Who asks. A stranger does not learn whether there is such a site. */
		async #caller({ token = "" }: Call): Promise<Caller> {
			if (token !== "" && (await isOperator(token, this.#env)))
				return { id: "operator", scopes: new Set(SCOPES) };
			const exists = SqlStore.exists(this.#storage);
			const found = exists ? await new Tokens(this.#storage).find(token, new Date()) : undefined;
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
			const storage = this.#storage;
			// A key that is none, or a vault without one, is found before anything is stored.
			Vault.of(call.site, this.#env.ROW_KEYS);
			const isThere = SqlStore.exists(storage);
			if (isThere && this.#open().store.counts().header !== undefined) {
				const hint = "choose another id, or change the site that is there";
				throw new Refused(409, {
					code: "site_exists",
					path: "id",
					detail: "the site exists",
					hint,
				});
			}
			storage.transactionSync(() => {
				SqlStore.create(storage);
				Tokens.create(storage);
				Asked.create(storage);
				this.#open(call.site).store.setFact("site", call.site);
			});
			this.#run = this.#begin(site);
			try {
				await this.#run;
			} catch (error) {
				// Half a site would be tried again for ever.
				await this.#delete();
				throw error;
			}
			const scopes = SCOPES.filter((scope) => scope !== "operator");
			const { token } = await this.#open().tokens.add({ name: "first", scopes }, new Date());
			return { status: 201, body: { id: call.site, token } };
		}

		async #delete(): Promise<Answer> {
			await (await this.#run?.catch(() => undefined))?.stop();
			[this.#run, this.#parts] = [undefined, undefined];
			[this.#loopAt, this.#feedsAt] = [undefined, undefined];
			await this.#storage.deleteAlarm();
			await this.#storage.deleteAll();
			return { status: 204 };
		}

		/** Takes a webhook whose signature fits, once. */
		async #hear({ params, headers, body }: Call): Promise<Answer> {
			const name = params.name ?? "";
			const make = Object.hasOwn(options.webhooks ?? {}, name)
				? options.webhooks?.[name]
				: undefined;
			if (make === undefined) throw notFound("webhook");
			if (this.#failing.isEmpty("webhooks", Date.now())) throw tooMany(60);
			const text = String(body);
			let facts: Fact[];
			try {
				({ facts } = await make(this.#context())(text, headers));
			} catch (error) {
				this.#failing.take("webhooks", Date.now());
				throw error;
			}
			if (!SqlStore.exists(this.#storage)) throw notFound("site");
			const { asked } = this.#open();
			const id = headers["svix-id"] ?? headers["webhook-id"] ?? text;
			const heard = await sha256(`${name} ${id}`);
			if (asked.hasHeard(heard)) return { status: 204 };
			await (await this.#running()).take(facts);
			asked.hear(heard);
			return { status: 204 };
		}

		/** What is opened of the storage of a site. */
		#open(siteId?: string): Parts {
			if (this.#parts !== undefined) return this.#parts;
			const facts = "SELECT value FROM facts_of_host WHERE name = 'site'";
			const id = siteId ?? String(this.#storage.sql.exec(facts).toArray()[0]?.value ?? "");
			const vault = Vault.of(id, this.#env.ROW_KEYS);
			const store = new SqlStore(this.#storage, vault);
			const tokens = new Tokens(this.#storage);
			const feeds = new Feeds({
				...{ store, reader: options.readFeed, everyMinutes: limits.feedMinutes },
				fetch: options.fetch ?? ((address, init) => fetch(address, init)),
				running: () => this.#running(),
				now: () => this.#context().clock.now(),
			});
			this.#parts = { id, vault, store, tokens, feeds, asked: new Asked(this.#storage, vault) };
			return this.#parts;
		}

		#context(): SiteContext<Env> {
			const clock = options.clock?.(this.#env, this.#storage) ?? systemClock;
			const lockOf = async (id: string): Promise<Lock | undefined> =>
				(await this.#open().store.row("locks", id))?.lock;
			const siteId = SqlStore.exists(this.#storage) ? this.#open().id : "";
			return { env: this.#env, siteId, storage: this.#storage, lockOf, clock };
		}

		#desk(caller: Caller = { id: "", scopes: new Set() }): Desk {
			const { id, vault, store, tokens, feeds, asked } = this.#open();
			const underOtherKeys = () => store.underOtherKeys() + asked.underOtherKeys();
			return {
				...{ siteId: id, store, tokens, feeds, caller, pinKey: this.#env.PIN_KEY },
				now: this.#context().clock.now(),
				running: () => this.#running(),
				wakesAt: () => earlier(this.#loopAt, this.#feedsAt),
				keys: () => ({ current: vault.current, underOtherKeys: underOtherKeys() }),
				sealAnew: async () => {
					const { sealed } = await store.sealAnew(SEALED_AT_ONCE);
					return { sealed, left: underOtherKeys() };
				},
			};
		}

		#running(): Promise<RunningSite> {
			this.#run ??= this.#begin();
			return this.#run;
		}

		async #begin(site?: ReturnType<typeof createSite>): Promise<RunningSite> {
			let begun: Promise<RunningSite> | undefined;
			const over = (error?: unknown) => {
				if (error !== undefined) log(error);
				if (this.#run === begun) this.#run = undefined;
				// Somebody has to look after the site again.
				this.#loopAt = new Date(this.#context().clock.now().getTime() + AGAIN);
				this.#arm();
			};
			try {
				const context = this.#context();
				const running = await runSite({
					...{ store: this.#open().store, key: this.#env.PIN_KEY, clock: context.clock },
					...{ platform: options.platform(context), notify: options.notify(context) },
					...(site && { site }),
					report: (said) => (options.report ?? reported)(said, context),
					alarm: (at) => {
						this.#loopAt = at;
						this.#arm();
					},
				});
				begun = this.#run;
				running.done.then(() => undefined, over);
				// What is due is done, and the alarm is set, before anybody is answered.
				await running.wake();
				await this.#turnFeeds();
				return running;
			} catch (error) {
				this.#run = undefined;
				over();
				throw error;
			}
		}

		async #turnFeeds(): Promise<void> {
			this.#feedsAt = await this.#open().feeds.turn();
			this.#arm();
		}

		/** Sets the one alarm to what is due first, on the machine's clock and never in the past. */
		#arm(): void {
			const at = earlier(this.#loopAt, this.#feedsAt);
			if (at === undefined) return;
			const left = at.getTime() - this.#context().clock.now().getTime();
			const now = Date.now();
			this.#storage.setAlarm(Math.min(Math.max(now + left, now + 1), LATEST)).catch(log);
		}

		/** An alarm that was lost is set again. */
		async #heal(): Promise<void> {
			if (earlier(this.#loopAt, this.#feedsAt) === undefined) return;
			const at = await this.#storage.getAlarm();
			if (at === null || at < Date.now() - 1000) this.#arm();
		}
	};
}

interface Parts {
	id: string;
	vault: Vault;
	store: SqlStore;
	tokens: Tokens;
	feeds: Feeds;
	asked: Asked;
}

/** Alarms of later years are refused. */
const LATEST = Date.UTC(2189, 0, 1);

function earlier(one: Date | undefined, other: Date | undefined): Date | undefined {
	if (one === undefined || other === undefined) return one ?? other;
	return one < other ? one : other;
}

function forbidden(scope: string): Refused {
	const hint = `ask with a token whose scopes have \`${scope}\``;
	return new Refused(403, { code: "forbidden", detail: "the token may not do this", hint });
}

export function tooMany(seconds: number): Refused {
	const hint = `wait for ${seconds} s`;
	const details = { code: "too_many_requests", detail: "too many requests", hint };
	return new Refused(429, details, { "retry-after": String(seconds) });
}

/** What the log says: kinds and codes, and no text that may hold a PIN. */
function log(error: unknown): void {
	const name = error instanceof Error ? error.name : typeof error;
	const code = error instanceof LatchstringError ? ` ${error.code} ${error.path}` : "";
	const detail = error instanceof Refused ? ` ${error.problem.detail}` : "";
	console.error(`latchstring: ${name}${code}${detail}`);
}

function reported({ kind }: { kind: string }): void {
	console.warn(`latchstring: ${kind}`);
}
