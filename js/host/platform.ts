// What a host hands the loop for each kind of lock.

import type { Command, Fact } from "../generated/types.js";

/** An `AbortSignal`, for users of TypeScript without the DOM library. */
export interface StopSignal {
	readonly aborted: boolean;
	addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
	removeEventListener(type: "abort", listener: () => void): void;
}

/** Reaches the locks of one kind: runs commands, and says what came of them. */
export interface LockPlatform {
	/**
	 * Runs a command once, and gives facts as they become known. A read gives its `lock_report` before
	 * its `command_result`. It ends by itself; when `signal` aborts it ends as soon as it can, and a
	 * write that may have left is then `unknown`.
	 */
	run(command: Command, signal: StopSignal): AsyncIterable<Fact>;
}
