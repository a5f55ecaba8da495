/// <reference lib="esnext.disposable" preserve="true" />
import type { Instance } from "../core/instance.js";
import { call, callIn, running } from "../core/module.js";
import type {
	AccessCodeFilter,
	AccessCodeView,
	Fact,
	Finding,
	NewSite,
	Site,
	Step,
	Timestamp,
} from "../generated/types.js";

/**
 * A new site without bookings: listings and locks that are connected through shared doors.
 *
 * @example
 * const site = createSite({ id: "casa", listings, locks });
 */
export function createSite(site: NewSite): Site {
	return call("createSite", {}, site);
}

/**
 * One step of a site that is kept as JSON: takes facts, says what to do, and gives back the site as it is then.
 * Store `site` and queue `commands` and `notices` in one transaction; call again with results, or at `wakeAt`.
 * The key derives PINs that are yet to be made and is never stored; the type `Key` says how long it
 * is needed.
 *
 * @example
 * const { commands, wakeAt, site: next } = advance(site, [{ type: "reservation", reservation }], { now, key });
 */
export function advance(
	site: Site,
	facts: Fact[],
	options: { now: Timestamp; key: string },
): Step & { site: Site } {
	return call("advance", { site, facts }, options);
}

/**
 * The codes of a site with their doors' names and their windows on the house's clock; with PINs in clear.
 *
 * @example
 * accessCodes(site, { reservationId: "stay-1" });
 */
export function accessCodes(site: Site, filter: AccessCodeFilter = {}): AccessCodeView[] {
	return call("accessCodes", { site }, filter);
}

/**
 * What the host of a site should look at: codes without an end, expired but still on the lock, unknown, weak, unused,
 * backups that are stale or few, removals that are pending. By lock and code; no PIN stands in it.
 *
 * @example
 * review(site, new Date()).filter(({ kind }) => kind === "unused");
 */
export function review(site: Site, now: Timestamp): Finding[] {
	return call("review", { site, now });
}

/**
 * A site kept inside the module between steps.
 *
 * After `close()`, and after a call of any function failed with `module_failed`, everything throws `site_closed`.
 * A site that nobody holds any more is closed by itself, some time later, where the runtime has a
 * `FinalizationRegistry`. With `using`, it is closed at the end of its block.
 */
export interface OpenSite extends Disposable {
	/** One step; a step that throws changes nothing. */
	advance(facts: Fact[], now: Timestamp): Step;
	/** The codes with their doors' names and their windows on the house's clock; with PINs in clear. */
	accessCodes(filter?: AccessCodeFilter): AccessCodeView[];
	/** What the host should look at: codes without an end, unused, weak, and so on. */
	review(now: Timestamp): Finding[];
	/** The site as plain JSON, without the key. */
	toJSON(): Site;
	/** Forgets the site and its key. Closing twice is no mistake. */
	close(): void;
}

/**
 * Takes up a copy of a site and keeps it inside the module, so that a step costs no reading and writing of it.
 * The key derives PINs that are yet to be made and is never stored; the type `Key` says how long it
 * is needed.
 * At most 10,000 sites are open at once; one more is `out_of_range`.
 *
 * @example
 * const open = openSite(site, { key });
 * const { commands } = open.advance(facts, new Date());
 * open.close();
 */
export function openSite(site: Site, options: { key: string }): OpenSite {
	const instance = running();
	const handle = callIn(instance, "openSite", { site }, options);
	// All methods hold this object: as long as one of them is in use, the site stays open.
	const held = { instance, handle };
	const close = () => {
		forgotten?.unregister(held);
		closeIn(held);
	};
	forgotten?.register(held, { instance, handle }, held);
	return {
		advance: (facts, now) =>
			callIn(held.instance, "site.advance", { handle: held.handle, facts, now }),
		accessCodes: (filter = {}) =>
			callIn(held.instance, "site.accessCodes", { handle: held.handle }, filter),
		review: (now) => callIn(held.instance, "site.review", { handle: held.handle, now }),
		toJSON: () => callIn(held.instance, "site.toJSON", { handle: held.handle }),
		close,
		[dispose]: close,
	};
}

interface Held {
	instance: Instance;
	handle: number;
}

// Where the runtime is older than the symbol, compilers of `using` look for it under this name.
const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

const forgotten =
	typeof FinalizationRegistry === "function" ? new FinalizationRegistry<Held>(closeIn) : undefined;

function closeIn({ instance, handle }: Held): void {
	// With its instance a site is gone already.
	if (instance.failure === undefined) callIn(instance, "site.close", { handle });
}
