// The room of Seam's events. It promises that an event becomes facts that the rules take, that what
// an event does not say is named as something to read, and that nothing about a lock is passed over
// without a word.

import { plainOptions, wrongType } from "../core/checks.js";
import { guarded } from "../core/guard.js";
import { isInstant } from "../core/instant.js";
import { toJson } from "../core/json.js";
import { isId, line, Part } from "../core/part.js";
import type { Fact, LockState } from "../generated/types.js";
import { percent } from "./battery.js";
import { EVENTS, type EventEffect, OTHER_EVENTS } from "./event-types.js";
import { type LockNote, reading, withoutCodes } from "./note.js";
import { DEVICE_WARNINGS, type DeviceEffect, deviceError, effectOf } from "./reports.js";
import { reachability } from "./state.js";

/** Options of `eventFromSeam`. */
export interface SeamEventOptions {
	/** The ids of the site's locks. Events of other devices are ignored. Absent: all count. */
	locks?: string[];
}

/** What an event is here. */
export interface SeamEvent {
	/** Facts for `advance`. */
	facts: Fact[];
	/** What the facts do not say. Each path is one in the event. */
	notes: LockNote[];
	/**
	 * What has to be read now, since the event does not say it: the device (`lockFromSeam`), a code
	 * (`codesFromSeam` with `codesOf`; no such code is an empty list), or all devices of an account.
	 */
	read?: { deviceId?: string; accessCodeId?: string; accountId?: string };
	/** Why there is nothing in it. */
	ignored?: "not_about_locks" | "other_device" | "not_by_code" | "unknown_event";
}

/**
 * Reads an event of Seam's API (`/events/get`, `/events/list`) or of a webhook whose signature was
 * checked.
 *
 * An unlocking by code is `code_used`; a refused entry is `access_denied`, without its PIN, which
 * Seam does not tell. Connection, keypad and privacy mode are `lock_report`. A charge is a note and
 * to be read: a cloud tells it of locks that it does not reach, too. A code that
 * was removed from its device is a `lock_report` of that code alone. Whatever else changed about a
 * code, the event does not say with which window: `read` names what to ask Seam for. Seam tells no
 * reset of a lock (`lock_reset`); a list of its codes shows it.
 *
 * @throws {LatchstringError} if the event has no type, no id or no time, or another shape than
 * documented
 * @example
 * const { facts, notes, read } = eventFromSeam(event);
 */
export const eventFromSeam = guarded((event: object, options?: SeamEventOptions): SeamEvent => {
	const locks = readLocks(options);
	const notes: LockNote[] = [];
	const hint = "give the event as Seam's API or its webhook sends it";
	const part = new Part(JSON.parse(toJson({}, event)), reading(notes, hint));
	const type = part.text("event_type");
	if (type === undefined) throw part.refuse("missing_key", "event_type", "the event has no type");
	const effect = Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
	if (effect === undefined) {
		const isOther = OTHER_EVENTS.some((start) => type.startsWith(start));
		return { facts: [], notes, ignored: isOther ? "not_about_locks" : "unknown_event" };
	}
	const lockId = idOf(part, "device_id");
	if (lockId === undefined && effect.read !== "account")
		return { facts: [], notes, ignored: "not_about_locks" };
	if (lockId !== undefined && locks !== undefined && !locks.includes(lockId))
		return { facts: [], notes, ignored: "other_device" };
	const issues = readIssues(part, notes);
	if (effect.note === true) {
		const said = part.text("event_description") ?? part.text("device_name") ?? type;
		notes.push({ kind: "event", path: "event_type", said: withoutCodes(said) });
	}
	const read = whatToRead(effect, part, lockId);
	if (lockId === undefined) return { facts: [], notes, ...(read && { read }) };
	const happened = { id: readEventId(part), at: readTime(part), lockId };
	const facts = factsOf(effect, part, happened, issues, notes);
	const isUnlocking = effect.special === "unlocked" && facts.length === 0;
	return {
		facts,
		notes,
		...(read && { read }),
		...(isUnlocking && { ignored: "not_by_code" as const }),
	};
});

interface Happened {
	id: string;
	at: string;
	lockId: string;
}

function factsOf(
	effect: EventEffect,
	event: Part,
	happened: Happened,
	issues: Set<DeviceEffect>,
	notes: LockNote[],
): Fact[] {
	const report = (state: LockState): Fact => ({ type: "lock_report", ...happened, state });
	switch (effect.special) {
		case "unlocked":
			return unlocked(event, happened, notes);
		case "denied":
			return denied(event, happened, notes);
		case "disconnected": {
			const name = event.text("error_code");
			if (name !== undefined) issues.add(deviceError(name));
			// Whatever the reason, the device is not seen any more.
			const reaches = reachability(issues, false);
			return [report({ reachability: reaches, ...(issues.has("flaky") && { flaky: true }) })];
		}
		case "battery":
			noteCharge(event, notes);
			return [];
		case "code_gone": {
			const code = idOf(event, "access_code_id");
			if (code !== undefined)
				return [{ type: "lock_report", ...happened, codes: [], codesOf: [code] }];
			notes.push({ kind: "code_not_named", path: "access_code_id", said: "" });
			return [];
		}
		default:
			return effect.state === undefined ? [] : [report(withIssues(effect.state, issues))];
	}
}

/** What an event says of a lock, unless the errors and warnings that came with it say otherwise. */
function withIssues(state: LockState, issues: Set<DeviceEffect>): LockState {
	const isOnline = state.reachability === "online";
	const reaches = isOnline ? reachability(issues, true) : state.reachability;
	return {
		...state,
		reachability: reaches,
		...(issues.has("codes_do_not_open") && { usable: false }),
		...(issues.has("flaky") && { flaky: true }),
	};
}

/** A charge is no fact: a state says whether the lock answers, too, which this event does not. */
function noteCharge(event: Part, notes: LockNote[]): void {
	const level = event.number("battery_level", 0, 1);
	const said = [event.text("battery_status") ?? [], level === undefined ? [] : percent(level)];
	const path = level === undefined ? "battery_status" : "battery_level";
	notes.push({ kind: "battery", path, said: line(said.flat().join(", ")) });
}

/** An unlocking by a code; one that nobody names shows that the lock and its keypad work. */
function unlocked(event: Part, happened: Happened, notes: LockNote[]): Fact[] {
	const externalId = idOf(event, "access_code_id");
	const code = event.text("code")?.trim();
	const pin = code !== undefined && /^\d{1,20}$/.test(code) ? code : undefined;
	const isNamed = externalId !== undefined || pin !== undefined;
	const method = event.text("method");
	if (method === "keycode" && !isNamed)
		notes.push({ kind: "code_not_named", path: "access_code_id", said: "" });
	if (method === "keycode" || (isNamed && method === undefined))
		return [
			{
				type: "code_used",
				...happened,
				...(externalId !== undefined && { externalId }),
				...(pin !== undefined && { pin }),
			},
		];
	notes.push({ kind: "not_by_code", path: "method", said: line(method ?? "") });
	return [];
}

/** A refused entry. A card is none, and a lock in privacy mode takes no code. */
function denied(event: Part, happened: Happened, notes: LockNote[]): Fact[] {
	const reason = event.part("reason");
	const why = reason?.text("reason_code");
	if (why !== undefined) {
		const said = [why, reason?.text("message") ?? ""].filter(Boolean).join(": ");
		notes.push({ kind: "event", path: "reason", said: withoutCodes(said) });
	}
	if (why === "credential_error") {
		notes.push({ kind: "not_by_code", path: "reason.reason_code", said: why });
		return [];
	}
	const entry: Fact = { type: "access_denied", ...happened };
	if (why !== "blocked_by_privacy_mode") return [entry];
	const state = { reachability: "online", usable: false } as const;
	const id = `${happened.id} state`;
	return [entry, { type: "lock_report", ...happened, id: isId(id) ? id : happened.id, state }];
}

/** What the errors and warnings say that came with an event. Each becomes a note. */
function readIssues(event: Part, notes: LockNote[]): Set<DeviceEffect> {
	const effects = new Set<DeviceEffect>();
	for (const of of ["connected_account", "device", "access_code"]) {
		for (const kind of ["error", "warning"] as const) {
			for (const issue of event.parts(`${of}_${kind}s`, 100)) {
				const name = issue.text(`${kind}_code`) ?? "";
				const message = issue.text("message");
				const words = message === undefined ? name : `${name}: ${message}`;
				const said = of === "access_code" ? withoutCodes(words) : line(words);
				notes.push({ kind, path: issue.path("").slice(0, -1), said });
				if (of === "access_code") continue;
				effects.add(kind === "error" ? deviceError(name) : effectOf([DEVICE_WARNINGS], name));
			}
		}
	}
	return effects;
}

function whatToRead(
	effect: EventEffect,
	event: Part,
	lockId: string | undefined,
): SeamEvent["read"] {
	const accessCodeId = effect.read === "code" ? idOf(event, "access_code_id") : undefined;
	const accountId = effect.read === "account" ? idOf(event, "connected_account_id") : undefined;
	// A code that is gone, and not named, is found by a list of all codes.
	const isLost = effect.special === "code_gone" && !isId(event.text("access_code_id") ?? "");
	const isOfDevice = isLost || effect.read === "device" || effect.read === "code";
	const deviceId = isOfDevice ? lockId : undefined;
	if (accessCodeId === undefined && accountId === undefined && deviceId === undefined)
		return undefined;
	return {
		...(deviceId !== undefined && { deviceId }),
		...(accessCodeId !== undefined && { accessCodeId }),
		...(accountId !== undefined && { accountId }),
	};
}

function idOf(event: Part, key: string): string | undefined {
	const id = event.text(key);
	return id === undefined || isId(id) ? id : event.leave(key);
}

function readEventId(event: Part): string {
	const id = event.text("event_id");
	if (id === undefined) throw event.refuse("missing_key", "event_id", "the event has no id");
	if (!isId(id)) throw event.refuse("invalid_value", "event_id", "not an id");
	return id;
}

/** When it happened; else when Seam wrote it down. */
function readTime(event: Part): string {
	for (const key of ["occurred_at", "created_at"]) {
		const at = event.text(key);
		if (at !== undefined && isInstant(at)) return at;
		if (at !== undefined) event.leave(key);
	}
	throw event.refuse("invalid_value", "occurred_at", "the event has no time that can be read");
}

function readLocks(given: SeamEventOptions | undefined): string[] | undefined {
	const { locks } = plainOptions(given, ["locks"]);
	if (locks === undefined) return undefined;
	const hint = "give the ids of the site's locks";
	if (!Array.isArray(locks)) throw wrongType("locks", "a list", locks, hint);
	for (const [at, id] of locks.entries())
		if (typeof id !== "string") throw wrongType(`locks[${at}]`, "a string", id, hint);
	return locks;
}
