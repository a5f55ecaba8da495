// The room of Z-Wave's commands. It promises that no place is written before it was seen to be
// free, that a PIN is never written without its status and its window, and that it sends nothing
// itself.

import { plainCommand } from "../core/command.js";
import { guarded } from "../core/guard.js";
import { opening } from "../core/talk.js";
import type { Command } from "../generated/types.js";
import { talkOf } from "./codec.js";
import type { ZwaveRequest } from "./exchange.js";
import { readLock, type ZwaveLock } from "./lock.js";

/**
 * The first calls of a command, in their order. `facts` reads their answers, and names what is
 * next.
 *
 * Every command about a code first reads its place: a stranger's code is never overwritten or
 * cleared.
 *
 * @throws {LatchstringError} if a command or an option has another shape than documented
 * @example
 * const lock = { keeps: "user_code", places: 30, now: new Date() };
 * const todo = requests(command, lock);
 */
export const requests = guarded((command: Command, lock: ZwaveLock): ZwaveRequest[] =>
	opening(talkOf(plainCommand(command), readLock(lock))),
);
