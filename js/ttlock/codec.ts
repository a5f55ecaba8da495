// The talks with TTLock's cloud.

import { secondsOf } from "../core/instant.js";
import { fieldsIn, isId } from "../core/part.js";
import { refuse } from "../core/place.js";
import type { Told } from "../core/talk.js";
import type { Command, CommandWindow } from "../generated/types.js";
import type { TtlockAnswer, TtlockRequest } from "./exchange.js";
import { listPage, pagesOf, readTalk } from "./list.js";
import type { ReadyLock } from "./lock.js";
import { failureIn, post, type TtlockTalk } from "./talk.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long a window without an end is sent: ten years stand for "never" (T8). */
const NEVER = 3653 * 24 * HOUR;
/** `keyboardPwdType`. */
const [PERMANENT, PERIOD] = ["2", "3"];

/** The talk of a command. */
export function talkOf(command: Command, lock: ReadyLock): TtlockTalk {
	switch (command.kind) {
		case "program_code":
			return add(command, lock);
		case "change_window":
			return withId(command, lock, change);
		case "remove_code":
			return withId(command, lock, remove);
		case "issue_offline_code":
			return issue(command, lock);
		case "read_lock":
			return readTalk(command, lock);
	}
}

/** Puts a chosen passcode on the lock. */
function* add(command: Command, lock: ReadyLock): TtlockTalk {
	if (!("pin" in command) || command.pin === undefined) return refuse("the command has no PIN");
	const { pin } = command;
	const name = "name" in command ? command.name : undefined;
	const window = "window" in command ? command.window : undefined;
	const isBound = window?.startsAt !== undefined || window?.endsAt !== undefined;
	const answers = yield [
		post("/v3/keyboardPwd/add", {
			...{ lockId: lock.lockId, keyboardPwd: pin },
			...(name !== undefined && { keyboardPwdName: name }),
			// Older servers know no type, and ask for both dates.
			...{ keyboardPwdType: isBound ? PERIOD : PERMANENT, ...datesOf(window, lock.now) },
			addType: lock.way,
		}),
	];
	const failed = failureIn(answers.at(-1));
	if (failed?.failure !== "duplicate_code") return failed ?? madeIn(answers.at(-1), lock);
	// Ours, if it has our PIN and our label: an earlier answer was lost.
	const found = yield* findIn(pin, lock);
	if ("outcome" in found) return found;
	const isOurs = found.code !== undefined && name !== undefined && found.code.name === name;
	return isOurs
		? { outcome: found.code?.isThere ? "confirmed" : "accepted", ...idOf(found) }
		: failed;
}

/** Asks for a passcode of the lock's own algorithm. */
function* issue(command: Command, lock: ReadyLock): TtlockTalk {
	const window = "window" in command ? command.window : undefined;
	const dates = datesOf(window, lock.now);
	// It counts whole hours: 19:20 becomes 19:00.
	const [start, end] = [dates.startDate, dates.endDate].map(
		(date) => Math.floor(Number(date) / HOUR) * HOUR,
	) as [number, number];
	const name = "name" in command ? command.name : undefined;
	const answers = yield [
		post("/v3/keyboardPwd/get", {
			...{ lockId: lock.lockId, keyboardPwdVersion: "4", keyboardPwdType: PERIOD },
			...(name !== undefined && { keyboardPwdName: name }),
			...{ startDate: String(start), endDate: String(end) },
		}),
	];
	const failed = failureIn(answers.at(-1));
	if (failed !== undefined) return failed;
	const body = fieldsIn(answers.at(-1)?.body);
	const pin = body?.keyboardPwd;
	if (typeof pin !== "string" || !/^\d{4,20}$/.test(pin))
		return { outcome: "unknown", failure: "rejected", detail: "TTLock gave no passcode" };
	const made = { startsAt: instantOf(start), endsAt: instantOf(end) };
	const isAsked = start === Number(dates.startDate) && end === Number(dates.endDate);
	return { outcome: "confirmed", pin, ...(!isAsked && { window: made }), ...numberIn(body) };
}

/** A command about a code whose number may have to be found first. */
function* withId(
	command: Command,
	lock: ReadyLock,
	then: (id: string, command: Command, lock: ReadyLock) => TtlockTalk,
): TtlockTalk {
	const known = "externalId" in command ? command.externalId : undefined;
	if (known !== undefined) return yield* then(known, command, lock);
	const pin = "pin" in command ? command.pin : undefined;
	if (pin === undefined) return refuse("the command names no passcode");
	const found = yield* findIn(pin, lock);
	if ("outcome" in found) return found;
	if (found.code === undefined) return { outcome: "failed", failure: "not_found" };
	return yield* then(found.code.id, command, lock);
}

function* change(keyboardPwdId: string, command: Command, lock: ReadyLock): TtlockTalk {
	const dates = datesOf("window" in command ? command.window : undefined, lock.now);
	const form = { lockId: lock.lockId, keyboardPwdId, ...dates, changeType: lock.way };
	const answers = yield [post("/v3/keyboardPwd/change", form)];
	return failureIn(answers.at(-1)) ?? { outcome: doneBy(lock), externalId: keyboardPwdId };
}

function* remove(keyboardPwdId: string, _command: Command, lock: ReadyLock): TtlockTalk {
	const form = { lockId: lock.lockId, keyboardPwdId, deleteType: lock.way };
	const answers = yield [post("/v3/keyboardPwd/delete", form)];
	return failureIn(answers.at(-1)) ?? { outcome: doneBy(lock), externalId: keyboardPwdId };
}

type Found = { code?: { id: string; name?: string; isThere: boolean } };

/** The passcode of a lock with a PIN. */
function* findIn(
	pin: string,
	lock: ReadyLock,
): Generator<TtlockRequest[], Found | Told, TtlockAnswer[]> {
	for (let page = 1, pages = 1; page <= pages; page += 1) {
		const answers = yield [listPage(lock, page)];
		const failed = failureIn(answers.at(-1));
		// A list writes nothing.
		if (failed !== undefined) return { ...failed, outcome: "failed" };
		const body = fieldsIn(answers.at(-1)?.body);
		pages = pagesOf(body);
		const list = Array.isArray(body?.list) ? body.list.map(fieldsIn) : [];
		const one = list.find((code) => code?.keyboardPwd === pin);
		if (one === undefined) continue;
		const name = one.keyboardPwdName;
		const isThere = one.status === undefined || one.status === 1;
		const found = { id: String(one.keyboardPwdId), isThere };
		return { code: { ...found, ...(typeof name === "string" && { name }) } };
	}
	return {};
}

function madeIn(answer: TtlockAnswer | undefined, lock: ReadyLock): Told {
	return { outcome: doneBy(lock), ...numberIn(fieldsIn(answer?.body)) };
}

/** A gateway answers when the lock has answered it; Wi-Fi locks are told when they wake. */
function doneBy(lock: ReadyLock): "confirmed" | "accepted" {
	return lock.way === "2" ? "confirmed" : "accepted";
}

function numberIn(body: Record<string, unknown> | undefined): { externalId?: string } {
	const id = String(body?.keyboardPwdId ?? "");
	return isId(id) ? { externalId: id } : {};
}

function idOf({ code }: Found): { externalId?: string } {
	return code === undefined ? {} : { externalId: code.id };
}

/** Both dates of a window, in whole minutes. */
function datesOf(
	window: CommandWindow | undefined,
	now: string,
): { startDate: string; endDate: string } {
	const { startsAt, endsAt } = window ?? {};
	const start = Math.floor(millis(startsAt ?? now) / MINUTE) * MINUTE;
	const end = endsAt === undefined ? start + NEVER : Math.ceil(millis(endsAt) / MINUTE) * MINUTE;
	return { startDate: String(start), endDate: String(end) };
}

function millis(instant: string): number {
	return (secondsOf(instant) ?? 0) * 1000;
}

function instantOf(at: number): string {
	return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
