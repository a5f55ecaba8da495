// A guest's phone: the messages as they arrive.
import type { App } from "../app.js";
import { codesIn, pieces, tellsSpare, textOf } from "../words/host.js";
import { firstName, moment } from "../words/times.js";
import { button, el, fill, say } from "./dom.js";
import { people, personOf } from "./people.js";

/** The phone of whoever is chosen. */
export function phone(app: App): HTMLElement {
	const who = el("select", { id: "who", "aria-label": "Whose phone" });
	who.addEventListener("change", () => {
		app.guest = who.value;
		app.notice = undefined;
		app.changed();
	});
	const about = el("p", { class: "small two" });
	const messages = el("ol", {
		"aria-live": "polite",
		tabindex: "0",
		"aria-label": "Messages, oldest first",
	});
	const shout = button(
		"I can’t get in",
		() => {
			const person = personOf(app);
			if (person?.isGuest) app.do({ kind: "says", reservationId: person.id });
		},
		{ class: "say" },
	);
	const node = el(
		"section",
		{ class: "phone", id: "phone" },
		el("header", {}, el("h2", {}, "A guest’s phone"), who, about),
		messages,
		shout,
	);
	app.view(() => {
		const all = people(app);
		const person = personOf(app);
		fill(who, [all, person?.id], () =>
			all.map(({ id, name }) => {
				const option = el("option", { value: id }, name);
				option.selected = id === person?.id;
				return option;
			}),
		);
		say(about, person?.about ?? "");
		shout.hidden = person?.isGuest !== true;
		const told = toldTo(app, person?.id);
		const key = [person?.id, told.map(({ at, notice }) => [at, notice.key])];
		const isNew = messages.dataset.count !== JSON.stringify(key);
		fill(messages, key, () => {
			if (told.length === 0) return [el("li", { class: "small two" }, nothingYet(person?.name))];
			return told.map(({ at, notice }, place) =>
				message(app, at, notice, place === told.length - 1),
			);
		});
		messages.dataset.count = JSON.stringify(key);
		if (isNew) messages.scrollTop = messages.scrollHeight;
	});
	return node;
}

const nothingYet = (name = "Nobody") =>
	`${firstName(name)} has got no message yet. Codes come three days before check-in.`;

/** What somebody was told, the oldest first. Bookings of one guest share one phone. */
function toldTo(app: App, id: string | undefined) {
	const { record, rows } = app.house;
	const guest = rows.bookings.get(id ?? "")?.guest.id;
	return record.told.filter(({ notice }) => {
		if (notice.to === "host") return false;
		if (notice.to === "visitor") return notice.visitId === id;
		const booking = rows.bookings.get(notice.reservationId ?? "");
		return notice.reservationId === id || (guest !== undefined && booking?.guest.id === guest);
	});
}

function message(app: App, at: number, notice: Parameters<typeof textOf>[0], isLast: boolean) {
	const spares = new Set<string>();
	for (const { holder, pin } of app.house.rows.everyCode.values())
		if ((holder.kind === "backup" || holder.kind === "emergency") && pin) spares.add(pin);
	const codes = codesIn(notice);
	const text = textOf(notice).trim();
	const lines = text
		.split(/\n{2,}/)
		.map((block) =>
			el(
				"p",
				{},
				...pieces(block, codes).map(({ text, isCode }) =>
					isCode ? el("code", spares.has(text) ? { class: "spare" } : {}, text) : text,
				),
			),
		);
	const kind = tellsSpare(notice, spares) && isLast ? "spare" : "";
	return el(
		"li",
		{ class: kind },
		el("time", { datetime: new Date(at).toISOString() }, moment(at)),
		el("div", {}, ...lines),
	);
}
