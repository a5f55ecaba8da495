// The house as a table with a row for each code on each door.
import { el } from "./dom.js";
import type { House, Row } from "./house.js";
import { noteInWords, noticeInWords, stateInWords, wallClock } from "./words.js";

const COLUMNS = ["Door", "Guest", "Code", "Opens", "Closes", "Notes", "State"];

/** The table, and the notices to the host. */
export function picture({ site, now, version, rows, notices, rejected }: House): HTMLElement {
	const zones = [...new Set(rows.map(({ timeZone }) => timeZone))].join(", ");
	const head = el("tr", {}, ...COLUMNS.map((name) => el("th", { scope: "col" }, name)));
	const table = el(
		"table",
		{},
		el("caption", {}, `Codes of ${site}, on the house's clock (${zones})`),
		el("thead", {}, head),
		el("tbody", {}, ...rows.map(row)),
	);
	const { day, time, offset } = wallClock(now);
	const about = [
		"A demo: no lock is attached, nothing is sent, and the key is public.",
		`Its clock stands at ${day}, ${time} ${offset}.`,
		`Latchstring ${version.package} with the time zones of ${version.tzdata}.`,
	];
	const refused = rejected.map(({ index }) => `Booking ${index + 1} of the example was refused.`);
	const told = [...notices.map(noticeInWords), ...refused].map((sentence) =>
		el("li", {}, sentence),
	);
	return el(
		"div",
		{},
		table,
		...(told.length > 0 ? [el("h2", {}, "For the host"), el("ul", {}, ...told)] : []),
		el("footer", {}, about.join(" ")),
	);
}

function row({ code, masked, listing }: Row): HTMLElement {
	const { reservationIds, notes } = code;
	const words = notes.map(noteInWords);
	if (reservationIds.length > 1) words.push(`same guest, one code: ${reservationIds.join(", ")}`);
	return el(
		"tr",
		{},
		el("th", { scope: "row" }, code.door),
		el(
			"td",
			{},
			code.guestName ?? code.holder,
			...(listing === undefined ? [] : [el("small", {}, listing)]),
		),
		masked === undefined ? el("td", {}, "made by the lock's platform") : secret(masked, code),
		el("td", { class: "opens" }, edge(code.startsAt, code.startsAtLocal, "at once")),
		el("td", { class: "closes" }, edge(code.endsAt, code.endsAtLocal, "never")),
		el(
			"td",
			{},
			...(words.length > 0 ? [el("ul", {}, ...words.map((word) => el("li", {}, word)))] : []),
		),
		el("td", {}, stateInWords(code)),
	);
}

function secret(masked: string, { code, door, guestName }: Row["code"]): HTMLElement {
	const shown = el("span", { class: "code" }, masked);
	const whose = el("span", { class: "unseen" }, ` the code of ${guestName} for ${door}`);
	const word = el("span", {}, "Show");
	const button = el("button", { type: "button" }, word, whose);
	button.addEventListener("click", () => {
		const hidden = word.textContent === "Show";
		word.textContent = hidden ? "Hide" : "Show";
		shown.textContent = (hidden ? code : undefined) ?? masked;
		// A screen reader reads the code digit by digit.
		const told = document.getElementById("told");
		if (told)
			told.textContent = hidden ? `${door}, ${guestName}: ${[...(code ?? "")].join(" ")}` : "";
	});
	return el("td", {}, shown, " ", button);
}

function edge(instant: string | undefined, local: string | undefined, otherwise: string): Node {
	if (instant === undefined) return document.createTextNode(otherwise);
	const { day, time, offset } = wallClock(local ?? instant);
	return el(
		"time",
		{ datetime: instant },
		day,
		" ",
		el("span", {}, `${time} `, el("small", {}, offset)),
	);
}
