// The commands of the Door Lock cluster, one by one.

import type { Wall } from "../core/wall.js";
import type { MatterRequest } from "./exchange.js";

const PIN = 1;
/** `DataOperationType`. */
const [ADD, MODIFY] = [0, 2];
/** `UserStatusEnum`: it stays from guest to guest unless it is written. */
const ENABLED = 1;
/** `UserTypeEnum`. Windows bind only users of the type for them: others open at any time. */
const [UNRESTRICTED, BY_YEAR_DAY] = [0, 1];
/** The one schedule that is ours. */
const yearDayIndex = 1;
/** As many letters a name may have. */
const NAME_LENGTH = 10;

/** Whether there is a PIN in a place, and whose. The PIN itself can't be read. */
export function getStatus(place: number): MatterRequest {
	return { command: "getCredentialStatus", fields: { credential: credentialOf(place) } };
}

/** The user of a place. */
export function getUser(userIndex: number): MatterRequest {
	return { command: "getUser", fields: { userIndex } };
}

/** Makes a user. */
export function addUser(
	userIndex: number,
	name: string | undefined,
	hasWindow: boolean,
): MatterRequest {
	const userName = Array.from(name ?? "")
		.slice(0, NAME_LENGTH)
		.join("");
	const fields = { operationType: ADD, userIndex, userName, userUniqueId: null };
	return { command: "setUser", fields: { ...fields, ...kindOf(hasWindow), credentialRule: 0 } };
}

/** Writes status and type of a user who is there. */
export function modifyUser(userIndex: number, hasWindow: boolean): MatterRequest {
	const fields = { operationType: MODIFY, userIndex, userName: null, userUniqueId: null };
	return { command: "setUser", fields: { ...fields, ...kindOf(hasWindow), credentialRule: null } };
}

/** Clears a user with all that is theirs. */
export function clearUser(userIndex: number): MatterRequest {
	return { command: "clearUser", fields: { userIndex } };
}

/** Gives a user the PIN of their place. */
export function setPin(place: number, pin: string, isThere: boolean): MatterRequest {
	const fields = { operationType: isThere ? MODIFY : ADD, credential: credentialOf(place) };
	const user = { userIndex: place, userStatus: null, userType: null };
	return { command: "setCredential", fields: { ...fields, credentialData: pin, ...user } };
}

/** Gives a user their window. */
export function setSchedule(userIndex: number, wall: Wall): MatterRequest {
	const [localStartTime, localEndTime] = [secondsOf(wall.start), secondsOf(wall.stop)];
	const fields = { yearDayIndex, userIndex, localStartTime, localEndTime };
	return { command: "setYearDaySchedule", fields };
}

/** The window of a user. */
export function getSchedule(userIndex: number): MatterRequest {
	return { command: "getYearDaySchedule", fields: { yearDayIndex, userIndex } };
}

/** Takes the window of a user. */
export function clearSchedule(userIndex: number): MatterRequest {
	return { command: "clearYearDaySchedule", fields: { yearDayIndex, userIndex } };
}

/** The wall times of a schedule; nothing where there is none. */
export function wallOfSchedule(read: Record<string, unknown> | undefined): Wall | undefined {
	const { status, localStartTime, localEndTime } = read ?? {};
	if (status !== 0 || typeof localStartTime !== "number" || typeof localEndTime !== "number")
		return undefined;
	return { start: minuteOf(localStartTime), stop: minuteOf(localEndTime) };
}

/** Whether a schedule is of these wall times. */
export function isSameWall(read: Record<string, unknown> | undefined, wall: Wall): boolean {
	const there = wallOfSchedule(read);
	return there?.start === wall.start && there.stop === wall.stop;
}

function credentialOf(place: number) {
	return { credentialType: PIN, credentialIndex: place };
}

function kindOf(hasWindow: boolean) {
	return { userStatus: ENABLED, userType: hasWindow ? BY_YEAR_DAY : UNRESTRICTED };
}

/** The wall time as if it were UTC, since 1970: `@matter/main` counts from 2000 on the wire. */
function secondsOf(minute: string): number {
	return Date.parse(`${minute}:00Z`) / 1000;
}

function minuteOf(seconds: number): string {
	return new Date(seconds * 1000).toISOString().slice(0, 16);
}
