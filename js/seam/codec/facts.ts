// The room of Seam's answers. It promises that an answer becomes facts, that a duplicate of ours is no
// failure, that a removal that finds nothing is done, and that a code is called confirmed only where
// Seam says that the device has it.

import { noInstant, plainOptions, wrongType } from "../../core/checks.js";
import { guarded } from "../../core/guard.js";
import { isInstant, secondsOf } from "../../core/instant.js";
import { toJson } from "../../core/json.js";
import { isId, line, Part } from "../../core/part.js";
import type { Command, CommandResult, Fact, Failure } from "../../generated/types.js";
import { codesFromSeam } from "../codes.js";
import { type LockNote, reading } from "../note.js";
import { CODE_ERRORS } from "../reports.js";
import { detailOf, failureOf } from "./failures.js";
import {
	listOf,
	plainCommand,
	readDoor,
	requestsOf,
	type SeamDoor,
	type SeamRequest,
} from "./requests.js";

/** The answer to a request, or why there is none. */
export interface SeamAnswer {
	/** The path of the request. */
	path: string;
	/** The HTTP status. Absent: nothing was answered in time, or the connection broke. */
	status?: number;
	/** The body, from JSON. */
	body?: unknown;
}

/** What the answers of a command say. */
export interface SeamFacts {
	/** Facts for `advance`, in their order. */
	facts: Fact[];
	/** What has to be sent before there is a result: give its answer to `facts` again. */
	next?: SeamRequest[];
	/**
	 * What `laterFacts` can be asked with once more, while the result is `accepted`: Seam's id of the
	 * code, and of the action attempt.
	 */
	later?: { accessCodeId?: string; actionAttemptId?: string };
	notes: LockNote[];
}

type Result = { type: "command_result" } & CommandResult;
type Outcome = Pick<
	CommandResult,
	"outcome" | "failure" | "externalId" | "pin" | "window" | "detail"
>;

const HINT = "give the answer as Seam's API sends it";

/**
 * Reads the answers to the requests of a command.
 *
 * | answer | result |
 * |---|---|
 * | a code whose status is `set`, or that is scheduled on the device | `confirmed` |
 * | any other code, a change, a removal | `accepted`: a later reading or event says more |
 * | 409 `duplicate_access_code` | `next` lists the codes: one of ours is ours, else `duplicate_code` |
 * | 404 at a removal, or no such code in the list | `not_found`, which is done |
 * | 401, 403 | `unauthorized` |
 * | 409, 429, 503 | `busy` |
 * | 400 and other refusals | by the error's name, with its text |
 * | 408, other 5xx, nothing in time | `unknown`: it may have been done |
 *
 * `read_lock` gives a `lock_report` with the device's state before its result.
 *
 * @throws {LatchstringError} if an answer or an option has another shape than documented
 * @example
 * const { facts: said, next } = facts(command, answers, { now: new Date() });
 */
export const facts = guarded(
	(command: Command, answers: SeamAnswer[], door: SeamDoor): SeamFacts => {
		const plain = plainCommand(command);
		const checked = readDoor(door);
		const given: unknown = JSON.parse(toJson({ answers })).answers;
		if (!Array.isArray(given) || given.length === 0)
			throw wrongType("answers", "a list of answers", given, HINT);
		const notes: LockNote[] = [];
		const parts = given.map((one, at) => new Part(one, reading(notes, HINT), `answers[${at}]`));
		const result = (outcome: Outcome): SeamFacts => ({
			facts: [resultOf(plain, checked.now, outcome)],
			notes,
		});
		const deviceId = checked.deviceId ?? plain.lockId;
		const failed = parts.map(failureIn).find((failure) => failure !== undefined);
		if (plain.kind === "read_lock") {
			if (failed !== undefined) return result(failed);
			return readingOf(plain, parts, checked.now, deviceId, notes);
		}
		const [answer] = parts;
		const isList = answer?.text("path") === "/access_codes/list";
		if (failed?.failure === "duplicate_code" && plain.kind === "program_code" && !isList)
			return { facts: [], next: [listOf(deviceId)], notes };
		if (failed !== undefined) return result(failed);
		const body = answer?.part("body");
		if (!isList) return { ...result(outcomeIn(plain, body)), ...laterIn(plain, body) };
		const found = findIn(plain, body, deviceId);
		if (plain.kind === "program_code" || plain.kind === "issue_offline_code") {
			const detail = "another code on the device has this PIN";
			return result(
				found === undefined
					? { outcome: "failed", failure: "duplicate_code", detail }
					: outcomeOf(found, "accepted"),
			);
		}
		const externalId = found?.text("access_code_id");
		if (externalId === undefined) return result({ outcome: "failed", failure: "not_found" });
		return { facts: [], next: requestsOf({ ...plain, externalId }, checked), notes };
	},
);

/**
 * The second result of a command: what became of it after Seam had accepted it. `later` is the code
 * (`/access_codes/get`), or the action attempt (`/action_attempts/get`). While neither says that it
 * is done or failed, there is no fact.
 *
 * @throws {LatchstringError} if it has another shape than documented
 * @example
 * const said = laterFacts(command, accessCode, { at: new Date() });
 */
export const laterFacts = guarded(
	(command: Command, later: object, options: { at: string | Date }): Fact[] => {
		const plain = plainCommand(command);
		const { at } = plainOptions(options, ["at"]);
		if (typeof at !== "string" || !isInstant(at)) throw noInstant("at");
		const part = new Part(JSON.parse(toJson({}, later)), reading([], HINT));
		const outcome = part.has("action_attempt_id") ? attempted(plain, part) : became(plain, part);
		return outcome === undefined ? [] : [resultOf(plain, at, outcome)];
	},
);

/** What the answer to a change says: of the code, else of the action attempt. */
function outcomeIn(command: Command, body: Part | undefined): Outcome {
	const code = command.kind === "remove_code" ? undefined : body?.part("access_code");
	if (code !== undefined) return outcomeOf(code, "accepted");
	const attempt = body?.part("action_attempt");
	return (attempt && attempted(command, attempt)) ?? { outcome: "accepted" };
}

/** What there is to ask later. */
function laterIn(command: Command, body: Part | undefined): Pick<SeamFacts, "later"> {
	const made = body?.part("access_code")?.text("access_code_id");
	const accessCodeId = made ?? ("externalId" in command ? command.externalId : undefined);
	const actionAttemptId = body?.part("action_attempt")?.text("action_attempt_id");
	if (accessCodeId === undefined && actionAttemptId === undefined) return {};
	return {
		later: {
			...(accessCodeId !== undefined && { accessCodeId }),
			...(actionAttemptId !== undefined && { actionAttemptId }),
		},
	};
}

/** What an action attempt came to. Nothing while it is pending. */
function attempted(command: Command, attempt: Part): Outcome | undefined {
	const status = attempt.text("status");
	if (status === "error") {
		const error = attempt.part("error");
		return failedBy(error?.text("type") ?? "", error?.text("message"));
	}
	if (status !== "success") return undefined;
	const code = attempt.loosely().part("result")?.part("access_code");
	if (code === undefined || command.kind === "remove_code") return { outcome: "confirmed" };
	return outcomeOf(code, "confirmed");
}

/** What became of a code. Nothing while Seam is still at it: that one is there is no removal. */
function became(command: Command, code: Part): Outcome | undefined {
	if (command.kind !== "remove_code") {
		const outcome = outcomeOf(code, "accepted");
		return outcome.outcome === "accepted" ? undefined : outcome;
	}
	const errors = code.parts("errors", 100);
	const failed = errors.find((one) => one.text("error_code") === "failed_to_remove_from_device");
	return failed && failedBy("failed_to_remove_from_device", failed.text("message"));
}

/** What a code says of the command that made or changed it. */
function outcomeOf(code: Part | undefined, otherwise: "accepted" | "confirmed"): Outcome {
	if (code === undefined) return { outcome: otherwise };
	const id = code.text("access_code_id");
	const named = id !== undefined && isId(id) ? { externalId: id } : {};
	for (const error of code.parts("errors", 100)) {
		const name = error.text("error_code") ?? "";
		// What stands at a code about its device says that it waits, not that it failed.
		const isOwn = Object.hasOwn(CODE_ERRORS, name) || error.flag("is_access_code_error") === true;
		if (isOwn && name !== "failed_to_remove_from_device")
			return { ...failedBy(name, error.text("message")), ...named };
	}
	const isOffline = code.flag("is_offline_access_code") === true;
	const status = code.text("status");
	const pin = code.text("code");
	const isMade = isOffline && pin !== undefined;
	const isThere = status === "set" || (status === "unset" && code.flag("is_scheduled_on_device"));
	const isPending = code.parts("pending_mutations", 100).length > 0;
	const [startsAt, endsAt] = ["starts_at", "ends_at"].map((key) => {
		const text = code.text(key);
		return text !== undefined && isInstant(text) ? text : undefined;
	});
	const isBound = code.text("type") !== "ongoing" && (startsAt ?? endsAt) !== undefined;
	return {
		// A code of the lock's algorithm works as soon as it is made.
		outcome: isMade || (isThere && !isPending) ? "confirmed" : otherwise,
		...named,
		...(pin !== undefined && /^\d{1,20}$/.test(pin) && { pin }),
		...(isBound && {
			window: { ...(startsAt && { startsAt }), ...(endsAt && { endsAt }) },
		}),
	};
}

/** Why an answer is no success. */
function failureIn(answer: Part): Outcome | undefined {
	const status = answer.number("status", 100, 599);
	if (status === undefined) return { outcome: "unknown", failure: "timeout" };
	if (status < 300) return undefined;
	const error = answer.loosely().part("body")?.part("error");
	const name = error?.text("type") ?? `HTTP ${status}`;
	const said = failedBy(name, error?.text("message"));
	const isKnown = said.failure !== "rejected";
	const byStatus = (failure: Failure) => ({ ...said, failure });
	if (status === 401 || status === 403) return byStatus("unauthorized");
	if (status === 404) return byStatus(name === "device_not_found" ? "rejected" : "not_found");
	if (status === 429 || status === 503) return byStatus("busy");
	if (status === 409) return isKnown ? said : byStatus("busy");
	if (status === 408 || status >= 500) return { ...said, outcome: "unknown", failure: "timeout" };
	return said;
}

function failedBy(name: string, message: string | undefined): Outcome {
	return { outcome: "failed", failure: failureOf(name), detail: detailOf(name, message) };
}

/** The code of a command in a list: by its PIN, and by the label that it was sent with. */
function findIn(command: Command, body: Part | undefined, deviceId: string): Part | undefined {
	const codes = body?.parts("access_codes", 2000) ?? [];
	const pin = "pin" in command ? command.pin : undefined;
	const name = "name" in command ? command.name : undefined;
	return codes.find((code) => {
		if ((code.text("device_id") ?? deviceId) !== deviceId || pin === undefined) return false;
		// Two codes of one PIN are on no device; the label tells ours from a stranger's.
		return code.text("code") === pin && (name === undefined || code.text("name") === name);
	});
}

function readingOf(
	command: Command,
	answers: Part[],
	at: string,
	deviceId: string,
	notes: LockNote[],
): SeamFacts {
	const bodyOf = (path: string) =>
		answers.find((answer) => answer.text("path") === path)?.part("body");
	const device = bodyOf("/devices/get")?.value("device");
	const codes = ["/access_codes/list", "/access_codes/unmanaged/list"].flatMap(
		(path) => bodyOf(path)?.list("access_codes", 2000) ?? [],
	);
	const id = `list ${command.id}`;
	const listed = codesFromSeam(codes as object[], {
		...{ at, lockId: deviceId },
		...(isId(id) && { id }),
		...(typeof device === "object" && device !== null && { device }),
	});
	return {
		facts: [
			{ ...listed.report, lockId: command.lockId },
			resultOf(command, at, { outcome: "confirmed" }),
		],
		notes: [...notes, ...listed.notes],
	};
}

function resultOf(command: Command, at: string, outcome: Outcome): Result {
	const id = `${command.id} ${outcome.outcome} ${at}`;
	const { pin, window, ...rest } = outcome;
	// Only a platform that makes PINs itself tells one that was not sent.
	const isNew = pin !== undefined && !("pin" in command && command.pin === pin);
	const made = window && differing(command, window, at);
	return {
		type: "command_result",
		id: isId(id) ? id : line(command.id),
		at,
		commandId: command.id,
		...rest,
		...(isNew && { pin }),
		...(made && { window: made }),
	};
}

type Window = NonNullable<CommandResult["window"]>;

/** The window that Seam made, where it is another than the command's. */
function differing(command: Command, { startsAt, endsAt }: Window, at: string): Window | undefined {
	const asked = ("window" in command ? command.window : undefined) ?? {};
	const seconds = (text: unknown) => (typeof text === "string" ? secondsOf(text) : undefined);
	const [start, end, now] = [startsAt, endsAt, at].map(seconds);
	// What `requests` sends for "at once" and for "never".
	const isAtOnce = asked.startsAt === undefined && (start ?? 0) <= (now ?? 0);
	const isNever =
		asked.endsAt === undefined && (end ?? Number.POSITIVE_INFINITY) > (now ?? 0) + FAR;
	const isSame =
		(isAtOnce || start === seconds(asked.startsAt)) && (isNever || end === seconds(asked.endsAt));
	if (isSame) return undefined;
	return {
		...(!isAtOnce && startsAt !== undefined && { startsAt }),
		...(!isNever && endsAt !== undefined && { endsAt }),
	};
}

/** Five years: an end beyond stands for "never" (T8). */
const FAR = 5 * 365 * 86_400;
