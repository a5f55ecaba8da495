// How wide a text is, without a browser: a little too wide rather than too narrow.

const NARROW = new Set("iIjl.,:;'’|!()[] ftr•·-");
const WIDE = new Set("mwMWQO@%—→…&");

/** The width of a text in pixels. */
export function widthOf(text: string, size: number, isBold = false): number {
	let ems = 0;
	for (const letter of text) {
		if (NARROW.has(letter)) ems += letter === " " ? 0.34 : 0.41;
		else if (WIDE.has(letter)) ems += 0.96;
		else ems += isUpper(letter) ? 0.74 : 0.63;
	}
	return ems * size * (isBold ? 1.09 : 1);
}

function isUpper(letter: string): boolean {
	const code = letter.codePointAt(0) ?? 0;
	return code > 0x2e7f || (letter !== letter.toLowerCase() && letter === letter.toUpperCase());
}

/** The longest of some texts that is at most so wide. */
export function longest(texts: string[], width: number, size: number, isBold = false): string {
	return texts.find((text) => widthOf(text, size, isBold) <= width) ?? "";
}

/** A name, and what is left of it where there is less room. */
export function shorter(name: string): string[] {
	const parts = name.split(/\s+/).filter(Boolean);
	const initials = parts.map((part) => [...part][0] ?? "").join("");
	return [name, parts[0] ?? name, initials];
}

/** A text on as many lines as it takes. */
export function lines(text: string, width: number, size: number, isBold = false): string[] {
	const all: string[] = [];
	let line = "";
	for (const word of text.split(/\s+/).filter(Boolean)) {
		const longer = line === "" ? word : `${line} ${word}`;
		if (line !== "" && widthOf(longer, size, isBold) > width) {
			all.push(line);
			line = word;
		} else line = longer;
	}
	return line === "" ? all : [...all, line];
}

/** A text on at most two lines; what is left over is cut with an ellipsis. */
export function twoLines(text: string, width: number, size: number): string[] {
	const all = lines(text, width, size, true);
	const kept = all.length > 2 ? [all[0] ?? "", all.slice(1).join(" ")] : all;
	return kept.map((one) => oneLine(one, width + size, size));
}

/** A text of a door on one line, cut with an ellipsis where it is too long. */
export function oneLine(text: string, width: number, size: number): string {
	if (widthOf(text, size, true) <= width) return text;
	let cut = text;
	while (cut.length > 1 && widthOf(`${cut}…`, size, true) > width) cut = cut.slice(0, -1);
	return `${cut.trimEnd()}…`;
}
