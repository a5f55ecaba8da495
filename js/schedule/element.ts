// `<latchstring-schedule>`: properties, attributes and events. What it does is in `stage.ts`.
import { protect } from "../core/error.js";
import type { Forecast, Preview, Trouble } from "../generated/types.js";
import { checkListings, checkSuppose, checkView } from "./check.js";
import { stageOf } from "./stage.js";
import type { Words } from "./words.js";

const OBSERVED = ["locale", "heading", "range", "fold", "hide", "editable", "paintable"];
const PROPERTIES = ["data", "past", "words", "listings", "suppose"] as const;

/** What refuses a property. */
const refuse = {
	listings: protect(checkListings),
	suppose: protect(checkSuppose),
	view: protect(checkView),
};

/** `HTMLElement` where TypeScript knows it: a server does not. */
type ElementClass = typeof globalThis extends { HTMLElement: infer C extends new () => object }
	? C
	: new () => object;

// A server has no elements, and may import this file all the same.
const Base = (globalThis.HTMLElement ?? class {}) as ElementClass;

/**
 * A schedule of doors: what should open and what does.
 *
 * @example
 * document.querySelector("latchstring-schedule").data = forecast(site, { now, until });
 */
export class LatchstringSchedule extends Base {
	static get observedAttributes(): string[] {
		return OBSERVED;
	}

	readonly #stage = stageOf(this);

	/** What `preview` or `forecast` gave. */
	get data(): Preview | Forecast | undefined {
		return this.#stage.data;
	}
	set data(data: Preview | Forecast | undefined) {
		this.#stage.take(data, this.#stage.past);
	}

	/** What `preview` gave for the time before `data`. */
	get past(): Preview | undefined {
		return this.#stage.past;
	}
	set past(past: Preview | undefined) {
		this.#stage.take(this.#stage.data, past);
	}

	/**
	 * Words of another language; absent: those of the `locale` or of the page, if they are loaded.
	 */
	get words(): Words | undefined {
		return this.#stage.words;
	}
	set words(words: Words | undefined) {
		// A framework may set null for nothing.
		this.#stage.speak(words ?? undefined);
	}

	/** The names of listings, by their ids. */
	get listings(): Record<string, string> {
		return this.#stage.listings;
	}
	set listings(listings: Record<string, string> | undefined) {
		refuse.listings(listings ?? undefined, "listings");
		this.#stage.listings = listings ?? {};
		this.#stage.draw();
	}

	/** The troubles that `data` supposes: each is a chip with a cross. */
	get suppose(): readonly Trouble[] {
		return this.#stage.supposed;
	}
	set suppose(troubles: readonly Trouble[] | undefined) {
		refuse.suppose(troubles ?? undefined, "suppose");
		this.#stage.supposed = troubles ?? [];
		this.#stage.draw();
	}

	/** What is looked at, as two instants. */
	get view(): { from: string; to: string } {
		const { from, to } = this.#stage.view;
		return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
	}
	set view(view: { from: string; to: string }) {
		refuse.view(view, "view");
		const { from, to } = view;
		this.#stage.look({ from: Date.parse(from), to: Date.parse(to) }, false);
	}

	connectedCallback(): void {
		// What was set before the element was known shadows the properties.
		for (const name of PROPERTIES) {
			if (!Object.hasOwn(this, name)) continue;
			const value = this[name];
			delete (this as Record<string, unknown>)[name];
			(this as Record<string, unknown>)[name] = value;
		}
		this.#stage.start();
	}

	disconnectedCallback(): void {
		this.#stage.stop();
	}

	attributeChangedCallback(name: string): void {
		this.#stage.forget(name);
	}
}
