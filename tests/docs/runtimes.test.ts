// The blocks of docs/recipes.md that are for a Worker and for a page run there.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { expect, test } from "vitest";
import { launchChromium, served } from "../support/browser.js";
import { blocks, root } from "./page.js";

interface Answer {
	rejected: unknown[];
	queued: number;
}

const [worker = ""] = blocks("recipes.md", "js worker");
const [page = ""] = blocks("recipes.md", "html");

test("the Durable Object of the recipe takes facts, keeps its site and sets its alarm", async () => {
	const bundled = await build({
		stdin: { contents: worker, resolveDir: root },
		bundle: true,
		format: "esm",
		conditions: ["workerd"],
		external: ["*.wasm"],
		write: false,
	});
	const miniflare = new Miniflare({
		modules: [
			{ type: "ESModule", path: "worker.js", contents: bundled.outputFiles[0]?.text ?? "" },
			{
				type: "CompiledWasm",
				path: "latchstring.wasm",
				contents: readFileSync(join(root, "pkg/latchstring.wasm")),
			},
		],
		compatibilityDate: "2026-04-01",
		durableObjects: { HOUSES: "House" },
		bindings: { PIN_KEY: "thirty-two bytes that nobody knows!" },
		cf: false,
	});
	try {
		const send = async (facts: unknown[]) => {
			const sent = { method: "POST", body: JSON.stringify(facts) };
			return (await miniflare.dispatchFetch("http://localhost/", sent)).json();
		};
		const day = (from: number) =>
			new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
		const lock = { id: "front", revision: 1, name: "Front door", profile: "nuki" };
		const listing = {
			...{ id: "loft", revision: 1, name: "Loft", timeZone: "Europe/Lisbon" },
			...{ checkIn: "16:00", checkOut: "10:00", locks: ["front"] },
		};
		const reservation = {
			...{ id: "HM4XQ2", revision: 1, listingId: "loft", status: "confirmed" },
			...{ guest: { name: "Ada" }, arrival: day(1), departure: day(3) },
		};
		const set = (await send([
			{ type: "lock", lock },
			{ type: "listing", listing },
		])) as Answer;
		expect(set.rejected).toEqual([]);
		// The lock's spare codes.
		expect(set.queued).toBeGreaterThan(0);
		const booked = (await send([{ type: "reservation", reservation }])) as Answer;
		expect(booked.rejected).toEqual([]);
		// The site is kept: nothing is new the second time.
		expect(await send([{ type: "reservation", reservation }])).toEqual({ rejected: [], queued: 0 });
	} finally {
		await miniflare.dispose();
	}
});

test("the page of the recipe draws a schedule", async () => {
	const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	const published = `https://cdn.jsdelivr.net/npm/latchstring@${version}/pkg/`;
	expect(page.split(published)).toHaveLength(3);
	const browser = await launchChromium();
	try {
		const opened = await browser.newPage();
		await opened.route("**/recipe.html", (route) =>
			route.fulfill({
				contentType: "text/html",
				body: `<!doctype html><meta charset="utf-8">${page.replaceAll(published, "/pkg/")}`,
			}),
		);
		await served(root, async (address) => {
			await opened.goto(`${address}/recipe.html`);
			await opened.waitForFunction(
				() =>
					document.querySelector("latchstring-schedule")?.shadowRoot?.querySelector("svg") !==
						null &&
					document
						.querySelector("latchstring-schedule")
						?.shadowRoot?.textContent?.includes("Front door"),
			);
		});
	} finally {
		await browser.close();
	}
});
