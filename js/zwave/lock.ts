// What the Z-Wave codec has to know of a lock.

import { noInstant, plainOptions, wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { isInstant, isZone } from "../core/instant.js";
import { isPlaceNumber } from "../core/place.js";

/** A lock as Z-Wave sees it, and when something is said of it. */
export interface ZwaveLock {
	/** How it keeps codes: by User Code CC, or by User Credential CC. */
	keeps: "user_code" | "user_credential";
	/** Its last place. All places from 1 to this one are read. */
	places: number;
	/** Whether it keeps a window with a code: Schedule Entry Lock CC with a year day slot \[no\]. */
	schedules?: boolean;
	/** The zone of the clock at the lock. Needed where it keeps windows. */
	timeZone?: string;
	/** What a cleared place reads back, where that is no empty text, such as `0000`. */
	clearedPin?: string;
	/** Whether its battery can be read \[no\]. */
	battery?: boolean;
	/** When the command leaves, or the answers came. */
	now: string | Date;
}

/** A lock, checked. */
export interface ReadyLock extends Omit<ZwaveLock, "now"> {
	now: string;
}

/** Checks what is said of a lock. */
export function readLock(given: ZwaveLock): ReadyLock {
	const options = plainOptions(given, [
		...["keeps", "places", "schedules", "timeZone", "clearedPin", "battery", "now"],
	]);
	const { keeps, places, schedules, timeZone, clearedPin, battery, now } = options;
	if (keeps !== "user_code" && keeps !== "user_credential")
		throw refusal("invalid_value", "keeps", "not a way to keep codes", "see `ZwaveLock.keeps`");
	if (!isPlaceNumber(places))
		throw refusal("out_of_range", "places", "not 1 to 9,999", "give the lock's last place");
	if (typeof now !== "string" || !isInstant(now)) throw noInstant("now");
	for (const [path, flag] of Object.entries({ schedules, battery }))
		if (flag !== undefined && typeof flag !== "boolean")
			throw wrongType(path, "a boolean", flag, "say what the lock can do");
	if (clearedPin !== undefined && typeof clearedPin !== "string")
		throw wrongType("clearedPin", "a string", clearedPin, "give what a cleared place reads back");
	const hint = "give the zone of the clock at the lock, such as `Europe/Paris`";
	if (timeZone === undefined && schedules === true)
		throw refusal("missing_key", "timeZone", "missing key `timeZone`", hint);
	if (timeZone !== undefined && (typeof timeZone !== "string" || !isZone(timeZone)))
		throw refusal("unknown_time_zone", "timeZone", "not a zone", hint);
	return {
		...{ keeps, places, schedules: schedules === true, battery: battery === true, now },
		...(timeZone !== undefined && { timeZone }),
		...(clearedPin !== undefined && { clearedPin }),
	};
}
