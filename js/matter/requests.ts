// The room of Matter's commands. It promises that a PIN is written last, to a user who already has
// their name and window, that no place is written before it was seen, and that it sends nothing.

import { plainCommand } from "../core/command.js";
import { guarded } from "../core/guard.js";
import { opening } from "../core/talk.js";
import type { Command } from "../generated/types.js";
import { talkOf } from "./codec.js";
import type { MatterRequest } from "./exchange.js";
import { type MatterLock, readLock } from "./lock.js";

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
