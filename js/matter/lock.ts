// What the Matter codec has to know of a lock.

import { noInstant, plainOptions, wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { isInstant, isZone } from "../core/instant.js";

/** A lock as its Door Lock cluster says, and when something is said of it. */
export interface MatterLock {
	/**
	 * Whether it keeps a window with a user: `numberOfYearDaySchedulesSupportedPerUser` > 0 \[no\].
	 */
	schedules?: boolean;
	/** The zone of the clock at the lock. Needed where it keeps windows. */
	timeZone?: string;
	/** When the command leaves, or the answers came. */
	now: string | Date;
}

/** A lock, checked. */
export interface ReadyLock {
	schedules: boolean;
	timeZone: string;
	now: string;
}

/** Checks what is said of a lock. */
export function readLock(given: MatterLock): ReadyLock {
	const options = plainOptions(given, ["schedules", "timeZone", "now"]);
	const { schedules, timeZone, now } = options;
	if (typeof now !== "string" || !isInstant(now)) throw noInstant("now");
	if (schedules !== undefined && typeof schedules !== "boolean")
		throw wrongType("schedules", "a boolean", schedules, "say what the lock can do");
	const hint = "give the zone of the clock at the lock, such as `Europe/Paris`";
	if (timeZone === undefined && schedules === true)
		throw refusal("missing_key", "timeZone", "missing key `timeZone`", hint);
	if (timeZone !== undefined && (typeof timeZone !== "string" || !isZone(timeZone)))
		throw refusal("unknown_time_zone", "timeZone", "not a zone", hint);
	return { schedules: schedules === true, timeZone: timeZone ?? "UTC", now };
}
