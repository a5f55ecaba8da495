// What people read: the package's own texts, as a phone and an inbox show them.
import { defaultTemplate, type Notice, renderMessage } from "latchstring";

const known = new WeakMap<Notice, string>();

/** The text of a notice. */
export function textOf(notice: Notice): string {
	let text = known.get(notice);
	if (text === undefined) {
		text = renderMessage(defaultTemplate(notice.kind, notice.to), notice.values);
		known.set(notice, text);
	}
	return text;
}

/** The first sentence, and the rest as one paragraph. */
export function split(text: string): { first: string; rest: string } {
	const [first = "", ...rest] = text.split("\n").filter((line) => line.trim() !== "");
	const end = /^(.{20,}?[.?!]) (?=[A-Z])/.exec(first);
	const head = end?.[1] ?? first;
	return {
		first: head,
		rest: [first.slice(head.length).trim(), ...rest].filter(Boolean).join(" "),
	};
}

/** A text in pieces, of which some are codes. */
export function pieces(
	text: string,
	codes: readonly string[],
): { text: string; isCode: boolean }[] {
	if (codes.length === 0) return [{ text, isCode: false }];
	const any = new RegExp(`\\b(${[...new Set(codes)].join("|")})\\b`);
	return text
		.split(any)
		.map((part) => ({ text: part, isCode: codes.includes(part) }))
		.filter((part) => part.text !== "");
}

/** The codes in a notice. */
export function codesIn(notice: Notice): string[] {
	const doors = "doors" in notice.values ? (notice.values.doors ?? []) : [];
	return doors.flatMap(({ code }) => code ?? []);
}

/** Whether a notice tells a spare code. */
export const tellsSpare = (notice: Notice, spares: ReadonlySet<string>): boolean =>
	codesIn(notice).some((code) => spares.has(code));
