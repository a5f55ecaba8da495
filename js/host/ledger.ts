// What a run has committed, and the only way to write more. It promises that a fact is seen by a
// step after it is stored, that a command is given out after its claim is stored, and that a
// command leaves the outbox in the transaction that stores its answer.

import { withoutPin } from "../api/site.js";
import { wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { toJson } from "../core/json.js";
import type {
	Command,
	ErrorDetails,
	Fact,
	FactNote,
	RejectedBecause,
	Row,
	Site,
	Step,
} from "../generated/types.js";
import { checkRows, compare, rowsOfSite, siteFromRows } from "./rows.js";
import type { KeptRow, Letter, OutboxRow, SiteStore, StoreChange, StoredRow } from "./store.js";

/** What a step made of a fact; `waiting` where none has seen it. */
export type SeenFact = "waiting" | { rejected: RejectedBecause | undefined; notes: FactNote[] };

/** A fact that is stored and that no step has seen. */
export interface Entry {
	id: string;
	fact: Fact;
	/** Hears what a step made of it. */
	seen?: (said: SeenFact) => void;
}

/** What a run finds. */
export interface Opened {
	ledger: Ledger;
	site: Site;
	/** Commands that were given out and have no answer. */
	unknown: Command[];
}

/** What a run has committed. */
export class Ledger {
	/** Facts that no step has seen, in their order. */
	inbox: Entry[] = [];
	/** Commands that nobody was given, the oldest first. */
	readonly waiting = new Map<string, OutboxRow>();
	/** Notices that have to leave, in their order. */
	readonly mail = new Map<string, Letter>();
	/** Why nothing can be written any more. */
	failure: { error: unknown } | undefined;
	/** Hears of that once. */
	onFailure: (error: unknown) => void = () => undefined;
	readonly #store: SiteStore;
	readonly #run: string;
	#count = 0;
	/** Facts that broke a step, the oldest first. */
	#aside: string[] = [];
	#written: Promise<void> = Promise.resolve();

	private constructor(store: SiteStore, run: string) {
		this.#store = store;
		this.#run = run;
	}

	/** Takes the site from whatever run had it, and reads what is stored. */
	static async open(store: SiteStore, given: Site | undefined, run: string): Promise<Opened> {
		const ledger = new Ledger(store, run);
		const stored = await store.open(run);
		checkRows("store.open", stored);
		const rows = [...stored].sort((a, b) => compare(a.id, b.id));
		const unknown = rows.flatMap((row) => ledger.#recall(row));
		const ofSite = rows.filter(isOfSite);
		if (ofSite.length > 0) return { ledger, site: siteFromRows(ofSite), unknown };
		if (given === undefined) {
			const hint = "give a site of `createSite` for a store that is empty";
			throw refusal("missing_key", "site", "the store is empty, and there is no site", hint);
		}
		await ledger.#write(rowsOfSite(given).map((row) => ({ op: "put", ...row })));
		return { ledger, site: given, unknown };
	}

	#recall(stored: StoredRow): Command[] {
		if (stored.table === "inbox") this.inbox.push({ id: stored.id, fact: stored.row });
		if (stored.table === "mail") this.mail.set(stored.id, stored.row);
		if (stored.table === "aside") this.#aside.push(stored.id);
		if (stored.table === "inbox" || stored.table === "mail" || stored.table === "aside")
			this.#count = Math.max(this.#count, Number(stored.id) || 0);
		if (stored.table !== "outbox") return [];
		if (stored.row.claimedAt !== undefined) return [stored.row.command];
		this.waiting.set(stored.id, stored.row);
		return [];
	}

	/** Stores facts, and rows of the host's own with them. */
	async take(
		facts: Fact[],
		keep: KeptRow[] = [],
		seen?: (said: SeenFact, at: number) => void,
	): Promise<void> {
		const kept = keep.map(({ id, row }): StoreChange => {
			if (row === undefined) return { op: "delete", table: "kept", id };
			return put({ table: "kept", id, row });
		});
		await this.#take(facts.map(plainFact), kept, seen);
	}

	/** The site as it is stored, once nothing is being written. */
	async site(): Promise<Site> {
		// Whoever has lost the store must not take it back.
		await this.#write([]);
		const rows = await this.#store.open(this.#run);
		return siteFromRows(rows.filter(isOfSite));
	}

	/** Stores that a fact broke a step, and takes it out of the inbox. */
	async putAside({ id, fact }: Entry, error: ErrorDetails, now: Date): Promise<void> {
		const row = { fact: storable(fact), error, at: now.toISOString() };
		const old = this.#aside.slice(0, Math.max(0, this.#aside.length + 1 - ASIDE));
		await this.#write([
			put({ table: "aside", id, row }),
			{ op: "delete", table: "inbox", id },
			...old.map((id) => ({ op: "delete" as const, table: "aside" as const, id })),
		]);
		this.#aside = [...this.#aside.filter((id) => !old.includes(id)), id];
		this.inbox = this.inbox.filter((entry) => entry.id !== id);
	}

	/** Stores the answer to a command, which leaves the outbox. */
	async answered({ id }: Command, fact: Fact): Promise<void> {
		const answer = plainFact(fact);
		this.waiting.delete(id);
		await this.#take([answer], [{ op: "delete", table: "outbox", id }]);
	}

	/** Stores what a step made of facts. */
	async stepped(seen: Entry[], step: Step, now: Date): Promise<void> {
		const queuedAt = clockOf(step) ?? now.toISOString();
		const outbox = step.commands.map((command) => ({ id: command.id, row: { command, queuedAt } }));
		const mail = step.notices.map((notice) => ({ id: this.#next(), row: { notice, tries: 0 } }));
		await this.#write([
			...step.changes,
			...step.audit.map((row) => put({ table: "audit", id: numbered(row.seq), row })),
			...seen.map(({ id }) => ({ op: "delete" as const, table: "inbox" as const, id })),
			...outbox.map((row) => put({ table: "outbox", ...row })),
			...mail.map((row) => put({ table: "mail", ...row })),
		]);
		const done = new Set(seen.map(({ id }) => id));
		this.inbox = this.inbox.filter(({ id }) => !done.has(id));
		for (const { id, row } of outbox) this.waiting.set(id, row);
		for (const { id, row } of mail) this.mail.set(id, row);
	}

	/** Stores that commands are given out. Whoever calls may give them out after that, and once. */
	async claim(rows: OutboxRow[], now: Date): Promise<void> {
		if (rows.length === 0) return;
		const claimedAt = now.toISOString();
		for (const { command } of rows) this.waiting.delete(command.id);
		await this.#write(
			rows.map((row) => put({ table: "outbox", id: row.command.id, row: { ...row, claimedAt } })),
		);
	}

	/** Stores that a notice has left, and what became of it. */
	async told(id: string, result: Fact | undefined): Promise<void> {
		const facts = result === undefined ? [] : [plainFact(result)];
		await this.#take(facts, [{ op: "delete", table: "mail", id }]);
		this.mail.delete(id);
	}

	/** Stores that a notice is tried again later. */
	async putOff(id: string, letter: Letter): Promise<void> {
		await this.#write([put({ table: "mail", id, row: letter })]);
		this.mail.set(id, letter);
	}

	/** Waits until nothing is being written. */
	async settled(): Promise<void> {
		await this.#written.catch(() => undefined);
	}

	async #take(
		facts: Fact[],
		others: StoreChange[],
		seen?: (said: SeenFact, at: number) => void,
	): Promise<void> {
		const entries = facts.map((fact, at) => ({
			...{ id: this.#next(), fact },
			...(seen && { seen: (said: SeenFact) => seen(said, at) }),
		}));
		const stored = entries.map(({ id, fact }) => put({ table: "inbox", id, row: storable(fact) }));
		if (stored.length + others.length > 0) await this.#write([...stored, ...others]);
		this.inbox.push(...entries);
	}

	/** One transaction after the other, in the order in which they were asked for. */
	#write(changes: StoreChange[]): Promise<void> {
		const written = this.#written.then(async () => {
			const said = await this.#store.transaction(this.#run, changes);
			if (said !== "taken") return;
			const hint = "run a site in one place; this run has ended, and the other one goes on";
			throw refusal("store_taken", "store", "another run has opened the site since", hint);
		});
		// After a failure nothing more is written: a later transaction would be stored without this
		// one.
		this.#written = written;
		written.catch((error: unknown) => {
			if (this.failure !== undefined) return;
			this.failure = { error };
			this.onFailure(error);
		});
		return written;
	}

	#next(): string {
		this.#count += 1;
		return numbered(this.#count);
	}
}

function put(row: StoredRow): StoreChange {
	return { op: "put", ...row };
}

/** A number as text that is sorted as numbers are. */
function numbered(count: number): string {
	return String(count).padStart(12, "0");
}

/** The clock of the site after a step, where the step moved it. */
function clockOf({ changes }: Step): string | undefined {
	for (const change of changes)
		if (change.op === "put" && change.table === "header") return change.row.clock;
	return undefined;
}

/** The most facts that are kept aside. */
const ASIDE = 100;

const OF_HOST: StoredRow["table"][] = ["inbox", "outbox", "mail", "audit", "aside", "kept"];

/** Whether a row is one of the site, and none of its host. */
export function isOfSite(row: StoredRow): row is Row {
	return !OF_HOST.includes(row.table);
}

/** A fact as plain data. */
export function plainFact(fact: Fact): Fact {
	const plain: { fact?: Fact } = JSON.parse(toJson({ fact }));
	if (typeof plain.fact === "object" && plain.fact !== null) return plain.fact;
	throw wrongType("fact", "a fact", fact, "give facts as the type `Fact` describes them");
}

/** A fact as it may lie in a store: the PIN of a refused entry is kept nowhere. */
function storable(fact: Fact): Fact {
	return fact.type === "access_denied" && fact.pin !== undefined ? withoutPin(fact) : fact;
}
