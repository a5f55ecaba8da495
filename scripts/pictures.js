// Makes the pictures of the schedule that the documents show, from the bad night of the examples.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderSchedule } from "latchstring/schedule";
import { night } from "../examples/schedule/night.js";
import { root, run } from "./common.js";

/** The pictures, by their paths. */
export function pictures({ data, ...options }) {
	const close = { from: "2026-10-24T19:00:00Z", to: "2026-10-25T08:00:00Z" };
	return {
		"docs/pictures/night.svg": renderSchedule(data, options),
		"docs/pictures/night-dark.svg": renderSchedule(data, { ...options, theme: "dark" }),
		"docs/pictures/night-closer.svg": renderSchedule(data, { ...options, ...close }),
	};
}

if (process.argv[1] === import.meta.filename) {
	const shown = night();
	mkdirSync(join(root, "docs/pictures"), { recursive: true });
	for (const [path, svg] of Object.entries(pictures(shown))) writeFileSync(join(root, path), svg);
	const path = "examples/schedule/night.json";
	writeFileSync(join(root, path), JSON.stringify(shown));
	run("biome", ["format", "--write", path]);
}
