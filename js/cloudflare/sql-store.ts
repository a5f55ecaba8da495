// The store of a site in the SQLite of its Durable Object. It promises that a transaction is whole,
// and that a row with a PIN or a guest in it is sealed.

import type { SiteStore, StoreChange, StoredRow } from "../host/store.js";
import type { Vault } from "./vault.js";
import type { SiteStorage, SqlValue } from "./workers.js";

/** The name of a table. */
export type Kind = StoredRow["table"];

/** Tables whose rows hold no PIN and no name: all others are sealed. */
const CLEAR: ReadonlySet<Kind> = new Set(["header", "notices", "orders", "audit"]);

const TABLES = [
	"CREATE TABLE IF NOT EXISTS facts_of_host (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
	`CREATE TABLE IF NOT EXISTS site_rows (kind TEXT NOT NULL, id TEXT NOT NULL, clear TEXT, key TEXT,
		sealed BLOB, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID`,
	"CREATE INDEX IF NOT EXISTS site_rows_by_key ON site_rows (key) WHERE key IS NOT NULL",
];

/** The rows of a site. */
export class SqlStore implements SiteStore {
	readonly #storage: SiteStorage;
	readonly #vault: Vault;

	constructor(storage: SiteStorage, vault: Vault) {
		this.#storage = storage;
		this.#vault = vault;
	}

	/** Makes the tables. */
	static create(storage: SiteStorage): void {
		for (const statement of TABLES) storage.sql.exec(statement);
	}

	/** Whether there is a site. A read of an object that has none writes nothing. */
	static exists(storage: SiteStorage): boolean {
		const found = "SELECT 1 FROM sqlite_master WHERE name = 'site_rows'";
		return storage.sql.exec(found).toArray().length > 0;
	}

	async open(run: string): Promise<StoredRow[]> {
		const found = this.#storage.transactionSync(() => {
			this.setFact("run", run);
			return this.#read("kind <> 'audit'");
		});
		return await this.#opened(found);
	}

	async transaction(run: string, changes: StoreChange[]): Promise<"stored" | "taken"> {
		const written = await Promise.all(changes.map((change) => this.#written(change)));
		return this.#storage.transactionSync(() => {
			if (this.fact("run") !== run) return "taken";
			for (const [statement, ...values] of written) this.#storage.sql.exec(statement, ...values);
			return "stored";
		});
	}

	/** A row, where it is there. */
	async row<T extends Kind>(table: T, id: string): Promise<RowOf<T> | undefined> {
		const [row] = await this.#opened(this.#read("kind = ? AND id = ?", table, id));
		return row?.row as RowOf<T> | undefined;
	}

	/** The rows of a table behind an id, in their order. */
	async page<T extends Kind>(table: T, after: string, limit: number): Promise<Page<T>> {
		const where = "kind = ? AND id > ? ORDER BY id LIMIT ?";
		const found = await this.#opened(this.#read(where, table, after, limit + 1));
		const rows = found.slice(0, limit).map(({ id, row }) => ({ id, row: row as RowOf<T> }));
		const last = rows.at(-1);
		return { rows, ...(found.length > limit && last && { next: last.id }) };
	}

	/** How many rows each table has. */
	counts(): Record<string, number> {
		const counted = "SELECT kind, count(*) AS many FROM site_rows GROUP BY kind ORDER BY kind";
		const rows = this.#storage.sql.exec(counted).toArray();
		return Object.fromEntries(rows.map(({ kind, many }) => [String(kind), Number(many)]));
	}

	/** Seals rows of other keys anew, so many at a time; gives how many, and how many are left. */
	async sealAnew(most: number): Promise<{ sealed: number; left: number }> {
		const { current } = this.#vault;
		const found = this.#read("key IS NOT NULL AND key <> ? LIMIT ?", current, most);
		const opened = await this.#opened(found);
		const written = await Promise.all(
			opened.map(async (row, at) => ({
				before: found[at]?.sealed ?? null,
				change: await this.#written({ op: "put", ...row }),
			})),
		);
		this.#storage.transactionSync(() => {
			for (const [at, { before, change }] of written.entries()) {
				const { kind = null, id = null } = found[at] ?? {};
				// What was written since is newer, and sealed under the new key already.
				const same = "SELECT 1 FROM site_rows WHERE kind = ? AND id = ? AND sealed = ?";
				if (this.#storage.sql.exec(same, kind, id, before).toArray().length === 0) continue;
				const [statement, ...values] = change;
				this.#storage.sql.exec(statement, ...values);
			}
		});
		return { sealed: written.length, left: this.underOtherKeys() };
	}

	/** How many rows are sealed under another key than the first. */
	underOtherKeys(): number {
		const counted = "SELECT count(*) AS many FROM site_rows WHERE key IS NOT NULL AND key <> ?";
		return Number(this.#storage.sql.exec(counted, this.#vault.current).toArray()[0]?.many ?? 0);
	}

	fact(name: string): string | undefined {
		const found = "SELECT value FROM facts_of_host WHERE name = ?";
		const [row] = this.#storage.sql.exec(found, name).toArray();
		return row === undefined ? undefined : String(row.value);
	}

	setFact(name: string, value: string): void {
		const put = "INSERT OR REPLACE INTO facts_of_host (name, value) VALUES (?, ?)";
		this.#storage.sql.exec(put, name, value);
	}

	#read(where: string, ...values: SqlValue[]): Record<string, SqlValue>[] {
		const columns = "SELECT kind, id, clear, key, sealed FROM site_rows WHERE";
		return this.#storage.sql.exec(`${columns} ${where}`, ...values).toArray();
	}

	async #opened(found: Record<string, SqlValue>[]): Promise<StoredRow[]> {
		return await Promise.all(
			found.map(async ({ kind, id, clear, key, sealed }) => {
				const place = `${kind} ${id}`;
				const text =
					typeof clear === "string"
						? clear
						: await this.#vault.open({ key: String(key), bytes: sealed as ArrayBuffer }, place);
				return { table: kind, id, row: JSON.parse(text) } as StoredRow;
			}),
		);
	}

	async #written(change: StoreChange): Promise<[string, ...SqlValue[]]> {
		const { table, id } = change;
		if (change.op === "delete")
			return ["DELETE FROM site_rows WHERE kind = ? AND id = ?", table, id];
		const put =
			"INSERT OR REPLACE INTO site_rows (kind, id, clear, key, sealed) VALUES (?, ?, ?, ?, ?)";
		const text = JSON.stringify(change.row);
		if (CLEAR.has(table)) return [put, table, id, text, null, null];
		const { key, bytes } = await this.#vault.seal(text, `${table} ${id}`);
		return [put, table, id, null, key, bytes];
	}
}

/** A row of a table. */
export type RowOf<T extends Kind> = Extract<StoredRow, { table: T }>["row"];

/** Some rows of a table, and the id behind which the next ones begin. */
export interface Page<T extends Kind> {
	rows: { id: string; row: RowOf<T> }[];
	next?: string;
}
