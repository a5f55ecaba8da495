// The locks: how each is, whom it lets in, and three ways to break it.
import type { App } from "../app.js";
import { doorName, SITE, YOUR_DOOR } from "../sim/house.js";
import { codeName } from "../words/record.js";
import { duration, firstName, list } from "../words/times.js";
import { button, el, fill, say, set } from "./dom.js";

/** A card for each lock. */
export function locks(app: App): HTMLElement {
	const cards = [...SITE.locks.map(({ id }) => id), YOUR_DOOR.id].map((id) => lock(app, id));
	return el("section", { class: "locks", id: "locks", "aria-label": "Locks" }, ...cards);
}

function lock(app: App, lockId: string): HTMLElement {
	const door = () => app.house.doors.get(lockId);
	const state = el("span", { class: "state" });
	const opens = el("p", { class: "small two" });
	const plug = toggle("Plugged in", (on) => app.do({ kind: "plug", lockId, on }));
	const cloud = toggle("Cloud answers", (on) => app.do({ kind: "answers", lockId, on }));
	const range = el("input", {
		type: "range",
		min: "0",
		max: "100",
		step: "5",
		id: `battery-${lockId}`,
	});
	const percent = el("output", { for: range.id });
	range.addEventListener("input", () => say(percent, `${range.value} %`));
	range.addEventListener("change", () =>
		app.do({ kind: "battery", lockId, percent: Number(range.value) }),
	);
	const empty = button("", () => {
		const isDead = door()?.lock.batteryPercent === 0;
		app.do({ kind: "battery", lockId, percent: isDead ? 100 : 0 });
	});
	const name = el("h3", {}, doorName(lockId));
	const node = el(
		"details",
		{ class: "card lock", "data-lock": lockId },
		el("summary", {}, name, state),
		opens,
		el("div", { class: "switches" }, plug.node, cloud.node),
		el(
			"div",
			{ class: "bat small" },
			el("label", { for: range.id }, "Battery"),
			range,
			percent,
			empty,
		),
	);
	// Folded on a small screen only: the summary says how the lock is.
	node.open = matchMedia("(min-width: 721px)").matches;
	app.view(() => {
		const played = door();
		node.hidden = played === undefined;
		if (played === undefined) return;
		const { lock: virtual, answers } = played;
		const since = app.house.record.since(lockId) ?? app.now;
		const isDead = virtual.batteryPercent === 0;
		const word = isDead
			? "no power"
			: !answers
				? `silent for ${duration(app.now - since)}`
				: virtual.quirks.length > 0
					? "answers get lost"
					: "answers";
		fill(state, [word, answers], () => [
			!answers && el("i", { class: "sw sw-silent", "aria-hidden": "true" }),
			word,
		]);
		set(node, "data-state", answers && virtual.quirks.length === 0 ? "well" : "ill");
		say(opens, opensNow(app, lockId));
		plug.show(virtual.reachable);
		cloud.show(virtual.quirks.length === 0);
		if (document.activeElement !== range || range.value !== String(virtual.batteryPercent)) {
			range.value = String(virtual.batteryPercent);
			say(percent, `${virtual.batteryPercent} %`);
		}
		range.style.setProperty("--at", String(virtual.batteryPercent / 100));
		say(empty, isDead ? "New battery" : "Empty it");
		set(
			empty,
			"aria-label",
			`${isDead ? "New battery" : "Empty the battery"}: ${doorName(lockId)}`,
		);
	});
	return node;
}

/** Whom a door lets in now, and how many spares it has. */
function opensNow(app: App, lockId: string): string {
	const { record, rows, doors } = app.house;
	if (doors.get(lockId)?.lock.batteryPercent === 0) return "Opens for nobody.";
	const names = new Set<string>();
	for (const { codeId, to } of record.opened.filter((one) => one.lockId === lockId)) {
		const code = rows.everyCode.get(codeId);
		if (to !== undefined || code === undefined) continue;
		const { holder, toldTo = [] } = code;
		const spareOf = toldTo.at(-1)?.reservationId;
		const id = holder.kind === "reservation" ? holder.id : spareOf;
		const booking = rows.bookings.get(id ?? "");
		if (booking !== undefined) names.add(firstName(booking.guest.name));
		else if (holder.kind === "visit") names.add(codeName(rows, codeId).replace("’s code", ""));
	}
	const left = record.seen.filter((one) => one.lockId === lockId).at(-1)?.backupsLeft ?? 0;
	const spares = left === 0 ? "No backup left." : left === 1 ? "One backup." : `${left} backups.`;
	return `${names.size === 0 ? "Opens for nobody now." : `Opens now for ${list([...names])}.`} ${spares}`;
}

/** A switch with its word. */
function toggle(name: string, turn: (on: boolean) => void) {
	const word = el("em");
	const node = el(
		"button",
		{ type: "button", class: "switch", role: "switch" },
		el("span", {}, name),
		el("i", { "aria-hidden": "true" }),
		word,
	);
	node.addEventListener("click", () => turn(node.getAttribute("aria-checked") !== "true"));
	const show = (on: boolean) => {
		set(node, "aria-checked", String(on));
		say(word, on ? "on" : "off");
	};
	return { node, show };
}
