// The time slots of dormakaba Oracode locks become pairs of times.

import { timeOfDay } from "../core/instant.js";
import { line, type Part } from "../core/part.js";
import type { TimeFrame } from "../generated/types.js";
import type { LockNote } from "./note.js";

/** The longest code of an Oracode lock. */
const LONGEST_MINUTES = 31 * 1440;

/**
 * The frames of the predefined time slots of an Oracode lock, for devices without options of their
 * own. Slots that are for no stay are left out: master codes, single entries, every other week.
 */
export function readSlots(properties: Part, notes: LockNote[]): TimeFrame[] {
	const metadata = properties.loosely().part("dormakaba_oracode_metadata");
	return (metadata?.parts("predefined_time_slots", 64) ?? [])
		.flatMap((slot) => {
			const [from, to] = ["check_in_time", "check_out_time"].map((key) =>
				timeOfDay(slot.text(key) ?? ""),
			);
			const name = line(slot.text("name") ?? slot.text("dormakaba_oracode_user_level_id") ?? "");
			const isForNoStay = ["is_master", "is_one_shot", "is_biweekly_mode"].find(
				(key) => slot.flag(key) === true,
			);
			if (from === undefined || to === undefined || isForNoStay !== undefined) {
				const key = isForNoStay ?? (from === undefined ? "check_in_time" : "check_out_time");
				notes.push({ kind: "time_slot_left_out", path: slot.path(key), said: name });
				return [];
			}
			const pairs = [{ from, to }];
			return [{ ...(name !== "" && { name }), maxMinutes: LONGEST_MINUTES, pairs }];
		})
		.slice(0, 32);
}
