// The clock of a host, an argument as everywhere: tests bring one of their own.

import type { StopSignal } from "./signal.js";

/** The clock of a host. */
export interface SiteClock {
	/** Now. */
	now(): Date;
	/** Calls once, after so many milliseconds; gives what calls it off. */
	after(milliseconds: number, call: () => void): () => void;
}

/** What timers of all runtimes take. */
const LONGEST = 2 ** 31 - 1;

/** The clock of the machine. */
export const systemClock: SiteClock = {
	now: () => new Date(),
	after(milliseconds, call) {
		const timer = setTimeout(call, Math.min(Math.max(milliseconds, 0), LONGEST));
		return () => clearTimeout(timer);
	},
};

/** Waits, or until there is nothing to wait for. */
export function sleep(clock: SiteClock, milliseconds: number, signal: StopSignal): Promise<void> {
	return new Promise((done) => {
		if (signal.aborted) return done();
		const end = () => {
			cancel();
			signal.removeEventListener("abort", end);
			done();
		};
		const cancel = clock.after(milliseconds, end);
		signal.addEventListener("abort", end);
	});
}
