// The talks with a Matter lock.

import { fieldsIn } from "../core/part.js";
import { isPlaceNumber, named, placeOf, refuse, taken, unseen } from "../core/place.js";
import type { Told } from "../core/talk.js";
import { wallOf } from "../core/wall.js";
import type { Command } from "../generated/types.js";
import type { MatterAnswer } from "./exchange.js";
import { outcomeOfError } from "./failures.js";
import type { ReadyLock } from "./lock.js";
import { readTalk } from "./read.js";
import { brokenBy, type MatterTalk } from "./talk.js";
import {
	addUser,
	clearSchedule,
	clearUser,
	getSchedule,
	getStatus,
	getUser,
	isSameWall,
	modifyUser,
	setPin,
	setSchedule,
} from "./writes.js";

const NO_PLACE = "the command names no place";
const NO_ZONE = "the window has no wall time: name the lock's zone";

/** The talk of a command. */
export function talkOf(command: Command, lock: ReadyLock): MatterTalk {
	switch (command.kind) {
		case "program_code":
			return program(command, lock);
		case "change_window":
			return change(command, lock);
		case "remove_code":
			return remove(command);
		case "read_lock":
			return readTalk(command, lock);
		case "issue_offline_code":
			return refused("a Matter lock makes no codes of its own");
	}
}

/** Puts a user, their window, and last their PIN. */
function* program(command: Command, lock: ReadyLock): MatterTalk {
	const place = placeOf(command);
	const pin = "pin" in command ? command.pin : undefined;
	if (place === undefined || pin === undefined) return refuse(NO_PLACE);
	const wall = lock.schedules ? wallOf("window" in command ? command.window : {}) : "none";
	if (wall === undefined) return refuse(NO_ZONE);
	const name = "name" in command ? command.name : undefined;
	const seen = yield [getStatus(place), getUser(place)];
	const silent = brokenBy(seen, false);
	if (silent !== undefined) return silent;
	const [status, user] = seen.map(({ value }) => fieldsIn(value));
	const isThere = status?.credentialExists === true;
	const hasUser = isPlaceNumber(user?.userStatus);
	// PINs can't be read: an earlier try of ours is known by its label.
	const isOurs = isThere && status?.userIndex === place && name !== undefined;
	if (isThere && !(isOurs && user?.userName === name)) return taken(place);
	const others = Array.isArray(user?.credentials) ? user.credentials.length : 0;
	if (hasUser && !isThere && others > 0) return taken(place);
	const hasWindow = wall !== "none";
	const written = yield [
		// What is left of a guest before has their status and their windows.
		...(hasUser && !isThere ? [clearUser(place)] : []),
		isThere ? modifyUser(place, hasWindow) : addUser(place, name, hasWindow),
		...(hasWindow
			? [setSchedule(place, wall)]
			: lock.schedules && isThere
				? [clearSchedule(place)]
				: []),
		setPin(place, pin, isThere),
		getStatus(place),
		getUser(place),
		...(hasWindow ? [getSchedule(place)] : []),
	];
	const set = written.find(({ request }) => request.command === "setCredential");
	const result = fieldsIn(set?.value);
	if (result !== undefined && result.status !== 0) {
		// The user that was made for the PIN goes with it.
		if (!isThere) yield [clearUser(place)];
		return refusedPin(result, place);
	}
	return brokenBy(written, true) ?? shown(written, place, wall);
}

/** Changes the window of a user. */
function* change(command: Command, lock: ReadyLock): MatterTalk {
	const place = placeOf(command);
	if (!lock.schedules) return refuse("the lock keeps no windows");
	if (place === undefined) return refuse(NO_PLACE);
	const wall = wallOf("window" in command ? command.window : {});
	if (wall === undefined) return refuse(NO_ZONE);
	const seen = yield [getStatus(place)];
	const silent = brokenBy(seen, false);
	if (silent !== undefined) return silent;
	if (fieldsIn(seen[0]?.value)?.credentialExists !== true)
		return { outcome: "failed", failure: "not_found" };
	const hasWindow = wall !== "none";
	const written = yield [
		...(hasWindow ? [setSchedule(place, wall)] : []),
		modifyUser(place, hasWindow),
		...(hasWindow ? [] : [clearSchedule(place)]),
		getStatus(place),
		getUser(place),
		...(hasWindow ? [getSchedule(place)] : []),
	];
	return brokenBy(written, true) ?? shown(written, place, wall);
}

/** Clears a user: their PIN, status and windows go with them. */
function* remove(command: Command): MatterTalk {
	const place = placeOf(command);
	if (place === undefined) return refuse(NO_PLACE);
	const seen = yield [getStatus(place)];
	const silent = brokenBy(seen, false);
	if (silent !== undefined) return silent;
	const status = fieldsIn(seen[0]?.value);
	if (status?.credentialExists !== true) return { outcome: "failed", failure: "not_found" };
	const owner = isPlaceNumber(status.userIndex) ? status.userIndex : place;
	const written = yield [clearUser(owner), getStatus(place)];
	const unsure = brokenBy(written, true);
	if (unsure !== undefined) return unsure;
	if (fieldsIn(written.at(-1)?.value)?.credentialExists === false)
		return { outcome: "confirmed", ...named(place) };
	return unseen("the code is still in its place");
}

/** What the lock shows after a write. */
function shown(answers: MatterAnswer[], place: number, wall: ReturnType<typeof wallOf>): Told {
	const of = (command: string) =>
		fieldsIn(answers.filter(({ request }) => request.command === command).at(-1)?.value);
	const user = of("getUser");
	if (of("getCredentialStatus")?.credentialExists !== true || user === undefined)
		return unseen("the place is empty after a write");
	if (user.userStatus !== 1) return unseen("the user is there, disabled");
	if (wall !== undefined && wall !== "none" && !isSameWall(of("getYearDaySchedule"), wall))
		return unseen("the window is not as written");
	return { outcome: "confirmed", ...named(place) };
}

/**
 * Why a PIN was refused. By Matter's text 2 is a duplicate and 3 a place that is taken.
 * `@matter/main` answers both with 1, and names the next free place only where this one is taken.
 */
function refusedPin(result: Record<string, unknown>, place: number): Told {
	const { status, nextCredentialIndex } = result;
	const isTaken = status === 3 || (status === 1 && typeof nextCredentialIndex === "number");
	if (isTaken) return taken(place);
	if (status === 1 || status === 2) return { outcome: "failed", failure: "duplicate_code" };
	const code = typeof status === "number" ? status : 1;
	return outcomeOfError({ code, message: `setCredential answered ${code}` }, true);
}

// biome-ignore lint/correctness/useYield: nothing has to be asked
function* refused(detail: string): MatterTalk {
	return refuse(detail);
}
