// The tarball that `npm publish` would send: its files, and its use in a project that installs it.
import { execFile } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { Miniflare } from "miniflare";
import type { Browser } from "playwright-core";
import * as vite from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import webpack from "webpack";
import { launchChromium, served } from "../support/browser.js";
import budget from "./size-budget.json" with { type: "json" };

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = (name: string) => join(root, "node_modules/.bin", name);
const work = mkdtempSync(join(tmpdir(), "latchstring-"));
const quiet = {
	...process.env,
	WRANGLER_SEND_METRICS: "false",
	CLOUDFLARE_CF_FETCH_ENABLED: "false",
};
let tarball = "";
let files: string[] = [];
let browser: Browser;

/** What each temporary project runs, and what it has to print. */
const PROGRAM = `[maskCode("492817"), checkCode("1234").length > 0, refusal(() => maskCode(7))].join()`;
const REFUSAL =
	"const refusal = (call) => { try { return call(); } catch (error) { return error.code; } };";
const PRINTED = "••••17,true,wrong_type";

const run = (command: string, args: string[], cwd: string) =>
	promisify(execFile)(command, args, { cwd, env: quiet, encoding: "utf8" });

/** A folder with the tarball installed and some files of its own. */
async function project(name: string, own: Record<string, string>): Promise<string> {
	const folder = join(work, name);
	mkdirSync(folder);
	writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
	await run(
		"npm",
		["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball],
		folder,
	);
	for (const [path, text] of Object.entries(own)) writeFileSync(join(folder, path), text);
	return folder;
}

beforeAll(async () => {
	const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", work], root);
	const [packed] = Object.values(JSON.parse(stdout)) as {
		filename: string;
		files: { path: string }[];
	}[];
	if (packed === undefined) throw new Error("npm packed nothing");
	tarball = join(work, packed.filename);
	files = packed.files.map(({ path }) => path).sort();
	browser = await launchChromium();
}, 60_000);

afterAll(async () => {
	await browser?.close();
	rmSync(work, { recursive: true, force: true });
});

describe("what is published", () => {
	test("the package has one module, its papers, and no sources", () => {
		expect(files.filter((path) => path.endsWith(".wasm"))).toEqual(["pkg/latchstring.wasm"]);
		expect(files).toEqual(
			expect.arrayContaining([
				"LICENSE",
				"README.md",
				"CHANGELOG.md",
				"package.json",
				"docs/DESIGN.md",
			]),
		);
		expect(files.filter((path) => path.includes("/") && !/^(pkg|docs)\//.test(path))).toEqual([]);
		expect(files.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))).toEqual([]);
	});

	test("the package depends on no other", () => {
		const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
		expect(manifest.dependencies).toBeUndefined();
	});

	test("publint and arethetypeswrong find nothing", { timeout: 180_000 }, async () => {
		await run(bin("publint"), ["run", tarball, "--strict"], work);
		// The raw module has no types, Node 10 knows no subpaths, and Workers no `require`.
		const raw = ["--exclude-entrypoints", "latchstring.wasm", "cloudflare"];
		await run(bin("attw"), [tarball, "--no-definitely-typed", "--profile", "node16", ...raw], work);
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
			"schedule, bundled, with styles and English": await bundled("schedule.js"),
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

/** What a bundler makes of an entry that a page imports for its effects, after gzip. */
async function bundled(path: string): Promise<number> {
	const { outputFiles } = await esbuild.build({
		stdin: { contents: `import "./${path}";`, resolveDir: join(root, "pkg") },
		bundle: true,
		minify: true,
		format: "esm",
		target: "es2022",
		write: false,
	});
	return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

/** What a Worker answers after wrangler has bundled it with `modules` modules. */
async function workerPrints(
	name: string,
	imports: string,
	program: string,
	modules: number,
): Promise<string> {
	const folder = await project(name, {
		"main.js": `
			${imports}
			${REFUSAL}
			export default { fetch: () => new Response(${program}) };`,
		"wrangler.json": JSON.stringify({
			name: "worker",
			main: "main.js",
			compatibility_date: "2026-04-01",
		}),
	});
	await run(bin("wrangler"), ["deploy", "--dry-run", "--outdir", "dist"], folder);
	const dist = join(folder, "dist");
	expect(modulesIn(dist)).toHaveLength(modules);
	const worker = new Miniflare({
		rootPath: dist,
		modulesRoot: dist,
		modules: [
			{ type: "ESModule", path: "main.js" },
			...modulesIn(dist).map((path) => ({ type: "CompiledWasm" as const, path })),
		],
		compatibilityDate: "2026-04-01",
		cf: false,
	});
	try {
		return await (await worker.dispatchFetch("http://localhost/")).text();
	} finally {
		await worker.dispose();
	}
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

describe("installed in a project it works in", { timeout: 240_000 }, () => {
	test("Node imports and requires it, with and without the file of the module", async () => {
		const use = (entry: string) => ({
			esm: `import { maskCode, checkCode } from "${entry}";\n${REFUSAL}\nconsole.log(${PROGRAM});`,
			cjs: `const { maskCode, checkCode } = require("${entry}");\n${REFUSAL}\nconsole.log(${PROGRAM});`,
		});
		const [main, inline] = [use("latchstring"), use("latchstring/inline")];
		const own = {
			"main.mjs": main.esm,
			"main.cjs": main.cjs,
			"inline.mjs": inline.esm,
			"inline.cjs": inline.cjs,
		};
		const folder = await project("node", own);
		for (const file of Object.keys(own)) {
			expect((await run("node", [file], folder)).stdout.trim(), file).toBe(PRINTED);
		}
	});

	test("Node imports and requires the subpaths", async () => {
		const folder = await project("subpaths", {
			"main.mjs": `
				import { createRequire } from "node:module";
				import { existsSync } from "node:fs";
				import { fileURLToPath } from "node:url";
				import { reservationsFromIcal } from "latchstring/ical";
				import { codesFromSeam, eventFromSeam, lockFromSeam } from "latchstring/seam";
				import { reservationFromGuesty, reservationFromHospitable } from "latchstring/pms";
				import { createSite } from "latchstring";
				import { memoryStore, rowsOfSite } from "latchstring/host";
				import { seamWebhook } from "latchstring/seam/webhook";
				import { virtualLock } from "latchstring/virtual";
				import { zwavePlatform } from "latchstring/zwave";
				import { matterPlatform } from "latchstring/matter";
				import { ttlockPlatform } from "latchstring/ttlock";
				import { LatchstringSchedule, renderSchedule } from "latchstring/schedule";
				import { de } from "latchstring/schedule/de";
				const require = createRequire(import.meta.url);
				const functions = [zwavePlatform, matterPlatform, ttlockPlatform,
					require("latchstring/zwave").requests, require("latchstring/matter").requests,
					require("latchstring/ttlock").requests, reservationsFromIcal, lockFromSeam, codesFromSeam, eventFromSeam,
					reservationFromGuesty, reservationFromHospitable,
					require("latchstring/ical").reservationsFromIcal, require("latchstring/seam").lockFromSeam,
					require("latchstring/pms").reservationFromGuesty];
				const module = fileURLToPath(import.meta.resolve("latchstring/latchstring.wasm"));
				const lock = { id: "front", name: "Front door" };
				const { readFeed } = await import("latchstring/ical/inline");
				const feed = { feedId: "f", listingId: "l", timeZone: "Europe/Paris", now: new Date() };
				if (readFeed("BEGIN:VCALENDAR\\nEND:VCALENDAR", feed).facts.length > 0) throw feed;
				const now = "2026-05-01T00:00:00Z";
				const empty = { from: now, to: "2026-05-02T00:00:00Z", now, lanes: [] };
				const drawn = [renderSchedule(empty), require("latchstring/schedule").renderSchedule(empty)];
				if (!drawn.every((svg) => svg.startsWith("<svg")) || drawn[0] !== drawn[1]) throw drawn;
				if (!renderSchedule(empty, { words: de }).includes("Niemand")) throw de;
				if (!require("latchstring/schedule/fr").fr || !LatchstringSchedule) throw drawn;
				require("latchstring");
				const ids = [virtualLock(lock).id, require("latchstring/virtual").virtualLock(lock).id];
				const rows = [rowsOfSite, require("latchstring/host").rowsOfSite]
					.map((rowsOf) => rowsOf(createSite({ id: "s", locks: [], listings: [] })).length);
				functions.push(memoryStore, seamWebhook, require("latchstring/seam/webhook").seamWebhook);
				console.log(functions.map((one) => typeof one).join(), ids.join(), rows.join(), existsSync(module),
					require("latchstring/package.json").name);`,
		});
		for (const name of ["ical.js", "standardwebhooks", "@stablelib", "fast-sha256"])
			symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
		expect((await run("node", ["main.mjs"], folder)).stdout.trim()).toBe(
			`${Array(18).fill("function").join()} front,front 1,1 true latchstring`,
		);
	});

	const PAGE = `
		import { load, maskCode, checkCode, LatchstringError } from "latchstring";
		${REFUSAL}
		const before = refusal(() => maskCode("492817"));
		await load();
		document.title = [before, ${PROGRAM}].join();`;

	test("a page built by vite", async () => {
		const folder = await project("vite", {
			"index.html": '<script type="module" src="/main.js"></script>',
			"main.js": PAGE,
		});
		await vite.build({
			root: folder,
			logLevel: "silent",
			build: { target: "es2022", assetsInlineLimit: 0 },
		});
		expect(modulesIn(join(folder, "dist"))).toHaveLength(1);
		expect(await titleOf(join(folder, "dist"))).toBe(`not_loaded,${PRINTED}`);
	});

	test("a page built by webpack", async () => {
		const folder = await project("webpack", { "main.js": PAGE });
		const compiler = webpack({
			context: folder,
			mode: "production",
			performance: false,
			entry: "./main.js",
			output: { path: join(folder, "dist"), publicPath: "/" },
		});
		const stats = await promisify(compiler.run.bind(compiler))();
		expect(stats?.toJson({ all: false, errors: true, warnings: true })).toMatchObject({
			errors: [],
			warnings: [],
		});
		writeFileSync(
			join(folder, "dist/index.html"),
			'<script type="module" src="/main.js"></script>',
		);
		expect(modulesIn(join(folder, "dist"))).toHaveLength(1);
		expect(await titleOf(join(folder, "dist"))).toBe(`not_loaded,${PRINTED}`);
	});

	test("a page built by esbuild, inline", async () => {
		const folder = await project("esbuild", {
			"main.js": `
				import { maskCode, checkCode } from "latchstring/inline";
				${REFUSAL}
				document.title = ${PROGRAM};`,
		});
		const outfile = join(folder, "dist/main.js");
		await esbuild.build({
			entryPoints: [join(folder, "main.js")],
			bundle: true,
			format: "esm",
			outfile,
		});
		writeFileSync(
			join(folder, "dist/index.html"),
			'<script type="module" src="/main.js"></script>',
		);
		expect(readdirSync(join(folder, "dist")).sort()).toEqual(["index.html", "main.js"]);
		expect(await titleOf(join(folder, "dist"))).toBe(PRINTED);
	});

	test("a Worker built by wrangler", async () => {
		const imports = 'import { maskCode, checkCode } from "latchstring";';
		expect(await workerPrints("worker", imports, PROGRAM, 1)).toBe(PRINTED);
	});

	test.each([
		["first", 'import "latchstring/inline"; import { maskCode, checkCode } from "latchstring";'],
		["last", 'import { maskCode, checkCode } from "latchstring"; import "latchstring/inline";'],
	])(
		"M3, F67: the inline entry, %s, leaves a Worker's own entry as it is",
		async (place, imports) => {
			expect(await workerPrints(`inline-${place}`, imports, PROGRAM, 1)).toBe(PRINTED);
		},
	);

	test("M3, F67: the inline entry alone tells a Worker what to import", async () => {
		const failure =
			'(() => { try { return maskCode("492817"); } catch (error) { return error.code + ": " + error.hint; } })()';
		const printed = await workerPrints(
			"inline-alone",
			'import { maskCode } from "latchstring/inline";',
			failure,
			0,
		);
		expect(printed).toMatch(/^load_failed: a Worker imports `latchstring`/);
	});

	test("TypeScript compiles without the DOM library, in every way to resolve modules", async () => {
		const source = `
			import { checkCode, LatchstringError, load, maskCode, type Timestamp, type Version, version } from "latchstring";
			import { reservationsFromIcal } from "latchstring/ical";
			import * as inline from "latchstring/inline";
			import { codesFromSeam, eventFromSeam, type LockNote, lockFromSeam, type SeamCodes } from "latchstring/seam";
			import { zwavePlatform } from "latchstring/zwave";
			import { matterPlatform } from "latchstring/matter";
			import { ttlockPlatform } from "latchstring/ttlock";
			import { type LockPlatform, type RunningSite, runSite } from "latchstring/host";
			import { seamPlatform } from "latchstring/seam";
			import { type PmsReading, reservationFromGuesty, reservationFromHospitable } from "latchstring/pms";
			export const at: Timestamp = new Date(0);
			export const masked: string = maskCode("492817");
			export const about: Version = version();
			export const found: { kind: string }[] = checkCode("1234", { inUse: [], rules: { lengths: [4] } });
			export const later: Promise<void> = load();
			export const functions = [reservationsFromIcal, lockFromSeam, eventFromSeam, inline.maskCode];
			export const listed: SeamCodes = codesFromSeam([], { lockId: "front", at: new Date(0) });
			export const notes: LockNote[] = listed.notes;
			export const read: PmsReading[] = [reservationFromGuesty, reservationFromHospitable]
				.map((read) => read({ id: "a", _id: "a" }, { at: new Date(0), listingId: "flat", times: "keep" }));
			export const platforms: LockPlatform[] = [matterPlatform({ locks: {} }),
				zwavePlatform({ driver: { options: {}, controller: { nodes: new Map() } }, locks: {} })];
			export const account: Parameters<typeof ttlockPlatform>[0]["account"] | undefined = undefined;
			export const platform: LockPlatform = seamPlatform({ apiKey: "key" });
			export const run: (options: Parameters<typeof runSite>[0]) => Promise<RunningSite> = runSite;
			export const isOurs = (thrown: unknown) => thrown instanceof LatchstringError && thrown.code === "too_long";
			// @ts-expect-error: a PIN is text
			maskCode(492817);
			// @ts-expect-error: no such option
			checkCode("1234", { lengths: [4] });`;
		const folder = await project("typescript", {
			"main.mts": source,
			"main.cts": source,
			"main.ts": source,
		});
		const strict = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022", "--types", ""];
		const node16 = ["--module", "node16", "--moduleResolution", "node16"];
		const bundler = ["--module", "esnext", "--moduleResolution", "bundler"];
		for (const [file, ...how] of [
			["main.mts", ...node16],
			["main.cts", ...node16],
			["main.ts", ...bundler],
		]) {
			const { stdout } = await run(bin("tsc"), [...strict, ...how, file ?? ""], folder).catch(
				(error) => error,
			);
			expect(stdout, file).toBe("");
		}
	});
});

/** The `.wasm` files in a folder of built files. */
function modulesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
		path.endsWith(".wasm"),
	);
}

/** The title that the page of a folder gives itself in Chromium. */
async function titleOf(folder: string): Promise<string> {
	const page = await browser.newPage();
	const errors: string[] = [];
	page.on("pageerror", (error) => errors.push(String(error)));
	try {
		return await served(folder, async (address) => {
			await page.goto(address);
			await page
				.waitForFunction("document.title !== ''", undefined, { timeout: 15_000 })
				.catch(() => undefined);
			expect(errors).toEqual([]);
			return await page.title();
		});
	} finally {
		await page.close();
	}
}
