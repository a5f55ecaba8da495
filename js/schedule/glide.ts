// How one view becomes another: in a sixth of a second, and slower at its end.
import type { View } from "./shapes.js";

const MILLISECONDS = 160;

/** A move from view to view. Only one is under way. */
export class Glide {
	#frame = 0;

	/** Shows the views on the way, one in each frame. `isDone` comes with the last. */
	start(way: { from: View; to: View }, show: (view: View, isDone: boolean) => void): void {
		const { from, to } = way;
		const start = performance.now();
		this.stop();
		const between = (a: number, b: number, part: number) => a + (b - a) * part;
		const step = (now: number) => {
			const part = Math.min(1, Math.max(0, (now - start) / MILLISECONDS));
			const eased = 1 - (1 - part) ** 3;
			const view = {
				from: between(from.from, to.from, eased),
				to: between(from.to, to.to, eased),
			};
			show(part === 1 ? to : view, part === 1);
			if (part < 1) this.#frame = requestAnimationFrame(step);
		};
		this.#frame = requestAnimationFrame(step);
	}

	/** Stops where it is. */
	stop(): void {
		cancelAnimationFrame(this.#frame);
	}
}
