// The verdict: a sentence, and the two ways to begin.
import type { App } from "../app.js";
import { CHAPTERS } from "../night.js";
import { END, START } from "../sim/house.js";
import { MINUTE } from "../sim/time.js";
import { minutesOutside } from "../sim/town.js";
import type { WayName } from "../sim/ways.js";
import { morningAfter, type Verdict, verdictOf } from "../words/verdict.js";
import { button, el, ICONS, icon, say } from "./dom.js";

function shown(app: App): Verdict {
	const verdict = verdictOf(app.house, app.ahead, app.isUntouched);
	const isOver = app.isBadNight && app.now > (CHAPTERS.at(-1)?.at ?? END);
	const hasTrouble =
		verdict.red !== "" || [...app.house.doors.values()].some(({ answers }) => !answers);
	if (!isOver || hasTrouble) return verdict;
	const of = (way: WayName) => minutesOutside(app.town.of(way), START, app.now) * MINUTE;
	return morningAfter(of("latchstring"), of("hope"));
}

/** Where to jump on a small screen. */
const JUMPS = [
	["house", "House"],
	["phone", "Phone"],
	["keypad", "Keypad"],
	["why", "Why"],
	["inbox", "Inbox"],
	["changes", "Change"],
] as const;

/** A link to a part of the page. What stands behind the # is the night, and stays. */
export function jump(id: string, name: string, kind = "to"): HTMLElement {
	const link = el("a", { href: `#${id}`, class: kind }, name);
	link.addEventListener("click", (event) => {
		event.preventDefault();
		const part = document.getElementById(id);
		part?.setAttribute("tabindex", "-1");
		part?.focus({ preventScroll: true });
		part?.scrollIntoView();
	});
	return link;
}

/** The sentence above everything. */
export function hero(app: App): HTMLElement {
	const lead = el("span");
	const red = el("em");
	const title = el("h1", { id: "verdict", tabindex: "-1", "aria-live": "polite" }, lead, " ", red);
	const more = el("p", { class: "two", id: "more" });
	app.view(() => {
		const verdict = shown(app);
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
			...JUMPS.map(([id, name]) => jump(id, name)),
		),
	);
}
