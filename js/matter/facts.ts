// The room of Matter's answers. It promises that a code is confirmed only where the lock shows it
// enabled and with its window, and that a write nobody knows the fate of is unknown.

import { plainCommand } from "../core/command.js";
import { guarded } from "../core/guard.js";
import { answersIn, replay, type Said } from "../core/talk.js";
import type { Command } from "../generated/types.js";
import { talkOf } from "./codec.js";
import type { MatterAnswer, MatterRequest } from "./exchange.js";
import { type MatterLock, readLock } from "./lock.js";
import { endsRound } from "./talk.js";

/**
 * Reads the answers to the commands of the cluster: all of them so far, in their order. While there
 * is no result, `next` names what follows.
 *
 * | answer | result |
 * |---|---|
 * | the place is taken, its user enabled, the window as written | `confirmed` |
 * | the place has somebody else's PIN or credential | `slot_taken`; at a removal `not_found` |
 * | `setCredential` 1 without a next place, or 2 | `duplicate_code` |
 * | `setCredential` 1 with a next place, or 3 | `slot_taken` |
 * | `RESOURCE_EXHAUSTED` | `no_space` |
 * | no answer before anything was written | `failed`: `offline`, `timeout`, `busy` |
 * | no answer since | `unknown` |
 *
 * `read_lock` gives a `lock_report` before its result. A Matter lock hides its PINs.
 *
 * @throws {LatchstringError} if an answer or an option has another shape than documented
 * @example
 * const { facts: said, next } = facts(command, answers, { now: new Date() });
 */
export const facts = guarded(
	(command: Command, answers: MatterAnswer[], lock: MatterLock): Said<MatterRequest> => {
		const plain = plainCommand(command);
		const ready = readLock(lock);
		return replay(plain, talkOf(plain, ready), {
			...{ answers: answersIn(answers, ["command"]), ends: endsRound, at: ready.now },
		});
	},
);
