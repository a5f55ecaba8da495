// The bad night, step by step: each step is a time to jump to.
import { type App, STEP } from "../app.js";
import { CHAPTERS } from "../night.js";
import { time } from "../words/times.js";
import { button, el, say, set } from "./dom.js";

/** The steps of the night; hidden as long as nobody plays it. */
export function story(app: App): HTMLElement {
	const steps = CHAPTERS.map(({ at, title }) => {
		const jump = button(
			"",
			() => app.seek(at + STEP),
			{},
			el("time", {}, time(at)),
			el("span", {}, title),
		);
		app.view(() => {
			set(jump, "class", app.now >= at ? "done" : undefined);
			const isLast = !CHAPTERS.some((other) => other.at > at && app.now >= other.at);
			set(jump, "aria-current", app.now >= at && isLast ? "step" : undefined);
		});
		return el("li", {}, jump);
	});
	const now = el("span", { class: "two small" });
	const node = el(
		"details",
		{ class: "card story", id: "story" },
		el("summary", {}, el("h2", {}, "The bad night, step by step"), now),
		el("ol", {}, ...steps),
	);
	// A small screen shows the last step alone.
	node.open = matchMedia("(min-width: 721px)").matches;
	app.view(() => {
		node.hidden = !app.isBadNight;
		const last = CHAPTERS.filter(({ at }) => at <= app.now).at(-1);
		say(now, last === undefined ? "" : `${time(last.at)} ${last.title}`);
	});
	return node;
}
