// The room of TTLock's answers. It promises that a duplicate of ours is no failure, that a removal
// that finds nothing is done, and that half a list is none.

import { plainCommand } from "../core/command.js";
import { guarded } from "../core/guard.js";
import { answersIn, replay, type Said } from "../core/talk.js";
import type { Command } from "../generated/types.js";
import { talkOf } from "./codec.js";
import type { TtlockAnswer, TtlockRequest } from "./exchange.js";
import { readLock, type TtlockLock } from "./lock.js";
import { endsRound } from "./talk.js";

/**
 * Reads the answers to the requests of a command: all of them so far, in their order. While there
 * is no result, `next` names what follows.
 *
 * | answer | result |
 * |---|---|
 * | done by a gateway | `confirmed` |
 * | done by Wi-Fi, later | `accepted`: a later list says more |
 * | a passcode of the lock's algorithm | `confirmed`, with its PIN and its whole hours |
 * | −3007, and the list has our PIN with our label | as its `status` says |
 * | any other error code | `failed`, by the table in `docs/locks.md` |
 * | 90000, HTTP 5xx, nothing in time | `unknown` |
 * | 30006, HTTP 429 and 503 | `busy` |
 *
 * `read_lock` gives a `lock_report` before its result.
 *
 * @throws {LatchstringError} if an answer or an option has another shape than documented
 * @example
 * const { facts: said, next } = facts(command, answers, { lockId: 2340912, now: new Date() });
 */
export const facts = guarded(
	(command: Command, answers: TtlockAnswer[], lock: TtlockLock): Said<TtlockRequest> => {
		const plain = plainCommand(command);
		const ready = readLock(lock);
		return replay(plain, talkOf(plain, ready), {
			...{ answers: answersIn(answers, ["path"]), ends: endsRound, at: ready.now },
		});
	},
);
