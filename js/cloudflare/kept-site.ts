// A site in the storage of its object, and its one run. It promises that the loop of
// `latchstring/host` alone runs the site, and that one alarm stands for whatever is due first.

import type { createSite } from "../api/site.js";
import type { Lock } from "../generated/types.js";
import { systemClock } from "../host/clock.js";
import { type RunningSite, runSite } from "../host/run.js";
import { Asked } from "./asked.js";
import { Feeds } from "./feeds.js";
import { log, reported } from "./log.js";
import type { Desk } from "./operation.js";
import type { SiteContext, SiteHostLimits, SiteHostOptions } from "./options.js";
import { SqlStore } from "./sql-store.js";
import { type Caller, Tokens } from "./tokens.js";
import { Vault } from "./vault.js";
import type { SiteEnv, SiteStorage } from "./workers.js";

/** Rows that a rotation of the key seals at once. */
const SEALED_AT_ONCE = 500;

/** When a site that could not be run is tried again. */
const AGAIN = 60_000;

/** What a site's object has, and how it was set up. */
export interface Setup<Env extends SiteEnv> {
	storage: SiteStorage;
	env: Env;
	options: SiteHostOptions<Env>;
	limits: SiteHostLimits;
}

/** A site that is kept in an object, or none yet. */
export class KeptSite<Env extends SiteEnv> {
	readonly #set: Setup<Env>;
	#parts: Parts | undefined;
	#run: Promise<RunningSite> | undefined;
	#loopAt: Date | undefined;
	#feedsAt: Date | undefined;

	constructor(set: Setup<Env>) {
		this.#set = set;
	}

	/** Whether there is a site. */
	get exists(): boolean {
		return SqlStore.exists(this.#set.storage);
	}

	/** Whether there is a site, and not the beginning of one alone. */
	get isWhole(): boolean {
		return this.exists && this.open().store.counts().header !== undefined;
	}

	/** Refuses keys of rows that are none, before anything is stored. */
	checkKeys(siteId: string): void {
		Vault.of(siteId, this.#set.env.ROW_KEYS);
	}

	/** Makes the tables of a site, and begins to run it. */
	async create(siteId: string, site: ReturnType<typeof createSite>): Promise<void> {
		const { storage } = this.#set;
		storage.transactionSync(() => {
			SqlStore.create(storage);
			Tokens.create(storage);
			Asked.create(storage);
			this.open(siteId).store.setFact("site", siteId);
		});
		this.#run = this.#begin(site);
		try {
			await this.#run;
		} catch (error) {
			// Half a site would be tried again for ever.
			await this.delete();
			throw error;
		}
	}

	/** Stops the site, and deletes all that is stored. */
	async delete(): Promise<void> {
		await (await this.#run?.catch(() => undefined))?.stop();
		[this.#run, this.#parts] = [undefined, undefined];
		[this.#loopAt, this.#feedsAt] = [undefined, undefined];
		await this.#set.storage.deleteAlarm();
		await this.#set.storage.deleteAll();
	}

	/** Does what is due. */
	async wake(): Promise<void> {
		try {
			const running = await this.running();
			await running.wake();
			await this.turnFeeds();
		} catch (error) {
			// An alarm that throws too often is given up by the runtime, and nobody hears of it.
			log(error);
			await this.#set.storage.setAlarm(Date.now() + AGAIN);
		}
	}

	/** What is opened of the storage of a site. */
	open(siteId?: string): Parts {
		if (this.#parts !== undefined) return this.#parts;
		const facts = "SELECT value FROM facts_of_host WHERE name = 'site'";
		const id = siteId ?? String(this.#set.storage.sql.exec(facts).toArray()[0]?.value ?? "");
		const vault = Vault.of(id, this.#set.env.ROW_KEYS);
		const store = new SqlStore(this.#set.storage, vault);
		const tokens = new Tokens(this.#set.storage);
		const feeds = new Feeds({
			...{ store, reader: this.#set.options.readFeed, everyMinutes: this.#set.limits.feedMinutes },
			fetch: this.#set.options.fetch ?? ((address, init) => fetch(address, init)),
			running: () => this.running(),
			now: () => this.context().clock.now(),
		});
		this.#parts = { id, vault, store, tokens, feeds, asked: new Asked(this.#set.storage, vault) };
		return this.#parts;
	}

	/** What the options are called with. */
	context(): SiteContext<Env> {
		const clock = this.#set.options.clock?.(this.#set.env, this.#set.storage) ?? systemClock;
		const lockOf = async (id: string): Promise<Lock | undefined> =>
			(await this.open().store.row("locks", id))?.lock;
		const siteId = SqlStore.exists(this.#set.storage) ? this.open().id : "";
		return { env: this.#set.env, siteId, storage: this.#set.storage, lockOf, clock };
	}

	/** What an operation works with. */
	desk(caller: Caller = { id: "", scopes: new Set() }): Desk {
		const { id, vault, store, tokens, feeds, asked } = this.open();
		const underOtherKeys = () => store.underOtherKeys() + asked.underOtherKeys();
		return {
			...{ siteId: id, store, tokens, feeds, caller, pinKey: this.#set.env.PIN_KEY },
			now: this.context().clock.now(),
			running: () => this.running(),
			wakesAt: () => earlier(this.#loopAt, this.#feedsAt),
			keys: () => ({ current: vault.current, underOtherKeys: underOtherKeys() }),
			sealAnew: async () => {
				const { sealed } = await store.sealAnew(SEALED_AT_ONCE);
				return { sealed, left: underOtherKeys() };
			},
		};
	}

	/** The one run of the site, begun where it does not run. */
	running(): Promise<RunningSite> {
		this.#run ??= this.#begin();
		return this.#run;
	}

	/** Reads the feeds that are due. */
	async turnFeeds(): Promise<void> {
		this.#feedsAt = await this.open().feeds.turn();
		this.#arm();
	}

	async #begin(site?: ReturnType<typeof createSite>): Promise<RunningSite> {
		let begun: Promise<RunningSite> | undefined;
		const over = (error?: unknown) => {
			if (error !== undefined) log(error);
			if (this.#run === begun) this.#run = undefined;
			// Somebody has to look after the site again.
			this.#loopAt = new Date(this.context().clock.now().getTime() + AGAIN);
			this.#arm();
		};
		try {
			const context = this.context();
			const running = await runSite({
				...{ store: this.open().store, key: this.#set.env.PIN_KEY, clock: context.clock },
				platform: this.#set.options.platform(context),
				notify: this.#set.options.notify(context),
				...(site && { site }),
				report: (said) => (this.#set.options.report ?? reported)(said, context),
				alarm: (at) => {
					this.#loopAt = at;
					this.#arm();
				},
			});
			begun = this.#run;
			running.done.then(() => undefined, over);
			// What is due is done, and the alarm is set, before anybody is answered.
			await running.wake();
			await this.turnFeeds();
			return running;
		} catch (error) {
			this.#run = undefined;
			over();
			throw error;
		}
	}

	/** Sets the one alarm to what is due first, on the machine's clock and never in the past. */
	#arm(): void {
		const at = earlier(this.#loopAt, this.#feedsAt);
		if (at === undefined) return;
		const left = at.getTime() - this.context().clock.now().getTime();
		const now = Date.now();
		this.#set.storage.setAlarm(Math.min(Math.max(now + left, now + 1), LATEST)).catch(log);
	}

	/** An alarm that was lost is set again. */
	async heal(): Promise<void> {
		if (earlier(this.#loopAt, this.#feedsAt) === undefined) return;
		const at = await this.#set.storage.getAlarm();
		if (at === null || at < Date.now() - 1000) this.#arm();
	}
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
