// What the talks with all Z-Wave locks have in common.

import type { Talk, Told } from "../core/talk.js";
import type { Command } from "../generated/types.js";
import { outcomeOfError } from "./failures.js";
import { isPlaceNumber } from "./places.js";
import type { ZwaveAnswer, ZwaveRequest } from "./requests.js";

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

/** A command that the lock can't do. */
export function refuse(detail: string): Told {
	return { outcome: "failed", failure: "rejected", detail };
}

/** The place of a command: its slot, or its id, which is the number of a place. */
export function placeOf(command: Command): number | undefined {
	if ("slot" in command && isPlaceNumber(command.slot)) return command.slot;
	const id = "externalId" in command ? Number(command.externalId) : undefined;
	return isPlaceNumber(id) ? id : undefined;
}

/** What names the code of a place in a result. */
export function named(place: number): { externalId: string; slot: number } {
	return { externalId: String(place), slot: place };
}
