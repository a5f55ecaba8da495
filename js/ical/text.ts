// Texts of feeds, made equal where they say the same.

/** NFC, with white space folded. */
export function plain(text: string): string {
	return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}

/** A text for comparing words: without accents and capitals. Turkish writes its I in four ways. */
export function fold(text: string): string {
	return text
		.normalize("NFD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/ı/g, "i")
		.replace(/[’‘`´]/g, "'")
		.replace(/\s+/gu, " ")
		.trim();
}

/** A name for comparing people. */
export function foldName(name: string): string {
	return plain(name).toLowerCase();
}

/** The first letters of a text, never half a letter. */
export function cut(text: string, length: number): string {
	return Array.from(text.slice(0, length * 2))
		.slice(0, length)
		.join("");
}

/** The beginning of a text, in UTF-16 units, never half a letter. */
export function head(text: string, units: number): string {
	return text.slice(0, units).replace(/[\uD800-\uDBFF]$/, "");
}

/** The words of lists that are separated by commas, folded, longest first. */
export function listed(...lists: string[]): string[] {
	const all = lists.flatMap((list) => list.split(",")).map(fold);
	return [...new Set(all)].filter(Boolean).sort((a, b) => b.length - a.length);
}

/** A pattern for any of these words. */
export function anyOf(words: string[]): string {
	return `(?:${words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|")})`;
}
