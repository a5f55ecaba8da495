// The bad night, step by step: each step is a time to jump to.
import type { App } from "../app.js";
import { CHAPTERS } from "../night.js";
import { time } from "../words/times.js";
import { button, el, set } from "./dom.js";

/** The steps of the night; hidden as long as nobody plays it. */
export function story(app: App): HTMLElement {
	const steps = CHAPTERS.map(({ at, title }) => {
		const jump = button("", () => app.seek(at + 60_000), {}, el("time", {}, time(at)), el("span", {}, title));
		app.view(() => {
			set(jump, "class", app.now >= at ? "done" : undefined);
			const isLast = !CHAPTERS.some((other) => other.at > at && app.now >= other.at);
			set(jump, "aria-current", app.now >= at && isLast ? "step" : undefined);
		});
		return el("li", {}, jump);
	});
	const node = el(
		"section",
		{ class: "card story", "aria-label": "The bad night, step by step" },
		el("h2", {}, "The bad night"),
		el("ol", {}, ...steps),
	);
	app.view(() => {
		node.hidden = !app.isBadNight;
	});
	return node;
}
