// Codes that a lock addresses by place. The number of its place is the platform's id of a code.

import type { Command } from "../generated/types.js";
import type { Told } from "./talk.js";

/** Whether a value is the number of a place. */
export function isPlaceNumber(value: unknown): value is number {
	return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 9999;
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

/** The result of a command that the lock can't do. */
export function refuse(detail: string): Told {
	return { outcome: "failed", failure: "rejected", detail };
}

/** The result of a command whose place holds somebody else's code. */
export function taken(place: number): Told {
	return { outcome: "failed", failure: "slot_taken", slot: place };
}

/** The result of a write that the lock does not show. */
export function unseen(detail: string): Told {
	return { outcome: "unknown", failure: "rejected", detail };
}
