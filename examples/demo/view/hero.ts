// The verdict: a sentence, and the two ways to begin.
import type { App } from "../app.js";
import { verdictOf } from "../words/verdict.js";
import { button, el, ICONS, icon, say } from "./dom.js";

/** Where to jump on a small screen. */
const JUMPS = [
	["house", "House"],
	["phone", "Phone"],
	["keypad", "Keypad"],
	["why", "Why"],
	["inbox", "Inbox"],
	["changes", "Change"],
] as const;

/** The sentence above everything. */
export function hero(app: App): HTMLElement {
	const lead = el("span");
	const red = el("em");
	const title = el("h1", { id: "verdict", tabindex: "-1", "aria-live": "polite" }, lead, " ", red);
	const more = el("p", { class: "two", id: "more" });
	app.view(() => {
		const verdict = verdictOf(app.house, app.ahead, app.isUntouched);
		say(lead, verdict.lead);
		say(red, verdict.red);
		say(more, verdict.more);
	});
	const bad = button(
		"Play a bad night",
		() => app.badNight(),
		{ class: "main", id: "bad-night" },
		icon(ICONS.moon),
	);
	const restart = button("Start over", () => app.restart(), { id: "restart" });
	app.view(() => {
		restart.hidden = app.isUntouched;
	});
	return el(
		"section",
		{ class: "hero", "aria-label": "How the house is" },
		el("div", {}, title, more),
		el("div", { class: "row no-print" }, bad, restart),
		el(
			"nav",
			{ class: "jump no-print", "aria-label": "On this page" },
			...JUMPS.map(([id, name]) => el("a", { href: `#${id}` }, name)),
		),
	);
}
