// The types of Workers, as far as they are used: this package compiles without any runtime's types.

/** A value that SQLite keeps. */
export type SqlValue = string | number | ArrayBuffer | null;

/** What a statement gives. */
export interface SqlCursor {
	toArray(): Record<string, SqlValue>[];
}

/** The storage of a Durable Object. */
export interface SiteStorage {
	sql: { exec(statement: string, ...values: SqlValue[]): SqlCursor; readonly databaseSize: number };
	transactionSync<T>(work: () => T): T;
	getAlarm(): Promise<number | null>;
	setAlarm(at: number): Promise<void>;
	deleteAlarm(): Promise<void>;
	deleteAll(): Promise<void>;
}

/** What a Durable Object is given. */
export interface SiteState {
	storage: SiteStorage;
}

/** A Durable Object, as a Worker reaches it. */
export interface SiteStub {
	call(call: unknown): Promise<unknown>;
}

/** The binding of the Durable Objects. */
export interface SiteNamespace {
	idFromName(name: string): unknown;
	get(id: unknown): unknown;
}

/** What the Worker needs in its environment. */
export interface SiteEnv {
	/** The Durable Objects, one for each site. */
	SITES: SiteNamespace;
	/**
	 * The key from which PINs are derived: at least 32 random bytes, such as 64 hexadecimal digits.
	 */
	PIN_KEY: string;
	/**
	 * The keys of the rows at rest, each as `name:base64` of 32 bytes, with commas between them. The
	 * first one seals; the others open what was sealed before.
	 */
	ROW_KEYS: string;
	/**
	 * SHA-256 in hexadecimal digits of the token that makes and deletes sites. Absent: nobody can.
	 */
	OPERATOR_TOKEN_SHA256?: string;
}
