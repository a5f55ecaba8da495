// What a host hands the loop for each kind of lock.

import type { Command, Fact } from "../generated/types.js";

/** Reaches the locks of one kind: runs commands, and says what came of them. */
export interface LockPlatform {
	/**
	 * Runs a command once, and gives facts as they become known. A read gives its `lock_report` before
	 * its `command_result`. It ends by itself; when `signal` aborts it ends as soon as it can, and a
	 * write that may have left is then `unknown`.
	 */
	run(command: Command, signal: AbortSignal): AsyncIterable<Fact>;
}
