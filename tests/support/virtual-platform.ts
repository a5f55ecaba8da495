// Virtual locks as a platform of `runSite`: what their clouds put off comes when it is due.
import type { Command, Fact, Lock } from "latchstring";
import type { LockPlatform, SiteClock } from "latchstring/host";
import { passTime, runCommand, type VirtualLock, virtualLock } from "latchstring/virtual";

export interface VirtualWorld {
	platform: LockPlatform;
	/** The locks in their doors, as they are now. */
	locks: Map<string, VirtualLock>;
	/** The ids of commands that reached a lock, in their order. */
	sent: string[];
}

/** What can be said of a cloud beside its habits. */
export interface Manners {
	/** How long it takes to answer, in milliseconds. */
	takes?: (command: Command) => number;
}

export function virtualWorld(
	locks: Lock[],
	clock: SiteClock,
	{ takes = () => 0 }: Manners = {},
): VirtualWorld {
	const world: VirtualWorld = {
		locks: new Map(locks.map((lock) => [lock.id, virtualLock(lock)])),
		sent: [],
		platform: { run },
	};
	return world;

	async function* run(command: Command, signal: AbortSignal): AsyncGenerator<Fact> {
		world.sent.push(command.id);
		const lock = world.locks.get(command.lockId);
		if (lock === undefined) throw new Error("no such lock");
		const played = runCommand(lock, command, { now: clock.now() });
		world.locks.set(command.lockId, played.lock);
		const milliseconds = takes(command);
		if (milliseconds > 0) await sleep(clock, milliseconds, signal);
		yield* played.facts;
		let { wakeAt } = played;
		while (wakeAt !== undefined && !signal.aborted) {
			await sleep(clock, Date.parse(wakeAt) - clock.now().getTime(), signal);
			if (signal.aborted) return;
			const current = world.locks.get(command.lockId) ?? lock;
			const later = passTime(current, { now: clock.now() });
			world.locks.set(command.lockId, later.lock);
			yield* later.facts;
			wakeAt = later.wakeAt;
		}
	}
}

function sleep(clock: SiteClock, milliseconds: number, signal: AbortSignal): Promise<void> {
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
