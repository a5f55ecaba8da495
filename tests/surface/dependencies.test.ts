// What is in the module that others run: each crate and its licence. A new one is seen and meant.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const list = join(import.meta.dirname, "crates.txt");

test("the module is built of the crates on the list, under licences that allow it", () => {
	const target = ["--target", "wasm32-unknown-unknown"];
	const args = ["tree", "--offline", "--locked", "-e", "normal", ...target, "--prefix", "none"];
	const printed = execFileSync("cargo", [...args, "-f", "{p}|{l}"], {
		cwd: root,
		encoding: "utf8",
	});
	const crates = printed
		.split("\n")
		.filter((line) => line !== "" && !line.startsWith("latchstring"))
		.map((line) => line.replace(" (*)", "").split("|"))
		.map(([crate = "", licence = ""]) => `${crate.split(" ")[0]} ${licence}`);
	const text = `${[...new Set(crates)].sort().join("\n")}\n`;
	if (process.env.WRITE_SURFACE === "1") writeFileSync(list, text);
	expect(text, "npm run surface, if it is meant").toBe(readFileSync(list, "utf8"));
	for (const crate of text.trim().split("\n")) expect(crate).toMatch(/\bMIT\b/);
});
