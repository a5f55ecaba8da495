// The examples in React, Vue, Svelte and vis-timeline, built and run in Chromium; and what is
// committed of the bad night is what the engine and the renderer give.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as esbuild from "esbuild";
import type { Browser } from "playwright-core";
import { compile } from "svelte/compiler";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { night as played } from "../../examples/schedule/night.js";
import { pictures } from "../../scripts/pictures.js";
import { served } from "../support/browser.js";
import { keep, launch, read, root } from "./pages.js";

let browser: Browser;
const work = mkdtempSync(join(tmpdir(), "latchstring-schedule-"));
beforeAll(async () => {
	browser = await launch();
}, 60_000);
afterAll(async () => {
	await browser?.close();
	rmSync(work, { recursive: true, force: true });
}, 60_000);

const svelte: esbuild.Plugin = {
	name: "svelte",
	setup({ onLoad }) {
		onLoad({ filter: /\.svelte$/ }, ({ path }) => ({
			contents: compile(readFileSync(path, "utf8"), { filename: path }).js.code,
			loader: "js",
		}));
	},
};

/** Builds an example into a page of its own. */
async function build(name: string): Promise<string> {
	await esbuild.build({
		stdin: {
			contents: `
				import { show } from "./examples/schedule/${name}.js";
				show(await (await fetch("/night.json")).json(), document.querySelector("#here"));`,
			resolveDir: root,
		},
		bundle: true,
		format: "esm",
		target: "es2022",
		conditions: ["browser", "production"],
		define: { "process.env.NODE_ENV": '"production"' },
		loader: { ".css": "empty" },
		plugins: [svelte],
		outfile: join(work, `${name}.js`),
		logLevel: "error",
	});
	const html = [
		`<!doctype html><html lang="en"><title>${name}</title><link rel="icon" href="data:,">`,
		'<body><div id="here"></div>',
		`<script type="module" src="/${name}.js"></script></body></html>`,
	].join("");
	writeFileSync(join(work, `${name}.html`), html);
	writeFileSync(join(work, "night.json"), read("examples/schedule/night.json"));
	return `/${name}.html`;
}

describe("the same night", { timeout: 120_000 }, () => {
	test.each(["react", "vue", "svelte"])(
		"%s gives it its properties and hears its events",
		async (name) => {
			const path = await build(name);
			await served(work, async (address) => {
				const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
				const errors: string[] = [];
				page.on("pageerror", (error) => errors.push(String(error)));
				await page.goto(address + path);
				expect(await page.locator("h2").textContent()).toContain("Tomasz Nowak waits outside");
				await page.locator('svg.main .hit[data-id^="street|outside"]').focus();
				await page.keyboard.press("Enter");
				await page.waitForFunction(
					() => document.querySelector("output")?.textContent === "direct-0043",
				);
				expect(await page.locator("latchstring-schedule").getAttribute("editable")).not.toBeNull();
				expect(errors).toEqual([]);
				await page.close();
			});
		},
	);

	test("vis-timeline shows the same spans", async () => {
		const path = await build("vis-timeline");
		await served(work, async (address) => {
			const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
			await page.goto(address + path);
			await page.locator(".vis-item").first().waitFor({ state: "attached" });
			expect(await page.locator(".vis-item.uncovered").count()).toBe(1);
			await keep(page, "vis-timeline");
			await page.close();
		});
	});
});

describe("what is committed of the bad night", () => {
	const shown = JSON.parse(read("examples/schedule/night.json"));

	test("is what the engine foresees", () => {
		expect(shown).toEqual(JSON.parse(JSON.stringify(played())));
		expect(shown.data.outside).toEqual([
			{
				reservationId: "direct-0043",
				lockId: "street",
				from: "2026-10-25T00:30:00Z",
				to: "2026-10-25T04:00:01Z",
				because: [{ kind: "does_not_cover" }],
			},
		]);
	});

	test("is drawn as the pictures in the documents show", () => {
		for (const [path, svg] of Object.entries(pictures(shown) as Record<string, string>))
			expect(read(path), path).toBe(svg);
	});

	test("a picture is XML that any reader takes", async () => {
		const page = await browser.newPage();
		const found = await page.evaluate((svg) => {
			const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
			return [parsed.documentElement.tagName, parsed.querySelectorAll("parsererror").length];
		}, read("docs/pictures/night.svg"));
		expect(found).toEqual(["svg", 0]);
		await page.close();
	});
});
