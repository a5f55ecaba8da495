// The static demo in a real Chromium. Set `PICTURES=folder` to keep what the tests see.
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { bundleDemo } from "../../scripts/demo.js";
import { served } from "../support/browser.js";

/** Builds the static files into a folder of their own. */
export const built = (): Promise<string> =>
	bundleDemo(join(mkdtempSync(join(tmpdir(), "demo-")), "files"));

export const WIDE = { viewport: { width: 1280, height: 900 } };
export const SMALL = { viewport: { width: 360, height: 760 }, hasTouch: true };

/** Opens the page, and fails where it reports an error or asks anybody else. */
export async function opened<T>(
	browser: Browser,
	folder: string,
	options: BrowserContextOptions,
	use: (page: Page, address: string) => Promise<T>,
): Promise<T> {
	const context = await browser.newContext({ reducedMotion: "reduce", ...options });
	const page = await context.newPage();
	const wrong: string[] = [];
	page.on("pageerror", (error) => wrong.push(String(error)));
	page.on("console", (message) => {
		if (message.type() === "error") wrong.push(message.text());
	});
	try {
		return await served(folder, async (address) => {
			page.on("request", (request) => {
				const url = request.url();
				if (!url.startsWith(`${address}/`) && !url.startsWith(`blob:${address}/`)) wrong.push(url);
			});
			await page.goto(`${address}/index.html`);
			await ready(page);
			const result = await use(page, address);
			if (wrong.length > 0) throw new Error(wrong.join("\n"));
			return result;
		});
	} finally {
		await context.close();
	}
}

/** Waits until the house stands. */
export const ready = (page: Page) =>
	page.locator("html[data-ready]").waitFor({ state: "attached" });

/** Puts the clock to some minutes after the beginning. */
export async function clockTo(page: Page, minutes: number): Promise<void> {
	await page.locator("#scrub").evaluate((range: HTMLInputElement, value) => {
		range.value = String(value);
		range.dispatchEvent(new Event("input", { bubbles: true }));
	}, minutes);
}

/** Plays the bad night and stops it, then puts the clock to 02:40. */
export async function badNight(page: Page, minutes = 520): Promise<void> {
	await page.locator("#bad-night").click();
	await page.locator("#run").click();
	await clockTo(page, minutes);
}

/** Keeps a picture of a page for whoever wants to look. */
export async function keep(page: Page, name: string): Promise<void> {
	const folder = process.env.PICTURES;
	if (folder === undefined) return;
	mkdirSync(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `demo-${name}.png`), fullPage: true });
}
