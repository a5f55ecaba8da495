// The sentence above everything: who, where, how long; then what to do.
import type { Forecast } from "latchstring";
import { doorName, START } from "../sim/house.js";
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
	"Two holiday flats behind one street door, each door with a keypad. Latchstring decides which code opens which door, " +
	"and what to do when a lock stops answering. Break something, or play a bad night, and watch who still gets in.";

/**
 * The verdict of a night that is over, beside that of a house whose codes are sent and forgotten.
 */
export function morningAfter(own: number, hope: number): Verdict {
	const waited = own === 0 ? "Nobody waited outside" : `Guests waited outside for ${duration(own)}`;
	return {
		lead: `The night is over. ${waited}; with “program and hope” it is ${duration(hope)} by now.`,
		red: "",
		more: "Below stands what everybody was told, and why. Break something yourself, or start over.",
	};
}

/** The verdict of a house at an instant. */
export function verdictOf(
	world: World,
	ahead: Forecast | undefined,
	isUntouched: boolean,
): Verdict {
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
			: "Nobody could know this before. Latchstring answers as soon as the guest says so.";
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
	const silent: string[] = [];
	const said: string[] = [];
	for (const [lockId, door] of doors) {
		const where = theDoor(doorName(lockId));
		if (door.lock.batteryPercent === 0) said.push(`${capital(where)} has no power.`);
		else if (!door.lock.reachable) silent.push(lockId);
		else if (door.lock.quirks.length > 0)
			said.push(`${capital(where)} answers, and nobody hears it.`);
	}
	const [first, ...more] = silent;
	if (first === undefined) return said.join(" ");
	const names = silent.map((id) => theDoor(doorName(id)));
	const since = near(record.since(first) ?? now, now);
	const quiet =
		more.length > 0 ? `${list(names)} are silent.` : `${names[0]} has been silent since ${since}.`;
	return [capital(quiet), ...said].join(" ");
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
	const silent = [...doors]
		.filter(([, { answers }]) => !answers)
		.map(([id]) => theDoor(doorName(id)));
	if (silent.length === 0) return "Nothing to do.";
	return `Nobody waits. When you can, check the power and the internet of ${list(silent)}.`;
}
