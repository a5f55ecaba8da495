// What comes right after the first picture: what is selected, pointed at and moved by a hand, with
// the tools, the card and the words. The front loads this file by itself.
import { added } from "./around.js";
import { checkAllWords } from "./check-options.js";
import type { Controller } from "./controller.js";
import { type ScheduleEvents, selectionOf } from "./detail.js";
import { Glide } from "./glide.js";
import { changeOf, type HandMove, moveWords, troubleOf } from "./hand.js";
import { press } from "./keys.js";
import { PictureDetails } from "./layout-details.js";
import type { House, Thing } from "./model.js";
import { Paper } from "./paper.js";
import type { Added, Drawn, Front, Rest } from "./parts.js";
import { listen } from "./pointer.js";
import { know } from "./registry.js";
import type { Details, Drawing, Target, View } from "./shapes.js";
import { restSheets } from "./styles-rest.js";
import { targetsOf } from "./targets.js";
import type { FullTimes } from "./times.js";
import { problemsOf } from "./verdict.js";
import { aroundNow, named, type RangeName, zoomed } from "./views.js";
import { type Step, showing, walked } from "./walk.js";
import { english } from "./words/en-all.js";

/** The rest of an element. */
export function restOf(front: Front): Rest {
	know(english);
	return new Hands(front);
}

class Hands implements Rest, Controller {
	readonly sheets = restSheets;
	readonly checkWords = checkAllWords;
	targets: readonly Target[] = [];
	move: HandMove | undefined;
	readonly #front: Front;
	#selected: Target | undefined;
	#hovered: string | undefined;
	#current: string | undefined;
	#hasClosed = false;
	#said = "";
	#isTableOpen = false;
	#isLegendOpen: boolean | undefined;
	#focusSoon = false;
	#hadFocus = false;
	readonly #glide = new Glide();
	readonly #paper: Paper;
	#listening: SVGSVGElement | undefined;
	#details: PictureDetails | undefined;
	/** In a tall house only what is on the screen is made. */
	readonly #scroll = () => {
		if (this.drawing.height >= 2 * innerHeight) this.#front.draw();
	};

	constructor(front: Front) {
		this.#front = front;
		this.#paper = new Paper((isNow) => (isNow ? front.render() : front.draw()));
		const { root } = front;
		root.addEventListener("click", (event) => this.#click(event as MouseEvent));
		root.addEventListener("focusin", (event) => this.#focused(event.target as Element));
		root.addEventListener("focusout", () => this.hover(undefined));
	}

	start(): void {
		this.#paper.start();
		addEventListener("scroll", this.#scroll, { passive: true, capture: true });
	}
	stop(): void {
		this.#paper.stop();
		removeEventListener("scroll", this.#scroll, { capture: true });
		this.halt();
	}
	halt(): void {
		this.#glide.stop();
	}

	get isPrinting(): boolean {
		return this.#paper.isPrinting;
	}
	get house(): House {
		return this.#front.house;
	}
	get view(): View {
		return this.#front.view;
	}
	get drawing(): Drawing {
		return this.#front.drawing;
	}
	get svg(): SVGSVGElement {
		return this.#front.root.querySelector("svg.main") as SVGSVGElement;
	}
	get selected(): string | undefined {
		return this.#selected?.id;
	}
	get isEditable(): boolean {
		return this.#front.host.hasAttribute("editable");
	}
	get isPaintable(): boolean {
		return this.#front.host.hasAttribute("paintable");
	}
	/** All words are known by now, of whatever language. */
	get #times(): FullTimes {
		return this.#front.times as FullTimes;
	}
	get details(): Details {
		if (this.#details?.times !== this.#times) this.#details = new PictureDetails(this.#times);
		return this.#details;
	}

	look(view: View, isDone: boolean): void {
		this.#front.look(view, isDone);
	}

	glide(to: View): void {
		if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
			this.look(to, true);
			return;
		}
		this.#glide.start({ from: this.view, to }, (view, isDone) => {
			// What is told is where it ends.
			if (isDone) this.look(to, true);
			else this.#front.view = view;
			this.#front.draw();
		});
	}

	select(target: Target | undefined): void {
		this.#selected = target;
		this.#hasClosed = target === undefined;
		if (target !== undefined) this.#current = target.id;
		this.#tell("latchstring-select", target ? selectionOf(target, this.drawing) : null);
		this.#front.draw();
	}

	hover(target: Target | undefined): void {
		if (this.#hovered === target?.id) return;
		this.#hovered = target?.id;
		this.#tell("latchstring-hover", target ? selectionOf(target, this.drawing) : null);
		this.#front.draw();
	}

	#target(id: string | null | undefined): Target | undefined {
		return this.targets.find((one) => one.id === id);
	}

	current(): Target | undefined {
		return this.#target(this.#current);
	}

	walk(step: Step): void {
		let target = walked(this.targets, this.#current, step);
		if (step === "problem" || step === "problemBefore") target ??= this.#problemBeyond(step);
		if (target === undefined) return;
		this.#current = target.id;
		this.#hovered = target.id;
		this.#focusSoon = true;
		const { from, thing } = target;
		const { view } = this;
		const seen = showing(this.house, view, { from, to: thing?.to ?? from });
		if (seen !== view) this.look(seen, true);
		this.#front.render();
	}

	/** The next problem that is not in view. */
	#problemBeyond(step: Step): Target | undefined {
		const problems = problemsOf(this.house).map(({ thing }) => thing);
		const here = this.current()?.from ?? this.view.from;
		const found =
			step === "problem"
				? (problems.find(({ from }) => from > here) ?? problems[0])
				: (problems.filter(({ from }) => from < here).at(-1) ?? problems.at(-1));
		return found && this.#bring(found);
	}

	/** Brings a thing into view; its target. */
	#bring(thing: Thing): Target | undefined {
		this.#front.view = showing(this.house, this.view, thing);
		this.#front.render();
		return this.#target(thing.id);
	}

	setMove(move: HandMove | undefined): void {
		const before = this.move;
		this.move = move;
		this.#hovered = undefined;
		if (move !== undefined && move.at !== before?.at) this.#tellMove(move, false);
		this.#front.draw();
	}

	keepMove(): void {
		const move = this.move;
		this.move = undefined;
		if (move !== undefined) this.#tellMove(move, true);
		this.#front.draw();
	}

	#tellMove(move: HandMove, isKept: boolean): void {
		const door = this.house.doors[move.lane];
		if (door === undefined) return;
		if (move.kind === "brush") {
			if (move.anchor !== move.at)
				this.#tell(isKept ? "latchstring-suppose" : "latchstring-supposing", troubleOf(move));
		} else if (move.at !== move.was || !isKept)
			this.#tell(isKept ? "latchstring-change" : "latchstring-changing", changeOf(move, door));
		if (isKept) this.#said = moveWords(move, door, this.#times);
	}

	#tell<Name extends keyof ScheduleEvents>(name: Name, detail: ScheduleEvents[Name]): void {
		this.#front.tell(name, detail);
	}

	#click({ target, detail }: MouseEvent): void {
		const near = (name: string) => (target as Element).closest?.(`[${name}]`)?.getAttribute(name);
		const [what, more = ""] = (near("data-do") ?? "").split(" ");
		const { house, view } = this;
		const { supposed } = this.#front;
		if (what === "range") this.glide(named(house, more as RangeName));
		else if (what === "in") this.glide(zoomed(house, view, 0.6));
		else if (what === "out") this.glide(zoomed(house, view, 1 / 0.6));
		else if (what === "now") this.toNow();
		else if (what === "close") this.select(undefined);
		else if (what === "next") this.#selectNext();
		else if (what === "table") this.#isTableOpen = !this.#isTableOpen;
		else if (what === "legend") this.#isLegendOpen = !this.#isLegendOpen;
		else if (what === "fold") this.#fold(more);
		else if (what === "forget") {
			const [index, trouble] = [Number(more), supposed[Number(more)]];
			if (trouble !== undefined) this.#tell("latchstring-forget", { index, trouble });
		} else if (detail === 0) {
			// A screen reader clicks without a pointer.
			const found = this.#target(near("data-id"));
			if (found !== undefined) this.select(found);
		}
		this.#front.draw();
	}

	#fold(how: string): void {
		const { opened } = this.#front;
		for (const { lockId } of this.house.doors)
			if (how === "none") opened.set(lockId, false);
			else opened.delete(lockId);
	}

	#selectNext(): void {
		const problems = problemsOf(this.house).map(({ thing }) => thing);
		const place = problems.findIndex(({ id }) => id === this.#shown()?.id);
		const next = problems[(place + 1) % problems.length];
		if (next !== undefined) this.select(this.#bring(next));
	}

	press(event: KeyboardEvent): boolean {
		const isInside = (event.target as Element).closest?.("svg.main") !== null;
		if (!isInside && !(event.key === "Escape" && this.move === undefined)) return false;
		return press(event, this);
	}

	#focused(element: Element): void {
		const id = element.getAttribute?.("data-id");
		if (!id) return;
		this.#current = id;
		if (element.matches(":focus-visible")) this.hover(this.current());
	}

	/** What the card shows: the selected thing, else the first problem ahead. */
	#shown(): Target | undefined {
		if (this.#selected !== undefined) return this.#target(this.#selected.id) ?? this.#selected;
		if (this.#hasClosed) return undefined;
		const ahead = problemsOf(this.house).filter(({ thing }) => thing.to > this.house.now);
		// Whoever waits outside comes before what is open too long.
		const first = ahead.find(({ thing }) => thing.kind === "outside") ?? ahead[0];
		return this.#target(first?.thing.id);
	}

	add(drawn: Drawn): Added {
		const front = this.#front;
		const { activeElement } = front.root;
		this.targets = targetsOf(drawn.drawing, this.house, this.#times);
		const first =
			this.targets.find(({ thing }) => thing?.kind === "outside") ??
			this.targets.find(({ isProblem }) => isProblem) ??
			this.targets[0];
		this.#current = (this.current() ?? first)?.id;
		this.#isLegendOpen ??= !drawn.isNarrow;
		this.#hadFocus = activeElement?.matches("svg.main, svg.main .hit") ?? false;
		const { move, isEditable } = this;
		const [times, isTableOpen] = [this.#times, this.#isTableOpen];
		return added(
			{
				...{ front, times, targets: this.targets, move, isEditable, isTableOpen },
				...{ shown: this.#shown(), selected: this.selected, current: this.#current },
				...{ hovered: this.#hovered, said: this.#said, isLegendOpen: this.#isLegendOpen },
				tables: this.#paper.tables(this.house, times, front.listings, isTableOpen),
			},
			drawn,
		);
	}

	shown(): void {
		const { svg } = this;
		if (svg !== this.#listening) {
			this.#listening = svg;
			listen(svg, this);
		}
		// Where the focused thing has left the view, the focus stays in the drawing.
		const isLost = this.#hadFocus && !this.#front.root.activeElement?.matches(".hit");
		if (!this.#focusSoon && !isLost) return;
		this.#focusSoon = false;
		svg.querySelector<SVGGElement>('.hit[tabindex="0"]')?.focus();
	}

	toNow(): void {
		this.glide(aroundNow(this.house, this.view));
	}
}
