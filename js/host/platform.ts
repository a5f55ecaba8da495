// What a host brings: whoever speaks to locks, and whoever speaks to people.

import type { Channel, Command, Fact, Notice, NoticeOutcome } from "../generated/types.js";
import type { Signal } from "./signal.js";

/** Whoever speaks to locks: a cloud, a hub, a radio. */
export interface LockPlatform {
	/**
	 * Carries out a command, once, and says what became of it: for `read_lock` a `lock_report` first,
	 * and for every command a `command_result`. A platform that learns more later goes on: a second
	 * result of one command counts.
	 *
	 * It never sends a command again whose fate it does not know; that is `unknown`. Where it throws,
	 * or ends without a result, `runSite` says `unknown` for it.
	 *
	 * `signal` is aborted at the command's deadline while there is no result, some time after it when
	 * there is one, and when the host stops.
	 */
	run(command: Command, signal: Signal): AsyncIterable<Fact>;
}

/** What became of a notice, where it is known at once. */
export interface Delivered {
	/** `failed` where no channel is left to try. */
	outcome: NoticeOutcome;
	/** The channel that it took. */
	channel?: Channel;
}

/**
 * Sends a notice. It may come twice with the same `key`: after a crash between sending and the row
 * that says so. Where it throws, the notice is sent again.
 *
 * What it gives becomes a `notice_result`. Nothing: the notice left, and nobody knows yet whether
 * it arrived.
 */
export type Notify = (
	notice: Notice,
	signal: Signal,
) => Delivered | undefined | Promise<Delivered | undefined>;
