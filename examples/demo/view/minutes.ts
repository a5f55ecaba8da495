// The same night four times: how long guests stood outside, counted at the doors.
import type { App } from "../app.js";
import { START } from "../sim/house.js";
import { minutesOutside } from "../sim/town.js";
import { WAYS, type WayName } from "../sim/ways.js";
import { duration, firstName } from "../words/times.js";
import { el, ICONS, icon, say, set } from "./dom.js";

const NAMES: Record<WayName, [string, string]> = {
	hope: ["Program and hope", "Each code is sent once, and nobody looks again."],
	checks: ["Checks only", "Looks 15, 10 and 5 minutes before, with one emergency code."],
	pool: ["Backups only", "Two spare codes on each lock, no checks."],
	latchstring: ["Latchstring", "All of that, decided together."],
};

/** A row for each way to run the house. */
export function minutes(app: App): HTMLElement {
	const rows = WAYS.map((name) => row(app, name));
	return el(
		"section",
		{ class: "card count", id: "minutes" },
		el("h2", {}, "Minutes outside"),
		el(
			"p",
			{ class: "two small" },
			"The same house, the same trouble, four ways of working. " +
				"Each minute counts in which the newest code on a guest’s phone does not open their door.",
		),
		el("ol", {}, ...rows),
	);
}

function row(app: App, way: WayName): HTMLElement {
	const [name, about] = NAMES[way];
	const bar = el("i");
	const number = el("b");
	const sign = icon(ICONS.yes);
	const note = el("span", { class: "note" });
	const node = el(
		"li",
		{ class: way === "latchstring" ? "us" : "", "data-way": way },
		el("strong", {}, name),
		el("span", { class: "number" }, sign, number, el("span", { class: "two small" }, "min")),
		el("span", { class: "track", "aria-hidden": "true" }, bar),
		note,
		el("span", { class: "about" }, about),
	);
	app.view(() => {
		const of = (one: WayName) => minutesOutside(app.town.of(one), START, app.now);
		const most = Math.max(...WAYS.map(of), 60);
		const own = of(way);
		bar.style.setProperty("--part", String(own / most));
		say(number, own > 0 && own < 1 ? "< 1" : Math.round(own).toLocaleString("en-GB"));
		const isZero = own === 0 && !app.town.of(way).record.outside.some(({ to }) => to === undefined);
		set(node, "data-zero", isZero ? "yes" : undefined);
		sign.toggleAttribute("hidden", !isZero);
		say(note, noteOf(app, way));
	});
	return node;
}

/** Who stood outside, and for how long. */
function noteOf(app: App, way: WayName): string {
	const sums = new Map<string, { length: number; isOpen: boolean }>();
	for (const { name, from, to } of app.town.of(way).record.outside) {
		if ((to ?? app.now) <= START) continue;
		const known = sums.get(name) ?? { length: 0, isOpen: false };
		const length = (to ?? app.now) - Math.max(from, START);
		sums.set(name, { length: known.length + length, isOpen: known.isOpen || to === undefined });
	}
	const said = [...sums].map(([name, { length, isOpen }]) => {
		const still = isOpen ? ", still outside" : "";
		return `${firstName(name)} ${duration(length)}${still}`;
	});
	return said.length === 0 ? "Nobody was outside." : `${said.join("; ")}.`;
}
