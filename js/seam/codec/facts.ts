// The room of Seam's answers. It promises that an answer becomes facts, that a duplicate of ours is
// no failure, that a removal that finds nothing is done, and that a code is called confirmed only
// where Seam says that the device has it.

import { noInstant, plainOptions, wrongType } from "../../core/checks.js";
import { plainCommand } from "../../core/command.js";
import { guarded } from "../../core/guard.js";
import { isInstant } from "../../core/instant.js";
import { toJson } from "../../core/json.js";
import { isId, Part } from "../../core/part.js";
import type { Command, Fact } from "../../generated/types.js";
import { codesFromSeam } from "../codes.js";
import { type LockNote, reading } from "../note.js";
import {
	attempted,
	became,
	failureIn,
	type Outcome,
	outcomeIn,
	outcomeOf,
	resultOf,
} from "./outcome.js";
import { listOf, readDoor, requestsOf, type SeamDoor, type SeamRequest } from "./requests.js";

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

const HINT = "give the answer as Seam's API sends it";

/**
 * Reads the answers to the requests of a command.
 *
 * | answer | result |
 * |---|---|
 * | a code whose status is `set`, or that is scheduled on the device | `confirmed` |
 * | any other code, a change, a removal | `accepted`: a later reading or event says more |
 * | 409 `duplicate_access_code` | `next` lists the codes: one of ours is ours, else `duplicate_code` |
 * | 404 `access_code_not_found`, or no such code in the list | `not_found`: a removal is done |
 * | any other 404 | `unknown`: it may be of somebody on the way |
 * | 401, 403 | `unauthorized` |
 * | 409, 429, 503 | `busy` |
 * | 400 and other refusals | by the error's name, with its text |
 * | 408, other 5xx, nothing in time | `unknown`: it may have been done |
 *
 * `read_lock` gives a `lock_report` with the device's state before its result, which is `offline`
 * where Seam does not hear the device: the list is what Seam remembers then.
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
 * is done or failed, there is no fact. An attempt that succeeded says nothing of the device: ask
 * the code then.
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
	const lists = ["/access_codes/list", "/access_codes/unmanaged/list"].map((path) => bodyOf(path));
	// An answer without a list is no empty list: every code would count as gone.
	if (lists.some((body) => !body?.has("access_codes")))
		return {
			facts: [resultOf(command, at, { outcome: "unknown", failure: "timeout" })],
			notes,
		};
	const codes = lists.flatMap((body) => body?.list("access_codes", 2000) ?? []);
	const id = `list ${command.id}`;
	const listed = codesFromSeam(codes as object[], {
		...{ at, lockId: deviceId },
		...(isId(id) && { id }),
		...(typeof device === "object" && device !== null && { device }),
	});
	// Seam answers for a lock that it does not hear, too: that is its memory, and no reading.
	const isSilent = listed.report.state?.reachability === "offline";
	const outcome: Outcome = isSilent
		? { outcome: "failed", failure: "offline" }
		: { outcome: "confirmed" };
	return {
		facts: [{ ...listed.report, lockId: command.lockId }, resultOf(command, at, outcome)],
		notes: [...notes, ...listed.notes],
	};
}
