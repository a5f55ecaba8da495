// What the crate exports: the public modules, what they say by `pub use`, and how it is declared.
// Types of data stand as TypeScript in `typescript.d.txt`, since that is made of the same Rust
// types.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** A line for each exported item, as `rules::explain: pub fn explain(…) -> …`. */
export function rustSurface(): string[] {
	return exportsOf(join(root, "src/lib.rs"), join(root, "src"), "latchstring").sort();
}

function exportsOf(file: string, folder: string, path: string): string[] {
	const text = code(file);
	const below = [...text.matchAll(/^(#\[cfg[^\n]*\n)?pub mod (\w+);/gm)].flatMap(
		([, condition, name = ""]) => {
			if (condition !== undefined) return [];
			const inner = join(folder, name);
			const own = [`${inner}.rs`, join(inner, "mod.rs")].find((one) => existsSync(one)) ?? "";
			return exportsOf(own, inner, `${path}::${name}`);
		},
	);
	const used = [...text.matchAll(/^pub use ([\w:]+)(?:::\{([^}]*)\})?;/gm)].flatMap(
		([, from = "", several]) => {
			const parts = from.split("::");
			const names = several?.split(",").map((name) => name.trim()) ?? [parts.pop() ?? ""];
			const [first = ""] = parts;
			return names.filter(Boolean).flatMap((name) => declared(folder, first, name, path));
		},
	);
	return [...below, ...used, ...itemsIn(text, path)];
}

/** How a re-exported name is declared, somewhere in the module that it comes from. */
function declared(folder: string, module: string, name: string, path: string): string[] {
	for (const file of filesOf(folder, module)) {
		const text = code(file);
		const item = itemsIn(text, path).find((line) => line.startsWith(`${path}::${name}: `));
		if (item === undefined) continue;
		return [item, ...methodsOf(text, name, path)];
	}
	throw new Error(`${path}::${name}: not found in ${module}`);
}

function filesOf(folder: string, module: string): string[] {
	// In a file `rules.rs` the modules lie in a folder of its name; in a `mod.rs` beside it.
	const places = [join(folder, `${module}.rs`), join(folder, module)].filter((one) =>
		existsSync(one),
	);
	return places.flatMap((place) =>
		statSync(place).isDirectory()
			? readdirSync(place, { recursive: true, encoding: "utf8" })
					.filter((name) => name.endsWith(".rs"))
					.map((name) => join(place, name))
			: [place],
	);
}

/** The public items that stand at the left of a file. */
function itemsIn(text: string, path: string): string[] {
	const items = /^pub (?:const )?(?:fn|struct|enum|trait|type|const|static) (\w+)[^{;=]*/gm;
	return [...text.matchAll(items)].map(([item, name]) => `${path}::${name}: ${oneLine(item)}`);
}

function methodsOf(text: string, name: string, path: string): string[] {
	const blocks = text.matchAll(
		new RegExp(`^impl(?:<[^>]*>)? ${name}(?:<[^>]*>)? \\{([\\s\\S]*?)^\\}`, "gm"),
	);
	return [...blocks].flatMap(([, body = ""]) =>
		[...body.matchAll(/^ {4}pub (?:const )?fn (\w+)[^{;]*/gm)].map(
			([item, method]) => `${path}::${name}::${method}: ${oneLine(item)}`,
		),
	);
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").replace(/,? \)/g, ")").trim();

const code = (file: string) => readFileSync(file, "utf8").replace(/^\s*\/\/.*\n/gm, "");
