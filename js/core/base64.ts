const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The bytes of a base64 text without line breaks. A plain loop is many times as fast as `atob`. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	const values = new Uint8Array(128);
	for (let value = 0; value < DIGITS.length; value += 1) values[DIGITS.charCodeAt(value)] = value;
	const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
	const bytes = new Uint8Array((text.length / 4) * 3 - padding);
	const valueAt = (at: number) => values[text.charCodeAt(at)] ?? 0;
	for (let from = 0, to = 0; from < text.length; from += 4, to += 3) {
		const group =
			(valueAt(from) << 18) |
			(valueAt(from + 1) << 12) |
			(valueAt(from + 2) << 6) |
			valueAt(from + 3);
		// What padding would write lies behind the end, where a typed array takes nothing.
		bytes[to] = group >> 16;
		bytes[to + 1] = group >> 8;
		bytes[to + 2] = group;
	}
	return bytes;
}
