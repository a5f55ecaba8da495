// A clock that a test moves. Timers fire in their order, each at its instant.
import type { SiteClock } from "latchstring/host";

export interface ManualClock extends SiteClock {
	/** Lets time pass, timer by timer; `settle` waits until nothing is under way. */
	passTo(instant: Date | string): Promise<void>;
	/** Sets the clock, as somebody does with a machine's: timers stay as far away as they are. */
	set(instant: string): void;
}

export function manualClock(start: string, settle: () => Promise<void> = drained): ManualClock {
	let now = Date.parse(start);
	let skew = 0;
	const timers = new Set<{ at: number; call: () => void }>();
	return {
		now: () => new Date(now + skew),
		after(milliseconds, call) {
			const timer = { at: now + Math.max(milliseconds, 0), call };
			timers.add(timer);
			return () => timers.delete(timer);
		},
		set: (instant) => {
			skew = Date.parse(instant) - now;
		},
		async passTo(instant) {
			const end = new Date(instant).getTime() - skew;
			await settle();
			for (;;) {
				const [next] = [...timers].sort((a, b) => a.at - b.at);
				if (next === undefined || next.at > end) break;
				timers.delete(next);
				now = Math.max(now, next.at);
				next.call();
				await settle();
			}
			now = Math.max(now, end);
		},
	};
}

/** Waits until promises that wait for nothing else are done. */
export async function drained(): Promise<void> {
	for (let rounds = 0; rounds < 2; rounds += 1) await new Promise((done) => setImmediate(done));
}
