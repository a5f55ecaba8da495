// The tokens of a site. It promises that a token is stored as its hash, that comparing tells
// nothing by the time that it takes, and that a token opens what its scopes say and no more.

import { isSame, randomHex, sha256 } from "../core/bytes.js";
import { Refused } from "./problem.js";
import type { SiteEnv, SiteStorage } from "./workers.js";

/** What a token may do. */
export const SCOPES = [
	...(["read", "reveal", "bookings", "settings", "orders", "events"] as const),
	...(["feeds", "audit", "admin", "operator"] as const),
];

/** What a token may do; only the token of the environment is the `operator`. */
export type Scope = (typeof SCOPES)[number];

/** A token as it is shown: without its secret. */
export interface TokenRow {
	id: string;
	name: string;
	scopes: Scope[];
	createdAt: string;
	expiresAt?: string;
}

/** Who asks. */
export interface Caller {
	id: string;
	scopes: ReadonlySet<Scope>;
}

const TABLE = `CREATE TABLE IF NOT EXISTS tokens (id TEXT PRIMARY KEY, hash TEXT NOT NULL,
	name TEXT NOT NULL, scopes TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT) STRICT`;

/** The most tokens of one site. */
const MOST = 100;

const FORM = /^ls_([0-9a-f]{16})_([0-9a-f]{64})$/;

/** The tokens of a site, in its own storage. */
export class Tokens {
	readonly #storage: SiteStorage;

	constructor(storage: SiteStorage) {
		this.#storage = storage;
	}

	static create(storage: SiteStorage): void {
		storage.sql.exec(TABLE);
	}

	/** Makes a token. Its text is given once, and is stored nowhere. */
	async add(
		{ name, scopes, expiresAt }: Omit<TokenRow, "id" | "createdAt">,
		now: Date,
	): Promise<{ token: string; row: TokenRow }> {
		const [id, secret] = [randomHex(8), randomHex(32)];
		const hash = await sha256(secret);
		if (this.list().length >= MOST) {
			const hint = "delete tokens that nobody needs";
			throw new Refused(409, { code: "too_many_tokens", detail: "the site has 100 tokens", hint });
		}
		const createdAt = now.toISOString();
		const put = "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?)";
		const text = JSON.stringify(scopes);
		this.#storage.sql.exec(put, id, hash, name, text, createdAt, expiresAt ?? null);
		const row = { id, name, scopes, createdAt, ...(expiresAt !== undefined && { expiresAt }) };
		return { token: `ls_${id}_${secret}`, row };
	}

	list(): TokenRow[] {
		const all = "SELECT * FROM tokens ORDER BY created_at, id";
		return this.#storage.sql
			.exec(all)
			.toArray()
			.map((row) => ({
				...{ id: String(row.id), name: String(row.name), scopes: JSON.parse(String(row.scopes)) },
				createdAt: String(row.created_at),
				...(row.expires_at !== null && { expiresAt: String(row.expires_at) }),
			}));
	}

	/** Deletes a token; says whether it was there. */
	remove(id: string): boolean {
		const gone = "DELETE FROM tokens WHERE id = ? RETURNING id";
		return this.#storage.sql.exec(gone, id).toArray().length > 0;
	}

	/** Whose token it is; nothing where it is nobody's. */
	async find(token: string, now: Date): Promise<Caller | undefined> {
		const [, id = "", secret = ""] = FORM.exec(token) ?? [];
		const found = "SELECT hash, scopes, expires_at FROM tokens WHERE id = ?";
		const [row] = this.#storage.sql.exec(found, id).toArray();
		// Where there is no such token, as much is computed.
		const isRight = isSame(await sha256(secret), String(row?.hash ?? NOBODY));
		if (!isRight || row === undefined) return undefined;
		if (row.expires_at !== null && Date.parse(String(row.expires_at)) <= now.getTime())
			return undefined;
		return { id, scopes: new Set<Scope>(JSON.parse(String(row.scopes))) };
	}
}

const NOBODY = "0".repeat(64);

/** Whether it is the token that makes and deletes sites. */
export async function isOperator(token: string, env: SiteEnv): Promise<boolean> {
	const wanted = env.OPERATOR_TOKEN_SHA256?.toLowerCase() ?? "";
	return isSame(await sha256(token), /^[0-9a-f]{64}$/.test(wanted) ? wanted : NOBODY);
}
