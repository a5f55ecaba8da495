// The store of a site in SQLite: rows under table and id, sealed with a key of the environment.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import Database from "libsql";

const SCHEMA = `
	CREATE TABLE IF NOT EXISTS rows (place TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS texts (id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
	CREATE TABLE IF NOT EXISTS run (one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT) STRICT;
`;

/** Opens a file; `key` is 32 bytes as 64 hexadecimal digits. */
export function openStore(file, key) {
	const database = new Database(file);
	database.pragma("journal_mode = WAL");
	database.pragma("synchronous = FULL");
	database.exec(SCHEMA);
	const secret = Buffer.from(key, "hex");
	const owner = database.prepare("SELECT name FROM run");
	const own = database.prepare("INSERT OR REPLACE INTO run VALUES (1, ?)");
	const all = database.prepare("SELECT place, sealed FROM rows WHERE place NOT LIKE 'audit %'");
	const one = database.prepare("SELECT sealed FROM rows WHERE place = ?");
	const put = database.prepare("INSERT OR REPLACE INTO rows VALUES (?, ?)");
	const text = database.prepare("SELECT sealed FROM texts WHERE id = ?");
	const putText = database.prepare("INSERT OR REPLACE INTO texts VALUES (?, ?)");
	const remove = database.prepare("DELETE FROM rows WHERE place = ?");

	const seal = (place, text) => {
		const iv = randomBytes(12);
		const cipher = createCipheriv("aes-256-gcm", secret, iv).setAAD(Buffer.from(place));
		const bytes = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
		return Buffer.concat([iv, cipher.getAuthTag(), bytes]);
	};
	const unseal = (place, bytes) => {
		const sealed = Buffer.from(bytes);
		const opened = createDecipheriv("aes-256-gcm", secret, sealed.subarray(0, 12))
			.setAAD(Buffer.from(place))
			.setAuthTag(sealed.subarray(12, 28));
		return Buffer.concat([opened.update(sealed.subarray(28)), opened.final()]).toString("utf8");
	};

	return {
		open: database.transaction((run) => {
			own.run(run);
			return all.all().map(({ place, sealed }) => JSON.parse(unseal(place, sealed)));
		}),
		transaction: database.transaction((run, changes) => {
			if (owner.get()?.name !== run) return "taken";
			for (const { op, table, id, row } of changes) {
				const place = `${table} ${id}`;
				if (op === "delete") remove.run(place);
				else put.run(place, seal(place, JSON.stringify({ table, id, row })));
			}
			return "stored";
		}),
		/** A row of the host's own, such as the state of a feed. */
		kept(id) {
			const found = one.get(`kept ${id}`);
			return found && JSON.parse(unseal(`kept ${id}`, found.sealed)).row;
		},
		/** Texts beside the site, for virtual locks. */
		texts: {
			get: (id) => {
				const found = text.get(id);
				return found && unseal(`text ${id}`, found.sealed);
			},
			set: (id, given) => putText.run(id, seal(`text ${id}`, given)),
		},
		close: () => database.close(),
	};
}
