// Servers that ship a bundle: it runs alone, without the file of the module beside it.
import { join } from "node:path";
import { promisify } from "node:util";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import * as vite from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import webpack from "webpack";
import { CJS_PRINTS, ESM_PRINTS, SAID } from "./every-entry.js";
import { type Packed, pack, project, remove, run } from "./installed.js";

let packed: Packed;
let folder = "";

beforeAll(async () => {
	packed = await pack();
	folder = project(packed, "server", { "main.mjs": ESM_PRINTS, "main.cjs": CJS_PRINTS });
}, 60_000);

afterAll(() => remove(packed));

/** What a bundle prints in a folder of its own, where nothing is installed. */
async function prints(built: string): Promise<string> {
	return (await run("node", [built], packed.work)).stdout.trim();
}

describe("a bundle for a server runs alone", { timeout: 120_000 }, () => {
	test.each([
		["main.mjs", "esm", "mjs"],
		["main.mjs", "cjs", "cjs"],
		["main.cjs", "cjs", "cjs"],
	] as const)("esbuild: %s as %s", async (entry, format, ending) => {
		const outfile = join(packed.work, `esbuild-${entry}-${format}.${ending}`);
		await esbuild.build({
			entryPoints: [join(folder, entry)],
			bundle: true,
			platform: "node",
			format,
			outfile,
		});
		expect(await prints(outfile)).toBe(SAID);
	});

	test.each([
		["es", "mjs"],
		["cjs", "cjs"],
	] as const)("rollup: %s", async (format, ending) => {
		// Rollup alone reads no CommonJS package, so one of others stays beside the bundle.
		const file = join(folder, `rollup.${ending}`);
		const external = ["standardwebhooks"];
		const plugins = [nodeResolve({ exportConditions: ["node"], preferBuiltins: true })];
		const bundle = await rollup({ input: join(folder, "main.mjs"), external, plugins });
		// The schedule's second file is imported when it is needed; Rollup wants to be told that one
		// file shall hold both.
		await bundle.write({ file, format, inlineDynamicImports: true });
		expect(await prints(file)).toBe(SAID);
	});

	test("Vite's SSR with `noExternal`", async () => {
		const outDir = join(packed.work, "vite");
		await vite.build({
			root: folder,
			logLevel: "silent",
			build: { ssr: "main.mjs", outDir },
			ssr: { noExternal: true },
		});
		expect(await prints(join(outDir, "main.mjs"))).toBe(SAID);
	});

	test.each(["main.mjs", "main.cjs"])("webpack for Node: %s", async (entry) => {
		const compiler = webpack({
			context: folder,
			mode: "development",
			devtool: false,
			target: "node",
			entry: `./${entry}`,
			output: { path: join(packed.work, "webpack"), filename: `${entry}.cjs` },
		});
		const stats = await promisify(compiler.run.bind(compiler))();
		expect(stats?.toJson({ all: false, errors: true })).toMatchObject({ errors: [] });
		expect(await prints(join(packed.work, "webpack", `${entry}.cjs`))).toBe(SAID);
	});
});
