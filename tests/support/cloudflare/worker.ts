// A Worker with the host of latchstring/cloudflare, for its tests. The world outside (the locks in
// their doors, the people who are told) is an object of its own, as it would be a cloud of somebody
// else's.
import { DurableObject, env as own } from "cloudflare:workers";
import type { Command, Fact, Lock, Notice, VirtualLock } from "latchstring";
import {
	type SiteContext,
	type SiteEnv,
	type SiteNamespace,
	type SiteState,
	type SiteStorage,
	siteHost,
	virtualDoors,
	webhookMessenger,
} from "latchstring/cloudflare";
import type { LockPlatform, SiteClock } from "latchstring/host";
import { readFeed } from "latchstring/ical";
import { seamWebhook } from "latchstring/seam/webhook";
import { type ManualClock, manualClock } from "../manual-clock.js";

interface Env extends SiteEnv {
	WORLD: SiteNamespace;
	SEAM_SECRET: string;
	/** Where the clock of all sites begins; without it the machine's counts. */
	START?: string;
}

interface Outside {
	run(command: Command, lock: Lock | undefined, now: string): Promise<Fact[]>;
	tell(notice: Notice, now: string): Promise<void>;
}

const drained = async () => {
	for (let rounds = 0; rounds < 4; rounds += 1) await new Promise((done) => setTimeout(done, 0));
};
/**
 * The clock of each object: its timers end with the object, and its time goes on in the next one.
 */
const clocks = new WeakMap<SiteStorage, ManualClock>();
const ids = new WeakMap<SiteStorage, string>();
const times = new Map<string, string>();
const clockOf = (env: Env, storage: SiteStorage): SiteClock => {
	if (env.START === undefined) return { now: () => new Date(), after: afterReal };
	const clock =
		clocks.get(storage) ?? manualClock(times.get(ids.get(storage) ?? "") ?? env.START, drained);
	clocks.set(storage, clock);
	return clock;
};
const afterReal = (milliseconds: number, call: () => void) => {
	const timer = setTimeout(call, Math.max(0, milliseconds));
	return () => clearTimeout(timer);
};

const outside = ({ env, siteId }: SiteContext<Env>) =>
	env.WORLD.get(env.WORLD.idFromName(siteId)) as Outside;

function platform(site: SiteContext<Env>): LockPlatform {
	return {
		async *run(command) {
			const lock = await site.lockOf(command.lockId);
			yield* await outside(site).run(command, lock, site.clock.now().toISOString());
		},
	};
}

/** What stands at the addresses of feeds; nothing leaves this machine. */
const CALENDAR = [
	...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN"],
	...["BEGIN:VEVENT", "UID:2@airbnb.com", "DTSTAMP:20261021T100000Z", "SUMMARY:Reserved"],
	...[
		"DTSTART;VALUE=DATE:20261205",
		"DTEND;VALUE=DATE:20261208",
		"END:VEVENT",
		"END:VCALENDAR",
		"",
	],
].join("\r\n");

async function fetched(address: string): Promise<Response> {
	const { hostname } = new URL(address);
	if (hostname === "good.example.com") return new Response(CALENDAR);
	if (hostname === "large.example.com") return new Response(CALENDAR + "x".repeat(6_000_000));
	if (hostname === "lured.example.com")
		return new Response(null, { status: 302, headers: { location: "http://127.0.0.1/" } });
	throw new Error("no such host");
}

const host = siteHost<Env>({
	platform,
	notify: (site) => async (notice) => {
		await outside(site).tell(notice, site.clock.now().toISOString());
		return { outcome: "delivered", channel: "message" };
	},
	readFeed,
	fetch: fetched,
	webhooks: { seam: ({ env }) => seamWebhook(env.SEAM_SECRET) },
	clock: clockOf,
	report: () => undefined,
	requestsPerMinute: 100_000,
	failuresPerMinute: Number((own as { FAILURES?: string }).FAILURES ?? 100_000),
});

/** Which object dies, after how many writes, and how. It outlives the object. */
let dying: { site: string; at: number; how: "before" | "after" } | undefined;

const deaths = new Set<string>();

interface Dying extends SiteState {
	id: { toString(): string };
	abort(reason: string): void;
}

/** A site that can be made to die at its n-th write. */
export class Site extends host.Site {
	readonly #state: Dying;
	readonly #env: Env;
	#writes = 0;

	constructor(state: Dying, env: Env) {
		super(state, env);
		this.#state = state;
		this.#env = env;
		const { storage } = state;
		ids.set(storage, state.id.toString());
		const write = storage.transactionSync.bind(storage);
		storage.transactionSync = (work) => {
			this.#writes += 1;
			const plan = dying;
			if (plan?.site !== state.id.toString()) return write(work);
			plan.at -= 1;
			if (plan.at !== 0) return write(work);
			dying = undefined;
			deaths.add(state.id.toString());
			if (plan.how === "before") state.abort("before");
			const done = write(work);
			state.abort("after");
			return done;
		};
	}

	/** Lets the object die at its n-th write from now on: unwritten, or written and not said. */
	async dieAt(at: number, how: "before" | "after"): Promise<void> {
		dying = { site: this.#state.id.toString(), at, how };
	}

	async hasDied(): Promise<boolean> {
		return deaths.has(this.#state.id.toString());
	}

	async writes(): Promise<number> {
		return this.#writes;
	}

	/** The bytes of all rows, as they lie on the disk. */
	async raw(): Promise<string> {
		const { sql } = this.#state.storage;
		const tables = sql.exec("SELECT name FROM sqlite_master WHERE type = 'table'").toArray();
		const own = tables.map(({ name }) => String(name)).filter((name) => !name.startsWith("_cf"));
		const cells = own.flatMap((name) =>
			sql.exec(`SELECT * FROM ${name}`).toArray().flatMap(Object.values),
		);
		return cells
			.map((cell) =>
				cell instanceof ArrayBuffer ? new TextDecoder("latin1").decode(cell) : String(cell),
			)
			.join("\n");
	}

	/** Lets time pass, wake by wake. */
	async passTo(instant: string): Promise<void> {
		const clock = clockOf(this.#env, this.#state.storage) as ManualClock;
		const moveTo = async (when: Date | string) => {
			await clock.passTo(when);
			times.set(this.#state.id.toString(), clock.now().toISOString());
		};
		for (let round = 0; round < 1000; round += 1) {
			await drained();
			const at = await this.wakesAt();
			if (at === undefined || at > instant) break;
			await moveTo(new Date(Math.max(Date.parse(at), clock.now().getTime())));
			await this.alarm();
		}
		await moveTo(instant);
		await drained();
	}

	async setClock(instant: string): Promise<void> {
		(clockOf(this.#env, this.#state.storage) as ManualClock).set(instant);
		times.set(this.#state.id.toString(), instant);
	}
}

/** The world outside of one site. */
export class World extends DurableObject {
	readonly #state: SiteState;

	constructor(state: SiteState, env: Env) {
		super(state, env);
		this.#state = state;
		state.storage.sql.exec(
			"CREATE TABLE IF NOT EXISTS told (key TEXT, kind TEXT, at TEXT, doors TEXT)",
		);
		state.storage.sql.exec("CREATE TABLE IF NOT EXISTS sent (id TEXT)");
		state.storage.sql.exec("CREATE TABLE IF NOT EXISTS manners (takes INTEGER, isDown INTEGER)");
	}

	#doors(now: string, lock?: Lock) {
		const clock = { now: () => new Date(now), after: afterReal };
		const { storage } = this.#state;
		return virtualDoors({ storage, clock, lockOf: async () => lock });
	}

	/** How the world behaves: how long its cloud takes, and whether it is down altogether. */
	async behave(takes: number, isDown: boolean): Promise<void> {
		this.#state.storage.sql.exec("DELETE FROM manners");
		this.#state.storage.sql.exec("INSERT INTO manners VALUES (?, ?)", takes, isDown ? 1 : 0);
	}

	async #manners(): Promise<void> {
		const [row] = this.#state.storage.sql.exec("SELECT * FROM manners").toArray();
		if (Number(row?.isDown ?? 0) === 1) throw new Error("down");
		const takes = Number(row?.takes ?? 0);
		if (takes > 0) await new Promise((done) => setTimeout(done, takes));
	}

	async run(command: Command, lock: Lock | undefined, now: string): Promise<Fact[]> {
		this.#state.storage.sql.exec("INSERT INTO sent VALUES (?)", command.id);
		await this.#manners();
		const facts: Fact[] = [];
		const { platform } = this.#doors(now, lock);
		const control = new AbortController();
		for await (const fact of platform.run(command, control.signal as never)) facts.push(fact);
		return facts;
	}

	async tell(notice: Notice, now: string): Promise<void> {
		await this.#manners();
		const doors = JSON.stringify(notice.values.doors ?? []);
		const put = "INSERT INTO told VALUES (?, ?, ?, ?)";
		this.#state.storage.sql.exec(put, notice.key, `${notice.to} ${notice.kind}`, now, doors);
	}

	async heard(): Promise<{ told: object[]; sent: string[] }> {
		const { sql } = this.#state.storage;
		const told = sql.exec("SELECT * FROM told ORDER BY rowid").toArray();
		const sent = sql.exec("SELECT id FROM sent ORDER BY rowid").toArray();
		return { told: told.map((row) => ({ ...row })), sent: sent.map(({ id }) => String(id)) };
	}

	async opens(lockId: string, pin: string, now: string): Promise<boolean> {
		return (await this.#doors(now).type(lockId, pin)).opens;
	}

	async codes(lockIds: string[]): Promise<string[]> {
		const all = await Promise.all(
			lockIds.map((id) => this.#doors(new Date().toISOString()).lock(id)),
		);
		return all.flatMap((lock) => lock?.codes.map(({ pin }) => `${lock.id} ${pin}`) ?? []).sort();
	}

	async change(lockId: string, world: Partial<VirtualLock>): Promise<void> {
		await this.#doors(new Date().toISOString()).change(lockId, world);
	}
}

/** What each function says of arguments that are none. */
function nonsense(): [string, unknown][] {
	const given: unknown[] = [undefined, null, 7, "x", [], {}, { platform: 7 }, () => 1];
	const fit = { platform: () => ({}), notify: () => () => undefined };
	given.push({ ...fit, bodyBytes: -1 }, { ...fit, webhooks: 7 }, { ...fit, webhooks: { seam: 7 } });
	given.push({ ...fit, readFeed: {} });
	return [siteHost, virtualDoors, webhookMessenger].flatMap((call) =>
		given.map((one): [string, unknown] => {
			try {
				(call as (one: unknown) => unknown)(one);
				return [call.name, "nothing"];
			} catch (error) {
				const { name, code, path, hint } = error as Record<string, string>;
				return [call.name, { name, code, path, hint }];
			}
		}),
	);
}

type Method = (...values: unknown[]) => Promise<unknown>;

export default {
	/** `/test/BINDING/id/method` calls an object of the test; all else is the host's. */
	async fetch(request: Request, env: Env): Promise<Response> {
		const [, test, binding, id = "", method = ""] = new URL(request.url).pathname.split("/");
		if (test !== "test") return await host.app.fetch(request, env);
		if (binding === "nonsense") return Response.json(nonsense());
		const objects = binding === "WORLD" ? env.WORLD : env.SITES;
		const values = (await request.json()) as unknown[];
		try {
			const stub = objects.get(objects.idFromName(id)) as Record<string, Method>;
			return Response.json({ value: await stub[method]?.(...values) });
		} catch (error) {
			return Response.json({ error: String(error) }, { status: 500 });
		}
	},
};
