// Virtual locks as a platform of `runSite`, with what a test wants to see of them.
import type { Command, Fact, Lock } from "latchstring";
import { type LockPlatform, type SiteClock, virtualDoors } from "latchstring/host";
import { type VirtualLock, virtualLock } from "latchstring/virtual";
import { sleep } from "../../js/host/clock.js";

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
	const inDoors = new Map(locks.map((lock) => [lock.id, virtualLock(lock)]));
	const texts = {
		get: (id: string) => JSON.stringify(inDoors.get(id)),
		set: (id: string, text: string) => inDoors.set(id, JSON.parse(text)),
	};
	const lockOf = (id: string) => locks.find((lock) => lock.id === id);
	const doors = virtualDoors({ locks: texts, lockOf, clock });
	const sent: string[] = [];

	async function* run(command: Command, signal: AbortSignal): AsyncGenerator<Fact> {
		sent.push(command.id);
		let wait = takes(command);
		for await (const fact of doors.platform.run(command, signal)) {
			if (wait > 0) await sleep(clock, wait, signal);
			wait = 0;
			yield fact;
		}
	}
	return { platform: { run }, locks: inDoors, sent };
}
