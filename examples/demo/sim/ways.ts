// Four ways to run a house. They are those of the simulator (tests/simulation/sim/strategies.rs):
// policies of the one engine, and for the first one each command once.
import type { AccessCode, Command, PartialPolicy } from "latchstring";

export type WayName = "hope" | "checks" | "pool" | "latchstring";

export interface Way {
	name: WayName;
	policy: PartialPolicy;
	/** Whether a command is sent, where the way does not send all. */
	sends?: (command: Command, code: AccessCode | undefined) => boolean;
}

const only = (poolSize: number, emergency: boolean, checks: boolean): PartialPolicy => ({
	backups: { poolSize },
	emergency: { enabled: emergency },
	validation: { enabled: checks },
});

/** Sends each code once: nothing is asked, and nothing is tried again. */
function hope(): Way {
	const sent = new Set<string>();
	return {
		name: "hope",
		policy: { ...only(0, false, false), commands: { tries: 1, perMinutes: 60 } },
		sends: (command, code) => {
			const what = JSON.stringify([command.kind, command.codeId, code?.wanted]);
			if (command.kind === "read_lock" || sent.has(what)) return false;
			sent.add(what);
			return true;
		},
	};
}

/** A way, made anew for each run. */
export function wayOf(name: WayName): Way {
	if (name === "hope") return hope();
	if (name === "checks") return { name, policy: only(0, true, true) };
	if (name === "pool") return { name, policy: only(2, false, false) };
	return { name, policy: {} };
}

export const WAYS: readonly WayName[] = ["hope", "checks", "pool", "latchstring"];
