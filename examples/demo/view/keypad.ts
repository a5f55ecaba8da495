// The keypad of a door: type a code, and see it open or not, and why.
import type { App } from "../app.js";
import { doorName, START } from "../sim/house.js";
import type { Entry } from "../sim/record.js";
import { entryWords } from "../words/entry.js";
import { firstName, near } from "../words/times.js";
import { button, el, fill, ICONS, icon, say, set } from "./dom.js";
import { personOf } from "./people.js";

const MOST = 10;

/** The keypad of the chosen door. */
export function keypad(app: App): HTMLElement {
	let typed = "";
	const shown = el("output", { class: "disp", id: "typed" });
	const show = () => {
		say(shown, typed === "" ? "Type a code" : typed);
		set(shown, "data-empty", typed === "" ? "yes" : undefined);
	};
	const press = (digit: string) => {
		if (typed.length < MOST) typed += digit;
		show();
	};
	const back = () => {
		typed = typed.slice(0, -1);
		show();
	};
	const enter = () => {
		if (typed === "") return;
		app.do({ kind: "typed", lockId: app.lockId, pin: typed });
		typed = "";
		show();
	};
	const keys = el(
		"div",
		{ class: "keys", role: "group", "aria-label": "Keys" },
		...[..."123456789"].map((digit) => button(digit, () => press(digit))),
		button("", back, { "aria-label": "Delete" }, icon(ICONS.back)),
		button("0", () => press("0")),
		button("", enter, { "aria-label": "Try it", class: "main", id: "try" }, icon(ICONS.yes)),
	);
	const use = button(
		"",
		() => {
			typed = codeOf(app) ?? "";
			show();
		},
		{ class: "use" },
	);
	const answer = el("p", { class: "ans", id: "answer", role: "status" });
	const tries = el("ul", { class: "tries small", "aria-label": "Typed before, the newest first" });
	const node = el(
		"section",
		{ class: "card pad", id: "keypad" },
		el("h2", {}, "Keypad"),
		doors(app),
		shown,
		use,
		keys,
		answer,
		tries,
	);
	// Whoever has the focus in here may type on their own keyboard.
	node.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		if (/^\d$/.test(event.key)) press(event.key);
		else if (event.key === "Backspace") back();
		else if (event.key !== "Enter" || typed === "" || event.target !== shown) return;
		else enter();
		event.preventDefault();
	});
	show();
	app.view(() => {
		const code = codeOf(app);
		const name = firstName(personOf(app)?.name ?? "");
		use.hidden = code === undefined;
		say(use, `Type what ${name} was told`);
		const entries = app.house.record.entries.filter(
			({ lockId, at }) => lockId === app.lockId && at >= START,
		);
		const mine = entries.filter(({ isMine }) => isMine).at(-1);
		fill(answer, [mine, app.lockId], () => (mine === undefined ? [] : result(app, mine)));
		set(answer, "class", `ans ${mine === undefined ? "none" : mine.opens ? "yes" : "no"}`);
		const latest = entries.slice(-3).reverse();
		fill(tries, [latest, app.lockId, Math.floor(app.now / 3_600_000)], () =>
			latest.map((entry) => row(app, entry)),
		);
	});
	return node;
}

function codeOf(app: App): string | undefined {
	const { rows, guests } = app.house;
	const booking = rows.bookings.get(personOf(app)?.id ?? "");
	return booking && guests.codeFor(booking.guest.id ?? booking.id, app.lockId);
}

function doors(app: App): HTMLElement {
	const node = el("div", { class: "seg", role: "group", "aria-label": "Door" });
	app.view(() => {
		const ids = [...app.house.doors.keys()];
		fill(node, [ids, app.lockId], () =>
			ids.map((id) =>
				button(
					doorName(id).replace(" door", "").replace(" flat", ""),
					() => {
						app.lockId = id;
						app.changed();
					},
					{
						"data-key": id,
						"aria-pressed": String(app.lockId === id),
						"aria-label": doorName(id),
					},
				),
			),
		);
	});
	return node;
}

function result(app: App, entry: Entry) {
	const word = entry.opens ? "Opens" : "Stays shut";
	return [
		el("b", {}, icon(entry.opens ? ICONS.yes : ICONS.no), word),
		entryWords(app.house, entry),
	];
}

function row(app: App, entry: Entry): HTMLElement {
	const name = app.house.rows.bookings.get(entry.reservationId ?? "")?.guest.name;
	const who = entry.isMine ? "you" : name ? firstName(name) : "somebody";
	return el(
		"li",
		{},
		el("time", {}, near(entry.at, app.now)),
		el("span", {}, who),
		el("code", {}, entry.pin),
		el(
			"b",
			{ class: entry.opens ? "yes" : "no" },
			icon(entry.opens ? ICONS.yes : ICONS.no),
			entry.opens ? "opened" : "stayed shut",
		),
	);
}
