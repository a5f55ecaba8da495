import { call } from "./module.js";
import type {
	AccessCodeFilter,
	AccessCodeView,
	Fact,
	Finding,
	NewSite,
	Site,
	Step,
	Timestamp,
} from "./types.js";

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
 * The key derives PINs that are yet to be made and is never stored; the type `Key` says how long it is needed.
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

/** A site kept inside the module between steps. After `close()` everything throws `site_closed`. */
export interface OpenSite {
	/** One step; a step that throws changes nothing. */
	advance(facts: Fact[], now: Timestamp): Step;
	/** The codes with their doors' names and their windows on the house's clock; with PINs in clear. */
	accessCodes(filter?: AccessCodeFilter): AccessCodeView[];
	/** What the host should look at: codes without an end, unused, weak, and so on. */
	review(now: Timestamp): Finding[];
	/** The site as plain JSON, without the key. */
	toJSON(): Site;
	/** Forgets the site and its key. */
	close(): void;
}

/**
 * Takes up a copy of a site and keeps it inside the module, so that a step costs no reading and writing of it.
 * The key derives PINs that are yet to be made and is never stored; the type `Key` says how long it is needed.
 *
 * @example
 * const open = openSite(site, { key });
 * const { commands } = open.advance(facts, new Date());
 * open.close();
 */
export function openSite(site: Site, options: { key: string }): OpenSite {
	const handle = call("openSite", { site }, options);
	return {
		advance: (facts, now) => call("site.advance", { handle, facts, now }),
		accessCodes: (filter = {}) => call("site.accessCodes", { handle }, filter),
		review: (now) => call("site.review", { handle, now }),
		toJSON: () => call("site.toJSON", { handle }),
		close: () => {
			call("site.close", { handle });
		},
	};
}
