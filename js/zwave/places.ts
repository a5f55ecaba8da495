// What the places of a lock hold, as zwave-js reads them.

import { fieldsIn } from "../core/part.js";
import { isPlaceNumber } from "../core/place.js";
import type { ZwaveAnswer } from "./exchange.js";

/** What a place holds. */
export type Held =
	| "unanswered"
	| "empty"
	/** The lock has no such place. */
	| "none"
	| { pin: string | undefined; enabled: boolean; userId?: number };

/** What `get` of User Code CC says. */
export function heldByCode(answer: ZwaveAnswer | undefined, clearedPin?: string): Held {
	const value = fieldsOf(answer);
	if (value === undefined) return "unanswered";
	const { userIdStatus, userCode } = value;
	if (userIdStatus === 254) return "none";
	const pin = typeof userCode === "string" ? userCode : undefined;
	if (userIdStatus === 0 || pin === "" || (clearedPin !== undefined && pin === clearedPin))
		return "empty";
	// What is neither enabled nor for messages opens nothing, or not by this code.
	return { pin, enabled: userIdStatus === 1 };
}

/** What `getCredential` of User Credential CC says. */
export function heldByCredential(answer: ZwaveAnswer | undefined): Held {
	const value = fieldsOf(answer);
	if (value === undefined) return "unanswered";
	const { credentialSlot, userId, credentialData } = value;
	// An empty place answers with its own number, and nobody's.
	if (!isPlaceNumber(credentialSlot) || !isPlaceNumber(userId)) return "empty";
	const pin = typeof credentialData === "string" ? credentialData : undefined;
	return { pin, enabled: true, userId };
}

/** The PIN of what is held, where it can be read. */
export function pinOf(held: Held): string | undefined {
	const pin = typeof held === "object" ? held.pin : undefined;
	return pin !== undefined && /^\d{1,20}$/.test(pin) ? pin : undefined;
}

/** Whether a place holds somebody else's code. A hidden one may be ours. */
export function isAnother(held: Held, pin: string | undefined): boolean {
	const read = pinOf(held);
	return read !== undefined && pin !== undefined && read !== pin;
}

/** The fields of an answer; nothing where there was none. */
export function fieldsOf(answer: ZwaveAnswer | undefined): Record<string, unknown> | undefined {
	return fieldsIn(answer?.value);
}

/** Whether `getUser` shows a user. Who is not there answers with a number and is inactive. */
export function isUser(answer: ZwaveAnswer | undefined): boolean {
	const { userId, modifierType } = fieldsOf(answer) ?? {};
	return isPlaceNumber(userId) && modifierType !== 0;
}
