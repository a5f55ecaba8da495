// The room of Matter's commands. It promises that a PIN is written last, to a user who already has
// their name and window, that no place is written before it was seen, and that it sends nothing.

import { plainCommand } from "../core/command.js";
import { guarded } from "../core/guard.js";
import { opening } from "../core/talk.js";
import type { Command } from "../generated/types.js";
import { talkOf } from "./codec.js";
import type { MatterError } from "./failures.js";
import { type MatterLock, readLock } from "./lock.js";

/** A command of the Door Lock cluster, with its fields by the names of `@matter/main`. */
export interface MatterRequest {
	command:
		| "setUser"
		| "getUser"
		| "clearUser"
		| "setCredential"
		| "getCredentialStatus"
		| "setYearDaySchedule"
		| "getYearDaySchedule"
		| "clearYearDaySchedule";
	/** `credentialData` is text here. A runner sends it as bytes. */
	fields: Record<string, unknown>;
}

/** What a command of the cluster gave. */
export interface MatterAnswer {
	request: MatterRequest;
	/** Its response, as plain data. Absent for a command without one. */
	value?: unknown;
	/** What it threw. */
	error?: MatterError;
}

/**
 * The first commands of the cluster for a command, in their order. `facts` reads their answers, and
 * names what is next.
 *
 * The user of a place has its number, and so has the PIN of the user.
 *
 * @throws {LatchstringError} if a command or an option has another shape than documented
 * @example
 * const todo = requests(command, { now: new Date() });
 */
export const requests = guarded((command: Command, lock: MatterLock): MatterRequest[] =>
	opening(talkOf(plainCommand(command), readLock(lock))),
);
