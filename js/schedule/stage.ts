// What an element keeps and does for its first picture: its data, and where it looks. All else it
// leaves to the rest, which it loads as soon as the first picture stands.
import { protect } from "../core/error.js";
import type { Forecast, Preview, Trouble } from "../generated/types.js";
import { checkWords } from "./check.js";
import { type House, houseOf } from "./model.js";
import { pageOf } from "./page.js";
import type { Front, Rest } from "./parts.js";
import { wordsFor } from "./registry.js";
import type { Drawing, View } from "./shapes.js";
import { sheetsFor } from "./sheets.js";
import { type Times, timesOf } from "./times.js";
import { clamped, viewByKey } from "./views.js";
import { patch } from "./vnode.js";
import type { Words } from "./words.js";

const read = protect(houseOf);
const check = protect((words: Words) => checkWords(words));

/** The state of one element, as the element uses it. */
export interface Stage extends Front {
	data: Preview | Forecast | undefined;
	past: Preview | undefined;
	words: Words | undefined;
	listings: Record<string, string>;
	supposed: readonly Trouble[];
	/** Begins to draw in the host. */
	start(): void;
	stop(): void;
	/** Reads new data; the view stays, as far as it can. Data that is refused changes nothing. */
	take(data: Preview | Forecast | undefined, past: Preview | undefined): void;
	/** Speaks with other words. Until the rest is there, only those of the first picture count. */
	speak(words: Words | undefined): void;
	/** Forgets what follows from an attribute. */
	forget(name: string): void;
}

/** The stage of an element. */
export function stageOf(host: HTMLElement): Stage {
	let house: House | undefined;
	let view: View | undefined;
	let drawing: Drawing | undefined;
	let times: Times | undefined;
	let rest: Rest | undefined;
	let observer: ResizeObserver | undefined;
	let frame = 0;

	const draw = () => {
		if (frame !== 0 || !host.isConnected) return;
		frame = requestAnimationFrame(() => {
			frame = 0;
			render();
		});
	};
	const tell = (name: string, detail: unknown) => {
		host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
	};

	/** In a tall house only the lanes on the screen are made, and a little around them. */
	const seen = (): View => {
		const count = stage.house.doors.length;
		// Other doors than those that were drawn have another height.
		const height = drawing?.lanes.length === count ? drawing.height : count * 110;
		if (rest?.isPrinting || height < 2 * innerHeight) return { from: -1 / 0, to: 1 / 0 };
		const { top } = (stage.root.querySelector("svg.main") ?? host).getBoundingClientRect();
		return { from: -top - innerHeight / 2, to: innerHeight * 1.5 - top };
	};

	const render = () => {
		const { root } = stage;
		if (root === null || !host.isConnected) return;
		const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
		root.adoptedStyleSheets = [...sheetsFor(scale), ...(rest?.sheets(scale) ?? [])];
		if (house === undefined) {
			patch(root, []);
			return;
		}
		const page = pageOf(stage, { scale, view, seen: seen() }, rest);
		view = page.view;
		drawing = page.drawing;
		patch(root, [page.root]);
		if (rest) rest.shown();
		else complete();
	};

	/** Loads the rest, and draws again with it. The next picture tries again what has failed. */
	const complete = async () => {
		const { restOf } = await import("./rest.js");
		if (rest !== undefined) return;
		rest = restOf(stage);
		if (host.isConnected) rest.start();
		// The languages have all of their words now.
		stage.speak(stage.words);
		render();
	};

	const pressed = (event: Event) => {
		const next = rest ? undefined : viewByKey(event as KeyboardEvent, stage.house, stage.view);
		if (next) stage.look(next, true);
		else if (!rest?.press(event as KeyboardEvent)) return;
		event.preventDefault();
		event.stopPropagation();
	};

	const stage: Stage = {
		...{ host, data: undefined, past: undefined, words: undefined },
		...{ listings: {}, supposed: [], opened: new Map(), draw, render, tell },
		get root() {
			return host.shadowRoot as ShadowRoot;
		},
		// Whoever asks for them has seen a picture.
		get house() {
			return house as House;
		},
		get drawing() {
			return drawing as Drawing;
		},
		get view() {
			return view ?? house ?? { from: 0, to: 1 };
		},
		set view(next) {
			view = next;
		},
		get times() {
			if (times === undefined) {
				const lang = host.closest("[lang]")?.getAttribute("lang");
				const locale = host.getAttribute("locale") ?? lang ?? "";
				const words = stage.words ?? wordsFor(locale || "en");
				const [language, region] = locale.split("-");
				const isOwn = region !== undefined && language === words.locale.split("-")[0];
				times = timesOf(words, isOwn ? locale : words.locale);
			}
			return times;
		},
		hides: (part) => (host.getAttribute("hide") ?? "").split(/\s+/).includes(part),
		start() {
			if (host.shadowRoot === null)
				host.attachShadow({ mode: "open" }).addEventListener("keydown", pressed);
			observer ??= new ResizeObserver(draw);
			observer.observe(host);
			rest?.start();
			render();
		},
		stop() {
			observer?.disconnect();
			cancelAnimationFrame(frame);
			frame = 0;
			rest?.stop();
		},
		take(data, past) {
			house = data && read({ data, past });
			[stage.data, stage.past] = [data, past];
			if (house && view) view = clamped(house, view);
			draw();
		},
		speak(words) {
			if (words) (rest?.checkWords ?? check)(words);
			stage.words = words;
			stage.forget("locale");
		},
		forget(name) {
			if (name === "locale") times = undefined;
			if (name === "range") view = undefined;
			draw();
		},
		look(next, isDone) {
			rest?.halt();
			view = house ? clamped(house, next) : next;
			const iso = (at: number) => new Date(at).toISOString();
			if (isDone) tell("latchstring-view", { from: iso(next.from), to: iso(next.to) });
			draw();
		},
	};
	return stage;
}
