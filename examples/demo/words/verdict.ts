// The sentence above everything: who, where, how long; then what to do.
import type { Forecast } from "latchstring";
import { doorName } from "../sim/house.js";
import { START } from "../sim/house.js";
import type { World } from "../sim/world.js";
import { capital, duration, list, near, theDoor } from "./times.js";

export interface Verdict {
	/** What leads to it. */
	lead: string;
	/** Who stands outside; empty where nobody does. */
	red: string;
	/** What to do, or that there is nothing to do. */
	more: string;
}

export const FIRST =
	"Two holiday flats behind one street door, each door with a keypad. Latchstring decides which code opens which door, and what to do when a lock stops answering. Break something, or play a bad night, and watch who still gets in.";

/** The verdict of a house at an instant. */
export function verdictOf(world: World, ahead: Forecast | undefined, isUntouched: boolean): Verdict {
	const { now, record } = world;
	const lead = troublesIn(world);
	const outside = record.outside.filter(({ to }) => to === undefined);
	if (outside.length > 0) {
		const names = outside.map(({ name, lockId, from }) => {
			const where = theDoor(doorName(lockId));
			return `${name} has stood outside ${where} since ${near(from, now)}.`;
		});
		const call = record.told.findLast(
			({ notice, at }) => notice.to === "host" && outside.some((one) => one.from <= at),
		);
		const more = call
			? `You were told at ${near(call.at, now)}: see your inbox.`
			: "Latchstring learns of it when the guest says so.";
		return { lead, red: names.join(" "), more };
	}
	const will = ahead?.outside.filter(({ from }) => Date.parse(from) > now) ?? [];
	const [first] = will;
	if (first !== undefined) {
		const name = world.rows.bookings.get(first.reservationId)?.guest.name ?? "A guest";
		const [from, to] = [Date.parse(first.from), Date.parse(first.to)];
		const where = theDoor(doorName(first.lockId));
		const red = `${name} will stand outside ${where} from ${near(from, now)}, for ${duration(to - from)}.`;
		return { lead, red, more: "If nothing changes. Your inbox says what helps." };
	}
	const arrived = latestArrival(world);
	if (lead === "" && arrived === "") {
		if (isUntouched && now <= START)
			return { lead: "Nothing is broken yet. Everybody gets in.", red: "", more: FIRST };
		return { lead: "Every door opens for whom it should.", red: "", more: "Nothing to do." };
	}
	const all = arrived === "" ? "Everybody still gets in." : arrived;
	return { lead: `${lead} ${all}`.trim(), red: "", more: advice(world) };
}

/** What is wrong with the locks now, in a sentence each. */
function troublesIn({ doors, record, now }: World): string {
	const said = [...doors].flatMap(([lockId, door]) => {
		const where = capital(theDoor(doorName(lockId)));
		if (door.lock.batteryPercent === 0) return [`${where} has no power.`];
		if (!door.lock.reachable) {
			const since = record.seen.filter((one) => one.lockId === lockId).at(-1)?.at ?? now;
			return [`${where} has been silent since ${near(since, now)}.`];
		}
		if (door.lock.quirks.length > 0) return [`${where} answers, and nobody hears it.`];
		return [];
	});
	return said.length > 2 ? `${said.length} locks are in trouble.` : said.join(" ");
}

/** Who came during a trouble and got in, if that is not long ago. */
function latestArrival({ record, rows, now, doors }: World): string {
	const isTroubled = [...doors.values()].some(({ answers }) => !answers);
	const entry = record.entries.findLast(
		({ opens, reservationId, at, isMine }) =>
			opens && !isMine && reservationId !== undefined && now - at < 8 * 3_600_000,
	);
	const seen = record.seen.filter(({ answers }) => !answers);
	if (!isTroubled || entry === undefined || seen.length === 0) return "";
	if (entry.at < Math.min(...seen.map(({ at }) => at))) return "";
	const name = rows.bookings.get(entry.reservationId ?? "")?.guest.name ?? "";
	const waited = record.outside.find(
		(one) => one.reservationId === entry.reservationId && one.to === entry.at,
	);
	const after = waited ? ` after ${duration(entry.at - waited.from)}` : "";
	return `${name} came at ${near(waited?.from ?? entry.at, now)} and got in${after}.`;
}

/** What the host can do while locks are in trouble. */
function advice({ doors }: World): string {
	const silent = [...doors].filter(([, { answers }]) => !answers).map(([id]) => theDoor(doorName(id)));
	if (silent.length === 0) return "Nothing to do.";
	return `Nobody waits. When you can, check the power and the internet of ${list(silent)}.`;
}
