// The loop itself: steps, commands, notices, and when to look again. It promises that one thing is
// done after the other, that a fact that breaks a step is put aside and holds up no other, and that
// whatever ends it ends all that is under way.

import { type OpenSite, openSite } from "../api/site.js";
import { LatchstringError, refusal } from "../core/error.js";
import type { Command, Key, Site, Step } from "../generated/types.js";
import type { SiteClock } from "./clock.js";
import { Ending } from "./ending.js";
import { notSentResult, runErrand } from "./errand.js";
import type { Entry, Ledger } from "./ledger.js";
import type { Limits } from "./limits.js";
import type { LockPlatform, Notify } from "./platform.js";
import { sendLetters } from "./post.js";
import type { HostReport } from "./report.js";

/** What a loop works with. */
export interface Parts extends Limits {
	platform: LockPlatform;
	notify: Notify;
	clock: SiteClock;
	ledger: Ledger;
	key: Key;
	report: (said: HostReport) => void;
	/** Sets the host's own alarm, where it has one that outlives the run. */
	alarm: ((at: Date | undefined) => void) | undefined;
}

/** Facts of one step. */
const FACTS_AT_ONCE = 500;

/** How long the loop trusts a timer: machines sleep, and clocks are set. */
const LONGEST_SLEEP = 60_000;

/**
 * How often a site is opened again for one step, after a failure of the module in somebody's call.
 */
const OPENINGS = 3;

/** A run of a site. */
export class Loop {
	readonly done: Promise<void>;
	readonly #parts: Parts;
	readonly #ending = new Ending();
	readonly #busy = new Set<string>();
	#finish: (failure?: { error: unknown }) => void = () => undefined;
	#open: OpenSite;
	/** When a step is due; absent where only a fact asks for one. */
	#stepAt: number | undefined;
	/** A step that the clock refused waits until then, or for a new fact. */
	#refused: { until: number; facts: number } | undefined;
	/** How many facts the next step takes: fewer while one that breaks a step is looked for. */
	#atOnce = FACTS_AT_ONCE;
	/** The fact that the next step takes alone. */
	#alone: Entry | undefined;
	#openings = 0;
	/** Until when the answers to commands under way are awaited. */
	readonly #underWay = new Map<string, number>();
	#isTurning = false;
	#again = false;
	#callOff: () => void = () => undefined;
	#waiting: (() => void)[] = [];

	constructor(site: Site, parts: Parts) {
		this.#parts = parts;
		this.#open = openSite(site, { key: parts.key });
		this.#stepAt = parts.clock.now().getTime();
		this.done = new Promise((finished, failed) => {
			this.#finish = (failure) => (failure === undefined ? finished() : failed(failure.error));
		});
		// Whoever does not wait for the end hears of it at the next `take`.
		this.done.catch(() => undefined);
		parts.ledger.onFailure = (error) => this.#end({ error });
	}

	/** Does what is due. */
	turn(): void {
		this.#again = true;
		if (this.#isTurning || this.#ending.isOver) return;
		this.#isTurning = true;
		this.#turns()
			.catch((error: unknown) => this.#end({ error }))
			.finally(() => {
				this.#isTurning = false;
				// Somebody may have asked since the last look.
				if (this.#again && !this.#ending.isOver) return this.turn();
				for (const turned of this.#waiting.splice(0)) turned();
			});
	}

	/** Does what is due; fulfilled when it is done, and what was given out may be under way. */
	async turned(): Promise<void> {
		this.refuseWhereEnded();
		const done = new Promise<void>((turned) => this.#waiting.push(turned));
		this.turn();
		await done;
	}

	/** Asks the site that is open; nothing changes. */
	async look<T>(ask: (site: OpenSite) => T): Promise<T> {
		this.refuseWhereEnded();
		try {
			return ask(this.#open);
		} catch (error) {
			if (codeOf(error) !== "site_closed") throw error;
		}
		await this.#openAgain();
		return ask(this.#open);
	}

	refuseWhereEnded(): void {
		if (!this.#ending.isOver) return;
		const hint = "run the site again with `runSite`";
		throw refusal("site_closed", "", "the run of this site has ended", hint);
	}

	async stop(): Promise<void> {
		this.#end();
		await this.#parts.ledger.settled();
	}

	#end(failure?: { error: unknown }): void {
		if (this.#ending.isOver) return;
		this.#ending.end();
		this.#callOff();
		this.#open.close();
		for (const { seen } of this.#parts.ledger.inbox) seen?.("waiting");
		for (const turned of this.#waiting.splice(0)) turned();
		this.#finish(failure);
	}

	async #turns(): Promise<void> {
		while (this.#again && !this.#ending.isOver) {
			this.#again = false;
			while (this.#isStepDue()) await this.#step();
			await this.#giveOut();
			if (this.#ending.isOver) return;
			this.#sleepUntil(sendLetters(this.#post()));
		}
	}

	#isStepDue(): boolean {
		if (this.#ending.isOver) return false;
		const now = this.#parts.clock.now().getTime();
		const facts = this.#parts.ledger.inbox.length;
		if (this.#refused !== undefined)
			return now >= this.#refused.until || facts > this.#refused.facts;
		return facts > 0 || (this.#stepAt !== undefined && now >= this.#stepAt);
	}

	async #step(): Promise<void> {
		const { ledger, clock } = this.#parts;
		const seen = this.#alone === undefined ? ledger.inbox.slice(0, this.#atOnce) : [this.#alone];
		const now = clock.now();
		let step: Step;
		try {
			step = this.#open.advance(
				seen.map(({ fact }) => fact),
				now,
			);
		} catch (error) {
			return await this.#failed(error, seen, now);
		}
		this.#refused = undefined;
		this.#alone = undefined;
		this.#openings = 0;
		this.#atOnce = Math.min(this.#atOnce * 2, FACTS_AT_ONCE);
		this.#reportFacts(seen, step);
		await ledger.stepped(seen, step, now);
		this.#stepAt = step.wakeAt === undefined ? undefined : Date.parse(step.wakeAt);
		this.#sayWhatBecame(seen, step);
	}

	/**
	 * What to do about a step that was refused: wait for the clock, or find the fact that broke it.
	 */
	async #failed(error: unknown, seen: Entry[], now: Date): Promise<void> {
		if (!(error instanceof LatchstringError)) throw error;
		if (error.code === "clock_went_back") return this.#waitForClock(seen, now);
		const isOthers = error.code === "site_closed";
		if (isOthers || error.code === "module_failed") {
			this.#openings += 1;
			if (this.#openings > OPENINGS + seen.length) throw error;
			await this.#openAgain();
			if (isOthers) return;
		}
		const [first] = seen;
		if (first === undefined) throw error;
		this.#alone = undefined;
		if (seen.length > 1) {
			this.#atOnce = Math.ceil(seen.length / 2);
			return;
		}
		const { code, path, hint } = error;
		const message = path === "" ? error.message : error.message.slice(path.length + 2);
		const details = { code, path: path.slice(0, 200), message, hint };
		await this.#parts.ledger.putAside(first, details, now);
		this.#parts.report({ kind: "fact_put_aside", factType: typeOf(first), because: details });
		first.seen?.({ rejected: { kind: "invalid", ...details }, notes: [] });
	}

	#waitForClock(seen: Entry[], now: Date): void {
		const { ledger, report } = this.#parts;
		const order = ledger.inbox.find(
			({ fact }) => fact.type === "host_order" && fact.order?.kind === "accept_clock",
		);
		// The order may stand behind more facts than one step takes.
		if (order !== undefined && !(seen.length === 1 && seen[0] === order)) {
			this.#alone = order;
			return;
		}
		this.#alone = undefined;
		report({ kind: "clock_went_back" });
		this.#refused = { until: now.getTime() + LONGEST_SLEEP, facts: ledger.inbox.length };
		for (const { seen } of ledger.inbox) seen?.("waiting");
	}

	async #openAgain(): Promise<void> {
		const site = await this.#parts.ledger.site();
		this.refuseWhereEnded();
		this.#open.close();
		this.#open = openSite(site, { key: this.#parts.key });
	}

	#reportFacts(seen: Entry[], { rejected, notes = [] }: Step): void {
		const { report } = this.#parts;
		for (const { index, because } of rejected)
			report({ kind: "fact_rejected", factType: typeOf(seen[index]), because });
		for (const note of notes) report({ kind: "fact_noted", note });
	}

	#sayWhatBecame(seen: Entry[], { rejected, notes = [] }: Step): void {
		for (const [at, entry] of seen.entries())
			entry.seen?.({
				rejected: rejected.find(({ index }) => index === at)?.because,
				notes: notes.filter(({ index }) => index === at),
			});
	}

	async #giveOut(): Promise<void> {
		const { ledger, clock, report, commandsAtOnce } = this.#parts;
		const now = clock.now();
		for (const { command } of [...ledger.waiting.values()]) {
			if (Date.parse(command.deadline) > now.getTime()) continue;
			report({ kind: "command_too_late", command });
			await ledger.answered(command, notSentResult(command, now));
			this.#again = true;
		}
		const free = Math.max(commandsAtOnce - this.#underWay.size, 0);
		const given = [...ledger.waiting.values()].slice(0, free);
		await ledger.claim(given, now);
		if (this.#ending.isOver) return;
		for (const { command, queuedAt } of given) {
			const milliseconds = timeFor(command, queuedAt, now);
			this.#underWay.set(command.id, now.getTime() + milliseconds);
			const errands = { ...this.#parts, heard: () => this.turn(), ending: this.#ending };
			// The run hears of a store that fails from the ledger.
			runErrand(command, milliseconds, errands)
				.catch(() => undefined)
				.finally(() => {
					this.#underWay.delete(command.id);
					this.turn();
				});
		}
	}

	#post() {
		const next = () => this.turn();
		return { ...this.#parts, next, ending: this.#ending, busy: this.#busy };
	}

	#sleepUntil(letterAt: number | undefined): void {
		this.#callOff();
		const { clock, alarm, notifySeconds } = this.#parts;
		const now = clock.now().getTime();
		const stepAt = this.#refused?.until ?? this.#stepAt;
		const due = [letterAt, stepAt].filter((at) => at !== undefined);
		if (alarm !== undefined) {
			// Whoever runs the site again after a crash has to hear of what was under way then.
			due.push(...this.#underWay.values());
			if (this.#busy.size > 0) due.push(now + notifySeconds * 1000);
			alarm(due.length === 0 ? undefined : new Date(Math.max(Math.min(...due), now)));
			return;
		}
		if (due.length === 0) return;
		const left = Math.min(Math.max(Math.min(...due) - now, 0), LONGEST_SLEEP);
		this.#callOff = clock.after(left, () => this.turn());
	}
}

/**
 * For how long an answer is awaited: until the deadline, and no longer than the site gave it. Its
 * clock may have been ahead then, and have been set back since.
 */
function timeFor(command: Command, queuedAt: string | undefined, now: Date): number {
	const deadline = Date.parse(command.deadline);
	const given = queuedAt === undefined ? Number.POSITIVE_INFINITY : deadline - Date.parse(queuedAt);
	return Math.max(0, Math.min(deadline - now.getTime(), given));
}

function typeOf(entry: Entry | undefined): string {
	return String(entry?.fact.type).slice(0, 64);
}

function codeOf(error: unknown): string | undefined {
	return error instanceof LatchstringError ? error.code : undefined;
}
