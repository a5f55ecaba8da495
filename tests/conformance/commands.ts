// The commands that are tried at one lock of a stack, and what its platform says of each.
import type { Command, Fact } from "latchstring";
import type { LockPlatform } from "../../js/host/platform.js";

export const BASE = {
	...{ id: "c1", lockId: "front", deadline: "2026-10-20T06:01:00Z", codeId: "k1" },
};
/** In the zone of the lock it is over at half past eleven, after the end of summer time. */
export const WINDOW = {
	...{ startsAt: "2026-10-23T13:00:00Z", endsAt: "2026-10-26T10:30:00Z" },
	...{ startsAtLocal: "2026-10-23T15:00:00", endsAtLocal: "2026-10-26T11:30:00" },
};
const IN_PLACE = { ...BASE, pin: "492817", slot: 2 };

export const PROGRAM = {
	...{ kind: "program_code", ...IN_PLACE, name: "Guest k1", window: WINDOW },
};
export const REMOVE = { kind: "remove_code", ...IN_PLACE };
export const READ = { kind: "read_lock", id: "c2", lockId: "front", deadline: BASE.deadline };
/** Two more days. */
export const CHANGE = {
	...{ kind: "change_window", ...IN_PLACE },
	window: { ...WINDOW, endsAt: "2026-10-28T10:30:00Z", endsAtLocal: "2026-10-28T11:30:00" },
};

/** All that a platform says of a command within so many milliseconds. */
export async function saidOf(
	platform: LockPlatform,
	command: object,
	milliseconds = 10_000,
): Promise<Fact[]> {
	const said: Fact[] = [];
	for await (const fact of platform.run(command as Command, AbortSignal.timeout(milliseconds)))
		said.push(fact);
	return said;
}
