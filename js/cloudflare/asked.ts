// Idempotency keys. It promises that a request with a key that was answered gets that answer again
// and changes nothing, for a day.

import { sha256 } from "../core/bytes.js";
import { type Answer, Refused } from "./problem.js";
import type { Vault } from "./vault.js";
import type { SiteStorage } from "./workers.js";

const TABLE = `CREATE TABLE IF NOT EXISTS asked (name TEXT PRIMARY KEY, print TEXT NOT NULL,
	key TEXT NOT NULL, sealed BLOB NOT NULL, until INTEGER NOT NULL) STRICT`;

const HEARD = `CREATE TABLE IF NOT EXISTS heard (name TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT`;

const DAY = 86_400_000;

/** What was asked and answered. */
export class Asked {
	readonly #storage: SiteStorage;
	readonly #vault: Vault;
	readonly #underWay = new Set<string>();

	constructor(storage: SiteStorage, vault: Vault) {
		this.#storage = storage;
		this.#vault = vault;
	}

	static create(storage: SiteStorage): void {
		storage.sql.exec(TABLE);
		storage.sql.exec(HEARD);
	}

	/** Answers once: `what` is all that makes the request. */
	async once(key: string, caller: string, what: string, answer: () => Promise<Answer>) {
		if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
			const hint = "give 1 to 200 visible letters, such as a UUID";
			throw new Refused(400, {
				...{ code: "invalid_value", path: "Idempotency-Key" },
				...{ detail: "not an idempotency key", hint },
			});
		}
		const name = await sha256(`${caller} ${key}`);
		const print = await sha256(what);
		if (this.#underWay.has(name)) {
			const hint = "ask again in a moment";
			throw new Refused(409, { code: "under_way", detail: "the request is under way", hint });
		}
		const found = this.#storage.sql
			.exec("SELECT print, key, sealed FROM asked WHERE name = ? AND until > ?", name, Date.now())
			.toArray()[0];
		if (found !== undefined) {
			if (found.print !== print) {
				const hint = "use a new key for another request";
				const detail = "this key came with another request";
				throw new Refused(422, { code: "idempotency_key_reused", detail, hint });
			}
			const sealed = { key: String(found.key), bytes: found.sealed as ArrayBuffer };
			const before: Answer = JSON.parse(await this.#vault.open(sealed, `asked ${name}`));
			return { ...before, headers: { ...before.headers, "idempotent-replayed": "true" } };
		}
		this.#underWay.add(name);
		try {
			const said = await answer();
			if (said.status < 500 && said.status !== 429) await this.#keep(name, print, said);
			return said;
		} finally {
			this.#underWay.delete(name);
		}
	}

	async #keep(name: string, print: string, answer: Answer): Promise<void> {
		const { key, bytes } = await this.#vault.seal(JSON.stringify(answer), `asked ${name}`);
		const now = Date.now();
		this.#storage.transactionSync(() => {
			this.#storage.sql.exec("DELETE FROM asked WHERE until <= ?", now);
			const put = "INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?, ?)";
			this.#storage.sql.exec(put, name, print, key, bytes, now + DAY);
		});
	}

	/** Whether a webhook of this id was taken before. */
	hasHeard(name: string): boolean {
		const found = "SELECT 1 FROM heard WHERE name = ? AND until > ?";
		return this.#storage.sql.exec(found, name, Date.now()).toArray().length > 0;
	}

	/** Remembers that a webhook was taken, for as long as its signature may count. */
	hear(name: string): void {
		const now = Date.now();
		this.#storage.transactionSync(() => {
			this.#storage.sql.exec("DELETE FROM heard WHERE until <= ?", now);
			this.#storage.sql.exec("INSERT OR REPLACE INTO heard VALUES (?, ?)", name, now + DAY);
		});
	}

	/** How many answers are sealed under another key than the first: they go within a day. */
	underOtherKeys(): number {
		const counted = "SELECT count(*) AS many FROM asked WHERE key <> ? AND until > ?";
		const [row] = this.#storage.sql.exec(counted, this.#vault.current, Date.now()).toArray();
		return Number(row?.many ?? 0);
	}
}
