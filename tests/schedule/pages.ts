// Pages with the element, in a real Chromium. Set `PICTURES=folder` to keep what the tests see.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium, served } from "../support/browser.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const PLAIN = "/examples/schedule/plain.html";

/** Opens a page below an address, and fails where the page reports an error. */
export async function opened<T>(
	browser: Browser,
	path: string,
	options: BrowserContextOptions,
	use: (page: Page) => Promise<T>,
	folder = root,
): Promise<T> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
	const page = await context.newPage();
	const errors: string[] = [];
	page.on("pageerror", (error) => errors.push(String(error)));
	page.on("console", (message) => {
		if (message.type() === "error") errors.push(message.text());
	});
	try {
		return await served(folder, async (address) => {
			await page.goto(address + path);
			await page.locator("svg.main .hit").first().waitFor({ state: "attached" });
			const result = await use(page);
			if (errors.length > 0) throw new Error(errors.join("\n"));
			return result;
		});
	} finally {
		await context.close();
	}
}

/** Keeps a picture of a page for whoever wants to look. */
export async function keep(page: Page, name: string): Promise<void> {
	const folder = process.env.PICTURES;
	if (folder === undefined) return;
	mkdirSync(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Notes each event of the element from now on. */
export const noteEvents = (page: Page) =>
	page.evaluate(() => {
		const noted: [string, unknown][] = [];
		Object.assign(window, { noted });
		for (const name of [
			"select",
			"hover",
			"view",
			"changing",
			"change",
			"supposing",
			"suppose",
			"forget",
		])
			document.addEventListener(`latchstring-${name}`, (event) => {
				noted.push([name, (event as CustomEvent).detail]);
			});
	});

export const noted = (page: Page) =>
	page.evaluate(() => (window as unknown as { noted: [string, Record<string, string>][] }).noted);

export const launch = launchChromium;
export const read = (path: string) => readFileSync(join(root, path), "utf8");
