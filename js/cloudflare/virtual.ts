// Virtual locks in the storage of a site's object: for demonstrations and tests.

import { expectFunction, expectObject } from "../core/given.js";
import { guarded } from "../core/guard.js";
import type { Lock } from "../generated/types.js";
import type { SiteClock } from "../host/clock.js";
import { virtualDoors as doors, type VirtualDoors } from "../host/doors.js";
import type { SiteStorage } from "./workers.js";

/** What of a site's context is used. */
export interface SiteDoorsOptions {
	storage: Pick<SiteStorage, "sql">;
	lockOf(id: string): Promise<Lock | undefined>;
	clock: SiteClock;
}

/**
 * Virtual locks in the storage of a site's object: a restart changes nothing at the doors.
 *
 * @example
 * const platform = (site) => virtualDoors(site).platform;
 */
export const virtualDoors = guarded((site: SiteDoorsOptions): VirtualDoors => {
	const hint = "write virtualDoors(site) in the `platform` of siteHost";
	expectObject("site", site, hint);
	expectObject("site.storage", site.storage, hint);
	expectFunction("site.lockOf", site.lockOf, hint);
	const { storage, lockOf, clock } = site;
	const { sql } = storage;
	const table = "CREATE TABLE IF NOT EXISTS virtual_locks (id TEXT PRIMARY KEY, lock TEXT) STRICT";
	const locks = {
		get(id: string): string | undefined {
			sql.exec(table);
			const [row] = sql.exec("SELECT lock FROM virtual_locks WHERE id = ?", id).toArray();
			return row === undefined ? undefined : String(row.lock);
		},
		set: (id: string, text: string) =>
			sql.exec("INSERT OR REPLACE INTO virtual_locks VALUES (?, ?)", id, text),
	};
	return doors({ locks, lockOf, clock });
}, "site");
