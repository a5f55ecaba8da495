// Text as UTF-8 bytes, also where a runtime lacks `TextEncoder` and `TextDecoder`: a page that a
// test runner plays has neither.

/** A `TextEncoder` as far as it is used. */
export interface Utf8Encoder {
	encode(text: string): Uint8Array<ArrayBuffer>;
}

/** A `TextDecoder` as far as it is used. */
export interface Utf8Decoder {
	decode(bytes?: Uint8Array): string;
}

/** The two classes of a runtime, or ours. */
export interface Utf8 {
	TextEncoder: new () => Utf8Encoder;
	TextDecoder: new () => Utf8Decoder;
}

/** The bytes of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
	return new (classes().TextEncoder)().encode(text);
}

/** What the runtime has at the time of the call: a test may set it up later than it loads this. */
export function classes(): Utf8 {
	const { TextEncoder, TextDecoder } = globalThis as unknown as Partial<Utf8>;
	return { TextEncoder: TextEncoder ?? PlainEncoder, TextDecoder: TextDecoder ?? PlainDecoder };
}

class PlainEncoder implements Utf8Encoder {
	encode(text: string): Uint8Array<ArrayBuffer> {
		// A unit of UTF-16 is at most three bytes, and a pair of them four.
		const bytes = new Uint8Array(text.length * 3);
		let to = 0;
		for (const letter of text) {
			const code = scalar(letter.codePointAt(0) ?? 0);
			const more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
			// The first byte says how many follow, and each of these holds six bits.
			bytes[to++] = more === 0 ? code : LEADS[more] | (code >> (6 * more));
			for (let left = more - 1; left >= 0; left--)
				bytes[to++] = 0x80 | ((code >> (6 * left)) & 0x3f);
		}
		return bytes.slice(0, to);
	}
}

/** The highest bits of a first byte, by how many bytes follow it. */
const LEADS = [0, 0xc0, 0xe0, 0xf0] as const;

/** Half of a pair is no letter. */
function scalar(code: number): number {
	return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
}

/** Reads what the module writes, which is always whole UTF-8. */
class PlainDecoder implements Utf8Decoder {
	decode(bytes: Uint8Array = new Uint8Array()): string {
		const letters: string[] = [];
		for (let at = 0; at < bytes.length; ) {
			const first = bytes[at++] ?? 0;
			const more = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
			let code = more === 0 ? first : first & (0x3f >> more);
			for (let left = more; left > 0; left--) code = (code << 6) | ((bytes[at++] ?? 0) & 0x3f);
			letters.push(String.fromCodePoint(code));
		}
		return letters.join("");
	}
}
