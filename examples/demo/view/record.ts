// For whoever wants to look closer: commands, decisions and entries, folded.
import type { App } from "../app.js";
import { doorName, START } from "../sim/house.js";
import { auditWords, commandWords, outcomeWords, whyWords } from "../words/record.js";
import { firstName, near } from "../words/times.js";
import { el, fill, say } from "./dom.js";

const MOST = 60;
type Cells = [at: number, ...texts: string[]];

/** Three tables in three folds. */
export function record(app: App): HTMLElement {
	const house = () => app.house;
	return el(
		"section",
		{ class: "card record", id: "record" },
		el("h2", {}, "On the record"),
		el(
			"p",
			{ class: "two small" },
			"Everything that was sent, decided and typed, the newest first.",
		),
		fold(app, "What was sent to the locks", ["When", "Door", "What", "Became of it"], () =>
			house().record.sent.map(
				(one): Cells => [
					one.at,
					doorName(one.command.lockId),
					commandWords(one, house().rows),
					outcomeWords(one),
				],
			),
		),
		fold(app, "What was decided", ["When", "What", "Why"], () =>
			house().record.audit.map(
				(row): Cells => [Date.parse(row.at), auditWords(row, house().rows), whyWords(row)],
			),
		),
		fold(app, "What was typed at the doors", ["When", "Door", "Who", "Became of it"], () =>
			house().record.entries.map((entry): Cells => {
				const name = house().rows.bookings.get(entry.reservationId ?? "")?.guest.name;
				const who = entry.isMine ? "You" : name ? firstName(name) : "Somebody";
				const end = entry.opens ? "opened" : entry.isPaused ? "keypad pauses" : "stayed shut";
				return [entry.at, doorName(entry.lockId), who, end];
			}),
		),
	);
}

function fold(app: App, name: string, heads: string[], cells: () => Cells[]): HTMLElement {
	const count = el("span", { class: "two small" });
	const body = el("tbody");
	const table = el(
		"table",
		{},
		el("caption", { class: "sr" }, name),
		el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
		body,
	);
	const scroll = el(
		"div",
		{ class: "scroll", tabindex: "0", role: "region", "aria-label": name },
		table,
	);
	const node = el("details", {}, el("summary", {}, el("h3", {}, name), count), scroll);
	const update = () => {
		const all = cells().filter(([at]) => at >= START);
		say(count, String(all.length));
		if (!node.open) return;
		const shown = all.slice(-MOST).reverse();
		fill(body, [shown, Math.floor(app.now / 86_400_000)], () =>
			shown.map(([at, ...texts]) =>
				el(
					"tr",
					{},
					el("td", {}, el("time", {}, near(at, app.now))),
					...texts.map((text, place) => el("td", { "data-h": heads[place + 1] ?? "" }, text)),
				),
			),
		);
	};
	app.view(update);
	node.addEventListener("toggle", update);
	return node;
}
