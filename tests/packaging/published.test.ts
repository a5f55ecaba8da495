// What `npm publish` would send: its files, its manifest, its sizes.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TYPED } from "./every-entry.js";
import { bin, type Packed, pack, remove, root, run } from "./installed.js";
import budget from "./size-budget.json" with { type: "json" };

/** What the build of the module writes beside the code of js/. */
const MADE = ["core/glue", "core/inline-bytes"];
let packed: Packed;

beforeAll(async () => {
	packed = await pack();
}, 60_000);

afterAll(() => remove(packed));

describe("what is published", () => {
	test("every source gives its code, its map and its types, and nothing else is in it", () => {
		const sources = readdirSync(join(root, "js"), { recursive: true, encoding: "utf8" })
			.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
			.map((path) => path.slice(0, -".ts".length));
		const isForBoth = (name: string) =>
			!/^(?:(?:ical-)?(?:workerd|edge-light|browser)$|cloudflare(?:$|\/))/.test(name);
		const built = [...sources.map((name) => [name, true]), ...MADE.map((name) => [name, false])];
		const code = built.flatMap(([name, isOurs]) => {
			const endings = ["js", ...(isForBoth(String(name)) ? ["cjs"] : [])];
			return endings.flatMap((ending) => [
				`${name}.${ending}`,
				...(isOurs ? [`${name}.${ending}.map`, `${name}.d.${ending.replace("js", "ts")}`] : []),
			]);
		});
		const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
			.filter((path) => /\.\w+$/.test(path) && !path.startsWith("pictures/demo-"))
			.map((path) => `docs/${path}`);
		const module = ["", ".d.ts", ".d.cts"].map((ending) => `latchstring.wasm${ending}`);
		expect(packed.files).toEqual(
			[
				...["CHANGELOG.md", "LICENSE", "README.md", "package.json"],
				...docs,
				...[...code, ...module].map((path) => `pkg/${path}`),
			].sort(),
		);
		expect(packed.unpackedSize).toBeLessThan(13_300_000);
	});

	test("a map leads from the code to its source", () => {
		for (const ending of ["js", "cjs"]) {
			const path = join(root, "pkg/node.") + ending;
			const { sources, sourcesContent } = JSON.parse(readFileSync(`${path}.map`, "utf8"));
			expect(sources).toEqual(["latchstring/js/node.ts"]);
			expect(sourcesContent).toEqual([readFileSync(join(root, "js/node.ts"), "utf8")]);
		}
		const program = `
			const { maskCode } = require("latchstring");
			try { maskCode(7); } catch ({ stack }) { console.log(stack); }`;
		const printed = execFileSync("node", ["--enable-source-maps", "--eval", program], {
			cwd: root,
		});
		const line = /js\/core\/error\.ts:(\d+)/.exec(String(printed))?.[1];
		const source = readFileSync(join(root, "js/core/error.ts"), "utf8").split("\n");
		expect(source[Number(line) - 1]).toContain("new LatchstringError(");
	});

	test("the package has no dependency, and five optional peers", () => {
		const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
		for (const kind of ["dependencies", "optionalDependencies", "bundleDependencies"])
			expect(manifest[kind], kind).toBeUndefined();
		const peers = Object.keys(manifest.peerDependencies);
		expect(peers).toEqual(["@matter/main", "hono", "ical.js", "standardwebhooks", "zwave-js"]);
		expect(Object.keys(manifest.peerDependenciesMeta)).toEqual(peers);
		expect(Object.keys(manifest.scripts)).not.toContain("postinstall");
	});

	test("every entry is known to bundlers, to old resolutions, and to the tests", () => {
		const { exports, typesVersions, alias } = JSON.parse(
			readFileSync(join(root, "package.json"), "utf8"),
		);
		const entries = Object.keys(exports).filter((name) => !/\.(?:wasm|json)$/.test(name));
		const subpaths = entries.slice(1).map((name) => name.slice(2));
		expect(Object.keys(typesVersions["*"]).sort()).toEqual(
			[...subpaths, "latchstring.wasm"].sort(),
		);
		// What runs in Workers alone is an ES module, and no other tool takes it.
		const anywhere = entries.filter((name) => name !== "./cloudflare");
		expect(Object.keys(alias).sort()).toEqual(anywhere.slice(1).sort());
		for (const name of anywhere) {
			const conditions = exports[name].node ?? exports[name];
			expect([name, Object.keys(conditions)[0]]).toEqual([name, "module"]);
			const specifier = `latchstring${name.slice(1)}`;
			expect(TYPED, "tests/packaging/every-entry.ts").toContain(`"${specifier}"`);
		}
	});

	test("publint and arethetypeswrong find nothing", { timeout: 180_000 }, async () => {
		const { tarball, work } = packed;
		await run(bin("publint"), ["run", tarball, "--strict"], work);
		// Workers have no `require`.
		const only = ["--exclude-entrypoints", "cloudflare"];
		await run(bin("attw"), [tarball, "--no-definitely-typed", ...only], work);
	});

	test("the sizes stay within the budget", async () => {
		const gzipped = (path: string) =>
			gzipSync(readFileSync(join(root, "pkg", path)), { level: 9 }).length;
		const whole = (entry: string) =>
			[...imports(entry)].map(gzipped).reduce((sum, size) => sum + size);
		const measured = {
			"latchstring.wasm": gzipped("latchstring.wasm"),
			"main entry, with its imports": whole("node.js"),
			"seam entry, with its imports": whole("seam.js"),
			"pms entry, with its imports": whole("pms.js"),
			"zwave entry, with its imports": whole("zwave.js"),
			"matter entry, with its imports": whole("matter.js"),
			"ttlock entry, with its imports": whole("ttlock.js"),
			"schedule, first file, with its styles and English": await bundled("schedule.js", [
				"./rest.js",
			]),
			"schedule, whole, with styles and English": await bundled("schedule.js"),
			"schedule, a further language": gzipped("schedule/words/de.js"),
			"host entry, with its imports": whole("host.js"),
			"cloudflare entry, without module and hono": whole("cloudflare.js"),
		};
		console.log(measured);
		for (const [name, limit] of Object.entries(budget["bytes after gzip"])) {
			expect(measured[name as keyof typeof measured], name).toBeLessThanOrEqual(limit);
		}
	});
});

/**
 * What a bundler makes of an entry that a page imports for its effects, after gzip; without what it
 * imports `later`, which a bundler puts into a file of its own.
 */
async function bundled(path: string, later: string[] = []): Promise<number> {
	const { outputFiles } = await esbuild.build({
		stdin: { contents: `import "./${path}";`, resolveDir: join(root, "pkg") },
		bundle: true,
		minify: true,
		format: "esm",
		target: "es2022",
		external: later,
		write: false,
	});
	return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

/** The files of `pkg/` that loading one of them loads. */
function imports(path: string, seen = new Set<string>()): Set<string> {
	if (seen.has(path)) return seen;
	seen.add(path);
	const text = readFileSync(join(root, "pkg", path), "utf8");
	for (const [, imported = ""] of text.matchAll(/from "(\.\.?\/[^"]+)"/g))
		imports(join(dirname(path), imported), seen);
	return seen;
}
