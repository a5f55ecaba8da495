// Makes the pictures of the schedule and of the demo that the documents show.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderSchedule } from "latchstring/schedule";
import { night } from "../examples/schedule/night.js";
import { root, run } from "./common.js";

/** The pictures of the schedule, by their paths. */
export function pictures({ data, ...options }) {
	const close = { from: "2026-10-24T19:00:00Z", to: "2026-10-25T08:00:00Z" };
	return {
		"docs/pictures/night.svg": renderSchedule(data, options),
		"docs/pictures/night-dark.svg": renderSchedule(data, { ...options, theme: "dark" }),
		"docs/pictures/night-closer.svg": renderSchedule(data, { ...options, ...close }),
	};
}

const WIDE = { width: 1280, height: 900 };
const SMALL = { width: 360, height: 760 };

/** The demo in eight states: a name, a screen, a theme, minutes of the night, and where to look. */
const STATES = [
	["calm", WIDE, "light"],
	["outside", WIDE, "light", 251],
	["night", WIDE, "light", 520],
	["night-dark", WIDE, "dark", 520],
	["morning", WIDE, "light", 1000],
	["phone-and-why", WIDE, "light", 520, "#phone"],
	["calm-small", SMALL, "light"],
	["night-small-dark", SMALL, "dark", 520, "#house"],
];

/** Takes the pictures of the demo in a Chromium of this machine. */
async function demoPictures() {
	const { chromium } = await import("playwright-core");
	const { CHROMIUM_ARGUMENTS, findChromium } = await import("./chromium.js");
	const { bundleDemo, serve } = await import("./demo.js");
	const folder = await bundleDemo(join(mkdtempSync(join(tmpdir(), "demo-")), "files"));
	const server = await serve(folder, 0);
	const executablePath = await findChromium();
	const browser = await chromium.launch({
		args: CHROMIUM_ARGUMENTS,
		...(executablePath && { executablePath }),
	});
	for (const [name, viewport, colorScheme, minutes, part] of STATES) {
		const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
		await page.goto(`http://127.0.0.1:${server.address().port}/`);
		await page.locator("html[data-ready]").waitFor({ state: "attached" });
		if (minutes !== undefined) {
			await page.locator("#bad-night").click();
			await page.locator("#run").click();
			await page.locator("#scrub").evaluate((range, value) => {
				range.value = String(value);
				range.dispatchEvent(new Event("input"));
			}, minutes);
			await page.mouse.move(0, 0);
		}
		if (part !== undefined)
			await page.locator(part).evaluate((node) => node.scrollIntoView({ block: "start" }));
		await page.waitForTimeout(400);
		const shot = await page.screenshot();
		writeFileSync(join(root, `docs/pictures/demo-${name}.webp`), await smaller(browser, shot));
		await page.close();
	}
	await browser.close();
	server.close();
}

/** The same picture in a tenth of the bytes. */
async function smaller(browser, png) {
	const page = await browser.newPage();
	const url = await page.evaluate(async (base64) => {
		const picture = new Image();
		picture.src = `data:image/png;base64,${base64}`;
		await picture.decode();
		const canvas = document.createElement("canvas");
		[canvas.width, canvas.height] = [picture.width, picture.height];
		canvas.getContext("2d").drawImage(picture, 0, 0);
		return canvas.toDataURL("image/webp", 0.5);
	}, png.toString("base64"));
	await page.close();
	return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

if (process.argv[1] === import.meta.filename) {
	const shown = night();
	mkdirSync(join(root, "docs/pictures"), { recursive: true });
	for (const [path, svg] of Object.entries(pictures(shown))) writeFileSync(join(root, path), svg);
	const path = "examples/schedule/night.json";
	writeFileSync(join(root, path), JSON.stringify(shown));
	run("biome", ["format", "--write", path]);
	await demoPictures();
}
