// The schedule in pages of bundlers, under a strict policy: the second file comes by itself.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import type { Browser } from "playwright-core";
import * as vite from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import webpack from "webpack";
import { launchChromium, served } from "../support/browser.js";
import { type Packed, pack, project, remove, root } from "./installed.js";

let packed: Packed;
let browser: Browser;
beforeAll(async () => {
	packed = await pack();
	browser = await launchChromium();
}, 60_000);
afterAll(async () => {
	await browser?.close();
	remove(packed);
});

const PAGE = `
	import "latchstring/schedule";
	const schedule = document.createElement("latchstring-schedule");
	Object.assign(schedule, await (await fetch("night.json")).json());
	document.body.append(schedule);`;
const HTML = `<!doctype html><html lang="en"><title>night</title><link rel="icon" href="data:,">
	<meta http-equiv="Content-Security-Policy"
		content="default-src 'self'; img-src data:; require-trusted-types-for 'script'">
	<body><script type="module" src="/main.js"></script></body></html>`;

/** How each bundler builds a folder with `main.js` into its folder `dist`. */
const BUNDLERS: Record<string, (folder: string) => Promise<unknown>> = {
	vite: (folder) =>
		vite.build({
			root: folder,
			logLevel: "silent",
			build: { target: "es2022" },
			publicDir: "public",
		}),
	webpack: async (folder) => {
		const compiler = webpack({
			context: folder,
			mode: "production",
			performance: false,
			experiments: { topLevelAwait: true },
			entry: "./main.js",
			// webpack loads parts by script elements, and tells Trusted Types of their addresses.
			output: { path: join(folder, "dist"), publicPath: "/", trustedTypes: true },
		});
		const stats = await promisify(compiler.run.bind(compiler))();
		expect(stats?.toJson({ all: false, errors: true, warnings: true })).toMatchObject({
			errors: [],
			warnings: [],
		});
	},
	esbuild: (folder) =>
		esbuild.build({
			...{ entryPoints: [join(folder, "main.js")], outdir: join(folder, "dist"), bundle: true },
			...{ splitting: true, format: "esm", target: "es2022", minify: true },
		}),
};

describe("a page with the schedule", { timeout: 120_000 }, () => {
	test.each(Object.keys(BUNDLERS))(
		"built by %s has a second file, which comes by itself",
		async (name) => {
			const night = readFileSync(join(root, "examples/schedule/night.json"), "utf8");
			const folder = project(packed, `schedule-${name}`, { "main.js": PAGE, "index.html": HTML });
			await BUNDLERS[name]?.(folder);
			const dist = join(folder, "dist");
			if (name !== "vite") writeFileSync(join(dist, "index.html"), HTML);
			writeFileSync(join(dist, "night.json"), night);
			const scripts = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((path) =>
				path.endsWith(".js"),
			);
			expect(scripts.length).toBeGreaterThan(1);
			const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
			const errors: string[] = [];
			page.on("pageerror", (error) => errors.push(String(error)));
			page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
			await served(dist, async (address) => {
				await page.goto(address);
				await page.locator(".words table").first().waitFor({ state: "attached" });
				expect(await page.locator("svg.main .hit").count()).toBeGreaterThan(10);
			});
			expect(errors).toEqual([]);
			await page.close();
		},
	);
});
