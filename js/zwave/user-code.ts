// Codes by User Code CC, versions 1 and 2, with the windows of Schedule Entry Lock CC.

import { named, placeOf, refuse, taken, unseen } from "../core/place.js";
import type { Told } from "../core/talk.js";
import { wallOf } from "../core/wall.js";
import type { Command } from "../generated/types.js";
import type { ZwaveAnswer, ZwaveRequest } from "./exchange.js";
import type { ReadyLock } from "./lock.js";
import { fieldsOf, heldByCode, isAnother, pinOf } from "./places.js";
import { isSame, scheduleOf, type YearDay } from "./schedule.js";
import { silence, type ZwaveTalk } from "./talk.js";

/**
 * The status that opens. A slot that was disabled stays so until a status is written with its PIN.
 */
const ENABLED = 1;
/** The one schedule that is ours. */
const SCHEDULE = 1;

const NO_PLACE = "the command names no place";
const NO_ZONE = "the window has no wall time: name the lock's zone";

/** Puts a code into its place. */
export function* programCode(command: Command, lock: ReadyLock): ZwaveTalk {
	const place = placeOf(command);
	const pin = "pin" in command ? command.pin : undefined;
	if (place === undefined || pin === undefined) return refuse(NO_PLACE);
	const schedule = lock.schedules ? wanted(command) : "none";
	if (schedule === undefined) return refuse(NO_ZONE);
	const seen = yield [get(place)];
	const before = heldByCode(seen[0], lock.clearedPin);
	const silent = silence(seen, false);
	if (silent !== undefined) return silent;
	if (before === "none") return refuse("the lock has no such place");
	if (before !== "empty" && pinOf(before) !== pin) return taken(place);
	const answers = yield [
		code("set", place, ENABLED, pin),
		...(lock.schedules ? writeSchedule(place, schedule) : []),
		// No schedule and no answer look alike. A lock that reads its place behind it has answered.
		...(lock.schedules ? [getSchedule(place)] : []),
		get(place),
	];
	return (
		silence(answers, true) ??
		readBack(answers, {
			...{ place, pin, schedule: lock.schedules ? schedule : undefined },
			clearedPin: lock.clearedPin,
		})
	);
}

/** Changes the window of a code in its place. */
export function* changeWindow(command: Command, lock: ReadyLock): ZwaveTalk {
	const place = placeOf(command);
	if (!lock.schedules) return refuse("the lock keeps no windows");
	if (place === undefined) return refuse(NO_PLACE);
	const schedule = wanted(command);
	if (schedule === undefined) return refuse(NO_ZONE);
	const pin = "pin" in command ? command.pin : undefined;
	const missing = yield* seek(place, pin, lock);
	if (missing !== undefined) return missing;
	const answers = yield [...writeSchedule(place, schedule), getSchedule(place), get(place)];
	const { clearedPin } = lock;
	return silence(answers, true) ?? readBack(answers, { place, pin, schedule, clearedPin });
}

/** Clears the place of a code, and its window, which the next code there would inherit. */
export function* removeCode(command: Command, lock: ReadyLock): ZwaveTalk {
	const place = placeOf(command);
	if (place === undefined) return refuse(NO_PLACE);
	const pin = "pin" in command ? command.pin : undefined;
	const missing = yield* seek(place, pin, lock);
	if (missing !== undefined) return missing;
	const answers = yield [
		code("clear", place),
		...(lock.schedules ? writeSchedule(place, "none") : []),
		get(place),
	];
	const unsure = silence(answers, true);
	if (unsure !== undefined) return unsure;
	const after = heldByCode(answers.at(-1), lock.clearedPin);
	if (typeof after === "string" || isAnother(after, pin))
		return { outcome: "confirmed", ...named(place) };
	// A lock that sleeps may do it later.
	return unseen("the code is still in its place");
}

/** Looks for a code in its place: nothing where it is there, and otherwise the command's result. */
function* seek(
	place: number,
	pin: string | undefined,
	lock: ReadyLock,
): Generator<ZwaveRequest[], Told | undefined, ZwaveAnswer[]> {
	const seen = yield [get(place)];
	const silent = silence(seen, false);
	if (silent !== undefined) return silent;
	const held = heldByCode(seen[0], lock.clearedPin);
	const isThere = typeof held !== "string" && !isAnother(held, pin);
	return isThere ? undefined : { outcome: "failed", failure: "not_found" };
}

/** The schedule that a command wants; nothing where its wall times are not known. */
function wanted(command: Command): YearDay | "none" | undefined {
	const wall = wallOf("window" in command ? command.window : {});
	return wall === undefined || wall === "none" ? wall : scheduleOf(wall);
}

/** What the lock reads back after a write. */
function readBack(
	answers: ZwaveAnswer[],
	wanted: {
		place: number;
		pin: string | undefined;
		schedule: YearDay | "none" | undefined;
		clearedPin: string | undefined;
	},
): Told {
	const { place, pin, schedule, clearedPin } = wanted;
	const isGet = ({ request }: ZwaveAnswer) => request.method === "get";
	const held = heldByCode(answers.find(isGet), clearedPin);
	const set = answers.find(({ request }) => request.method === "set");
	// SupervisionStatus: 0 no support, 2 fail, 255 success.
	const status = fieldsOf(set)?.status;
	if (typeof held === "string") return unseen("the place is empty after a write");
	if (!held.enabled) return unseen("the code is there, disabled");
	if (isAnother(held, pin))
		return { outcome: "unknown", failure: "slot_taken", detail: "another PIN is in the place" };
	if (status === 0 || status === 2) return unseen("the lock refused the write");
	const isShown = schedule === undefined || isScheduled(answers, schedule);
	if (!isShown) return unseen("the window is not as written");
	// A hidden PIN may be the one before: only the lock's own word for this write tells.
	const isSeen = pinOf(held) !== undefined || status === 255;
	return { outcome: isSeen ? "confirmed" : "accepted", ...named(place) };
}

function isScheduled(answers: ZwaveAnswer[], schedule: YearDay | "none"): boolean {
	const read = fieldsOf(answers.find(({ request }) => request.method === "getYearDaySchedule"));
	if (schedule === "none" || read === undefined) return schedule === "none" && read === undefined;
	return isSame(schedule, read as unknown as YearDay);
}

/** Reads a place. */
export function get(place: number): ZwaveRequest {
	return code("get", place);
}

/** Reads the window of a place. */
export function getSchedule(place: number): ZwaveRequest {
	return schedules("getYearDaySchedule", { userId: place, slotId: SCHEDULE });
}

/** A schedule switches scheduling on for its user; without one it has to be switched off. */
function writeSchedule(place: number, schedule: YearDay | "none"): ZwaveRequest[] {
	const slot = { userId: place, slotId: SCHEDULE };
	if (schedule !== "none") return [schedules("setYearDaySchedule", slot, schedule)];
	return [schedules("setYearDaySchedule", slot), schedules("setEnabled", false, place)];
}

function code(method: string, ...args: unknown[]): ZwaveRequest {
	return { on: "User Code", method, args };
}

function schedules(method: string, ...args: unknown[]): ZwaveRequest {
	return { on: "Schedule Entry Lock", method, args };
}
