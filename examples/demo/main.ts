// The page: it loads the rules, builds the house, and shows it.
import { load } from "latchstring";
import "latchstring/schedule";
import { readAddress } from "./address.js";
import { appFromAddress } from "./app.js";
import { badge } from "./view/badge.js";
import { bar } from "./view/bar.js";
import { changes } from "./view/changes.js";
import { el } from "./view/dom.js";
import { hero, jump } from "./view/hero.js";
import { inbox } from "./view/inbox.js";
import { keypad } from "./view/keypad.js";
import { locks } from "./view/locks.js";
import { minutes } from "./view/minutes.js";
import { phone } from "./view/phone.js";
import { record } from "./view/record.js";
import { schedule } from "./view/schedule.js";
import { story } from "./view/story.js";
import { why } from "./view/why.js";

const page = document.getElementById("page") as HTMLElement;
const top = document.getElementById("bar") as HTMLElement;

try {
	const answer = await fetch("latchstring.wasm");
	if (!answer.ok) throw new Error(`the module was not found (${answer.status})`);
	const content = await answer.arrayBuffer();
	await load(content);
	const app = appFromAddress();
	document.body.prepend(jump("verdict", "To the house", "skip"));
	top.append(bar(app, badge(content)));
	page.replaceChildren(
		hero(app),
		story(app),
		minutes(app),
		el(
			"div",
			{ class: "grid" },
			schedule(app),
			locks(app),
			phone(app),
			keypad(app),
			el("div", { class: "stack" }, why(app), inbox(app)),
			changes(app),
			record(app),
		),
	);
	page.append(
		el(
			"footer",
			{ class: "two small" },
			"All names and codes are invented, and no lock is attached. Latchstring is a library: whoever writes your booking or lock software can build it in. " +
				"This page runs the same rules as that software would.",
		),
	);
	app.changed();
	// A link to another night that is pasted into the same tab.
	addEventListener("hashchange", () => {
		if (readAddress(location.hash) !== undefined) location.reload();
	});
	document.documentElement.dataset.ready = "yes";
} catch (thrown) {
	const why = thrown instanceof Error ? thrown.message : String(thrown);
	page.replaceChildren(
		el("p", { class: "card", role: "alert" }, `The page could not start: ${why}.`),
	);
}
