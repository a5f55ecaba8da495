// The host's inbox: what you would have been told, and what you can answer.
import type { Notice } from "latchstring";
import type { App } from "../app.js";
import { START } from "../sim/house.js";
import type { Told } from "../sim/record.js";
import { split, textOf } from "../words/host.js";
import { firstName, near } from "../words/times.js";
import { button, el, fill } from "./dom.js";

const SHOWN = 4;

/** What is told of one thing, the newest time and how often. */
interface Line extends Told {
	times: number;
}

/** The inbox. */
export function inbox(app: App): HTMLElement {
	const list = el("ol", { "aria-live": "polite" });
	const older = el("ol");
	const fold = el("details", {}, el("summary", {}, "Older messages"), older);
	const none = el("p", { class: "two" }, "Nothing. You are told when there is something for you.");
	app.view(() => {
		const lines = linesOf(
			app.house.record.told.filter(({ at, notice }) => notice.to === "host" && at >= START),
		);
		none.hidden = lines.length > 0;
		const hour = Math.floor(app.now / 86_400_000);
		const make = (all: Line[]) => all.map((line) => item(app, line));
		fill(list, [lines.slice(0, SHOWN).map(keyOf), hour], () => make(lines.slice(0, SHOWN)));
		fill(older, [lines.slice(SHOWN).map(keyOf), hour], () => make(lines.slice(SHOWN)));
		fold.hidden = lines.length <= SHOWN;
	});
	return el(
		"section",
		{ class: "card inbox", id: "inbox" },
		el("h2", {}, "Your inbox"),
		none,
		list,
		fold,
	);
}

const keyOf = ({ at, notice, times }: Line) => [at, notice.key, times];

/** What is said again of one thing stands once. */
function linesOf(told: readonly Told[]): Line[] {
	const lines: Line[] = [];
	for (const one of told) {
		const { notice } = one;
		const about = (other: Notice) =>
			JSON.stringify([other.kind, other.lockId, other.reservationId, textOf(other)]);
		const same = lines.find((line) => about(line.notice) === about(notice));
		if (same === undefined) lines.unshift({ ...one, times: 1 });
		else {
			same.times++;
			same.at = one.at;
			lines.splice(lines.indexOf(same), 1);
			lines.unshift(same);
		}
	}
	return lines;
}

function item(app: App, { at, notice, times }: Line): HTMLElement {
	const { first, rest } = split(textOf(notice));
	return el(
		"li",
		{},
		el("time", { datetime: new Date(at).toISOString() }, near(at, app.now)),
		el(
			"div",
			{},
			el("b", {}, first),
			" ",
			rest,
			times > 1 && el("span", { class: "two" }, ` (${times} times)`),
			...offers(app, notice),
		),
	);
}

/** What the host may order now. */
function offers(app: App, notice: Notice): Node[] {
	const all = "offers" in notice.values ? (notice.values.offers ?? []) : [];
	const { reservationId, lockId } = notice;
	if (reservationId === undefined || lockId === undefined) return [];
	const name = firstName(notice.values.guestName ?? "the guest");
	return all.map((kind) =>
		button(
			kind === "tell_next" ? `Tell ${name} the next code` : `Tell ${name} the emergency code`,
			() => app.do({ kind: "order", order: { kind, reservationId, lockId } }),
			{ class: "offer" },
		),
	);
}
