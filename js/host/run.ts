// Running a site: facts in, a step, commands to locks, notices to people. It promises the host's
// contract: docs/hosting.md says what that is.

import type { OpenSite } from "../api/site.js";
import { wrongType } from "../core/checks.js";
import type { Fact, FactNote, Rejected } from "../generated/types.js";
import { systemClock } from "./clock.js";
import { unknownResult } from "./errand.js";
import { readGiven, type SiteOptions } from "./given.js";
import { Ledger, type SeenFact } from "./ledger.js";
import { Loop } from "./loop.js";
import type { HostReport } from "./report.js";
import type { KeptRow } from "./store.js";

/** What became of facts. */
export interface FactsSeen {
	/**
	 * No step has seen them yet, since the clock went back or the run ended: they wait in the inbox.
	 */
	isWaiting: boolean;
	/** The facts that were not taken; `index` is the place of each among the given ones. */
	rejected: Rejected[];
	/** What was read otherwise than it was written. */
	notes: FactNote[];
}

/** What can be asked of a site that runs. */
export type SiteView = Pick<
	OpenSite,
	"accessCodes" | "guestCard" | "diagnoseEntry" | "review" | "toJSON"
>;

/** A site that runs. */
export interface RunningSite {
	/**
	 * Takes facts: bookings, webhooks, orders of the host. They are stored when the promise is
	 * fulfilled: answer a webhook then. Where it is rejected, nothing was taken. Rows in `keep` are
	 * stored in the same transaction: the state of a feed beside the facts that it gave.
	 */
	take(facts: Fact[], keep?: KeptRow[]): Promise<void>;
	/** Takes facts, and says what the step that saw them made of each. */
	tell(facts: Fact[], keep?: KeptRow[]): Promise<FactsSeen>;
	/** Asks the site as it is now. */
	look<T>(ask: (site: SiteView) => T): Promise<T>;
	/**
	 * Does what is due: for whoever was given `alarm`. What is given out may be under way after it.
	 */
	wake(): Promise<void>;
	/** Stops the site, which can be run again from its store. Commands under way stay claimed. */
	stop(): Promise<void>;
	/**
	 * Fulfilled after `stop()`; rejected where the store fails, another run has opened it, or the
	 * module failed. Nothing is given out after that: run the site again.
	 */
	done: Promise<void>;
}

/**
 * Runs a site from its store.
 *
 * A command is claimed in a committed row before the platform is given it. After a restart, a
 * claimed command without an answer is answered as `unknown` and never given out again; one that
 * was not claimed is given out, unless its deadline has passed. One run at a time has a store: the
 * newest. An older one ends with `store_taken`, and its platform's answers count no more.
 *
 * @throws {LatchstringError} if an option is not what it should be, or an empty store gets no site
 * @example
 * const running = await runSite({ store, site, platform, notify, key });
 * await running.take([{ type: "reservation", reservation }]);
 */
export async function runSite(options: SiteOptions): Promise<RunningSite> {
	const { store, site: fresh, clock = systemClock, report: said, ...given } = readGiven(options);
	const report = quiet(said);
	const { ledger, site, unknown } = await Ledger.open(store, fresh, newName());
	for (const command of unknown) {
		report({ kind: "command_unknown", command });
		await ledger.answered(command, unknownResult(command, clock.now()));
	}
	const parts = { ...given, alarm: given.alarm, clock, ledger, report };
	const loop = new Loop(site, parts);
	loop.turn();
	const stored = async (
		facts: Fact[],
		keep: KeptRow[],
		seen?: (said: SeenFact, at: number) => void,
	): Promise<void> => {
		loop.refuseWhereEnded();
		if (!Array.isArray(facts)) throw wrongType("facts", "a list of facts", facts, "give a list");
		await ledger.take(facts, keep, seen);
		loop.turn();
	};
	return {
		take: async (facts, keep = []) => await stored(facts, keep),
		tell: async (facts, keep = []) => {
			const said: (SeenFact | undefined)[] = [];
			await new Promise<void>((all, failed) => {
				let left = facts.length;
				const seen = (one: SeenFact, at: number) => {
					if (said[at] !== undefined) return;
					said[at] = one;
					left -= 1;
					if (left === 0) all();
				};
				stored(facts, keep, seen).then(() => left === 0 && all(), failed);
			});
			return summary(said);
		},
		look: (ask) => loop.look(ask),
		wake: () => loop.turned(),
		stop: () => loop.stop(),
		done: loop.done,
	};
}

function summary(said: (SeenFact | undefined)[]): FactsSeen {
	const all: FactsSeen = { isWaiting: false, rejected: [], notes: [] };
	for (const [index, one] of said.entries()) {
		if (one === undefined || one === "waiting") {
			all.isWaiting = true;
			continue;
		}
		// A path begins with the fact's place among those of its step.
		const here = (path: string) => path.replace(/^facts\[\d+\]/, `facts[${index}]`);
		const { rejected, notes } = one;
		if (rejected !== undefined)
			all.rejected.push({ index, because: { ...rejected, path: here(rejected.path) } });
		for (const note of notes) all.notes.push({ ...note, index, path: here(note.path) });
	}
	return all;
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
