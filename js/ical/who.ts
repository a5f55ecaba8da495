// Whether an entry is another guest's than before. The judgement is the rules' own (T2), so that
// what is one guest here is one at the door, too.

import { call } from "../core/module.js";
import { line } from "../core/part.js";
import type { Guest } from "../generated/types.js";
import type { Booking } from "./event.js";
import { foldName } from "./text.js";

/** What a feed says of a guest. */
type Person = Pick<Guest, "name" | "phoneLastDigits">;

/** Whether another person comes. Ids play no part: no feed has them. */
export function isAnotherGuest(before: Person, after: Person): boolean {
	if (foldName(before.name) === foldName(after.name)) return false;
	return call("isAnotherGuest", { before: bare(before), after: bare(after) });
}

/**
 * Whether an entry is another guest's than a known one. Who is not known, or was forgotten and has
 * an empty name, says nothing: `undefined` is anybody, and a forgotten guest nobody else.
 */
export function isOfAnother(
	guest: Guest | undefined,
	{ guestName, phoneLastDigits }: Pick<Booking, "guestName" | "phoneLastDigits">,
): boolean {
	if (guest === undefined) return true;
	if (guest.name === "") return false;
	return isAnotherGuest(guest, {
		name: guestName ?? guest.name,
		...(phoneLastDigits !== undefined && { phoneLastDigits }),
	});
}

/** A person as the rules take one, whoever wrote the name. */
function bare({ name, phoneLastDigits: digits }: Person): Guest {
	const isTaken = typeof digits === "string" && digits.length <= 16;
	return { name: line(name), ...(isTaken && { phoneLastDigits: line(digits) }) };
}
