// Codes by User Credential CC: a user with a name in each place, and one PIN of that user.

import { named, placeOf, refuse, taken, unseen } from "../core/place.js";
import type { Told } from "../core/talk.js";
import type { Command } from "../generated/types.js";
import type { ZwaveAnswer, ZwaveRequest } from "./exchange.js";
import { fieldsOf, heldByCredential, isAnother, isUser, pinOf } from "./places.js";
import { silence, type ZwaveTalk } from "./talk.js";

const PIN_CODE = 1;
/** `UserCredentialOperationType`. */
const [ADD, MODIFY, DELETE] = [0, 1, 2];
/** `UserCredentialUserReportType`: reports from this one on are refusals. */
const FIRST_REFUSAL = 5;

const NO_PLACE = "the command names no place";

/** Puts a user with a name, and then the PIN of that user. */
export function* programCredential(command: Command): ZwaveTalk {
	const place = placeOf(command);
	const pin = "pin" in command ? command.pin : undefined;
	if (place === undefined || pin === undefined) return refuse(NO_PLACE);
	const seen = yield [getCredential(place), getUser(place)];
	const silent = silence(seen, false);
	if (silent !== undefined) return silent;
	const before = heldByCredential(seen[0]);
	const isOurs = typeof before === "object" && pinOf(before) === pin && before.userId === place;
	if (before !== "empty" && !isOurs) return taken(place);
	const hasUser = isUser(seen[1]);
	if (hasUser && !isOurs) {
		// Somebody with a fingerprint and no PIN is no place for a guest.
		const others = yield [credentials("getCredential", place, 0, 0)];
		const nobody = silence(others, false);
		if (nobody !== undefined) return nobody;
		if (heldByCredential(others[0]) !== "empty") return taken(place);
	}
	const name = "name" in command && command.name !== undefined ? { userName: command.name } : {};
	const user = { userId: place, active: true, userType: 0, credentialRule: 1, ...name };
	const made = yield [
		credentials("setUser", { operationType: hasUser ? MODIFY : ADD, ...user }),
		...(isOurs ? [getCredential(place)] : [setPin(place, pin), getCredential(place)]),
	];
	const refused = refusedUser(made[0]);
	if (refused !== undefined) return refused;
	const unsure = silence(made, true);
	if (unsure !== undefined) return unsure;
	return yield* afterPin(made, place, pin, true);
}

/** What the lock said to the PIN, and reads back. */
function* afterPin(answers: ZwaveAnswer[], place: number, pin: string, again: boolean): ZwaveTalk {
	const set = answers.find(({ request }) => request.method === "setCredential");
	const result = set?.value ?? 0;
	// zwave-js chooses between add and modify by what it remembers. A fresh look mends its memory.
	if (result === 2 && again) {
		const look = unified("getCredential", PIN_CODE, place);
		const anew = yield [look, setPin(place, pin), getCredential(place)];
		return silence(anew, true) ?? (yield* afterPin(anew, place, pin, false));
	}
	if (result !== 0) {
		// The user that was made for the PIN goes with it.
		if (result !== 255 && result !== 1) yield [deleteUser(place)];
		return refusedPin(result);
	}
	const held = heldByCredential(answers.at(-1));
	if (typeof held === "string") return unseen("the place is empty after a write");
	if (isAnother(held, pin))
		return { outcome: "unknown", failure: "slot_taken", detail: "another PIN is in the place" };
	return { outcome: "confirmed", ...named(place) };
}

/** Deletes the user of a place, and the PIN with it. */
export function* removeCredential(command: Command): ZwaveTalk {
	const place = placeOf(command);
	if (place === undefined) return refuse(NO_PLACE);
	const seen = yield [getCredential(place)];
	const silent = silence(seen, false);
	if (silent !== undefined) return silent;
	const before = heldByCredential(seen[0]);
	const pin = "pin" in command ? command.pin : undefined;
	if (typeof before === "string" || isAnother(before, pin))
		return { outcome: "failed", failure: "not_found" };
	const owner = before.userId ?? place;
	const answers = yield [deleteUser(owner), getCredential(place)];
	const unsure = silence(answers, true);
	if (unsure !== undefined) return unsure;
	if (heldByCredential(answers.at(-1)) === "empty")
		return { outcome: "confirmed", ...named(place) };
	return unseen("the code is still in its place");
}

function refusedUser(answer: ZwaveAnswer | undefined): Told | undefined {
	if (answer === undefined || answer.error !== undefined) return undefined;
	const type = fieldsOf(answer)?.reportType;
	if (type === undefined)
		return { outcome: "unknown", failure: "timeout", detail: "the lock answered nothing" };
	if (typeof type !== "number" || type < FIRST_REFUSAL) return undefined;
	return { outcome: "failed", failure: "rejected", detail: `user report ${type}` };
}

/** By `SetCredentialResult`. */
function refusedPin(result: unknown): Told {
	if (result === 1) return { outcome: "failed", failure: "slot_taken" };
	if (result === 3 || result === 5) return { outcome: "failed", failure: "duplicate_code" };
	if (result === 255) return { outcome: "unknown", failure: "timeout" };
	return { outcome: "failed", failure: "rejected", detail: `credential result ${result}` };
}

/** Reads the PIN of a place, whoever's it is. */
export function getCredential(place: number): ZwaveRequest {
	return credentials("getCredential", 0, PIN_CODE, place);
}

/** Reads the user of a place. */
export function getUser(place: number): ZwaveRequest {
	return credentials("getUser", place);
}

function deleteUser(userId: number): ZwaveRequest {
	return credentials("setUser", { operationType: DELETE, userId });
}

function setPin(place: number, pin: string): ZwaveRequest {
	return unified("setCredential", place, PIN_CODE, place, pin);
}

function credentials(method: string, ...args: unknown[]): ZwaveRequest {
	return { on: "User Credential", method, args };
}

function unified(method: string, ...args: unknown[]): ZwaveRequest {
	return { on: "accessControl", method, args };
}
