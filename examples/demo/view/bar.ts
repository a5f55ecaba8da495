// The clock of the house: it runs, pauses and jumps.
import { type App, PACES } from "../app.js";
import { END, START } from "../sim/house.js";
import { DAY, HOUR, MINUTE } from "../sim/time.js";
import { day, moment, season, time } from "../words/times.js";
import { button, el, ICONS, icon, say, set } from "./dom.js";

const PACE_NAMES: Record<(typeof PACES)[number], [string, string]> = {
	60: ["1 min", "A second is a minute of the house"],
	600: ["10 min", "A second is ten minutes of the house"],
	3600: ["1 h", "A second is an hour of the house"],
};

/** The bar on top of the page. */
export function bar(app: App, badge: HTMLElement): HTMLElement {
	const clock = el("b", { id: "time" });
	const date = el("span", { id: "day" });
	const shown = el(
		"div",
		{ class: "time", role: "timer", "aria-label": "Clock of the house" },
		clock,
		date,
	);
	const run = button("", () => app.play(!app.isPlaying), { class: "main run", id: "run" });
	const next = button(
		"Next event",
		() => app.seek(app.town.nextAt),
		{ id: "next" },
		icon(ICONS.next),
	);
	const seek = scrubber(app);
	app.clock(() => {
		say(clock, time(app.now));
		say(date, `${day(app.now)}, ${season(app.now)}`);
	});
	app.view(() => {
		const isOver = app.now >= END;
		run.disabled = isOver;
		const name = app.isPlaying ? "Pause" : "Run";
		if (run.dataset.shown !== name) {
			run.dataset.shown = name;
			run.replaceChildren(icon(app.isPlaying ? ICONS.pause : ICONS.play), el("span", {}, name));
		}
		next.disabled = isOver;
	});
	return el(
		"div",
		{ class: "bar" },
		el("span", { class: "logo", "aria-hidden": "true" }),
		shown,
		el("div", { class: "row", role: "group", "aria-label": "Clock" }, run, next, paces(app)),
		badge,
		seek,
	);
}

function paces(app: App): HTMLElement {
	const all = PACES.map((pace) => {
		const [name, title] = PACE_NAMES[pace];
		const made = button(name, () => {
			app.pace = pace;
			app.changed();
		});
		set(made, "aria-label", `${title}`);
		app.view(() => set(made, "aria-pressed", String(app.pace === pace)));
		return made;
	});
	return el(
		"div",
		{ class: "row pace" },
		el("span", { class: "two small", "aria-hidden": "true" }, "1 s ="),
		el("div", { class: "seg", role: "group", "aria-label": "How fast the clock runs" }, ...all),
	);
}

/** The whole time of the demo as a line on which the clock can be put. */
function scrubber(app: App): HTMLElement {
	const range = el("input", {
		type: "range",
		id: "scrub",
		min: "0",
		max: String((END - START) / MINUTE),
		step: "5",
		"aria-label": "Put the clock to a time",
	});
	range.addEventListener("input", () => {
		const at = START + Number(range.value) * MINUTE;
		app.isPlaying = false;
		app.seek(at);
	});
	app.clock(() => {
		const minutes = String(Math.round((app.now - START) / MINUTE));
		if (document.activeElement !== range || app.isPlaying || range.value !== minutes)
			range.value = minutes;
		range.style.setProperty("--at", String((app.now - START) / (END - START)));
		set(range, "aria-valuetext", moment(app.now));
	});
	const ticks = el("div", { class: "ticks", "aria-hidden": "true" });
	for (let at = START; at < END; at += HOUR)
		if (time(at) === "00:00") {
			const tick = el("span", {}, day(at));
			tick.style.setProperty("--at", String((at - START) / (END - START)));
			ticks.append(tick);
		}
	const marks = el("div", { class: "deeds", "aria-hidden": "true" });
	app.view(() => {
		const all = app.acts.filter(({ at }) => at >= START && at - START < 4 * DAY);
		marks.replaceChildren(
			...all.map(({ at }) => {
				const mark = el("i");
				mark.style.setProperty("--at", String((at - START) / (END - START)));
				return mark;
			}),
		);
	});
	return el("div", { class: "scrub" }, marks, range, ticks);
}
