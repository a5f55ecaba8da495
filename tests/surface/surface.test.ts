// The public surface as files, so that a change of it is seen, meant and said in CHANGELOG.md:
// `npm run surface` writes them anew, after a build.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rustSurface } from "./rust.js";
import { Declarations } from "./typescript.js";

const root = join(import.meta.dirname, "../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** The built declarations of each entry, as Node's `import` finds them. */
const entries = new Map(
	Object.entries(manifest.exports as Record<string, Conditions>).flatMap(([name, conditions]) => {
		const types = typesOf(conditions);
		return types === undefined || name.endsWith(".wasm") ? [] : [[name, types] as const];
	}),
);

type Conditions = string | { [condition: string]: Conditions };

function typesOf(conditions: Conditions): string | undefined {
	if (typeof conditions === "string") return undefined;
	const inNode = (conditions.node ?? conditions) as { types?: string; import?: { types: string } };
	const types = inNode.import?.types ?? inNode.types ?? "";
	return types.replace(/^\.\/pkg\/(.*)\.d\.ts$/, "$1");
}

const declarations = new Declarations([...entries.values()]);

function compare(file: string, text: string): void {
	const path = join(import.meta.dirname, file);
	if (process.env.WRITE_SURFACE === "1") writeFileSync(path, text);
	expect(text, "npm run surface, and say it in CHANGELOG.md").toBe(readFileSync(path, "utf8"));
}

const lines = (...all: string[]) => `${all.join("\n")}\n`;

test("the entries and what each exports", () => {
	const listed = [...entries].flatMap(([name, entry]) => [
		`latchstring${name.slice(1)}`,
		...declarations.names(entry).map((one) => `\t${one}`),
	]);
	compare("entries.txt", lines(...listed));
});

test("the declarations of TypeScript", () => {
	compare("typescript.d.txt", lines(...declarations.declarations()));
});

test("the words that programs compare: errors, notices, reasons, failures, findings", () => {
	const unions = [
		"ErrorCode",
		"NoticeKind",
		"NoticeCause",
		"Reason",
		"CodeFailure",
		"Failure",
		"FindingKind",
		"CommandKind",
	];
	const said = unions.flatMap((name) => [
		name,
		...declarations.words("node", name).map((word) => `\t${word}`),
	]);
	compare("words.txt", lines(...said));
});

test("what a host stores: a site, its rows, and the state of a feed", () => {
	compare(
		"stored-state.txt",
		lines(...declarations.keys("node", "Site"), ...declarations.keys("ical-node", "FeedState")),
	);
});

test("the Rust API", () => {
	compare("rust.txt", lines(...rustSurface()));
});
