// The page shows the Worker's answer, and checks it against this browser's answer.
import { load } from "latchstring";
import { type House, houseAsText } from "./house.js";
import { identify } from "./module.js";
import { picture } from "./table.js";

const check = document.getElementById("check") as HTMLElement;
const place = document.getElementById("house") as HTMLElement;

try {
	const [told, file] = await Promise.all([get("api/house"), get("latchstring.wasm")]);
	const [theirs, content] = await Promise.all([told.text(), file.arrayBuffer()]);
	place.replaceChildren(picture(JSON.parse(theirs) as House));
	await load(content);
	compare(theirs, houseAsText(await identify(content)));
} catch (thrown) {
	say("differ", `Not checked: ${thrown instanceof Error ? thrown.message : thrown}`);
}

function compare(theirs: string, ours: string): void {
	const [worker, browser] = [theirs, ours].map((text) => JSON.parse(text) as House) as [
		House,
		House,
	];
	const bytes = [theirs, ours].map((text) => new TextEncoder().encode(text)) as [
		Uint8Array,
		Uint8Array,
	];
	const at = bytes[0].findIndex((byte, place) => byte !== bytes[1][place]);
	if (theirs === ours && picture(worker).isEqualNode(picture(browser))) {
		const { module } = worker;
		say(
			"agree",
			`Worker and browser agree: ${count(bytes[0].length)} of JSON
			and the tables made of them are equal, out of one module of ${count(module.bytes)}, sha256 ${module.sha256}`,
		);
		return;
	}
	const lengths = bytes.map(({ length }) => length).join(" and ");
	const modules = [worker, browser].map(
		({ module }) => `${count(module.bytes)}, sha256 ${module.sha256}`,
	);
	const same = modules[0] === modules[1];
	say(
		"differ",
		`Worker and browser differ from byte ${at < 0 ? bytes[0].length : at} on, of ${lengths}. ${
			same
				? `Both run the module of ${modules[0]}.`
				: `The Worker runs the module of ${modules.join("; the browser that of ")}.`
		}`,
	);
}

async function get(address: string): Promise<Response> {
	const answer = await fetch(address);
	if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
	return answer;
}

function count(bytes: number): string {
	return `${bytes.toLocaleString("en")} bytes`;
}

function say(verdict: "agree" | "differ", text: string): void {
	check.className = verdict;
	check.textContent = text.replace(/\s+/g, " ");
}
