// The tables, which take long in a large house: made once, after its first picture. Paper and
// whoever asks for them do not wait.
import type { House } from "./model.js";
import { tables } from "./table.js";
import type { FullTimes } from "./times.js";
import type { VNode } from "./vnode.js";

const SOON = 60;

export class Paper {
	/** Whether the page is being printed: then all of it is made, on the screen or not. */
	isPrinting = false;
	#redraw: (isNow: boolean) => void;
	#isDue = false;
	#made: { key: unknown[]; nodes: VNode[] } = { key: [], nodes: [] };
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #before = () => {
		this.isPrinting = true;
		this.#make();
	};
	readonly #after = () => {
		this.isPrinting = false;
		this.#redraw(false);
	};

	constructor(redraw: (isNow: boolean) => void) {
		this.#redraw = redraw;
	}

	start(): void {
		addEventListener("beforeprint", this.#before);
		addEventListener("afterprint", this.#after);
	}

	stop(): void {
		removeEventListener("beforeprint", this.#before);
		removeEventListener("afterprint", this.#after);
		clearTimeout(this.#timer);
	}

	/** The tables of a house; where nobody asks for them yet, those of before until they are made. */
	tables(
		house: House,
		times: FullTimes,
		listings: Record<string, string>,
		isAsked: boolean,
	): VNode[] {
		const key = [house, times, listings];
		if (key.every((one, place) => one === this.#made.key[place])) return this.#made.nodes;
		if (isAsked || this.#isDue) this.#made = { key, nodes: tables(house, times, listings) };
		else {
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => this.#make(), SOON);
		}
		return this.#made.nodes;
	}

	#make(): void {
		this.#isDue = true;
		this.#redraw(true);
		this.#isDue = false;
	}
}
