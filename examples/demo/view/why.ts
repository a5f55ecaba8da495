// Each decision as a sentence, with what was passed over.
import type { App } from "../app.js";
import { decisionFor } from "../sim/decide.js";
import { doorName } from "../sim/house.js";
import type { Decided } from "../sim/record.js";
import { stayOf } from "../sim/stays.js";
import { ladderOf, type Rung, sentenceOf } from "../words/ladder.js";
import { moment, theDoor } from "../words/times.js";
import { button, el, fill, ICONS, icon } from "./dom.js";
import { personOf } from "./people.js";

const SIGNS: Record<Rung["state"], string> = {
	passed: ICONS.passed,
	taken: ICONS.yes,
	unneeded: ICONS.unneeded,
};

/** The decision that is looked at: one that was made, or the one for now. */
export function why(app: App): HTMLElement {
	const node = el("section", { class: "card why", id: "why", "aria-label": "Why" });
	let chosen: number | undefined;
	let count = 0;
	app.view(() => {
		const made = app.house.record.decisions;
		if (made.length !== count) {
			[count, chosen] = [made.length, undefined];
		}
		const place = chosen ?? made.length - 1;
		const shown = now(app, place, made);
		fill(node, [shown, place, made.length], () => {
			if (shown === undefined)
				return [
					el("h2", {}, "Why"),
					el("p", { class: "two" }, "Choose a guest: here stands which way in they have, and why."),
				];
			const { at, reservationId, lockId, decision } = shown;
			const name = app.house.rows.bookings.get(reservationId)?.guest.name ?? "A guest";
			const where = theDoor(doorName(lockId));
			const step = (by: number, label: string, text: string) =>
				button(
					text,
					() => {
						chosen = place + by;
						app.changed();
					},
					{ "aria-label": label, class: "square", "data-key": label },
				);
			const rungs = ladderOf(decision);
			return [
				el(
					"header",
					{},
					el("h2", {}, "Why"),
					made.length > 1 &&
						el(
							"span",
							{ class: "row" },
							place > 0 && step(-1, "Decision before", "‹"),
							el("span", { class: "small two" }, `${place + 1} of ${made.length}`),
							place < made.length - 1 && step(1, "Next decision", "›"),
						),
				),
				el("p", { class: "small two" }, `${moment(at)}. For ${name}, ${where}`),
				el("p", { class: "lead" }, sentenceOf(decision).replace(/^The guest/, name)),
				el("p", { class: "small two" }, "Looked at in this order"),
				el(
					"ol",
					{ class: "ladder", "aria-label": "What was passed over, and what was taken" },
					...rungs.map(({ name, state, why }) =>
						el("li", { class: state }, icon(SIGNS[state]), el("b", {}, name), el("span", {}, why)),
					),
				),
			];
		});
	});
	return node;
}

/** A decision that was made, else the way in that the chosen guest has now. */
function now(app: App, place: number, made: readonly Decided[]): Decided | undefined {
	const kept = made[place];
	if (kept !== undefined) return kept;
	const { rows } = app.house;
	const booking = rows.bookings.get(personOf(app)?.id ?? "");
	const stay = booking && stayOf(booking);
	if (stay === undefined) return undefined;
	const lockId = stay.doors.includes(app.lockId) ? app.lockId : (stay.doors[0] ?? app.lockId);
	const decision = decisionFor(rows, stay, lockId, app.now);
	const at = Math.floor(app.now / 60_000) * 60_000;
	return decision && { at, reservationId: stay.id, lockId, decision };
}
