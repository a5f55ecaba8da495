// Virtual locks as a platform, in the storage of a site's object: for demonstrations and tests.

import { isId } from "../core/part.js";
import type { Command, Fact, Lock, VirtualLock } from "../generated/types.js";
import type { SiteClock } from "../host/clock.js";
import type { LockPlatform } from "../host/platform.js";
import type { Signal } from "../host/signal.js";
import { passTime, runCommand, typePin, virtualLock } from "../virtual.js";
import type { SiteStorage } from "./workers.js";

/** What virtual doors need. */
export interface DoorsOptions {
	storage: SiteStorage;
	/** A lock of the site. */
	lockOf(id: string): Promise<Lock | undefined>;
	clock: SiteClock;
}

/** The virtual locks of a site. Their state is stored, so a restart changes nothing at the doors. */
export interface VirtualDoors {
	platform: LockPlatform;
	/** A lock as it is now. */
	lock(id: string): Promise<VirtualLock | undefined>;
	/** Changes the world of a lock: `{ reachable: false }` is a silent radio. */
	change(id: string, world: Partial<VirtualLock>): Promise<void>;
	/** Types a PIN: whether the door opens, and what its cloud tells. */
	type(id: string, pin: string): Promise<{ opens: boolean; facts: Fact[] }>;
}

/**
 * Virtual locks in the storage of a site's object.
 *
 * @example
 * const platform = (site) => virtualDoors(site).platform;
 */
export function virtualDoors({ storage, lockOf, clock }: DoorsOptions): VirtualDoors {
	const { sql } = storage;
	const ready = () =>
		sql.exec("CREATE TABLE IF NOT EXISTS virtual_locks (id TEXT PRIMARY KEY, lock TEXT) STRICT");
	const find = (id: string): VirtualLock | undefined => {
		ready();
		const [row] = sql.exec("SELECT lock FROM virtual_locks WHERE id = ?", id).toArray();
		return row === undefined ? undefined : JSON.parse(String(row.lock));
	};
	const keep = (id: string, lock: VirtualLock) =>
		sql.exec("INSERT OR REPLACE INTO virtual_locks VALUES (?, ?)", id, JSON.stringify(lock));
	const lock = async (id: string): Promise<VirtualLock | undefined> => {
		const given = find(id) === undefined ? await lockOf(id) : undefined;
		// Somebody may have made it in the meantime.
		if (given !== undefined && find(id) === undefined) keep(id, virtualLock(given));
		return find(id);
	};
	async function* run(command: Command, signal: Signal): AsyncGenerator<Fact> {
		const current = await lock(command.lockId);
		if (current === undefined) throw new Error("no such lock");
		const played = runCommand(current, command, { now: clock.now() });
		keep(command.lockId, played.lock);
		yield* played.facts;
		for (let { wakeAt } = played; wakeAt !== undefined && !signal.aborted; ) {
			await sleep(clock, Date.parse(wakeAt) - clock.now().getTime(), signal);
			const found = find(command.lockId);
			if (signal.aborted || found === undefined) return;
			const later = passTime(found, { now: clock.now() });
			keep(command.lockId, later.lock);
			yield* later.facts;
			wakeAt = later.wakeAt;
		}
	}
	return {
		platform: { run },
		lock,
		async change(id, world) {
			const current = await lock(id);
			if (current !== undefined) keep(id, { ...current, ...world });
		},
		async type(id, pin) {
			const current = isId(id) ? await lock(id) : undefined;
			if (current === undefined) return { opens: false, facts: [] };
			const typed = typePin(current, pin, clock.now());
			keep(id, typed.lock);
			return { opens: typed.opens, facts: typed.facts };
		},
	};
}

function sleep(clock: SiteClock, milliseconds: number, signal: Signal): Promise<void> {
	return new Promise((done) => {
		const end = () => {
			cancel();
			signal.removeEventListener("abort", end);
			done();
		};
		const cancel = clock.after(milliseconds, end);
		signal.addEventListener("abort", end);
	});
}
