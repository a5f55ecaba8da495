// Ids that the rules take, and their order.

import { utf8 } from "../core/utf8.js";

/** An id of at most 128 bytes: a 64-bit FNV-1a hash replaces the end of a longer one. */
export function shorten(id: string): string {
	const text = id.replace(/\n/g, " ");
	const bytes = utf8(text);
	if (bytes.length <= 128) return text;
	let hash = 0xcbf29ce484222325n;
	for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
	let head = "";
	for (const letter of text) {
		if (utf8(head + letter).length > 111) break;
		head += letter;
	}
	return `${head}~${hash.toString(16).padStart(16, "0")}`;
}

/** The order of texts by their code units. */
export function compare(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}

/** What the ids of a feed's stays begin with. No two feeds of a site give the same id. */
export function startOf(feedId: string): string {
	return `${feedId.replaceAll("%", "%25").replaceAll("/", "%2F")}/`;
}
