// The tarball that `npm publish` would send, in a project that installs it.
import { readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import { Miniflare } from "miniflare";
import type { Browser } from "playwright-core";
import * as vite from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import webpack from "webpack";
import { launchChromium, served } from "../support/browser.js";
import { CJS_PRINTS, ESM_PRINTS, SAID, TYPED } from "./every-entry.js";
import { bin, project as install, type Packed, pack, remove, run } from "./installed.js";

let packed: Packed;
let browser: Browser;

/** Takes away what jsdom does not have. */
const BARE =
	"delete globalThis.TextEncoder; delete globalThis.TextDecoder; delete globalThis.fetch;";

const WITHOUT_WEBASSEMBLY = `
	delete globalThis.WebAssembly;
	const told = ({ name, code, hint }) => console.log(name, code + ": " + hint);
	const { load, maskCode } = require("latchstring/inline");
	try { maskCode("492817"); } catch (error) { told(error); }
	load().catch(told).then(() => {
		const now = "2026-05-01T00:00:00Z";
		const day = { from: now, to: "2026-05-02T00:00:00Z", now, lanes: [] };
		console.log(require("latchstring/schedule").renderSchedule(day).slice(0, 4));
	});`;

/** What each temporary project runs, and what it has to print. */
const PROGRAM = `[maskCode("492817"), checkCode("1234").length > 0, refusal(() => maskCode(7))].join()`;
const REFUSAL =
	"const refusal = (call) => { try { return call(); } catch (error) { return error.code; } };";
const PRINTED = "••••17,true,wrong_type";

const PAGE = `
	import { load, maskCode, checkCode, LatchstringError } from "latchstring";
	${REFUSAL}
	const before = refusal(() => maskCode("492817"));
	await load();
	document.title = [before, ${PROGRAM}].join();`;

const project = (name: string, own: Record<string, string>) => install(packed, name, own);

beforeAll(async () => {
	packed = await pack();
	browser = await launchChromium();
}, 60_000);

afterAll(async () => {
	await browser?.close();
	remove(packed);
});

/** What a Worker answers after wrangler has bundled it with `modules` modules. */
async function workerPrints(
	name: string,
	imports: string,
	program: string,
	modules: number,
): Promise<string> {
	const folder = project(name, {
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
		const folder = project("node", own);
		for (const file of Object.keys(own)) {
			expect((await run("node", [file], folder)).stdout.trim(), file).toBe(PRINTED);
		}
	});

	test("Node imports and requires the subpaths", async () => {
		const folder = project("subpaths", {
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
		expect((await run("node", ["main.mjs"], folder)).stdout.trim()).toBe(
			`${Array(18).fill("function").join()} front,front 1,1 true latchstring`,
		);
	});

	test("Node imports and requires every entry", async () => {
		const folder = project("every", { "main.mjs": ESM_PRINTS, "main.cjs": CJS_PRINTS });
		for (const file of ["main.mjs", "main.cjs"])
			expect((await run("node", [file], folder)).stdout.trim(), file).toBe(SAID);
	});

	test("a page that a test runner plays takes CommonJS, and lacks what pages have", async () => {
		const folder = project("played", { "main.cjs": CJS_PRINTS, "bare.cjs": BARE });
		const as = ["--conditions=browser", "--require=./bare.cjs", "main.cjs"];
		expect((await run("node", as, folder)).stdout.trim()).toBe(SAID);
	});

	test("a runtime without WebAssembly is told so, and the readers work in it", async () => {
		const folder = project("react-native", { "main.cjs": WITHOUT_WEBASSEMBLY });
		const { stdout } = await run("node", ["main.cjs"], folder);
		const refused =
			"LatchstringError load_failed: call Latchstring on a server, or use a runtime that has it";
		expect(stdout.trim().split("\n")).toEqual([refused, refused, "<svg"]);
	});

	test("a plain page imports it without a bundler, by an import map", async () => {
		const folder = project("plain", {
			"index.html": `
				<script type="importmap">
					{ "imports": { "latchstring": "../node_modules/latchstring/pkg/browser.js" } }
				</script>
				<script type="module" src="main.js"></script>`,
			"main.js": PAGE,
		});
		expect(await titleOf(dirname(folder), "/plain/index.html")).toBe(`not_loaded,${PRINTED}`);
	});

	test("a page built by vite", async () => {
		const folder = project("vite", {
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
		const folder = project("webpack", { "main.js": PAGE });
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
		const folder = project("esbuild", {
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
		const folder = project("typescript", {
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

	test("TypeScript 5 and 7 know every entry, also by `module: commonjs`", async () => {
		const folder = project("every-type", { "main.ts": TYPED, "main.mts": TYPED });
		const requireOf = createRequire(import.meta.resolve("@arethetypeswrong/core"));
		const five = join(dirname(requireOf.resolve("typescript/package.json")), "bin/tsc");
		for (const [tsc, file, ...options] of [
			[five, "main.ts", "commonjs"],
			[five, "main.mts", "node16"],
			[five, "main.ts", "esnext", "bundler"],
			[bin("tsc"), "main.ts", "commonjs"],
			[bin("tsc"), "main.mts", "nodenext"],
		]) {
			const [module, moduleResolution] = options;
			const strict = { strict: true, noEmit: true, target: "es2022", lib: ["es2022"], types: [] };
			const compilerOptions = { ...strict, module, moduleResolution, esModuleInterop: true };
			const config = JSON.stringify({ compilerOptions, files: [file] });
			writeFileSync(join(folder, "tsconfig.json"), config);
			const { stdout } = await run("node", [tsc ?? "", "-p", "."], folder).catch((error) => error);
			expect(stdout, `${tsc} ${config}`).toBe("");
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
async function titleOf(folder: string, path = "/"): Promise<string> {
	const page = await browser.newPage();
	const errors: string[] = [];
	page.on("pageerror", (error) => errors.push(String(error)));
	try {
		return await served(folder, async (address) => {
			await page.goto(address + path);
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
