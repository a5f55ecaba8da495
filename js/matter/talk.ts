// What all talks with a Matter lock have in common.

import { fieldsIn } from "../core/part.js";
import type { Talk, Told } from "../core/talk.js";
import type { MatterAnswer, MatterRequest } from "./exchange.js";
import { outcomeOfError } from "./failures.js";

/** A talk with a lock. */
export type MatterTalk = Talk<MatterRequest, MatterAnswer>;

/** Whether the rest of a round is of no use: the lock said no, or nothing. */
export function endsRound({ request, value, error }: MatterAnswer): boolean {
	if (error !== undefined) return true;
	return request.command === "setCredential" && fieldsIn(value)?.status !== 0;
}

/** Why a round came to nothing: its last answer is an error. */
export function brokenBy(answers: MatterAnswer[], wasWritten: boolean): Told | undefined {
	const last = answers.at(-1);
	if (last?.error === undefined) return undefined;
	const before = answers.slice(0, -1).some(({ request }) => isWrite(request));
	const said = outcomeOfError(last.error, wasWritten || isWrite(last.request));
	// A refusal in the middle leaves behind what was written before it.
	return wasWritten && before && said.outcome === "failed" ? { ...said, outcome: "unknown" } : said;
}

function isWrite({ command }: MatterRequest): boolean {
	return !command.startsWith("get");
}
