// What a device says beyond the lock.

/** Something in a device that a lock cannot express, or that the host should look at. */
export interface LockNote {
	kind: LockNoteKind;
	/** The path in the device. */
	path: string;
	/** The platform's own words. */
	said: string;
}

/** The kinds of notes. */
export type LockNoteKind =
	/** An error that Seam reports. Errors about reachability are in `state`, too. */
	| "error"
	/** A warning that Seam reports. Warnings of connection, keypad and clock are in the lock, too. */
	| "warning"
	/** An unknown demand on codes, for which the platform may refuse a code. */
	| "unknown_constraint"
	/** Lengths outside 4 to 10 digits, which are ignored. */
	| "lengths_left_out"
	/** A date rule that time frames cannot express, for which the platform may refuse a window. */
	| "frame_rule_not_kept"
	/** A time frame in another time zone than the lock's. */
	| "frame_time_zone"
	/** A battery status without a level. */
	| "battery_without_level"
	/** The device or the keypad takes no codes, so the lock is not usable. */
	| "codes_do_not_open"
	/** Seam does not manage the device and cannot program it. */
	| "unmanaged";
