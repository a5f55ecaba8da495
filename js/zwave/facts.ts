// The room of Z-Wave's answers. It promises that silence is never an empty lock, that a code is
// confirmed only where the lock reads it back, and that a write nobody knows the fate of is
// unknown.

import { plainCommand } from "../core/command.js";
import { guarded } from "../core/guard.js";
import { answersIn, replay, type Said } from "../core/talk.js";
import type { Command } from "../generated/types.js";
import { talkOf } from "./codec.js";
import type { ZwaveAnswer, ZwaveRequest } from "./exchange.js";
import { readLock, type ZwaveLock } from "./lock.js";
import { endsRound } from "./talk.js";

/**
 * Reads the answers to the calls of a command: all of them so far, in their order. While there is
 * no result, `next` names the calls that follow.
 *
 * | answer | result |
 * |---|---|
 * | the place reads back the PIN, enabled, with the window | `confirmed` |
 * | the place is hidden, and the lock took the write | `accepted` |
 * | another code is in the place | `slot_taken`; at a change or a removal `not_found` |
 * | another place has the PIN | `duplicate_code` |
 * | no answer before anything was written | `failed`: `timeout`, `offline`, `busy` |
 * | no answer since | `unknown` |
 *
 * `read_lock` gives a `lock_report` before its result. Where the lock falls silent in between, the
 * report speaks of the places that were read (`slotsOf`).
 *
 * @throws {LatchstringError} if an answer or an option has another shape than documented
 * @example
 * const { facts: said, next } = facts(command, answers, { ...lock, now: new Date() });
 */
export const facts = guarded(
	(command: Command, answers: ZwaveAnswer[], lock: ZwaveLock): Said<ZwaveRequest> => {
		const plain = plainCommand(command);
		const ready = readLock(lock);
		return replay(plain, talkOf(plain, ready), {
			answers: answersIn(answers, ["on", "method"]),
			ends: endsRound,
			at: ready.now,
		});
	},
);
