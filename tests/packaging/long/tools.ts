// Tools of others at the versions of `tools.json`, each in a project that has the tarball
// installed.
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Packed, run } from "../installed.js";
import tools from "./tools.json" with { type: "json" };

/** A folder with a tool, the tarball and its peers in one `node_modules`, and own files. */
export async function withTool(
	packed: Packed,
	tool: keyof typeof tools,
	own: Record<string, string>,
): Promise<string> {
	const folder = join(packed.work, tool);
	if (!existsSync(folder)) await install(packed, tool, folder);
	for (const [path, text] of Object.entries(own)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
	return folder;
}

async function install(
	{ installed }: Packed,
	tool: keyof typeof tools,
	folder: string,
): Promise<void> {
	mkdirSync(folder);
	const manifest = { name: tool, private: true, dependencies: tools[tool] };
	writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
	const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"];
	await run("npm", ["install", ...quiet], folder);
	// Some tools look into their own folder alone, and follow no link out of it.
	const modules = join(folder, "node_modules");
	cpSync(join(installed, "node_modules"), modules, {
		recursive: true,
		dereference: true,
		filter: (path) => !/node_modules.\.(?:bin|package-lock)/.test(path),
	});
}

/** What a program prints, without the spaces around it. */
export async function printed(command: string, args: string[], folder: string, env = {}) {
	return (await run(command, args, folder, env)).stdout.trim();
}
