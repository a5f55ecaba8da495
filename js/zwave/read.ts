// The list of a lock: each place is asked by itself, since zwave-js answers an empty list where a
// lock says nothing.

import { factId } from "../core/command.js";
import { line } from "../core/part.js";
import { windowOf } from "../core/wall.js";
import type { CodeOnLock, Command, Fact, LockState } from "../generated/types.js";
import type { ZwaveAnswer, ZwaveRequest } from "./exchange.js";
import type { ReadyLock } from "./lock.js";
import { fieldsOf, type Held, heldByCode, heldByCredential, pinOf } from "./places.js";
import { wallOfSchedule, type YearDay } from "./schedule.js";
import { silence, type ZwaveTalk } from "./talk.js";
import { get, getSchedule } from "./user-code.js";
import { getCredential, getUser } from "./user-credential.js";

/** Reads all places, then what the codes in them are. */
export function* readTalk(command: Command, lock: ReadyLock): ZwaveTalk {
	const places = Array.from({ length: lock.places }, (_, at) => at + 1);
	const byCode = lock.keeps === "user_code";
	const first = yield places.map(byCode ? get : getCredential);
	const held = new Map<number, Held>();
	for (const [at, answer] of first.entries()) {
		const seen = byCode ? heldByCode(answer, lock.clearedPin) : heldByCredential(answer);
		if (seen !== "unanswered") held.set(at + 1, seen);
	}
	const full = [...held].flatMap(([place, what]) => (typeof what === "object" ? [place] : []));
	const ask = [
		...(byCode ? (lock.schedules ? full.map(getSchedule) : []) : full.map(getUser)),
		...(lock.battery ? [battery()] : []),
		// No schedule and no answer look alike: a lock that still reads a place has answered.
		...(byCode && lock.schedules ? full.slice(0, 1).map(get) : []),
	];
	const failed = silence(first, false);
	const more = ask.length > 0 && failed === undefined ? yield ask : [];
	const unread = failed ?? silence(more, false);
	const codes = full.flatMap((place, at): CodeOnLock[] => {
		const what = held.get(place);
		if (typeof what !== "object") return [];
		return [codeOf(place, what, byCode && !lock.schedules ? undefined : more[at], lock)];
	});
	// What was not asked to its end is no list: without a window a code would look open for ever.
	const seen = unread === undefined ? undefined : isPlain(lock) ? [...held.keys()] : [];
	if (seen?.length === 0) return { ...unread, outcome: "failed" };
	const report: Fact = {
		...{ type: "lock_report", id: factId("list", command.id, lock.now) },
		...{ at: lock.now, lockId: command.lockId, codes },
		...(seen !== undefined && { slotsOf: seen }),
		...(seen === undefined && { state: stateOf(more, lock) }),
	};
	return { before: [report], ...(unread ?? { outcome: "confirmed" }) };
}

/** Whether the first round says all that there is to say of a code. */
function isPlain(lock: ReadyLock): boolean {
	return lock.keeps === "user_code" && !lock.schedules;
}

function codeOf(
	place: number,
	what: Held & object,
	about: ZwaveAnswer | undefined,
	lock: ReadyLock,
): CodeOnLock {
	const more = fieldsOf(about);
	const isUser = lock.keeps === "user_credential";
	const name = isUser && typeof more?.userName === "string" ? line(more.userName) : "";
	const isActive = what.enabled && !(isUser && more?.active === false);
	return {
		...{ slot: place, externalId: String(place), pin: pinOf(what) ?? "****", enabled: isActive },
		...(name !== "" && { name }),
		...(!isUser &&
			more !== undefined &&
			windowOf(wallOfSchedule(more as unknown as YearDay), lock.timeZone ?? "UTC")),
	};
}

function stateOf(more: ZwaveAnswer[], lock: ReadyLock): LockState {
	const read = fieldsOf(more.find(({ request }) => request.on === "Battery"));
	const level = typeof read?.level === "number" ? read.level : undefined;
	// 255 says "low" without a charge.
	const percent = read?.isLow === true && (level === undefined || level > 100) ? 0 : level;
	return {
		...{ reachability: "online" as const, reportedAt: lock.now },
		...(percent !== undefined && percent <= 100 && { batteryPercent: percent }),
	};
}

function battery(): ZwaveRequest {
	return { on: "Battery", method: "get", args: [] };
}
