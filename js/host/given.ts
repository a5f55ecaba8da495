// What a host hands in: its store, its platform, its messenger.

import { expectFunction, expectObject } from "../core/given.js";
import type { SiteOptions } from "./run.js";

const HINT = "write runSite({ store, platform, notify, key, site })";

/** Refuses options that are none, before anything is opened. */
export function checkGiven(options: SiteOptions): void {
	expectObject("options", options, HINT);
	expectObject("store", options.store, HINT, ["open", "transaction"]);
	expectObject("platform", options.platform, HINT, ["run"]);
	expectFunction("notify", options.notify, HINT);
}
