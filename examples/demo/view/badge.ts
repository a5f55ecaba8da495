// Where the rules run: in this browser alone, or in a Worker, too, and then both have to agree.
import { houseAsText } from "../../page/house.js";
import { identify } from "../../page/module.js";
import { el, ICONS, icon, say } from "./dom.js";

/** A small badge; it asks the Worker of `npm start`, where there is one. */
export function badge(content: ArrayBuffer): HTMLElement {
	const word = el("span", {}, "Runs in your browser");
	const node = el("p", { class: "badge", id: "badge", role: "status" }, icon(ICONS.yes), word);
	const address = document.documentElement.dataset.worker;
	if (address !== undefined) {
		say(word, "Asking the Worker …");
		void compare(address, content).then(
			({ agrees, text }) => {
				say(word, agrees ? "Worker and browser agree" : "Worker and browser differ");
				node.classList.add(agrees ? "agree" : "differ");
				node.title = text;
				if (!agrees) node.firstElementChild?.replaceWith(icon(ICONS.no));
			},
			(thrown) => {
				say(word, "The Worker does not answer");
				node.classList.add("differ");
				node.title = String(thrown);
				node.firstElementChild?.replaceWith(icon(ICONS.no));
			},
		);
	}
	return node;
}

/** The same question to the Worker and to this browser: the answers are equal to the byte. */
async function compare(address: string, content: ArrayBuffer) {
	const answer = await fetch(address);
	if (!answer.ok) throw new Error(`the Worker answered ${answer.status}`);
	const theirs = await answer.text();
	const module = await identify(content);
	const ours = houseAsText(module);
	const bytes = new TextEncoder().encode(ours).length.toLocaleString("en");
	const about = `${module.bytes.toLocaleString("en")} bytes, sha256 ${module.sha256}`;
	if (theirs === ours)
		return { agrees: true, text: `${bytes} bytes of answer are equal, by one module of ${about}` };
	return { agrees: false, text: `the answers differ; this browser runs the module of ${about}` };
}
