// A page of docs/ as a program: its blocks of JavaScript, one after the other, as a reader would
// type them. A line that ends with `// => value` has to give that value.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

export const root = join(import.meta.dirname, "../..");

export const read = (page: string) => readFileSync(join(root, "docs", page), "utf8");

/** The blocks of a page in a language. */
export const blocks = (page: string, language = "js") =>
	[...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
		([, code = ""]) => code,
	);

const HEAD = `
import { isDeepStrictEqual } from "node:util";
const same = (found, wanted, line) => {
	if (!isDeepStrictEqual(found, wanted))
		throw new Error(line + "\\nfound " + JSON.stringify(found) + "\\nwanted " + JSON.stringify(wanted));
};
`;

/** The program of a page; each name is imported once. */
export function program(page: string): string {
	const names = new Map<string, Set<string>>();
	const body = blocks(page)
		.join("\n")
		.replaceAll(/^import \{ ([^}]+) \} from "([^"]+)";\n/gm, (_, list: string, from: string) => {
			const known = names.get(from) ?? new Set();
			for (const name of list.split(", ")) known.add(name);
			names.set(from, known);
			return "";
		})
		.replaceAll(/^(.*?);? \/\/ => (.*)$/gm, (line, said: string, wanted: string) => {
			const [, name] = /^(?:const|let) (\w+) = /.exec(said) ?? [];
			const found = name ?? said;
			const first = name === undefined ? "" : `${said};\n`;
			return `${first}same(${found}, ${wanted}, ${JSON.stringify(line)});`;
		});
	const imports = [...names].map(
		([from, list]) => `import { ${[...list].join(", ")} } from "${from}";\n`,
	);
	return `${HEAD}${imports.join("")}${body}`;
}

/** Runs the program of a page in a Node of its own, which finds the package by its name. */
export async function runs(page: string): Promise<void> {
	const folder = mkdtempSync(join(root, "tests/docs/.run-"));
	try {
		writeFileSync(join(folder, "page.mjs"), program(page));
		const env = { ...process.env, PIN_KEY: "thirty-two bytes that nobody knows!" };
		await promisify(execFile)("node", ["page.mjs"], { cwd: folder, env });
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
