// Finds a Chromium for the tests in a browser.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Path of a Chromium on this machine, if there is one. */
export async function findChromium() {
	if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
	for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
		const found = spawnSync("which", [name], { encoding: "utf8" }).stdout?.trim();
		if (found) return found;
	}
	const { chromium } = await import("playwright-core");
	const own = chromium.executablePath();
	return existsSync(own) ? own : undefined;
}

/** For a browser that talks to nobody but the tests. */
export const CHROMIUM_ARGUMENTS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];
