// Frameworks and test runners that people build on: Next, Jest, Parcel, React Native's bundler.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium, served } from "../../support/browser.js";
import { CJS_PRINTS, ESM, SAID } from "../every-entry.js";
import { type Packed, pack, remove } from "../installed.js";
import { BABEL, METRO_BUILD, NATIVE, NATIVE_RUN, NEXT } from "./app-files.js";
import { printed, withTool } from "./tools.js";

let packed: Packed;
let browser: Browser;

beforeAll(async () => {
	packed = await pack();
	browser = await launchChromium();
}, 120_000);

afterAll(async () => {
	await browser?.close();
	remove(packed);
}, 120_000);

/** The text that a selector has in Chromium, once it has any. */
async function shown(address: string, selector: string): Promise<string> {
	const page = await browser.newPage();
	try {
		await page.goto(address);
		await page.waitForFunction(
			(wanted) => document.querySelector(wanted)?.textContent !== "",
			selector,
		);
		return (await page.textContent(selector)) ?? "";
	} finally {
		await page.close();
	}
}

describe("every entry works", { timeout: 600_000 }, () => {
	test.each(["--turbopack", "--webpack"])(
		"in Next by %s: pages and routes on the server, edge routes, and in the browser",
		async (bundler) => {
			const folder = await withTool(packed, "next", NEXT);
			const next = join(folder, "node_modules/next/dist/bin/next");
			await printed("node", [next, "build", bundler], folder);
			const server = spawn("node", [next, "start", "--port", "0"], {
				cwd: folder,
				env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
			});
			try {
				const address = await new Promise<string>((found, failed) => {
					let said = "";
					server.stdout.on("data", (chunk) => {
						said += chunk;
						const [local] = /http:\/\/localhost:\d+/.exec(said) ?? [];
						if (local !== undefined) found(local);
					});
					server.on("exit", () => failed(new Error(said)));
				});
				for (const path of ["/api/node", "/edge"])
					expect(await (await fetch(address + path)).text(), path).toBe(SAID);
				expect(await shown(address, "#server")).toBe(SAID);
				expect(await shown(address, "#client")).toBe("••••17");
			} finally {
				server.kill();
			}
		},
	);

	test("in Jest, as Node and as a page of jsdom", async () => {
		const tested = (environment: string) => `/** @jest-environment ${environment} */
			test("it works", () => {
				const said = [];
				const log = jest.spyOn(console, "log").mockImplementation((text) => said.push(text));
				require("./main.cjs");
				log.mockRestore();
				expect(said).toEqual([${JSON.stringify(SAID)}]);
				expect(typeof document).toBe(${JSON.stringify(environment === "node" ? "undefined" : "object")});
			});`;
		const folder = await withTool(packed, "jest", {
			"main.cjs": CJS_PRINTS,
			"node.test.js": tested("node"),
			"page.test.js": tested("jsdom"),
		});
		const report = await printed("node", ["node_modules/jest/bin/jest.js", "--json"], folder);
		expect(JSON.parse(report)).toMatchObject({ numPassedTests: 2, numFailedTests: 0 });
	});

	test.each([true, false])(
		"in a page built by Parcel, with `exports`: %s",
		async (packageExports) => {
			const folder = await withTool(packed, "parcel", {
				"package.json": JSON.stringify({
					private: true,
					browserslist: "last 2 chrome versions",
					"@parcel/resolver-default": { packageExports },
				}),
				"index.html": '<p id="said"></p><script type="module" src="./main.mjs"></script>',
				"main.mjs": `
				import { load } from "latchstring";
				load().then(() => import("./said.mjs")).then(({ said }) => {
					document.querySelector("#said").textContent = said;
				});`,
				"said.mjs": ESM,
			});
			const dist = join(folder, `dist-${packageExports}`);
			const parcel = join(folder, "node_modules/parcel/lib/bin.js");
			await printed(
				"node",
				[parcel, "build", "index.html", "--no-cache", `--dist-dir=${dist}`],
				folder,
			);
			// Without `exports` there is one entry for all, which has the module in its text.
			const modules = readdirSync(dist).filter((name) => name.endsWith(".wasm"));
			expect(modules).toHaveLength(packageExports ? 1 : 0);
			expect(await served(dist, (address) => shown(address, "#said"))).toBe(SAID);
		},
	);

	test("in React Native's bundle, whose runtime has no WebAssembly, as far as it can", async () => {
		const folder = await withTool(packed, "metro", {
			"main.js": NATIVE,
			"babel.config.js": BABEL,
			"build.cjs": METRO_BUILD,
			"run.cjs": NATIVE_RUN,
		});
		await printed("node", ["build.cjs"], folder);
		const refused = ["load_failed", "call Latchstring on a server, or use a runtime that has it"];
		expect(JSON.parse(await printed("node", ["run.cjs"], folder))).toEqual({
			rules: refused,
			loaded: refused,
			drawn: "<svg",
			read: ["wrong_type", "give a plain object with named values"],
		});
	});
});
