// Reading a body that may be too long: no more of it is kept than its limit.

import { Refused } from "./problem.js";

/**
 * A request is read to so many times its limit, and what is too much is thrown away: a client that
 * still writes when its connection is cut never reads why.
 */
const HEARD_OUT = 4;

/** The text of a request or an answer, of at most so many bytes of UTF-8. */
export async function sizedText(from: Request | Response, limit: number): Promise<string> {
	const most = from instanceof Request ? HEARD_OUT * limit : limit;
	if (Number(from.headers.get("content-length") ?? 0) > most) throw tooLarge(limit);
	if (from.body === null) return "";
	const reader = from.body.getReader();
	const parts: Uint8Array[] = [];
	let size = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		size += value.byteLength;
		if (size <= limit) parts.push(value);
		else parts.length = 0;
		if (size > most) {
			await reader.cancel().catch(() => undefined);
			throw tooLarge(limit);
		}
	}
	if (size > limit) throw tooLarge(limit);
	const whole = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.byteLength;
	}
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(whole);
	} catch {
		const hint = "send UTF-8";
		throw new Refused(400, { code: "invalid_value", detail: "the body is not UTF-8", hint });
	}
}

function tooLarge(limit: number): Refused {
	const hint = `send at most ${limit} bytes`;
	return new Refused(413, { code: "too_large", detail: "the body is too large", hint });
}
