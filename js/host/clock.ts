// The clock of a host, an argument as everywhere: tests bring one of their own.

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
