// `<latchstring-schedule>`: keeps what it was given and where it looks, and draws it.
import type { Forecast, Preview, Trouble } from "../generated/types.js";
import { card } from "./card.js";
import { chips, head, legend } from "./chrome.js";
import { localAt } from "./clock.js";
import type { Controller } from "./controller.js";
import { draw, hit, patterns, picture } from "./draw.js";
import { foldedDoors } from "./folding.js";
import { changeOf, type HandMove, moveShapes, moveWords, type StayChange, troubleOf } from "./hand.js";
import { press } from "./keys.js";
import { COMPACT_BELOW, layout } from "./layout.js";
import { lensFigure, lensOf, tie } from "./lens.js";
import { type House, houseOf } from "./model.js";
import { listen } from "./pointer.js";
import { wordsFor } from "./registry.js";
import type { Drawing, LayoutOptions, Target, View } from "./shapes.js";
import { sheetsFor } from "./sheets.js";
import { tables } from "./table.js";
import { type Times, timesOf } from "./times.js";
import { tip } from "./tip.js";
import { problemsOf, verdictOf } from "./verdict.js";
import { clamped, named, type RangeName, showing, zoomed } from "./views.js";
import { h, patch, type VNode } from "./vnode.js";
import { type Step, walked } from "./walk.js";
import type { Words } from "./words.js";

const HOUR = 3_600_000;
const OBSERVED = ["locale", "heading", "range", "fold", "hide", "editable", "paintable"];
const PROPERTIES = ["data", "past", "words", "listings", "suppose"] as const;

/** What is selected, as `latchstring-select` tells it. */
export interface Selection {
	id: string;
	lockId: string;
	kind: string;
	reservationId?: string | undefined;
	visitId?: string | undefined;
	from: string;
	to: string;
}

/** The events of the element, with what each tells in `detail`. */
export interface ScheduleEvents {
	"latchstring-select": Selection | null;
	"latchstring-hover": Selection | null;
	"latchstring-view": { from: string; to: string };
	"latchstring-changing": StayChange;
	"latchstring-change": StayChange;
	"latchstring-supposing": Trouble;
	"latchstring-suppose": Trouble;
	"latchstring-forget": { index: number; trouble: Trouble };
}

// A server has no elements, and may import this file all the same.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * A schedule of doors: what should open and what does.
 *
 * @example
 * document.querySelector("latchstring-schedule").data = forecast(site, { now, until });
 */
export class LatchstringSchedule extends Base implements Controller {
	static get observedAttributes(): string[] {
		return OBSERVED;
	}

	#data: Preview | Forecast | undefined;
	#past: Preview | undefined;
	#words: Words | undefined;
	#listings: Record<string, string> = {};
	#supposed: readonly Trouble[] = [];
	#house: House | undefined;
	#view: View | undefined;
	#drawing: Drawing | undefined;
	#times: Times | undefined;
	#selected: Target | undefined;
	#hovered: string | undefined;
	#current: string | undefined;
	#move: HandMove | undefined;
	#hasClosed = false;
	#said = "";
	#isTableOpen = false;
	#isLegendOpen = true;
	#opened = new Map<string, boolean>();
	#frame = 0;
	#glide = 0;
	#focusSoon = false;
	#observer: ResizeObserver | undefined;
	#listening: SVGSVGElement | undefined;

	/** What `preview` or `forecast` gave. */
	get data(): Preview | Forecast | undefined {
		return this.#data;
	}
	set data(data: Preview | Forecast | undefined) {
		this.#data = data;
		this.#take();
	}

	/** What `preview` gave for the time before `data`. */
	get past(): Preview | undefined {
		return this.#past;
	}
	set past(past: Preview | undefined) {
		this.#past = past;
		this.#take();
	}

	/** Words of another language; absent: those of the `locale` or of the page, if they are loaded. */
	get words(): Words | undefined {
		return this.#words;
	}
	set words(words: Words | undefined) {
		this.#words = words;
		this.#times = undefined;
		this.#draw();
	}

	/** The names of listings, by their ids. */
	get listings(): Record<string, string> {
		return this.#listings;
	}
	set listings(listings: Record<string, string> | undefined) {
		this.#listings = listings ?? {};
		this.#draw();
	}

	/** The troubles that `data` supposes: each is a chip with a cross. */
	get suppose(): readonly Trouble[] {
		return this.#supposed;
	}
	set suppose(troubles: readonly Trouble[] | undefined) {
		this.#supposed = troubles ?? [];
		this.#draw();
	}

	/** What is looked at, as two instants. */
	get viewRange(): { from: string; to: string } | undefined {
		const view = this.#view;
		return view && { from: iso(view.from), to: iso(view.to) };
	}
	set viewRange(range: { from: string; to: string } | undefined) {
		if (range === undefined || this.#house === undefined) return;
		this.#view = clamped(this.#house, { from: Date.parse(range.from), to: Date.parse(range.to) });
		this.#draw();
	}

	connectedCallback(): void {
		// What was set before the element was known shadows the properties.
		for (const name of PROPERTIES) {
			if (!Object.hasOwn(this, name)) continue;
			const value = this[name];
			delete (this as Record<string, unknown>)[name];
			(this as Record<string, unknown>)[name] = value;
		}
		if (this.shadowRoot === null) {
			const root = this.attachShadow({ mode: "open" });
			root.addEventListener("click", (event) => this.#click(event));
			root.addEventListener("keydown", (event) => this.#key(event as KeyboardEvent));
			root.addEventListener("focusin", (event) => this.#focused(event));
			root.addEventListener("focusout", () => this.hover(undefined));
		}
		this.#observer ??= new ResizeObserver(() => this.#draw());
		this.#observer.observe(this);
		this.#render();
	}

	disconnectedCallback(): void {
		this.#observer?.disconnect();
		cancelAnimationFrame(this.#frame);
		cancelAnimationFrame(this.#glide);
		this.#frame = 0;
	}

	attributeChangedCallback(name: string): void {
		if (name === "locale") this.#times = undefined;
		if (name === "range") this.#view = undefined;
		this.#draw();
	}

	get house(): House {
		return this.#house ?? { from: 0, to: 1, now: 0, isForecast: false, clock: { offset: 0, changes: [] }, doors: [] };
	}
	get view(): View {
		return this.#view ?? { from: this.house.from, to: this.house.to };
	}
	get drawing(): Drawing {
		return this.#drawing ?? { width: 1, height: 1, left: 0, right: 1, top: 0, from: 0, to: 1, scale: 1, frame: [], shapes: [], targets: [], lanes: [] };
	}
	get svg(): SVGSVGElement {
		return this.shadowRoot?.querySelector("svg.main") as SVGSVGElement;
	}
	get selected(): string | undefined {
		return this.#selected?.id;
	}
	get move(): HandMove | undefined {
		return this.#move;
	}
	get isEditable(): boolean {
		return this.hasAttribute("editable");
	}
	get isPaintable(): boolean {
		return this.hasAttribute("paintable");
	}

	look(view: View, isDone: boolean): void {
		cancelAnimationFrame(this.#glide);
		this.#view = view;
		if (isDone) this.#tell("latchstring-view", { from: iso(view.from), to: iso(view.to) });
		this.#draw();
	}

	glide(to: View): void {
		const from = this.view;
		if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
			this.look(to, true);
			return;
		}
		const start = performance.now();
		cancelAnimationFrame(this.#glide);
		const step = (now: number) => {
			const part = Math.min(1, Math.max(0, (now - start) / 160));
			const ease = 1 - (1 - part) ** 3;
			const between = (a: number, b: number) => a + (b - a) * ease;
			this.#view = part === 1 ? to : { from: between(from.from, to.from), to: between(from.to, to.to) };
			this.#draw();
			if (part < 1) this.#glide = requestAnimationFrame(step);
			else this.#tell("latchstring-view", { from: iso(to.from), to: iso(to.to) });
		};
		this.#glide = requestAnimationFrame(step);
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
		this.#tell("latchstring-select", target === undefined ? null : selectionOf(target, this.drawing));
		this.#draw();
	}

	hover(target: Target | undefined): void {
		if (this.#hovered === target?.id) return;
		this.#hovered = target?.id;
		this.#tell("latchstring-hover", target === undefined ? null : selectionOf(target, this.drawing));
		this.#draw();
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
		const seen = showing(this.house, this.view, { from: target.from, to: target.thing?.to ?? target.from });
		if (seen === this.#view) this.#draw();
		else this.look(seen, true);
	}

	/** The next problem that is not in view. */
	#problemBeyond(step: Step): Target | undefined {
		const problems = problemsOf(this.house).map(({ thing }) => thing);
		const here = this.current()?.from ?? this.view.from;
		const found = step === "problem" ? problems.find(({ from }) => from > here) : problems.filter(({ from }) => from < here).at(-1);
		if (found === undefined) return undefined;
		this.#view = showing(this.house, this.view, found);
		this.#render();
		return this.drawing.targets.find(({ id }) => id === found.id);
	}

	setMove(move: HandMove | undefined): void {
		const before = this.#move;
		this.#move = move;
		this.#hovered = undefined;
		if (move !== undefined && move.at !== before?.at) this.#tellMove(move, false);
		this.#draw();
	}

	keepMove(): void {
		const move = this.#move;
		this.#move = undefined;
		if (move !== undefined) this.#tellMove(move, true);
		this.#draw();
	}

	#tellMove(move: HandMove, isKept: boolean): void {
		const door = this.house.doors[move.lane];
		if (door === undefined) return;
		if (move.kind === "brush") {
			if (move.anchor !== move.at) this.#tell(isKept ? "latchstring-suppose" : "latchstring-supposing", troubleOf(move));
		} else if (move.at !== move.was || !isKept)
			this.#tell(isKept ? "latchstring-change" : "latchstring-changing", changeOf(move, door));
		if (isKept) this.#said = moveWords(move, door, this.#timesNow());
	}

	#tell<Name extends keyof ScheduleEvents>(name: Name, detail: ScheduleEvents[Name]): void {
		this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
	}

	#take(): void {
		this.#house = this.#data === undefined ? undefined : houseOf({ data: this.#data, past: this.#past });
		if (this.#house !== undefined && this.#view !== undefined) this.#view = clamped(this.#house, this.#view);
		this.#draw();
	}

	#timesNow(): Times {
		if (this.#times === undefined) {
			const locale = this.getAttribute("locale") ?? this.closest("[lang]")?.getAttribute("lang") ?? "";
			const words = this.#words ?? wordsFor(locale || "en");
			const isOwn = locale !== "" && locale.split("-")[0] === words.locale.split("-")[0] && locale.includes("-");
			this.#times = timesOf(words, isOwn ? locale : words.locale);
		}
		return this.#times;
	}

	#draw(): void {
		if (this.#frame !== 0 || !this.isConnected) return;
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
		else if (what === "legend") this.#isLegendOpen = !this.#isLegendOpen;
		else if (what === "fold") this.#fold(more);
		else if (what === "forget") {
			const trouble = this.#supposed[Number(more)];
			if (trouble !== undefined) this.#tell("latchstring-forget", { index: Number(more), trouble });
		} else if ((event as MouseEvent).detail === 0) {
			// A screen reader clicks without a pointer.
			const id = (event.target as Element).closest?.("[data-id]")?.getAttribute("data-id");
			const target = this.drawing.targets.find((one) => one.id === id);
			if (target !== undefined) this.select(target);
		}
		this.#draw();
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
		if (!isInside && !(event.key === "Escape" && this.#move === undefined)) return;
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
	#shown(): Target | undefined {
		if (this.#selected !== undefined) return this.drawing.targets.find(({ id }) => id === this.#selected?.id) ?? this.#selected;
		if (this.#hasClosed) return undefined;
		const first = problemsOf(this.house).find(({ thing }) => thing.to > this.house.now);
		return this.drawing.targets.find(({ id }) => id === first?.thing.id);
	}

	#hides(part: string): boolean {
		return (this.getAttribute("hide") ?? "").split(/\s+/).includes(part);
	}

	#render(): void {
		const root = this.shadowRoot;
		if (root === null || !this.isConnected) return;
		const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
		root.adoptedStyleSheets = sheetsFor(scale);
		const all = this.clientWidth || 800;
		const times = this.#timesNow();
		const house = this.#house;
		if (house === undefined) {
			patch(root, [h("div", { class: "root", key: "root" })]);
			return;
		}
		const isNarrow = (all - 2 * 24 * scale) / scale < COMPACT_BELOW;
		const pad = (isNarrow ? 16 : 24) * scale;
		const range = (this.getAttribute("range") as RangeName | null) ?? (isNarrow ? "days3" : "days9");
		this.#view ??= named(house, range);
		const options: LayoutOptions = {
			width: Math.max(120, all - 2 * pad),
			scale,
			times,
			listings: this.#listings,
			folded: foldedDoors(house, this.getAttribute("fold"), this.#opened),
			selected: this.#selected?.id,
			handles: this.isEditable,
		};
		this.#drawing = layout(house, this.view, options);
		const drawing = this.#drawing;
		if (!drawing.targets.some(({ id }) => id === this.#current)) this.#current = (drawing.targets.find(({ isProblem }) => isProblem) ?? drawing.targets[0])?.id;
		const shown = this.#shown();
		const isLong = drawing.to - drawing.from > 30 * HOUR;
		const lensOptions = { ...options, width: isNarrow ? options.width : options.width - (shown && !isNarrow ? 332 * scale : 0) };
		const lens = !this.#hides("closer") && isLong && shown?.thing !== undefined ? lensOf(house, shown.thing, lensOptions) : undefined;
		const isSheet = isNarrow && this.#selected !== undefined;
		patch(root, [
			h(
				"div",
				{ class: `root${isNarrow ? " narrow" : ""}`, key: "root" },
				head(house, times, { heading: this.getAttribute("heading") ?? "", supposed: this.#supposed, range: this.#rangeName(), hides: (part) => this.#hides(part) }),
				chips(house, times, this.#supposed),
				this.#figure(drawing, house, times),
				lens && !isNarrow && tie(drawing, lens, pad),
				(lens || shown) &&
					h(
						"div",
						{ class: "close", key: "close" },
						lens && lensFigure(lens, house, lensOptions),
						shown && !this.#hides("card") && card(shown, house, times, { isSheet, listings: this.#listings }),
					),
				!this.#hides("words") && h("div", { class: this.#isTableOpen ? "card words" : "words sr", key: "words" }, tables(house, times, this.#listings)),
				h("p", { class: "sr", role: "status", key: "status" }, this.#status(house, times)),
			),
		]);
		const { svg } = this;
		if (svg !== this.#listening) {
			this.#listening = svg;
			listen(svg, this);
		}
		if (this.#focusSoon) {
			this.#focusSoon = false;
			svg.querySelector<SVGGElement>('.hit[tabindex="0"]')?.focus({ preventScroll: false });
		}
	}

	/** What has changed by a hand, said once, with what follows from it. */
	#status(house: House, times: Times): string {
		if (this.#said === "") return "";
		const { lead, red } = verdictOf(house, times, []);
		return `${this.#said}. ${red === "" ? lead : red}`;
	}

	#rangeName(): RangeName | undefined {
		const { from, to } = this.view;
		const isIt = (name: RangeName) => {
			const view = named(this.house, name);
			return Math.abs(view.from - from) < 1000 && Math.abs(view.to - to) < 1000;
		};
		return (["night", "days3", "days9", "all"] as const).find(isIt);
	}

	#figure(drawing: Drawing, house: House, times: Times): VNode {
		const { words } = times;
		const wall = (at: number) => times.date(Date.parse(`${localAt(house.clock, at).slice(0, 19)}Z`));
		const doors = house.doors.length;
		const folded = drawing.lanes.filter(({ isFolded }) => isFolded).length;
		const button = (name: string, isOn: boolean, text: string) =>
			h("button", { "data-do": name, "aria-expanded": isOn ? "true" : "false" }, text);
		return h(
			"figure",
			{ class: "card fig", key: "figure" },
			h(
				"header",
				{},
				h("p", {}, words.range(wall(drawing.from), wall(drawing.to - 1)) + times.month(Date.parse(`${localAt(house.clock, drawing.to - 1).slice(0, 10)}T00:00:00Z`)).replace(/^\D*/, " ")),
				doors > 6 && h("button", { "data-do": folded > 0 ? "fold none" : "fold calm" }, folded > 0 ? words.tools.unfold : words.tools.fold),
			),
			h(
				"svg",
				{
					class: "ls main",
					key: "svg",
					width: drawing.width,
					height: drawing.height,
					viewBox: `0 0 ${drawing.width} ${drawing.height}`,
					role: "group",
					"aria-label": `${words.schedule}. ${words.keys}`,
				},
				patterns("ls"),
				h("g", { key: "picture", "aria-hidden": "true" }, picture(drawing, "ls")),
				h("g", { key: "hits" }, drawing.targets.map((one) => hit(one, one.id === this.#current, one.id === this.#selected?.id))),
				this.#over(drawing, house, times),
			),
			!this.#hides("legend") &&
				h(
					"div",
					{ class: "foot", key: "foot" },
					button("legend", this.#isLegendOpen, words.tools.legend),
					!this.#hides("words") && button("table", this.#isTableOpen, words.table.title),
				),
			!this.#hides("legend") && this.#isLegendOpen && legend(times),
		);
	}

	/** What lies over the picture: a move with its tip, or the tip of what is pointed at. */
	#over(drawing: Drawing, house: House, times: Times): VNode | undefined {
		const move = this.#move;
		if (move !== undefined) {
			const door = house.doors[move.lane];
			const shapes = moveShapes(move, drawing);
			const handle = shapes.at(-1);
			if (door === undefined || handle === undefined) return undefined;
			const { lead, red } = verdictOf(house, times, []);
			const said = tip(drawing, handle.x + 5, handle.y, handle.y + handle.h, [moveWords(move, door, times), red === "" ? lead : red]);
			return h("g", { key: "over", "aria-hidden": "true" }, shapes.map((one) => draw(one, "ls")), said);
		}
		const target = drawing.targets.find(({ id }) => id === this.#hovered);
		if (target === undefined) return undefined;
		const [first = "", ...rest] = target.label.split(/, (?!\d)|: |; /);
		return h("g", { key: "over" }, tip(drawing, target.x + target.w / 2, target.y, target.y + target.h, [first, ...rest]));
	}
}

const iso = (at: number) => new Date(at).toISOString();

function selectionOf(target: Target, drawing: Drawing): Selection {
	const { id, thing, happenings, from, lane } = target;
	return {
		id,
		lockId: thing?.lockId ?? drawing.lanes[lane]?.lockId ?? "",
		kind: thing?.kind ?? "events",
		reservationId: thing?.reservationId ?? happenings?.[0]?.reservationId,
		visitId: thing?.visitId,
		from: iso(from),
		to: iso(thing?.to ?? happenings?.at(-1)?.at ?? from),
	};
}
