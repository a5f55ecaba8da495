import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { CHROMIUM_ARGUMENTS, findChromium } from "./scripts/chromium.js";

const everywhere = ["tests/runtimes/*.test.ts"];

/** The built entries of one runtime, under the names by which users import them. */
function entry(name: string) {
	const built = (file: string) => fileURLToPath(new URL(`pkg/${file}.js`, import.meta.url));
	return {
		alias: [
			{ find: /^latchstring$/, replacement: built(name) },
			{ find: /^latchstring\/ical$/, replacement: built(`ical-${name}`) },
			{ find: /^latchstring\/host$/, replacement: built("host") },
			{ find: /^latchstring\/virtual$/, replacement: built("virtual") },
			...["zwave", "matter", "ttlock"].map((name) => ({
				find: new RegExp(`^latchstring/${name}$`),
				replacement: built(name),
			})),
		],
	};
}

const executablePath = await findChromium();

/** What `npm run test:long` adds: it installs tools of others. */
const long = { test: { name: "long", include: ["tests/packaging/long/*.test.ts"] } };

/** What compares times runs by itself, after all others. */
const measured = ["feed-cost", "module"].map((name) => `tests/runtimes/node/${name}.test.ts`);

export default defineConfig({
	test: {
		// Many tests wait for a browser, a radio or another process. On two cores the default is one
		// worker, which would wait with them.
		maxWorkers: Math.max(3, availableParallelism()),
		projects: [
			...(process.env.LONG === "1" ? [long] : []),
			{
				resolve: entry("node"),
				test: {
					name: "measured",
					include: measured,
					maxWorkers: 1,
					sequence: { groupOrder: 1 },
				},
			},
			{
				resolve: entry("node"),
				// Node takes all of the random inputs, the other runtimes some.
				test: {
					name: "node",
					exclude: measured,
					include: [
						...everywhere,
						"tests/runtimes/node/*.test.ts",
						"tests/conformance/*.test.ts",
						"tests/packaging/*.test.ts",
						"tests/second-opinion/*.test.ts",
						"tests/schedule/*.test.ts",
						"tests/surface/*.test.ts",
						"tests/docs/*.test.ts",
						"tests/demo/*.test.ts",
					],
					env: {
						VITE_RUNS: process.env.VITE_RUNS ?? "600",
						VITE_FEEDS: process.env.VITE_FEEDS ?? "300",
					},
				},
			},
			{
				resolve: entry("workerd"),
				plugins: [
					cloudflareTest({
						miniflare: {
							compatibilityDate: "2026-04-01",
							cf: false,
							modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
						},
					}),
				],
				test: { name: "workerd", include: everywhere },
			},
			{
				resolve: entry("browser"),
				test: {
					name: "chromium",
					include: everywhere,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: {
								args: CHROMIUM_ARGUMENTS,
								...(executablePath && { executablePath }),
							},
						}),
						instances: [{ browser: "chromium" }],
					},
				},
			},
		],
	},
});
