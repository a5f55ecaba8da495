// The pages about notices, errors and reasons name every word, and say what the types say.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Declarations } from "../surface/typescript.js";
import { read, root } from "./page.js";
import { rows, variants, word } from "./words.js";

const declarations = new Declarations(["node"]);

/** Compares what a page has between two marks; `WRITE_DOCS=1` writes it. */
function compare(page: string, mark: string, lines: string[]): void {
	const text = read(page);
	const [head = "", , tail = ""] = text.split(new RegExp(`<!-- /?${mark} -->\n`));
	const wanted = `${head}<!-- ${mark} -->\n${lines.join("\n")}\n<!-- /${mark} -->\n${tail}`;
	if (process.env.WRITE_DOCS === "1") writeFileSync(join(root, "docs", page), wanted);
	expect(read(page), "WRITE_DOCS=1 writes it").toBe(wanted);
}

const table = (head: string, lines: string[]) => [head, head.replaceAll(/[^|]+/g, "---"), ...lines];

test.each([
	["Reason", "src/rules/reasons/reason.rs"],
	["CodeFailure", "src/rules/reasons/code_failure.rs"],
	["NoticeCause", "src/rules/messages/cause.rs"],
	["Failure", "src/model/failure.rs"],
	["FindingKind", "src/rules/review.rs"],
])("docs/reasons.md has every %s, with what it means", (name, path) => {
	const known = variants(path, name);
	expect([...known.keys()].sort()).toEqual(declarations.words("node", name));
	const lines = [...known].map(([word, meaning]) => `| \`${word}\` | ${meaning} |`);
	compare("reasons.md", name, table("| word | what it means |", lines));
});

test("docs/errors.md says of every code what it means and what to do", () => {
	const found = rows("errors.md", "Codes");
	expect(found.map(word).sort()).toEqual(declarations.words("node", "ErrorCode"));
	for (const [code, means, todo] of found) {
		expect(means?.length, code).toBeGreaterThan(10);
		expect(todo?.length, code).toBeGreaterThan(10);
	}
});

test("docs/notices.md says of every notice to whom, when, and what to do", () => {
	const found = rows("notices.md", "Kinds");
	const told = new Map<string, Set<string>>();
	for (const { kind, to } of declarations.notices())
		told.set(kind, (told.get(kind) ?? new Set()).add(to));
	const wanted = [...told].map(([kind, readers]) => [kind, [...readers].sort().join(", ")]);
	expect(found.map((row) => [word(row), row[1]]).sort()).toEqual(wanted.sort());
	for (const [kind, , when, todo] of found) {
		expect(when?.length, kind).toBeGreaterThan(10);
		expect(todo?.length, kind).toBeGreaterThan(3);
	}
});

test("docs/notices.md has the ids and values of every notice", () => {
	const ticked = (names: string[]) => names.map((name) => `\`${name}\``).join(", ");
	const lines = declarations.notices().map(({ kind, to, always, maybe }) => {
		return `| \`${kind}\` | ${to} | ${ticked(always)} | ${ticked(maybe)} |`;
	});
	compare("notices.md", "values", table("| kind | to | always | where it is known |", lines));
});
