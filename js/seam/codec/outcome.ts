// What an answer, a code or an action attempt of Seam says of a command.

import { isInstant, secondsOf } from "../../core/instant.js";
import { isId, line, type Part } from "../../core/part.js";
import type { Command, CommandResult, Failure } from "../../generated/types.js";
import { CODE_ERRORS } from "../reports.js";
import { detailOf, failureOf } from "./failures.js";

/** What became of a command. */
export type Outcome = Pick<
	CommandResult,
	"outcome" | "failure" | "externalId" | "pin" | "window" | "detail"
>;

type Result = { type: "command_result" } & CommandResult;

/** What the answer to a change says: of the code, else of the action attempt. */
export function outcomeIn(command: Command, body: Part | undefined): Outcome {
	const code = command.kind === "remove_code" ? undefined : body?.part("access_code");
	if (code !== undefined) return outcomeOf(code, "accepted");
	const attempt = body?.part("action_attempt");
	return (attempt && attempted(command, attempt)) ?? { outcome: "accepted" };
}

/**
 * What an action attempt came to. Nothing while it is pending, and nothing where it succeeded: Seam
 * has carried it out then, and only the code says whether the device has it.
 */
export function attempted(command: Command, attempt: Part): Outcome | undefined {
	const status = attempt.text("status");
	if (status === "error") {
		const error = attempt.part("error");
		return failedBy(error?.text("type") ?? "", error?.text("message"));
	}
	if (status !== "success") return undefined;
	const code = attempt.loosely().part("result")?.part("access_code");
	return code && became(command, code);
}

/** What became of a code. Nothing while Seam is still at it: that one is there is no removal. */
export function became(command: Command, code: Part): Outcome | undefined {
	if (command.kind !== "remove_code") {
		const outcome = outcomeOf(code, "accepted");
		return outcome.outcome === "accepted" ? undefined : outcome;
	}
	const errors = code.parts("errors", 100);
	const failed = errors.find((one) => one.text("error_code") === "failed_to_remove_from_device");
	return failed && failedBy("failed_to_remove_from_device", failed.text("message"));
}

/** What a code says of the command that made or changed it. */
export function outcomeOf(code: Part | undefined, otherwise: "accepted" | "confirmed"): Outcome {
	if (code === undefined) return { outcome: otherwise };
	const id = code.text("access_code_id");
	const named = id !== undefined && isId(id) ? { externalId: id } : {};
	for (const error of code.parts("errors", 100)) {
		const name = error.text("error_code") ?? "";
		// What a code says about its device means that it waits, not that it failed.
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
export function failureIn(answer: Part): Outcome | undefined {
	const status = answer.number("status", 100, 599);
	if (status === undefined) return { outcome: "unknown", failure: "timeout" };
	if (status < 300) return undefined;
	const error = answer.loosely().part("body")?.part("error");
	const name = error?.text("type") ?? `HTTP ${status}`;
	const said = failedBy(name, error?.text("message"));
	const isKnown = said.failure !== "rejected";
	const byStatus = (failure: Failure) => ({ ...said, failure });
	if (status === 401 || status === 403) return byStatus("unauthorized");
	if (status === 404 && name === "access_code_not_found") return byStatus("not_found");
	if (status === 404 && name === "device_not_found") return byStatus("rejected");
	// Somebody on the way may have said so: nothing is known of the code.
	if (status === 404) return { ...said, outcome: "unknown", failure: "timeout" };
	if (status === 429 || status === 503) return byStatus("busy");
	if (status === 409) return isKnown ? said : byStatus("busy");
	if (status === 408 || status >= 500) return { ...said, outcome: "unknown", failure: "timeout" };
	return said;
}

function failedBy(name: string, message: string | undefined): Outcome {
	return { outcome: "failed", failure: failureOf(name), detail: detailOf(name, message) };
}

/** The result of a command, as a fact. */
export function resultOf(command: Command, at: string, outcome: Outcome): Result {
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
