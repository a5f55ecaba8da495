// Change something: bookings, people, locks; a calendar of one's own; and what to take away.
import type { App } from "../app.js";
import { shifted, withStatus } from "../bookings.js";
import { doorName } from "../sim/house.js";
import { firstName } from "../words/times.js";
import { calendar } from "./calendar.js";
import { button, el, fill, say } from "./dom.js";
import { people, personOf } from "./people.js";
import { takeAway } from "./take-away.js";

const CLEANER = "cleaner";

/** The card of changes. */
export function changes(app: App): HTMLElement {
	const who = el("select", { id: "change-who" });
	who.addEventListener("change", () => {
		app.guest = who.value;
		app.notice = undefined;
		app.changed();
	});
	const said = el("p", { class: "two small", role: "status", id: "changed" });
	const booking = () => app.house.rows.bookings.get(personOf(app)?.id ?? "");
	const name = () => firstName(booking()?.guest.name ?? "The guest");
	const change = (text: string, done: (who: string) => string, act: () => void, id: string) => {
		const made = button(
			text,
			() => {
				if (booking() === undefined) return;
				const told = done(name());
				act();
				say(said, told);
			},
			{ id },
		);
		return made;
	};
	const shift = (edge: "start" | "end", hours: number) => {
		const own = booking();
		if (own !== undefined) app.do({ kind: "booking", reservation: shifted(own, edge, hours) });
	};
	const cancel = button(
		"",
		() => {
			const own = booking();
			if (own === undefined) return;
			const status = own.status === "confirmed" ? "cancelled" : "confirmed";
			app.do({ kind: "booking", reservation: withStatus(own, status) });
			say(
				said,
				status === "cancelled" ? `${name()}’s booking is cancelled.` : `${name()} is booked again.`,
			);
		},
		{ id: "cancel" },
	);
	const cleaner = button(
		"",
		() => {
			const row = app.house.rows.visits.get(CLEANER)?.visit;
			const isThere = row?.status === "active";
			app.do({
				kind: "visit",
				visit: {
					id: CLEANER,
					revision: (row?.revision ?? 0) + 1,
					listingId: "garden",
					visitor: "Mina",
					purpose: "cleaning",
					kind: "turnover",
					status: isThere ? "revoked" : "active",
				},
			});
			app.guest = CLEANER;
			app.changed();
			say(
				said,
				isThere
					? "Mina has no code any more."
					: "Mina cleans between two stays. Her phone is shown.",
			);
		},
		{ id: "cleaner" },
	);
	const doors = el("select", { id: "change-lock" });
	doors.addEventListener("change", () => {
		app.lockId = doors.value;
		app.changed();
	});
	const forget = button(
		"The lock forgets every code",
		() => {
			app.do({ kind: "reset", lockId: app.lockId });
			say(said, `${doorName(app.lockId)} has no code any more. Nobody was told.`);
		},
		{ id: "forget" },
	);
	app.view(() => {
		const all = people(app).filter(({ isGuest }) => isGuest);
		fill(who, [all, app.guest], () =>
			all.map(({ id, name, about }) => {
				const option = el("option", { value: id }, `${name} (${about})`);
				option.selected = id === personOf(app)?.id;
				return option;
			}),
		);
		const ids = [...app.house.doors.keys()];
		fill(doors, [ids, app.lockId], () =>
			ids.map((id) => {
				const option = el("option", { value: id }, doorName(id));
				option.selected = id === app.lockId;
				return option;
			}),
		);
		say(cancel, booking()?.status === "cancelled" ? "Book it again" : "Cancel the booking");
		const isThere = app.house.rows.visits.get(CLEANER)?.visit.status === "active";
		say(cleaner, isThere ? "Take the cleaner’s code away" : "Add a cleaner");
	});
	const slip = () => {
		const own = booking();
		if (own !== undefined) app.do({ kind: "slip", lockId: app.lockId, reservationId: own.id });
	};
	return el(
		"section",
		{ class: "card changes no-print", id: "changes" },
		el("h2", {}, "Change something"),
		el("label", { class: "field" }, el("span", { class: "small two" }, "Guest"), who),
		el(
			"div",
			{ class: "acts" },
			change(
				"Stay two hours longer",
				(one) => `${one} stays two hours longer.`,
				() => shift("end", 2),
				"longer",
			),
			change(
				"Check in two hours earlier",
				(one) => `${one} comes two hours earlier.`,
				() => shift("start", -2),
				"earlier",
			),
			cancel,
			change(
				"Mistype the code",
				(one) => `${one} swaps two digits at ${doorName(app.lockId)}.`,
				slip,
				"slip",
			),
		),
		el("label", { class: "field" }, el("span", { class: "small two" }, "Door"), doors),
		el("div", { class: "acts" }, forget, cleaner),
		said,
		calendar(app),
		takeAway(app),
	);
}
