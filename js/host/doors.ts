// Virtual locks as a platform, over any store of texts: for demonstrations and tests of a host.

import { passTime, runCommand, typePin, virtualLock } from "../api/virtual.js";
import { refusal } from "../core/error.js";
import { expectFunction, expectObject } from "../core/given.js";
import { guarded } from "../core/guard.js";
import { isId } from "../core/part.js";
import type { Command, Fact, Lock, VirtualLock } from "../generated/types.js";
import { type SiteClock, sleep, systemClock } from "./clock.js";
import type { LockPlatform } from "./platform.js";
import type { StopSignal } from "./signal.js";

/** What virtual doors need. */
export interface DoorsOptions {
	/** Where each lock is kept as a text, by its id. */
	locks: { get(id: string): string | undefined; set(id: string, text: string): unknown };
	/** A lock of the site, for a virtual one that is new. */
	lockOf(id: string): Lock | undefined | Promise<Lock | undefined>;
	/** The clock \[the machine's\]. */
	clock?: SiteClock;
}

/** The virtual locks of a site. */
export interface VirtualDoors {
	platform: LockPlatform;
	/** A lock as it is now. */
	lock(id: string): Promise<VirtualLock | undefined>;
	/** Changes the world of a lock: `{ reachable: false }` is a silent radio. */
	change(id: string, world: Partial<VirtualLock>): Promise<void>;
	/** Types a PIN: whether the door opens, and what the lock's cloud tells. */
	type(id: string, pin: string): Promise<{ opens: boolean; facts: Fact[] }>;
}

/**
 * Virtual locks in place of real ones. They are kept where `locks` says, so a restart of the host
 * changes nothing at the doors.
 *
 * @example
 * const lockOf = () => ({ id: "front", name: "Front" });
 * const { platform } = virtualDoors({ locks: new Map(), lockOf });
 */
export const virtualDoors = guarded((options: DoorsOptions): VirtualDoors => {
	const hint = "write virtualDoors({ locks: new Map(), lockOf })";
	expectObject("options", options, hint);
	expectObject("locks", options.locks, hint, ["get", "set"]);
	expectFunction("lockOf", options.lockOf, hint);
	const { locks, lockOf, clock = systemClock } = options;
	expectObject("clock", clock, hint, ["now", "after"]);
	const find = (id: string): VirtualLock | undefined => {
		const text = locks.get(id);
		return text === undefined ? undefined : JSON.parse(text);
	};
	const keep = (id: string, lock: VirtualLock) => locks.set(id, JSON.stringify(lock));
	const lock = async (id: string): Promise<VirtualLock | undefined> => {
		const given = find(id) === undefined ? await lockOf(id) : undefined;
		// Somebody may have made it in the meantime.
		if (given !== undefined && find(id) === undefined) keep(id, virtualLock(given));
		return find(id);
	};
	async function* run(command: Command, signal: StopSignal): AsyncGenerator<Fact> {
		const current = await lock(command.lockId);
		if (current === undefined)
			throw refusal("invalid_value", "command.lockId", "no such lock", hint);
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
});
