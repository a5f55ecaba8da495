// A place to drop a calendar. It is read in this page, and goes nowhere.
import type { App } from "../app.js";
import { YOURS } from "../sim/house.js";
import { el, say } from "./dom.js";

const MOST_BYTES = 5_000_000;
/** The day of the house on which the first stay of a calendar begins. */
const FIRST_DAY = "2026-10-25";

/** The drop zone, which is a file field, too. */
export function calendar(app: App): HTMLElement {
	const field = el("input", { type: "file", accept: ".ics,text/calendar", id: "ics", class: "sr" });
	const said = el("p", { class: "small", role: "status", id: "ics-said" });
	const choose = el("label", { for: field.id, class: "link" }, "Choose a file");
	const zone = el(
		"div",
		{ class: "drop", id: "drop" },
		el("b", {}, "Drop your own calendar here"),
		el(
			"p",
			{ class: "small two" },
			"An .ics file from Airbnb, Booking.com or Vrbo. It stays in this page. ",
			choose,
		),
		field,
		said,
	);
	const take = async (file: File | undefined) => {
		if (file === undefined) return;
		if (file.size > MOST_BYTES) return say(said, "This file is too long.");
		try {
			// The reader of calendars is fetched with the first one.
			const { readCalendar } = await import("../feed.js");
			const text = await file.text();
			const hasFlat = app.house.doors.has("your-door");
			const today = new Date().toISOString().slice(0, 10);
			const now = readCalendar(text, today, FIRST_DAY, hasFlat);
			const read =
				now.deeds.length > 0 ? now : readCalendar(text, "2026-10-24", FIRST_DAY, hasFlat);
			for (const deed of read.deeds) app.do(deed);
			const first = read.deeds.find((deed) => deed.kind === "booking");
			if (first?.kind === "booking") {
				app.guest = first.reservation.id;
				app.lockId = YOURS.locks[0] ?? app.lockId;
				app.changed();
			}
			say(said, read.said);
		} catch (thrown) {
			const why = thrown instanceof Error ? thrown.message : String(thrown);
			say(said, `This is no calendar that can be read: ${why}.`);
		}
	};
	field.addEventListener("change", () => {
		void take(field.files?.[0]);
		field.value = "";
	});
	const over = (isOver: boolean) => zone.classList.toggle("over", isOver);
	for (const name of ["dragenter", "dragover"] as const)
		zone.addEventListener(name, (event) => {
			event.preventDefault();
			over(true);
		});
	zone.addEventListener("dragleave", () => over(false));
	zone.addEventListener("drop", (event) => {
		event.preventDefault();
		over(false);
		void take(event.dataTransfer?.files[0]);
	});
	return zone;
}
