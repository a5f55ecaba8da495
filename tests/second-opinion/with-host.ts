// What the host has heard of: the engine tries it again after longer and longer pauses (C6, B5).
import type { Record } from "./record.js";
import { DAY, HOUR, MINUTE } from "./time.js";

/**
 * The longest pause of a lock that is silent, and of work of which lists show that nothing helps.
 */
const SILENT = 30 * MINUTE;
const IN_VAIN = 6 * HOUR;

/** How much longer a guest may stand outside a lock to which the host was called. */
export function pauseBeforeTry(record: Record, guest: string, lockId: string, now: number): number {
	const called = record.host.some(
		({ at, notice: { kind, lockId: lock, reservationId } }) =>
			(kind === "lock_unreachable" || kind === "code_failed") &&
			lock === lockId &&
			record.guestOf(reservationId ?? "") === guest &&
			now - at < 2 * DAY,
	);
	return called ? SILENT : 0;
}

/**
 * Until when the host's word is awaited on a code that they took off by hand, unless its guest
 * complained since (T8).
 */
export function awaitsHostUntil(record: Record, guest: string, lockId: string): number {
	const asked = record.host.filter(
		({ notice: { kind, lockId: lock, reservationId } }) =>
			kind === "code_taken_off" && lock === lockId && record.guestOf(reservationId ?? "") === guest,
	);
	const at = asked.at(-1)?.at;
	if (at === undefined || record.complained(guest, lockId, at)) return 0;
	return at + record.policy.hand.answerMinutes * MINUTE;
}

/** How much longer a code may stay on a lock of which the host heard that it can't be taken off. */
export function pauseBeforeRemoval(
	record: Record,
	codeId: string | undefined,
	guest: string,
	lockId: string,
	now: number,
): number {
	const heard = record.host.some(
		({ at, notice: { kind, lockId: lock, reservationId, codeId: code } }) =>
			(kind === "code_failed" || kind === "removal_by_hand") &&
			lock === lockId &&
			((code !== undefined && code === codeId) || record.guestOf(reservationId ?? "") === guest) &&
			now - at < 2 * DAY,
	);
	return heard ? IN_VAIN : 0;
}
