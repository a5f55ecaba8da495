// The words of the rules with what their documentation in Rust says of them, and the rows of a
// page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { read, root } from "./page.js";

/** The variants of an enum as they are written in JSON, each with its documentation. */
export function variants(path: string, name: string): Map<string, string> {
	const text = readFileSync(join(root, path), "utf8");
	const body = new RegExp(`pub enum ${name} \\{\\n([\\s\\S]*?)^\\}`, "m").exec(text)?.[1];
	if (body === undefined) throw new Error(`${path}: no enum ${name}`);
	const found = new Map<string, string>();
	let said: string[] = [];
	// Variants stand one step in, and their fields two.
	for (const line of body.split("\n").filter((line) => /^ {4}\S/.test(line))) {
		const [, comment] = /^\s*\/\/\/ ?(.*)/.exec(line) ?? [];
		const [, variant] = /^\s*([A-Z]\w*)/.exec(line) ?? [];
		if (comment !== undefined) said.push(comment);
		if (variant === undefined) continue;
		found.set(variant.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase(), plain(said.join(" ")));
		said = [];
	}
	return found;
}

/** Documentation without the marks of rules, which stand in DESIGN.md. */
const plain = (text: string) =>
	text
		.replaceAll(/ ?\((?:[A-Z]{1,2}\d*b?(?:, )?)+\)/g, "")
		.replaceAll(/\[`(\w+)`\]/g, "`$1`")
		.replaceAll("\\[", "[")
		.replaceAll("\\]", "]");

/** The rows of the table below a heading, without its head. */
export function rows(page: string, heading: string): string[][] {
	const section = read(page).split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
	return section
		.split("\n")
		.filter((line) => line.startsWith("| `"))
		.map((line) => line.slice(2, -2).split(" | "));
}

/** The word of a row, without its ticks. */
export const word = ([first = ""]: string[]) => first.replaceAll("`", "");
