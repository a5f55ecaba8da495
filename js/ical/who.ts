// Whether an entry is another guest's than before. The judgement is the rules' own (T2), so that
// what is one guest here is one at the door, too.

import { call } from "../core/module.js";
import { line } from "../core/part.js";
import type { Guest } from "../generated/types.js";
import type { Booking } from "./event.js";
import { fold, foldName } from "./text.js";

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

/** Of two names the one that says more; the first one where they are no one person's, or alike. */
export function fullerName(one: string, other: string): string {
	if (isAnotherGuest({ name: one }, { name: other })) return one;
	const [a, b] = [said(one), said(other)];
	return b[0] > a[0] || (b[0] === a[0] && b[1] > a[1]) ? other : one;
}

/** How many words of a name are written out, and how many there are. */
function said(name: string): [number, number] {
	const all = wordsOf(name);
	return [all.filter((word) => word.length > 1).length, all.length];
}

function wordsOf(name: string): string[] {
	return fold(name)
		.split(/[^\p{L}\p{N}']+/u)
		.filter(Boolean)
		.slice(0, 16);
}

/** Whether two names may be two spellings of one: a word is the same, but for one letter. */
export function mayBeSpelledSo(one: string, other: string): boolean {
	const words = wordsOf(other).filter((word) => word.length > 2);
	return wordsOf(one).some((word) => words.some((another) => isNear(word, another)));
}

/** Whether a word becomes another one by at most one letter more, less or other. */
function isNear(one: string, other: string): boolean {
	const [a, b] = one.length > other.length ? [other, one] : [one, other];
	if (a.length < 3 || b.length - a.length > 1) return false;
	let at = 0;
	while (at < a.length && a[at] === b[at]) at += 1;
	return a.slice(a.length === b.length ? at + 1 : at) === b.slice(at + 1);
}

/** A person as the rules take one, whoever wrote the name. */
function bare({ name, phoneLastDigits: digits }: Person): Guest {
	const isTaken = typeof digits === "string" && digits.length <= 16;
	return { name: line(name), ...(isTaken && { phoneLastDigits: line(digits) }) };
}
