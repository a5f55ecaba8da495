// The store of a host: rows, and transactions over them. Whether a command was given out is a row,
// so no store can give out a command twice that keeps its transactions.

import type { AuditRow, Command, ErrorDetails, Fact, Notice, Row } from "../generated/types.js";
import { placeOf } from "./rows.js";

/** A command that has no answer yet. */
export interface OutboxRow {
	command: Command;
	/** When it was claimed: from then on it may have been given out. Absent: it was not. */
	claimedAt?: string;
	/** The site's clock when it asked for it: its deadline counts from there. */
	queuedAt?: string;
}

/** A fact that broke a step, and is given to no other. */
export interface AsideRow {
	/** The fact, without a PIN that was typed. */
	fact: Fact;
	/** What the step said of it. */
	error: ErrorDetails;
	/** When it was put aside. */
	at: string;
}

/** A row of the host's own, such as the state of a feed; without `row` it goes. */
export interface KeptRow {
	id: string;
	/** Anything that JSON holds. */
	row?: unknown;
}

/** A notice that has not left yet, or of which nobody knows whether it did. */
export interface Letter {
	notice: Notice;
	/** How often it was tried. */
	tries: number;
	/** When it is tried again. Absent: at once. */
	notBefore?: string;
}

/** A row of the site, or one of the host. */
export type StoredRow =
	| Row
	| { table: "inbox"; id: string; row: Fact }
	| { table: "outbox"; id: string; row: OutboxRow }
	| { table: "mail"; id: string; row: Letter }
	| { table: "aside"; id: string; row: AsideRow }
	| { table: "kept"; id: string; row: unknown }
	| { table: "audit"; id: string; row: AuditRow };

/** A row that is new or changed, or one that goes. */
export type StoreChange =
	| ({ op: "put" } & StoredRow)
	| { op: "delete"; table: StoredRow["table"]; id: string };

/**
 * Where one site is kept.
 *
 * Rows are JSON, found by `table` and `id`. PINs are among them: encrypt them at rest. Rows of
 * `audit` are only ever added. A store that throws ends the run, and nothing more is given out;
 * `runSite` begins again from what is stored.
 */
export interface SiteStore {
	/**
	 * In one transaction: stores `run`, the name of the run that has the site from now on, and gives
	 * all rows, but for those of `audit`, in any order.
	 */
	open(run: string): StoredRow[] | Promise<StoredRow[]>;
	/**
	 * In one transaction: carries out all changes or none. `taken`, and nothing is changed, where the
	 * stored name is not `run`: another run has opened the site since.
	 */
	transaction(
		run: string,
		changes: StoreChange[],
	): "stored" | "taken" | Promise<"stored" | "taken">;
}

/**
 * A store in memory, for tests and demonstrations: it ends with its process.
 *
 * @example
 * const store = memoryStore();
 * const running = await runSite({ store, site, platform, notify, key });
 */
export function memoryStore(): SiteStore & { rows(): StoredRow[] } {
	const rows = new Map<string, string>();
	let owner: string | undefined;
	const all = () => [...rows.values()].map((text) => JSON.parse(text) as StoredRow);
	return {
		rows: all,
		open(run) {
			owner = run;
			return all().filter(({ table }) => table !== "audit");
		},
		transaction(run, changes) {
			if (run !== owner) return "taken";
			// A change that can't be written stops before any is made.
			const written = changes.map((change) => [placeOf(change), rowIn(change)] as const);
			for (const [place, text] of written)
				if (text === undefined) rows.delete(place);
				else rows.set(place, text);
			return "stored";
		},
	};
}

function rowIn(change: StoreChange): string | undefined {
	if (change.op === "delete") return undefined;
	const { table, id, row } = change;
	return JSON.stringify({ table, id, row });
}
