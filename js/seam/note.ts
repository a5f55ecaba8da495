// What a reader of devices has to say beside the lock itself.

/** Something that a device says and a lock has no word for, or that deserves a look. */
export interface LockNote {
	kind: LockNoteKind;
	/** Where in the device it stands. */
	path: string;
	/** In the platform's own words. */
	said: string;
}

/** The kinds of notes. */
export type LockNoteKind =
	/** An error that Seam reports; those about reachability are in `state` as well. */
	| "error"
	/** A warning that Seam reports; those about connection, keypad and clock are in the lock as well. */
	| "warning"
	/** A demand on codes that is not known here: the platform may refuse codes for it. */
	| "unknown_constraint"
	/** Lengths outside 4 to 10 digits, which are not used. */
	| "lengths_left_out"
	/** A rule about dates that time frames can't express: the platform may refuse windows for it. */
	| "frame_rule_not_kept"
	/** A time frame in another zone than the lock's. */
	| "frame_time_zone"
	/** A battery's status without its level. */
	| "battery_without_level"
	/** The device, or its keypad, takes no codes: it is not usable. */
	| "codes_do_not_open"
	/** Seam does not manage it and can program nothing on it. */
	| "unmanaged";
