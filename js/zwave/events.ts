// What a lock says by itself: uses, codes that were deleted at its keypad, silence.

import { expected, noInstant, plainOptions, wrongType } from "../core/checks.js";
import { factId } from "../core/command.js";
import { refusal } from "../core/error.js";
import { guarded } from "../core/guard.js";
import { isInstant } from "../core/instant.js";
import { toJson } from "../core/json.js";
import { Part } from "../core/part.js";
import { isPlaceNumber } from "../core/place.js";
import type { Fact } from "../generated/types.js";

/** An event of a node of zwave-js, as data. */
export interface ZwaveEvent {
	/** The event's name: `notification` of Notification CC, `dead`, `alive`. */
	name: "notification" | "dead" | "alive";
	/** The notification's type: 6 is access control. */
	type?: number;
	/** The notification's event. */
	event?: number;
	/** The place that the event is about: `parameters.userId`. */
	userId?: number;
}

const ACCESS_CONTROL = 6;
const [KEYPAD_UNLOCK, ALL_DELETED, ONE_DELETED] = [0x06, 0x0c, 0x0d];

/**
 * The facts of an event.
 *
 * | event | fact |
 * |---|---|
 * | keypad unlock (0x06) of a place | `code_used` |
 * | all user codes deleted (0x0C) | `lock_reset` |
 * | single user code deleted (0x0D) | `lock_report` of that place alone |
 * | `dead`, `alive` | `lock_report`: offline, online |
 *
 * Other events give none.
 *
 * @throws {LatchstringError} if an option has another shape than documented
 * @example
 * const said = eventFacts({ name: "dead" }, { lockId: "front", at: new Date() });
 */
export const eventFacts = guarded(
	(event: ZwaveEvent, about: { lockId: string; at: string | Date }): Fact[] => {
		const { lockId, at } = plainOptions(about, ["lockId", "at"]) as Record<string, string>;
		if (at === undefined || !isInstant(at)) throw noInstant("at");
		const { name, type, event: number, userId } = readEvent(event);
		const base = { id: factId(name, String(number ?? ""), at), at, lockId: lockId ?? "" };
		if (name !== "notification") {
			const reachability = name === "dead" ? "offline" : "online";
			return [{ type: "lock_report", ...base, state: { reachability, reportedAt: at } }];
		}
		if (type !== ACCESS_CONTROL) return [];
		if (number === ALL_DELETED) return [{ type: "lock_reset", ...base }];
		if (!isPlaceNumber(userId)) return [];
		if (number === KEYPAD_UNLOCK) return [{ type: "code_used", ...base, externalId: `${userId}` }];
		if (number === ONE_DELETED)
			return [{ type: "lock_report", ...base, codes: [], slotsOf: [userId] }];
		return [];
	},
);

const NAMES = ["notification", "dead", "alive"];

/** An event, checked: a name that nobody knows would say that the lock answers. */
function readEvent(event: ZwaveEvent): ZwaveEvent {
	const hint = "give the name of the event, and its numbers";
	const outer = new Part(JSON.parse(toJson({ event })), { hint, leave: () => undefined });
	const part = outer.part("event");
	if (part === undefined) throw wrongType("event", "an event", undefined, hint);
	const name = part.text("name");
	if (name === undefined || !NAMES.includes(name))
		throw refusal("invalid_value", "event.name", "not the name of an event", expected(NAMES));
	for (const key of ["type", "event", "userId"]) part.number(key, 0, Number.MAX_SAFE_INTEGER);
	return outer.value("event") as ZwaveEvent;
}
