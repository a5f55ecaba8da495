// What a run has committed, and the only way to write more. It promises that a fact is seen by a step
// after it is stored, that a command is given out after its claim is stored, and that a command leaves
// the outbox in the transaction that stores its answer.

import { withoutPin } from "../api/site.js";
import { wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { toJson } from "../core/json.js";
import type { Command, Fact, Row, Site, Step } from "../generated/types.js";
import { compare, rowsOfSite, siteFromRows } from "./rows.js";
import type { Letter, SiteStore, StoreChange, StoredRow } from "./store.js";

/** A fact that is stored and that no step has seen. */
export interface Entry {
	id: string;
	fact: Fact;
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
	readonly waiting = new Map<string, Command>();
	/** Notices that have to leave, in their order. */
	readonly mail = new Map<string, Letter>();
	/** Why nothing can be written any more. */
	failure: { error: unknown } | undefined;
	/** Hears of that once. */
	onFailure: (error: unknown) => void = () => undefined;
	readonly #store: SiteStore;
	readonly #run: string;
	#count = 0;
	#written: Promise<void> = Promise.resolve();

	private constructor(store: SiteStore, run: string) {
		this.#store = store;
		this.#run = run;
	}

	/** Takes the site from whatever run had it, and reads what is stored. */
	static async open(store: SiteStore, given: Site | undefined, run: string): Promise<Opened> {
		const ledger = new Ledger(store, run);
		const rows = [...(await store.open(run))].sort((a, b) => compare(a.id, b.id));
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
		if (stored.table === "inbox" || stored.table === "mail")
			this.#count = Math.max(this.#count, Number(stored.id) || 0);
		if (stored.table !== "outbox") return [];
		if (stored.row.claimedAt !== undefined) return [stored.row.command];
		this.waiting.set(stored.id, stored.row.command);
		return [];
	}

	/** Stores facts. */
	async take(facts: Fact[]): Promise<void> {
		await this.#take(facts.map(plainFact), []);
	}

	/** Stores the answer to a command, which leaves the outbox. */
	async answered({ id }: Command, fact: Fact): Promise<void> {
		const answer = plainFact(fact);
		this.waiting.delete(id);
		await this.#take([answer], [{ op: "delete", table: "outbox", id }]);
	}

	/** Stores what a step made of facts. */
	async stepped(seen: Entry[], step: Step, letters: Letter[]): Promise<void> {
		const outbox = step.commands.map((command) => ({ id: command.id, row: { command } }));
		const mail = letters.map((row) => ({ id: this.#next(), row }));
		await this.#write([
			...step.changes,
			...step.audit.map((row) => put({ table: "audit", id: numbered(row.seq), row })),
			...seen.map(({ id }) => ({ op: "delete" as const, table: "inbox" as const, id })),
			...outbox.map((row) => put({ table: "outbox", ...row })),
			...mail.map((row) => put({ table: "mail", ...row })),
		]);
		const done = new Set(seen.map(({ id }) => id));
		this.inbox = this.inbox.filter(({ id }) => !done.has(id));
		for (const { id, row } of outbox) this.waiting.set(id, row.command);
		for (const { id, row } of mail) this.mail.set(id, row);
	}

	/** Stores that commands are given out. Whoever calls may give them out after that, and once. */
	async claim(commands: Command[], now: Date): Promise<void> {
		if (commands.length === 0) return;
		const claimedAt = now.toISOString();
		for (const { id } of commands) this.waiting.delete(id);
		await this.#write(
			commands.map((command) =>
				put({ table: "outbox", id: command.id, row: { command, claimedAt } }),
			),
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

	async #take(facts: Fact[], others: StoreChange[]): Promise<void> {
		const entries = facts.map((fact) => ({ id: this.#next(), fact }));
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
		// After a failure nothing more is written: a later transaction would stand without this one.
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

const OF_HOST: StoredRow["table"][] = ["inbox", "outbox", "mail", "audit"];

function isOfSite(row: StoredRow): row is Row {
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
