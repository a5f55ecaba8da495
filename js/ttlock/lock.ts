// What the TTLock codec has to know of a lock.

import { noInstant, plainOptions } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { isInstant } from "../core/instant.js";

/** A lock as TTLock's cloud knows it, and when something is said of it. */
export interface TtlockLock {
	/** TTLock's number of the lock. */
	lockId: number;
	/** How commands reach it: by a gateway (2), or by its own Wi-Fi, later (4) \[2\]. */
	by?: "gateway" | "wifi";
	/** When the command leaves, or the answers came. */
	now: string | Date;
}

/** A lock, checked. */
export interface ReadyLock {
	lockId: string;
	/**
	 * `addType`, `deleteType` and `changeType`. 1, Bluetooth, would make a code in the cloud alone.
	 */
	way: "2" | "4";
	now: string;
}

/** Checks what is said of a lock. */
export function readLock(given: TtlockLock): ReadyLock {
	const { lockId, by = "gateway", now } = plainOptions(given, ["lockId", "by", "now"]);
	if (typeof lockId !== "number" || !Number.isSafeInteger(lockId) || lockId <= 0)
		throw refusal("invalid_value", "lockId", "not a number of a lock", "give TTLock's `lockId`");
	if (by !== "gateway" && by !== "wifi")
		throw refusal("invalid_value", "by", "not a way to a lock", "say `gateway` or `wifi`");
	if (typeof now !== "string" || !isInstant(now)) throw noInstant("now");
	return { lockId: String(lockId), way: by === "wifi" ? "4" : "2", now };
}
