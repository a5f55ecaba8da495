// Reading a body that may be too long: it is read no further than its limit.

import { Refused } from "./problem.js";

/** The text of a request or an answer, of at most so many bytes of UTF-8. */
export async function sizedText(from: Request | Response, limit: number): Promise<string> {
	if (Number(from.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
	if (from.body === null) return "";
	const reader = from.body.getReader();
	const parts: Uint8Array[] = [];
	let size = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		size += value.byteLength;
		if (size > limit) {
			await reader.cancel().catch(() => undefined);
			throw tooLarge(limit);
		}
		parts.push(value);
	}
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
