// What a reader can take away: the night as a scenario, and a link to it.

import { addressOf } from "../address.js";
import type { App } from "../app.js";
import { scenarioOf } from "../scenario.js";
import { button, el, say } from "./dom.js";

/** Two buttons, and what they did. */
export function takeAway(app: App): HTMLElement {
	const said = el("p", { class: "small two", role: "status", id: "taken" });
	const link = el("input", {
		class: "sr",
		readonly: "",
		tabindex: "-1",
		"aria-label": "Link to this night",
	});
	const save = button(
		"Save this night as JSON",
		() => {
			const text = `${JSON.stringify(scenarioOf(app.house), null, "\t")}\n`;
			const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
			const anchor = el("a", { href: address, download: "night.json" });
			anchor.click();
			URL.revokeObjectURL(address);
			say(
				said,
				`Saved: ${app.house.record.steps.length} steps of the engine, each with what it was given and gave.`,
			);
		},
		{ id: "save" },
	);
	const copy = button(
		"Copy a link to this night",
		() => {
			const address = new URL(addressOf(app) || "#", location.href).href;
			navigator.clipboard.writeText(address).then(
				() => say(said, "Copied. Whoever opens the link sees the same night at the same minute."),
				() => {
					// Without the right to the clipboard the reader copies it themselves.
					link.value = address;
					link.classList.remove("sr");
					link.select();
					say(said, "Copy the link from the field.");
				},
			);
		},
		{ id: "copy" },
	);
	return el("div", { class: "foot" }, save, copy, link, said);
}
