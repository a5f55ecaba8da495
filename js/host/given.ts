// What a host hands in: its store, its platform, its messenger.

import { wrongType } from "../core/checks.js";
import { expectFunction, expectObject } from "../core/given.js";
import { guarded } from "../core/guard.js";
import type { Key, Site } from "../generated/types.js";
import type { SiteClock } from "./clock.js";
import { type Limits, limitsOf } from "./limits.js";
import type { LockPlatform, Notify } from "./platform.js";
import type { HostReport } from "./report.js";
import type { SiteStore } from "./store.js";

/** What a site needs to run. */
export interface SiteOptions extends Partial<Limits> {
	/** The store that keeps the site. */
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
	/**
	 * Sets an alarm that outlives the run, such as that of a Durable Object; without an instant it
	 * calls it off. The loop sets no timer of its own then: run the site and call `wake()` at that
	 * instant.
	 */
	alarm?: (at: Date | undefined) => void;
}

const HINT = "write runSite({ store, platform, notify, key, site })";

/** The options, checked and read once: nothing is opened where one of them is none. */
export const readGiven = guarded((options: SiteOptions): SiteOptions & Limits => {
	expectObject("options", options, HINT);
	const { store, platform, notify, key, site, clock, report, alarm } = options;
	expectObject("store", store, HINT, ["open", "transaction"]);
	expectObject("platform", platform, HINT, ["run"]);
	expectFunction("notify", notify, HINT);
	if (clock !== undefined) {
		expectObject("clock", clock, HINT, ["now", "after"]);
		const now: unknown = clock.now();
		if (typeof (now as Date | undefined)?.getTime !== "function")
			throw wrongType("clock.now", "a function that gives a Date", now, HINT);
	}
	for (const [path, call] of Object.entries({ report, alarm }))
		if (call !== undefined) expectFunction(path, call, HINT);
	return {
		...{ ...limitsOf(options), store, platform, notify, key },
		...(site !== undefined && { site }),
		...(clock !== undefined && { clock }),
		...(report !== undefined && { report }),
		...(alarm !== undefined && { alarm }),
	};
});
