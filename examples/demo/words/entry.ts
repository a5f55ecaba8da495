// Why a door opened or stayed shut for what was typed.
import { diagnoseEntry, type EntryDiagnosis } from "latchstring";
import { doorName } from "../sim/house.js";
import type { Entry } from "../sim/record.js";
import { iso } from "../sim/time.js";
import type { World } from "../sim/world.js";
import { codeName } from "./record.js";
import { moment, theDoor } from "./times.js";

/** What a keypad's answer means, in a sentence or two. */
export function entryWords(world: World, entry: Entry): string {
	const { rows, doors } = world;
	const door = doors.get(entry.lockId);
	const code = [...rows.everyCode.values()].find(
		({ lockId, pin }) => lockId === entry.lockId && pin === entry.pin,
	);
	const whose = code && codeName(rows, code.id);
	if (entry.opens) {
		const told = code?.toldTo?.at(-1)?.reservationId;
		const guest = rows.bookings.get(told ?? "")?.guest.name;
		const isSpare = code?.holder.kind === "backup" || code?.holder.kind === "emergency";
		if (isSpare) return guest ? `${guest} was told this backup.` : "A backup that nobody was told.";
		return `This is ${whose ?? "a code that nobody here made"}.`;
	}
	if (door?.lock.batteryPercent === 0) return "The lock has no power: it opens for nobody.";
	if (entry.isPaused) return "After five wrong codes the keypad takes none for a while.";
	const held = door?.lock.codes.find(({ pin }) => pin === entry.pin);
	if (held !== undefined && whose !== undefined) {
		const starts = held.window.startsAt && +new Date(held.window.startsAt);
		const where = theDoor(doorName(entry.lockId));
		if (starts && starts > entry.at) {
			const wanted = code?.wanted !== "removed" ? code?.wanted?.startsAt : undefined;
			const isLate = wanted !== undefined && +new Date(wanted) < starts;
			const reason = isLate
				? ` The times changed, and ${where} could not be told: it does not answer.`
				: "";
			return `This is ${whose}. On this lock it opens from ${moment(starts)}.${reason}`;
		}
	}
	const fact = {
		type: "access_denied",
		id: `typed ${entry.at}`,
		at: iso(entry.at),
		lockId: entry.lockId,
		pin: entry.pin,
	} as const;
	return diagnosisWords(world, diagnoseEntry(world.site, fact), entry);
}

function diagnosisWords(world: World, found: EntryDiagnosis, { lockId }: Entry): string {
	const where = theDoor(doorName(lockId));
	const whose = "code" in found ? codeName(world.rows, found.code.codeId) : "";
	if (found.kind === "right_code")
		return `This is ${whose}, and it should open. It is not on ${where}.`;
	if (found.kind === "wrong_door")
		return `This is ${whose}, for ${theDoor(doorName(found.code.lockId))}.`;
	if (found.kind === "too_early") return `This is ${whose}. It is too early.`;
	if (found.kind === "too_late") return `This is ${whose}. Its time is over.`;
	if (found.kind === "slip") return `One slip away from ${whose}.`;
	if (found.kind === "retired") return `This was ${whose}. It opens no more.`;
	return "Nobody was told this code.";
}
