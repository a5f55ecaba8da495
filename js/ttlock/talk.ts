// What all talks with TTLock's cloud have in common.

import type { Outcome } from "../core/command.js";
import { fieldsIn } from "../core/part.js";
import type { Talk } from "../core/talk.js";
import type { TtlockAnswer, TtlockRequest } from "./exchange.js";
import { outcomeOfCode } from "./failures.js";

/** A talk with the cloud. */
export type TtlockTalk = Talk<TtlockRequest, TtlockAnswer>;

/** A request with a form. */
export function post(path: string, form: Record<string, string>): TtlockRequest {
	return { method: "POST", path, form };
}

/** Why an answer is no success. */
export function failureIn(answer: TtlockAnswer | undefined): Outcome | undefined {
	const { status, body } = answer ?? {};
	if (status === undefined) return { outcome: "unknown", failure: "timeout" };
	if (status === 429) return { outcome: "failed", failure: "busy", detail: "HTTP 429" };
	if (status === 401 || status === 403)
		return { outcome: "failed", failure: "unauthorized", detail: `HTTP ${status}` };
	if (status === 503) return { outcome: "failed", failure: "busy", detail: "HTTP 503" };
	if (status >= 500 || status === 408)
		return { outcome: "unknown", failure: "timeout", detail: `HTTP ${status}` };
	const fields = fieldsIn(body);
	const errcode = fields?.errcode;
	// Refusals come with HTTP 200, and successes with the code 0 or without one.
	if (typeof errcode === "number" && errcode !== 0) return outcomeOfCode(errcode, fields?.errmsg);
	if (status >= 400) return { outcome: "failed", failure: "rejected", detail: `HTTP ${status}` };
	if (fields === undefined)
		return { outcome: "unknown", failure: "timeout", detail: "an answer that is no JSON" };
	return undefined;
}

/** Whether the rest of a round is of no use. */
export function endsRound(answer: TtlockAnswer): boolean {
	return failureIn(answer) !== undefined;
}
