// What the error codes of TTLock's cloud mean for a command. Each keeps its text, without PINs.

import { masked, type Outcome } from "../core/command.js";
import type { Failure } from "../generated/types.js";

/** The codes that the Open Platform documents, and that a command can meet. */
export const FAILURES: Record<number, { failure: Failure; says: string }> = {
	[-4056]: { failure: "no_space", says: "the lock's memory is full" },
	[-4043]: { failure: "rejected", says: "the lock has no such function" },
	[-3037]: { failure: "busy", says: "the Wi-Fi lock is busy" },
	[-3036]: { failure: "offline", says: "the Wi-Fi lock is offline" },
	[-3035]: { failure: "offline", says: "the Wi-Fi lock saves power" },
	[-3009]: { failure: "no_space", says: "the lock holds no more passcodes" },
	[-3008]: { failure: "rejected", says: "a passcode that was never used can't be changed" },
	[-3007]: { failure: "duplicate_code", says: "the passcode is on the lock already" },
	[-3006]: { failure: "rejected", says: "a passcode has 4 to 9 digits" },
	[-3003]: { failure: "busy", says: "the gateway is busy" },
	[-3002]: { failure: "offline", says: "the gateway is offline" },
	[-2032]: { failure: "rejected", says: "the passcode is too simple" },
	[-2018]: { failure: "unauthorized", says: "permission denied" },
	[-2012]: { failure: "offline", says: "the lock has no gateway" },
	[-2009]: { failure: "not_found", says: "no such passcode" },
	[-1026]: { failure: "rejected", says: "that validity was issued and deleted: take another hour" },
	[-1007]: { failure: "rejected", says: "the lock has no passcode data" },
	[-1003]: { failure: "rejected", says: "no such lock" },
	10000: { failure: "unauthorized", says: "invalid client" },
	10001: { failure: "unauthorized", says: "invalid client" },
	10003: { failure: "unauthorized", says: "invalid token" },
	10004: { failure: "unauthorized", says: "invalid grant" },
	10007: { failure: "unauthorized", says: "invalid account or password" },
	10011: { failure: "unauthorized", says: "invalid refresh token" },
	20002: { failure: "unauthorized", says: "not the lock's admin" },
	30006: { failure: "busy", says: "too many calls" },
	80000: { failure: "rejected", says: "the date is off by more than five minutes" },
};

/** TTLock's own failure, after which nobody knows what was done. */
const INTERNAL = 90000;

/** Codes after which a new token helps. */
export function isTokenError(errcode: unknown): boolean {
	return errcode === 10003 || errcode === 10004;
}

/** What an error code says of a command. */
export function outcomeOfCode(errcode: number, errmsg: unknown): Outcome {
	const text = typeof errmsg === "string" ? errmsg : "";
	if (errcode === INTERNAL)
		return { outcome: "unknown", failure: "timeout", detail: masked(`90000: ${text}`) };
	const known = FAILURES[errcode];
	const said = known?.says ?? text;
	// The code is TTLock's own: only its text may hold a PIN.
	const detail = `TTLock ${errcode}: ${masked(said)}`;
	return { outcome: "failed", failure: known?.failure ?? "rejected", detail };
}
