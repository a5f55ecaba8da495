// What the talks with all Z-Wave locks have in common.

import type { Talk, Told } from "../core/talk.js";
import type { ZwaveAnswer, ZwaveRequest } from "./exchange.js";
import { outcomeOfError } from "./failures.js";

/** A talk with a lock. */
export type ZwaveTalk = Talk<ZwaveRequest, ZwaveAnswer>;

/** Whether the rest of a round is of no use: the lock said no, or nothing. */
export function endsRound({ request, value, error }: ZwaveAnswer): boolean {
	if (error !== undefined) return true;
	if (request.on === "accessControl") return request.method === "setCredential" && value !== 0;
	// A battery that answers nothing says nothing of the codes.
	if (request.on === "Battery" || request.on === "Schedule Entry Lock") return false;
	return request.method.startsWith("get") && value === undefined;
}

/** Why a round came to nothing: its last answer is an error, or none at all. */
export function silence(answers: ZwaveAnswer[], wasWritten: boolean): Told | undefined {
	const last = answers.at(-1);
	if (last === undefined || !endsRound(last)) return undefined;
	if (last.error !== undefined) {
		const isWrite = !last.request.method.startsWith("get");
		return outcomeOfError(last.error, wasWritten || isWrite);
	}
	if (last.request.on === "accessControl") return undefined;
	const outcome = wasWritten ? "unknown" : "failed";
	return { outcome, failure: "timeout", detail: "the lock answered nothing" };
}
