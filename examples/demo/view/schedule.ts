// The schedule of the house: the past as it was, the time ahead as the engine foresees it.
import type { Trouble } from "latchstring";
import type { StayChange } from "latchstring/schedule";
import type { App } from "../app.js";
import { movedTo } from "../bookings.js";
import { listingName, SITE, YOURS } from "../sim/house.js";
import { HOUR, iso } from "../sim/time.js";
import { el } from "./dom.js";

/** How much of the time is shown at first: from the evening to the next check-in and its name. */
const LENGTH = 30 * HOUR;

/** What a hand can do, with fingers or with a mouse. */
const HANDS = matchMedia("(pointer: coarse)").matches
	? "Tap a stay, then drag its edge to change it. Press long on a line “answers”, then drag, to silence its lock."
	: "Drag an edge to change a stay. Drag along a line “answers” to silence its lock.";

/** The element and what it tells. */
export function schedule(app: App): HTMLElement {
	const element = document.createElement("latchstring-schedule");
	element.id = "schedule";
	for (const [name, value] of [
		["hide", "verdict closer card"],
		["editable", ""],
		["paintable", ""],
		["fold", "none"],
	] as const)
		element.setAttribute(name, value);
	element.listings = Object.fromEntries(
		[...SITE.listings, YOURS].map(({ id }) => [id, listingName(id)]),
	);
	let isFirst = true;
	let seen = 0;
	app.view(() => {
		if (app.ahead === undefined) return;
		element.past = app.past;
		element.suppose = app.troubles;
		element.data = app.ahead;
		const { from, to } = element.view;
		const length = isFirst ? LENGTH : Date.parse(to) - Date.parse(from);
		const place = (app.now - Date.parse(from)) / length;
		// The picture follows the clock where the clock has left it.
		if (isFirst || (app.now !== seen && (place < 0 || place > 0.9))) {
			const start = app.now - Math.min(length / 4, isFirst ? HOUR : length);
			element.view = { from: iso(start), to: iso(start + length) };
		}
		isFirst = false;
		seen = app.now;
	});
	element.addEventListener("latchstring-change", (event) => {
		const { reservationId, edge, atLocal } = (event as CustomEvent<StayChange>).detail;
		const booking = app.house.rows.bookings.get(reservationId ?? "");
		if (booking !== undefined)
			app.do({ kind: "booking", reservation: movedTo(booking, edge, atLocal) });
	});
	element.addEventListener("latchstring-suppose", (event) => {
		app.silence((event as CustomEvent<Trouble>).detail);
	});
	element.addEventListener("latchstring-forget", (event) => {
		app.unsilence((event as CustomEvent<{ trouble: Trouble }>).detail.trouble);
	});
	element.addEventListener("latchstring-select", (event) => {
		const detail = (event as CustomEvent<{ reservationId?: string; lockId: string } | null>).detail;
		if (detail?.reservationId === undefined) return;
		app.guest = detail.reservationId;
		app.lockId = detail.lockId;
		app.notice = undefined;
		app.changed();
	});
	return el(
		"section",
		{ class: "house", id: "house", "aria-label": "The house tonight" },
		el("h2", {}, "Tonight at rue des Lilas"),
		el(
			"p",
			{ class: "two small" },
			`An outline is a stay: the door should open. The band in it is what the door does. ${HANDS}`,
		),
		element,
	);
}
