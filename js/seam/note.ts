// What a device, a code or an event says beyond what it becomes.

import { line, type PartReading } from "../core/part.js";

/**
 * Something in a device, a code or an event that the lock or the facts cannot express, or that the
 * host should look at. No PIN is in it.
 */
export interface LockNote {
	kind: LockNoteKind;
	/** The path in the JSON that was given. */
	path: string;
	/** The platform's own words. */
	said: string;
}

/** The kinds of notes. */
export type LockNoteKind =
	/** An error that Seam reports. `docs/locks.md` says what follows from each. */
	| "error"
	/** A warning that Seam reports. `docs/locks.md` says what follows from each. */
	| "warning"
	/** A value that the rules do not take, which is left out. */
	| "left_out"
	/** An unknown demand on codes, for which the platform may refuse a code. */
	| "unknown_constraint"
	/** Lengths outside 4 to 10 digits, which are ignored. */
	| "lengths_left_out"
	/** A window option that can't be read, so that the platform may refuse a window. */
	| "frame_left_out"
	/** A date rule that time frames cannot express, for which the platform may refuse a window. */
	| "frame_rule_not_kept"
	/** A time frame in another time zone than the lock's. */
	| "frame_time_zone"
	/** A time slot of an Oracode lock that is for no stay, or that can't be read. */
	| "time_slot_left_out"
	/** A zone that the zone table does not have, so that the listing's counts. */
	| "time_zone_left_out"
	/** The brand says another zone than the device's location, which counts. */
	| "time_zone_differs"
	/** The lock's clock has an offset from UTC, and no zone is known. */
	| "zone_offset_only"
	/** A battery in words. `low` counts as 20 percent and `critical` as 10. */
	| "battery_without_level"
	/** What an event says of the charge. Read the device: its state says whether it answers, too. */
	| "battery"
	/** The battery of the keypad is low or critical, or said in a word that is not known. */
	| "keypad_battery"
	/** The device or the keypad takes no codes, so the lock is not usable. */
	| "codes_do_not_open"
	/** The brand names no keypad, or its model has none built in. There may be one all the same. */
	| "keypad_not_named"
	/** The account lets nobody choose a PIN, so that the platform may refuse a code. */
	| "no_custom_pins"
	/** The keypad is not linked to the bridge, so that nothing can be programmed from afar. */
	| "keypad_not_linked"
	/** The keypad has not all ten digits, and the device does not say which. */
	| "keypad_incomplete"
	/** The lock takes codes, and the platform can't manage them. */
	| "codes_not_managed"
	/** No gateway: nothing reaches the lock from afar. */
	| "no_gateway"
	/** Seam does not manage the device and cannot program it. */
	| "unmanaged"
	/** Another name of the device, which may tell it from a lock of the same name. */
	| "other_name"
	/** A code of another device, which the report leaves out. */
	| "other_device"
	/** A code that is not among those of `codesOf`, which the report leaves out. */
	| "not_asked_for"
	/** A code of the lock's own algorithm, which the report leaves out: no list proves anything. */
	| "offline_code"
	/** A code whose end is over and that is off the lock, so the report leaves it out. */
	| "ended_code"
	/** A code that somebody removed at the lock, which Seam accepts, so the report leaves it out. */
	| "removed_by_hand"
	/** A status or a pending change that is not known, so that the code counts as accepted only. */
	| "unknown_status"
	/** Somebody opened or was refused without a code. */
	| "not_by_code"
	/** The event is about a code, and does not say which. */
	| "code_not_named"
	/** Something happened at the device that changes no state here, such as tampering. */
	| "event";

/** Words of the platform, which may hold a PIN. */
export function withoutCodes(said: string): string {
	return line(said.replaceAll(/\d(?:[ .-]?\d){3,}/g, "••••"));
}

/** How the readers of Seam read JSON: what is left out becomes a note. */
export function reading(notes: LockNote[], hint: string): PartReading {
	return { hint, leave: (path, said) => notes.push({ kind: "left_out", path, said }) };
}
