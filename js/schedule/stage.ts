// What an element keeps and does: where it looks, what is selected, what a hand moves. The element
// itself only hands on what it is given.
import type { Forecast, Preview, Trouble } from "../generated/types.js";
import { BLANK, NOTHING } from "./blank.js";
import type { Controller } from "./controller.js";
import { iso, type ScheduleEvents, selectionOf } from "./detail.js";
import { Glide } from "./glide.js";
import { changeOf, type HandMove, moveWords, troubleOf } from "./hand.js";
import { press } from "./keys.js";
import { type House, houseOf } from "./model.js";
import { type PageState, pageOf } from "./page.js";
import { Paper } from "./paper.js";
import { listen } from "./pointer.js";
import { wordsFor } from "./registry.js";
import type { Drawing, Target, View } from "./shapes.js";
import { sheetsFor } from "./sheets.js";
import { type Times, timesOf } from "./times.js";
import { problemsOf } from "./verdict.js";
import { clamped, named, type RangeName, showing, zoomed } from "./views.js";
import { patch } from "./vnode.js";
import { type Step, walked } from "./walk.js";
import type { Words } from "./words.js";

/** The state of one element. */
export class Stage implements Controller {
	data: Preview | Forecast | undefined;
	past: Preview | undefined;
	words: Words | undefined;
	listings: Record<string, string> = {};
	supposed: readonly Trouble[] = [];
	move: HandMove | undefined;
	#host: HTMLElement;
	#house: House | undefined;
	#view: View | undefined;
	#drawing: Drawing | undefined;
	#times: Times | undefined;
	#selected: Target | undefined;
	#hovered: string | undefined;
	#current: string | undefined;
	#hasClosed = false;
	#said = "";
	#isTableOpen = false;
	#isLegendOpen: boolean | undefined;
	#opened = new Map<string, boolean>();
	#frame = 0;
	readonly #glide = new Glide();
	#focusSoon = false;
	readonly #paper = new Paper((isNow) => (isNow ? this.#render() : this.draw()));
	readonly #scroll = () => {
		if (this.drawing.height >= 2 * innerHeight) this.draw();
	};
	#observer: ResizeObserver | undefined;
	#listening: SVGSVGElement | undefined;

	constructor(host: HTMLElement) {
		this.#host = host;
	}

	/** Begins to draw in the host. */
	start(): void {
		const host = this.#host;
		if (host.shadowRoot === null) {
			const root = host.attachShadow({ mode: "open" });
			root.addEventListener("click", (event) => this.#click(event));
			root.addEventListener("keydown", (event) => this.#key(event as KeyboardEvent));
			root.addEventListener("focusin", (event) => this.#focused(event));
			root.addEventListener("focusout", () => this.hover(undefined));
		}
		this.#observer ??= new ResizeObserver(() => this.draw());
		this.#observer.observe(host);
		this.#paper.start();
		addEventListener("scroll", this.#scroll, { passive: true, capture: true });
		this.#render();
	}

	stop(): void {
		this.#observer?.disconnect();
		this.#paper.stop();
		removeEventListener("scroll", this.#scroll, { capture: true });
		cancelAnimationFrame(this.#frame);
		this.#glide.stop();
		this.#frame = 0;
	}

	/** Reads new data; the view stays, as far as it can. Data that is refused changes nothing. */
	take(data: Preview | Forecast | undefined, past: Preview | undefined): void {
		this.#house = data === undefined ? undefined : houseOf({ data, past });
		[this.data, this.past] = [data, past];
		if (this.#house !== undefined && this.#view !== undefined)
			this.#view = clamped(this.#house, this.#view);
		this.draw();
	}

	/** Forgets what follows from an attribute. */
	forget(name: string): void {
		if (name === "locale") this.#times = undefined;
		if (name === "range") this.#view = undefined;
		this.draw();
	}

	get house(): House {
		return this.#house ?? NOTHING;
	}
	get view(): View {
		return this.#view ?? { from: this.house.from, to: this.house.to };
	}
	get drawing(): Drawing {
		return this.#drawing ?? BLANK;
	}
	get svg(): SVGSVGElement {
		return this.#host.shadowRoot?.querySelector("svg.main") as SVGSVGElement;
	}
	get selected(): string | undefined {
		return this.#selected?.id;
	}
	get isEditable(): boolean {
		return this.#host.hasAttribute("editable");
	}
	get isPaintable(): boolean {
		return this.#host.hasAttribute("paintable");
	}

	look(view: View, isDone: boolean): void {
		this.#glide.stop();
		this.#view = this.#house === undefined ? view : clamped(this.#house, view);
		if (isDone) this.#tell("latchstring-view", { from: iso(view.from), to: iso(view.to) });
		this.draw();
	}

	glide(to: View): void {
		const from = this.view;
		if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
			this.look(to, true);
			return;
		}
		this.#glide.start({ from, to }, (view, isDone) => {
			this.#view = view;
			this.draw();
			if (isDone) this.#tell("latchstring-view", { from: iso(to.from), to: iso(to.to) });
		});
	}

	range(name: RangeName): void {
		this.glide(named(this.house, name));
	}

	toNow(): void {
		const { from, to } = this.view;
		const half = (to - from) / 2;
		this.glide(clamped(this.house, { from: this.house.now - half, to: this.house.now + half }));
	}

	select(target: Target | undefined): void {
		this.#selected = target;
		this.#hasClosed = target === undefined;
		if (target !== undefined) this.#current = target.id;
		this.#tell(
			"latchstring-select",
			target === undefined ? null : selectionOf(target, this.drawing),
		);
		this.draw();
	}

	hover(target: Target | undefined): void {
		if (this.#hovered === target?.id) return;
		this.#hovered = target?.id;
		this.#tell(
			"latchstring-hover",
			target === undefined ? null : selectionOf(target, this.drawing),
		);
		this.draw();
	}

	current(): Target | undefined {
		return this.drawing.targets.find(({ id }) => id === this.#current);
	}

	walk(step: Step): void {
		let target = walked(this.drawing.targets, this.#current, step);
		if (step === "problem" || step === "problemBefore") target ??= this.#problemBeyond(step);
		if (target === undefined) return;
		this.#current = target.id;
		this.#hovered = target.id;
		this.#focusSoon = true;
		const seen = showing(this.house, this.view, {
			from: target.from,
			to: target.thing?.to ?? target.from,
		});
		if (seen !== this.#view) this.look(seen, true);
		this.#render();
	}

	/** The next problem that is not in view. */
	#problemBeyond(step: Step): Target | undefined {
		const problems = problemsOf(this.house).map(({ thing }) => thing);
		const here = this.current()?.from ?? this.view.from;
		const found =
			step === "problem"
				? (problems.find(({ from }) => from > here) ?? problems[0])
				: (problems.filter(({ from }) => from < here).at(-1) ?? problems.at(-1));
		if (found === undefined) return undefined;
		this.#view = showing(this.house, this.view, found);
		this.#render();
		return this.drawing.targets.find(({ id }) => id === found.id);
	}

	setMove(move: HandMove | undefined): void {
		const before = this.move;
		this.move = move;
		this.#hovered = undefined;
		if (move !== undefined && move.at !== before?.at) this.#tellMove(move, false);
		this.draw();
	}

	keepMove(): void {
		const move = this.move;
		this.move = undefined;
		if (move !== undefined) this.#tellMove(move, true);
		this.draw();
	}

	#tellMove(move: HandMove, isKept: boolean): void {
		const door = this.house.doors[move.lane];
		if (door === undefined) return;
		if (move.kind === "brush") {
			if (move.anchor !== move.at)
				this.#tell(isKept ? "latchstring-suppose" : "latchstring-supposing", troubleOf(move));
		} else if (move.at !== move.was || !isKept)
			this.#tell(isKept ? "latchstring-change" : "latchstring-changing", changeOf(move, door));
		if (isKept) this.#said = moveWords(move, door, this.#timesNow());
	}

	#tell<Name extends keyof ScheduleEvents>(name: Name, detail: ScheduleEvents[Name]): void {
		this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
	}

	#timesNow(): Times {
		if (this.#times === undefined) {
			const locale =
				this.#host.getAttribute("locale") ??
				this.#host.closest("[lang]")?.getAttribute("lang") ??
				"";
			const words = this.words ?? wordsFor(locale || "en");
			const isOwn =
				locale !== "" &&
				locale.split("-")[0] === words.locale.split("-")[0] &&
				locale.includes("-");
			this.#times = timesOf(words, isOwn ? locale : words.locale);
		}
		return this.#times;
	}

	draw(): void {
		if (this.#frame !== 0 || !this.#host.isConnected) return;
		this.#frame = requestAnimationFrame(() => {
			this.#frame = 0;
			this.#render();
		});
	}

	#click(event: Event): void {
		const button = (event.target as Element).closest?.("[data-do]");
		const [what, more = ""] = (button?.getAttribute("data-do") ?? "").split(" ");
		const { house, view } = this;
		if (what === "range") this.range(more as RangeName);
		else if (what === "in") this.glide(zoomed(house, view, 0.6));
		else if (what === "out") this.glide(zoomed(house, view, 1 / 0.6));
		else if (what === "now") this.toNow();
		else if (what === "close") this.select(undefined);
		else if (what === "next") this.#selectNext();
		else if (what === "table") this.#isTableOpen = !this.#isTableOpen;
		else if (what === "legend") this.#isLegendOpen = !(this.#isLegendOpen ?? false);
		else if (what === "fold") this.#fold(more);
		else if (what === "forget") {
			const trouble = this.supposed[Number(more)];
			if (trouble !== undefined) this.#tell("latchstring-forget", { index: Number(more), trouble });
		} else if ((event as MouseEvent).detail === 0) {
			// A screen reader clicks without a pointer.
			const id = (event.target as Element).closest?.("[data-id]")?.getAttribute("data-id");
			const target = this.drawing.targets.find((one) => one.id === id);
			if (target !== undefined) this.select(target);
		}
		this.draw();
	}

	#fold(how: string): void {
		for (const { lockId } of this.house.doors) this.#opened.delete(lockId);
		if (how === "none") for (const { lockId } of this.house.doors) this.#opened.set(lockId, false);
	}

	#selectNext(): void {
		const problems = problemsOf(this.house).map(({ thing }) => thing);
		const place = problems.findIndex(({ id }) => id === this.#shown()?.id);
		const next = problems[(place + 1) % problems.length];
		if (next === undefined) return;
		this.#view = showing(this.house, this.view, next);
		this.#render();
		this.select(this.drawing.targets.find(({ id }) => id === next.id));
	}

	#key(event: KeyboardEvent): void {
		const isInside = (event.target as Element).closest?.("svg.main") !== null;
		if (!isInside && !(event.key === "Escape" && this.move === undefined)) return;
		if (!press(event, this)) return;
		event.preventDefault();
		event.stopPropagation();
	}

	#focused(event: Event): void {
		const id = (event.target as Element).getAttribute?.("data-id");
		if (!id) return;
		this.#current = id;
		if ((event.target as Element).matches(":focus-visible")) this.hover(this.current());
	}

	/** What the card shows: the selected thing, else the first problem ahead. */
	#shown(drawing = this.drawing): Target | undefined {
		if (this.#selected !== undefined)
			return drawing.targets.find(({ id }) => id === this.#selected?.id) ?? this.#selected;
		if (this.#hasClosed) return undefined;
		const ahead = problemsOf(this.house).filter(({ thing }) => thing.to > this.house.now);
		// Whoever waits outside comes before what is open too long.
		const first = ahead.find(({ thing }) => thing.kind === "outside") ?? ahead[0];
		return drawing.targets.find(({ id }) => id === first?.thing.id);
	}

	/** In a tall house only the lanes on the screen are made, and a little around them. */
	#seen(): { top: number; bottom: number } | undefined {
		const { svg } = this;
		const height = this.#drawing?.height ?? this.house.doors.length * 110;
		if (this.#paper.isPrinting || height < 2 * innerHeight) return undefined;
		const box = (svg ?? this.#host).getBoundingClientRect();
		return { top: -box.top - innerHeight / 2, bottom: innerHeight * 1.5 - box.top };
	}

	#render(): void {
		const root = this.#host.shadowRoot;
		if (root === null || !this.#host.isConnected) return;
		const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
		root.adoptedStyleSheets = sheetsFor(scale);
		const house = this.#house;
		if (house === undefined) {
			patch(root, []);
			return;
		}
		const hides = (this.#host.getAttribute("hide") ?? "").split(/\s+/);
		const state: PageState = {
			house,
			times: this.#timesNow(),
			scale,
			width: this.#host.clientWidth || 800,
			view: this.#view,
			range: this.#host.getAttribute("range") as RangeName | null,
			fold: this.#host.getAttribute("fold"),
			heading: this.#host.getAttribute("heading") ?? "",
			hides: (part) => hides.includes(part),
			listings: this.listings,
			supposed: this.supposed,
			opened: this.#opened,
			selected: this.#selected,
			current: this.#current,
			hovered: this.#hovered,
			move: this.move,
			said: this.#said,
			isEditable: this.isEditable,
			isTableOpen: this.#isTableOpen,
			seen: this.#seen(),
			tables: this.#paper.tables(house, this.#timesNow(), this.listings, this.#isTableOpen),
			isLegendOpen: this.#isLegendOpen,
			shown: (drawing) => this.#shown(drawing),
		};
		const page = pageOf(state);
		this.#view = page.view;
		this.#drawing = page.drawing;
		this.#current = page.current;
		this.#isLegendOpen ??= page.isLegendOpen;
		const hadFocus = root.activeElement?.matches("svg.main .hit") ?? false;
		patch(root, [page.root]);
		const { svg } = this;
		if (svg !== this.#listening) {
			this.#listening = svg;
			listen(svg, this);
		}
		// Where the focused thing has left the view, the focus stays in the drawing.
		if (this.#focusSoon || (hadFocus && root.activeElement === null)) {
			this.#focusSoon = false;
			svg.querySelector<SVGGElement>('.hit[tabindex="0"]')?.focus();
		}
	}
}
