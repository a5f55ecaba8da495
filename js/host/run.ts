// The loop of a host: facts in, a step, commands to locks, notices to people. It promises the host's
// contract: docs/hosting.md says what that is.

import { type OpenSite, openSite } from "../api/site.js";
import { wrongType } from "../core/checks.js";
import { LatchstringError, refusal } from "../core/error.js";
import type { Fact, Key, Site, Step } from "../generated/types.js";
import { type SiteClock, systemClock } from "./clock.js";
import { Ending } from "./ending.js";
import { notSentResult, runErrand, unknownResult } from "./errand.js";
import { checkGiven } from "./given.js";
import { type Entry, Ledger } from "./ledger.js";
import { type Limits, limitsOf } from "./limits.js";
import type { LockPlatform, Notify } from "./platform.js";
import { sendLetters } from "./post.js";
import type { HostReport } from "./report.js";
import type { SiteStore } from "./store.js";

/** What a site needs to run. */
export interface SiteOptions extends Partial<Limits> {
	/** Where it is kept. */
	store: SiteStore;
	/** Whoever speaks to its locks. */
	platform: LockPlatform;
	/** Whoever speaks to people. */
	notify: Notify;
	/** The key from which PINs are derived. It is stored nowhere. */
	key: Key;
	/** A new site, for a store that is empty. It does not count where the store has one. */
	site?: Site;
	/** The clock \[the machine's\]. */
	clock?: SiteClock;
	/** Hears what went otherwise than it should. What it throws is dropped. */
	report?: (said: HostReport) => void;
}

/** A site that runs. */
export interface RunningSite {
	/**
	 * Takes facts: bookings, webhooks, orders of the host. They are stored when the promise is fulfilled:
	 * answer a webhook then. Where it is rejected, nothing was taken.
	 */
	take(facts: Fact[]): Promise<void>;
	/** Stops the site, which can be run again from its store. Commands under way stay claimed. */
	stop(): Promise<void>;
	/**
	 * Fulfilled after `stop()`; rejected where the store fails, another run has opened it, or the module
	 * failed. Nothing is given out after that: run the site again.
	 */
	done: Promise<void>;
}

/** Facts of one step. */
const FACTS_AT_ONCE = 500;

/** How long the loop trusts a timer: machines sleep, and clocks are set. */
const LONGEST_SLEEP = 60_000;

/**
 * Runs a site from its store.
 *
 * A command is claimed in a committed row before the platform is given it. After a restart, a claimed
 * command without an answer is answered as `unknown` and never given out again; one that was not claimed
 * is given out, unless its deadline has passed. One run at a time has a store: the newest. An older
 * one ends with `store_taken`, and its platform's answers count no more.
 *
 * @throws {LatchstringError} if an option is not what it should be, or an empty store gets no site
 * @example
 * const running = await runSite({ store, site, platform, notify, key });
 * await running.take([{ type: "reservation", reservation }]);
 */
export async function runSite(options: SiteOptions): Promise<RunningSite> {
	checkGiven(options);
	const limits = limitsOf(options);
	const { store, key, clock = systemClock } = options;
	const report = quiet(options.report);
	const { ledger, site, unknown } = await Ledger.open(store, options.site, newName());
	for (const command of unknown) {
		report({ kind: "command_unknown", command });
		await ledger.answered(command, unknownResult(command, clock.now()));
	}
	const loop = new Loop(options, limits, { clock, report, ledger, open: openSite(site, { key }) });
	loop.turn();
	return {
		take: async (facts) => {
			loop.refuseWhereEnded();
			if (!Array.isArray(facts)) throw wrongType("facts", "a list of facts", facts, "give a list");
			await ledger.take(facts);
			loop.turn();
		},
		stop: () => loop.stop(),
		done: loop.done,
	};
}

interface Parts {
	clock: SiteClock;
	report: (said: HostReport) => void;
	ledger: Ledger;
	open: OpenSite;
}

class Loop {
	readonly done: Promise<void>;
	readonly #parts: Parts & Limits & Pick<SiteOptions, "platform" | "notify">;
	readonly #ending = new Ending();
	readonly #busy = new Set<string>();
	#finish: (failure?: { error: unknown }) => void = () => undefined;
	/** When a step is due; absent where only a fact asks for one. */
	#stepAt: number | undefined;
	/** A step that the clock refused waits until then, or for a new fact. */
	#refused: { until: number; facts: number } | undefined;
	#underWay = 0;
	#isTurning = false;
	#again = false;
	#callOff: () => void = () => undefined;

	constructor(options: SiteOptions, limits: Limits, parts: Parts) {
		this.#parts = { platform: options.platform, notify: options.notify, ...limits, ...parts };
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
				if (this.#again) this.turn();
			});
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
		this.#parts.open.close();
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
		const { ledger, open, clock, report } = this.#parts;
		const seen = ledger.inbox.slice(0, FACTS_AT_ONCE);
		const now = clock.now();
		let step: Step;
		try {
			step = open.advance(
				seen.map(({ fact }) => fact),
				now,
			);
		} catch (error) {
			if (!(error instanceof LatchstringError) || error.code !== "clock_went_back") throw error;
			report({ kind: "clock_went_back" });
			this.#refused = { until: now.getTime() + LONGEST_SLEEP, facts: ledger.inbox.length };
			return;
		}
		this.#refused = undefined;
		this.#reportFacts(seen, step);
		await ledger.stepped(
			seen,
			step,
			step.notices.map((notice) => ({ notice, tries: 0 })),
		);
		this.#stepAt = step.wakeAt === undefined ? undefined : Date.parse(step.wakeAt);
	}

	#reportFacts(seen: Entry[], { rejected, notes = [] }: Step): void {
		const { report } = this.#parts;
		for (const { index, because } of rejected) {
			const factType = String(seen[index]?.fact.type);
			report({ kind: "fact_rejected", factType, because });
		}
		for (const note of notes) report({ kind: "fact_noted", note });
	}

	async #giveOut(): Promise<void> {
		const { ledger, clock, report, commandsAtOnce } = this.#parts;
		const now = clock.now();
		for (const command of [...ledger.waiting.values()]) {
			if (Date.parse(command.deadline) > now.getTime()) continue;
			report({ kind: "command_too_late", command });
			await ledger.answered(command, notSentResult(command, now));
			this.#again = true;
		}
		const free = Math.max(commandsAtOnce - this.#underWay, 0);
		const commands = [...ledger.waiting.values()].slice(0, free);
		await ledger.claim(commands, now);
		if (this.#ending.isOver) return;
		for (const command of commands) {
			this.#underWay += 1;
			const errands = { ...this.#parts, heard: () => this.turn(), ending: this.#ending };
			// The run hears of a store that fails from the ledger.
			runErrand(command, errands)
				.catch(() => undefined)
				.finally(() => {
					this.#underWay -= 1;
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
		const stepAt = this.#refused?.until ?? this.#stepAt;
		const due = [letterAt, stepAt].filter((at) => at !== undefined);
		if (due.length === 0) return;
		const left = Math.min(...due) - this.#parts.clock.now().getTime();
		this.#callOff = this.#parts.clock.after(Math.min(Math.max(left, 0), LONGEST_SLEEP), () =>
			this.turn(),
		);
	}
}

/** The name of a run: no two have the same. */
function newName(): string {
	return crypto.randomUUID();
}

/** A listener that throws ends nothing. */
function quiet(report: SiteOptions["report"]): (said: HostReport) => void {
	return (said) => {
		try {
			report?.(said);
		} catch {
			// What a listener does with what it hears is its own affair.
		}
	};
}
