// The room of Seam's access codes. It promises that lists of codes become one report that the rules
// take, that each code is read by itself, and that a code is called confirmed only where Seam says
// that the device has it.

import { noInstant, plainOptions, wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { guarded } from "../core/guard.js";
import { isInstant, secondsOf } from "../core/instant.js";
import { toJson } from "../core/json.js";
import { isId, line, Part } from "../core/part.js";
import type { CodeOnLock, LockReport, LockState } from "../generated/types.js";
import { readLock } from "./lock.js";
import { type LockNote, reading } from "./note.js";
import {
	CODE_ERRORS,
	CODE_WARNINGS,
	type CodeEffect,
	DEVICE_ERRORS,
	type DeviceEffect,
	deviceError,
	effectOf,
} from "./reports.js";
import { reachability } from "./state.js";

/** Options of `codesFromSeam`. */
export interface SeamCodesOptions {
	/** The lock's id, which is Seam's id of the device. `device` says it as well. */
	lockId?: string;
	/** When Seam was asked. */
	at: string | Date;
	/**
	 * The device as Seam answered it at that time. Its state goes into the report. A list comes from
	 * Seam's cloud: without the device the report counts as an answer of the lock, unless a code
	 * carries an error of the connection.
	 */
	device?: object;
	/**
	 * The ids of the codes that were asked for, where not all were: a code among them that is not in
	 * the list is gone. Absent: the list holds every code of the device.
	 */
	codesOf?: string[];
	/** The id of the report \[made of `at` and the lock's id\]. */
	id?: string;
}

/** A report, and what else the codes say. */
export interface SeamCodes {
	/** A fact for `advance`. */
	report: { type: "lock_report" } & LockReport;
	/** In the order of the list; their paths begin at it. Notes about `device` are not among them. */
	notes: LockNote[];
}

/** The most codes of a list, as in the rules. */
const MAX_CODES = 2_000;

/**
 * Reads a report of a lock's codes from lists of Seam's API: `/access_codes/list` and
 * `/access_codes/unmanaged/list`, one after the other in one array. One code of `/access_codes/get`
 * is a list of one, with `codesOf`.
 *
 * A code is `confirmed` where Seam says that the device has it: `set`, or `unset` and scheduled on
 * the device. Everything else that Seam holds is `accepted`, as are codes with a change under way.
 * `enabled` is `false` for a code that is inactive on the device. Codes of the lock's own algorithm
 * are left out, since no list proves anything of them, and so are codes whose end is over and that
 * are `unset`. Labels are the device's own where Seam knows them (`appearance`).
 *
 * @throws {LatchstringError} if the list or an option has another shape than documented
 * @example
 * const codes = [...managed.access_codes, ...unmanaged.access_codes];
 * const { report, notes } = codesFromSeam(codes, { device, at: new Date() });
 */
export const codesFromSeam = guarded((codes: object[], options: SeamCodesOptions): SeamCodes => {
	const { at, lockId, id, codesOf, state } = readOptions(options);
	const given: unknown = JSON.parse(toJson({ codes })).codes;
	if (!Array.isArray(given)) {
		throw wrongType("codes", "a list", given, "give the codes as Seam's API lists them");
	}
	if (given.length > MAX_CODES) {
		throw refusal("too_long", "codes", `more than ${MAX_CODES} codes`, "read one device at a time");
	}
	const notes: LockNote[] = [];
	const effects = new Set<DeviceEffect>();
	const asked = codesOf && new Set(codesOf);
	const listed = given.flatMap((one, place) => {
		const part = new Part(
			one,
			reading(notes, "give the codes as Seam's API lists them"),
			`[${place}]`,
		);
		return readCode(part, { lockId, at, asked }, effects, notes);
	});
	const said = withErrors(state, effects);
	const report: SeamCodes["report"] = {
		type: "lock_report",
		id,
		at,
		lockId,
		...(said && { state: said }),
		codes: listed,
		...(codesOf !== undefined && { codesOf }),
	};
	return { report, notes };
});

/** The state of a lock whose codes carry errors of its device: only these say something of it. */
function withErrors(
	state: LockState | undefined,
	effects: Set<DeviceEffect>,
): LockState | undefined {
	if (!effects.has("offline") && !effects.has("unknown")) return state;
	if (state === undefined) return { reachability: reachability(effects, undefined) };
	if (state.reachability === "offline" && !effects.has("unknown")) return state;
	// What the platform says of a lock that it sees is no news of one that it does not.
	const { usable, flaky, ...rest } = state;
	return {
		...rest,
		reachability: reachability(effects, undefined),
		...(usable === false && { usable }),
		...(flaky === true && { flaky }),
	};
}

/** Reads one code; nothing where the report leaves it out. */
function readCode(
	code: Part,
	{ lockId, at, asked }: { lockId: string; at: string; asked: Set<string> | undefined },
	effects: Set<DeviceEffect>,
	notes: LockNote[],
): CodeOnLock[] {
	const pin = code.text("code")?.trim();
	const leave = (kind: LockNote["kind"], key: string, said = without(pin, code.said(key))): [] => {
		notes.push({ kind, path: code.path(key), said });
		return [];
	};
	if ((code.text("device_id") ?? lockId) !== lockId) return leave("other_device", "device_id");
	const externalId = code.text("access_code_id") ?? "";
	if (asked !== undefined && externalId !== "" && !asked.has(externalId))
		return leave("not_asked_for", "access_code_id");
	const said = readReports(code, pin, effects, notes);
	if (code.flag("is_offline_access_code") === true)
		return leave("offline_code", "is_offline_access_code");
	if (said.has("honoured")) return leave("removed_by_hand", "warnings", "removed");
	const window = readWindow(code);
	const status = code.text("status");
	const isOver =
		window.endsAt !== undefined && (secondsOf(window.endsAt) ?? 0) <= (secondsOf(at) ?? 0);
	const isManaged = code.flag("is_managed") !== false;
	if (status === "unset" && isManaged && isOver) return leave("ended_code", "ends_at");
	const isOn = isOnDevice(code, status, notes) && !said.has("accepted");
	// A code that is in a brand's app, and not usable on the device.
	const isOff = said.has("disabled") || (status === "unset" && !isManaged);
	const label = code.loosely().part("appearance")?.text("name") ?? code.text("name");
	return [
		{
			...(isId(externalId) && { externalId }),
			...(pin !== undefined && pin !== "" && { pin: /^\d{1,20}$/.test(pin) ? pin : "****" }),
			...(label !== undefined && line(label).trim() !== "" && { name: line(label) }),
			...window,
			...(!isOn && { state: "accepted" as const }),
			...(isOff && { enabled: false }),
		},
	];
}

/** What the errors and warnings of a code say. Notes never hold its PIN. */
function readReports(
	code: Part,
	pin: string | undefined,
	effects: Set<DeviceEffect>,
	notes: LockNote[],
): Set<CodeEffect> {
	const said = new Set<CodeEffect>();
	for (const kind of ["error", "warning"] as const) {
		for (const report of code.parts(`${kind}s`, 100)) {
			const name = report.text(`${kind}_code`) ?? "";
			const message = report.text("message");
			const words = line(message === undefined ? name : `${name}: ${message}`);
			const safe = without(pin, words);
			notes.push({ kind, path: report.path("").slice(0, -1), said: safe });
			const effect = effectOf([kind === "error" ? CODE_ERRORS : CODE_WARNINGS], name);
			const isRemoval = report.loosely().text("change_type") === "removed";
			if (effect !== "honoured" || isRemoval) said.add(effect);
			const isOfDevice = kind === "error" && !Object.hasOwn(CODE_ERRORS, name);
			if (isOfDevice && (Object.hasOwn(DEVICE_ERRORS, name) || deviceError(name) !== "note"))
				effects.add(deviceError(name));
		}
	}
	return said;
}

/** Words without a PIN, also where its digits stand apart. */
function without(pin = "", words: string): string {
	if (pin === "") return words;
	const apart = /^\d+$/.test(pin) ? new RegExp([...pin].join("[ .-]?"), "g") : pin;
	return words.replaceAll(apart, "••••");
}

/** Whether Seam says that the device has a code as it is listed. */
function isOnDevice(code: Part, status: string | undefined, notes: LockNote[]): boolean {
	if (!["set", "unset", "setting", "removing", "unknown", undefined].includes(status))
		notes.push({ kind: "unknown_status", path: code.path("status"), said: line(status ?? "") });
	const isPending = code.parts("pending_mutations", 100).some((mutation) => {
		const kind = mutation.text("mutation_code") ?? "";
		if (!PENDING.includes(kind) && kind !== "updating_name") {
			const path = mutation.path("mutation_code");
			notes.push({ kind: "unknown_status", path, said: line(kind) });
		}
		// A new label changes nothing at the door.
		return kind !== "updating_name";
	});
	const isScheduled = status === "unset" && code.flag("is_scheduled_on_device") === true;
	return (status === "set" || isScheduled) && !isPending;
}

/** The changes that Seam may have under way, but for one of the label. */
export const PENDING = [
	"creating",
	"deferring_creation",
	"deleting",
	"updating_code",
	"updating_time_frame",
];

/**
 * The window of a code. An end after 2199 stands for "never". Another text that is no instant is
 * passed on: the rules take the code, and say that its window is not known.
 */
function readWindow(code: Part): { startsAt?: string; endsAt?: string } {
	if (code.text("type") === "ongoing") return {};
	const [startsAt, endsAt] = ["starts_at", "ends_at"].map((key) => {
		const text = code.text(key);
		if (text === undefined || isInstant(text)) return text;
		code.leave(key);
		return /^\+?\d{4,6}-/.test(text) && Number.parseInt(text, 10) >= 2199 ? undefined : line(text);
	});
	return { ...(startsAt !== undefined && { startsAt }), ...(endsAt !== undefined && { endsAt }) };
}

function readOptions(given: SeamCodesOptions): {
	at: string;
	lockId: string;
	id: string;
	codesOf: string[] | undefined;
	state: LockState | undefined;
} {
	const options = plainOptions(given, ["lockId", "at", "device", "codesOf", "id"]);
	const { at, device, codesOf } = options;
	if (typeof at !== "string" || !isInstant(at)) throw noInstant("at");
	const lock = device === undefined ? undefined : readLock(device, undefined).lock;
	const lockId = idAt("lockId", options.lockId ?? lock?.id);
	const id = idAt("id", options.id ?? shortened(`codes ${at} ${lockId}`));
	if (codesOf !== undefined && !Array.isArray(codesOf))
		throw wrongType("codesOf", "a list", codesOf, "give the ids of the codes that were asked for");
	if (codesOf !== undefined && codesOf.length > MAX_CODES)
		throw refusal(
			"too_long",
			"codesOf",
			`more than ${MAX_CODES} ids`,
			"read fewer codes at a time",
		);
	const ids = codesOf?.map((one: unknown, place: number) => idAt(`codesOf[${place}]`, one));
	return { at, lockId, id, codesOf: ids, state: lock?.state };
}

/** At most 128 bytes of an id that was made here. */
function shortened(id: string): string {
	let short = id;
	while (!isId(short)) short = Array.from(short).slice(0, -1).join("");
	return short;
}

function idAt(path: string, id: unknown): string {
	const hint = "give an id of 1 to 128 bytes without control characters";
	if (id === undefined) throw refusal("missing_key", path, `missing key \`${path}\``, hint);
	if (typeof id !== "string") throw wrongType(path, "a string", id, hint);
	if (!isId(id)) throw refusal("invalid_value", path, "not an id", hint);
	return id;
}
