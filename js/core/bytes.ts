// Bytes as text, hashes, and comparing without telling by the time where two texts differ.

import { utf8 } from "./utf8.js";

/** SHA-256 of a text, in hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
	return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text))));
}

export function hex(bytes: Uint8Array): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Random bytes, in hexadecimal digits. */
export function randomHex(count: number): string {
	return hex(crypto.getRandomValues(new Uint8Array(count)));
}

export function base64(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes));
}

/** The bytes of base64; nothing where it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
	try {
		return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
	} catch {
		return undefined;
	}
}

/** Whether two texts of one length are equal. The time it takes does not say where they differ. */
export function isSame(one: string, other: string): boolean {
	if (one.length !== other.length) return false;
	let differing = 0;
	for (let at = 0; at < one.length; at += 1) differing |= one.charCodeAt(at) ^ other.charCodeAt(at);
	return differing === 0;
}
