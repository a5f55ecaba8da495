// The virtual lock: a lock in its door and its cloud as plain data.

import { guarded } from "../core/guard.js";
import { call } from "../core/module.js";
import type {
	Command,
	Hand,
	NewVirtualLock,
	PlayedLock,
	Timestamp,
	TypedPin,
	VirtualLock,
} from "../generated/types.js";

/** When something happens, and the number that it draws by. */
export interface Occasion {
	/** When. */
	now: Timestamp;
	/**
	 * Whether a quirk or a habit shows is drawn by this number, 0 to 4,294,967,295 [0]. The same
	 * number gives the same answer.
	 */
	entropy?: number;
}

/**
 * A new virtual lock: plain JSON that stands for a lock in its door and for its cloud. It can do
 * what the profile and the fields of `lock` say.
 *
 * The world of the lock is in its fields. `{ ...virtual, reachable: false }` is a silent radio, and
 * `batteryPercent: 0` a dead lock.
 *
 * @example
 * const front = { id: "front", name: "Front door", profile: "nuki" };
 * const virtual = virtualLock(front, { quirks: ["masked_pins"] });
 */
export const virtualLock = guarded(
	(lock: NewVirtualLock["lock"], options: Omit<NewVirtualLock, "lock"> = {}): VirtualLock =>
		call("virtualLock", { lock }, options, "timeZone, quirks, habits"),
);

/**
 * Runs a command: what the lock's cloud says at once, and the lock that it is then. What the cloud
 * puts off comes from `passTime` at `wakeAt`.
 *
 * @example
 * const { facts, lock } = runCommand(virtual, command, { now });
 * const step = advance(site, facts, { now, key });
 */
export const runCommand = guarded(
	(lock: VirtualLock, command: Command, occasion: Occasion): PlayedLock =>
		call("runCommand", { lock, command }, occasion, "now"),
);

/**
 * Lets time pass: the cloud does what it put off until now, and says so.
 *
 * @example
 * const { facts, lock, wakeAt } = passTime(virtual, { now });
 */
export const passTime = guarded(
	(lock: VirtualLock, occasion: Occasion): PlayedLock =>
		call("passTime", { lock }, occasion, "now"),
);

/**
 * Types a PIN at the door: it opens or not. After five wrong tries the keypad pauses for a minute.
 * With the habit `tells_refused_pins` or `counts_refused_digits` the lock's cloud tells of a
 * refused entry.
 *
 * @example
 * const { opens, pausedUntil } = typePin(virtual, "492817", now);
 */
export const typePin = guarded(
	(lock: VirtualLock, pin: string, now: Timestamp): TypedPin => call("typePin", { lock, pin, now }),
);

/**
 * The codes that the lock's cloud lists now. There is no fact where the lock is silent or its codes
 * can't be read.
 *
 * @example
 * const { facts } = readList(virtual, { now });
 */
export const readList = guarded(
	(lock: VirtualLock, occasion: Occasion): PlayedLock =>
		call("readList", { lock }, occasion, "now"),
);

/**
 * How the lock's cloud says the lock is: whether it answers, its battery and its keypad.
 *
 * @example
 * const { facts } = readStatus({ ...virtual, batteryPercent: 20 }, { now });
 */
export const readStatus = guarded(
	(lock: VirtualLock, occasion: Occasion): PlayedLock =>
		call("readStatus", { lock }, occasion, "now"),
);

/**
 * Somebody adds, deletes, edits or disables a code in the lock's own app. Nobody tells the site.
 *
 * @example
 * const after = byHand(virtual, { kind: "add", pin: "7777", name: "Plumber" }, now);
 */
export const byHand = guarded(
	(lock: VirtualLock, hand: Hand, now: Timestamp): VirtualLock =>
		call("byHand", { lock, hand, now }),
);
