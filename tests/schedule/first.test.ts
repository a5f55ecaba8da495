// The first picture: what stands before the rest of the element has come, that nothing moves when
// it comes, and that it comes by itself.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { served } from "../support/browser.js";
import { keep, launch, PLAIN, root } from "./pages.js";

let browser: Browser;
beforeAll(async () => {
	browser = await launch();
}, 60_000);
afterAll(() => browser?.close(), 60_000);

const WIDE = { width: 1280, height: 1400 };
const SMALL = { width: 360, height: 760 };

/** Opens the page while the rest is held back; `release` lets it through. */
async function held(
	viewport: { width: number; height: number },
	use: (page: Page, release: () => Promise<void>) => Promise<void>,
): Promise<void> {
	const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
	const page = await context.newPage();
	const errors: string[] = [];
	page.on("pageerror", (error) => errors.push(String(error)));
	let release: () => void = () => undefined;
	const gate = new Promise<void>((open) => {
		release = open;
	});
	await page.route("**/schedule/rest.js", async (route) => {
		await gate;
		await route.continue();
	});
	try {
		await served(root, async (address) => {
			await page.goto(address + PLAIN);
			await page.locator("svg.main .k-stay").first().waitFor({ state: "attached" });
			await use(page, async () => {
				release();
				await page.locator("svg.main .hit").first().waitFor({ state: "attached" });
			});
		});
		expect(errors).toEqual([]);
	} finally {
		release();
		await context.close();
	}
}

const view = (page: Page) =>
	page.evaluate(() => {
		const { from = "", to = "" } = document.querySelector("latchstring-schedule")?.view ?? {};
		return { from: Date.parse(from), to: Date.parse(to) };
	});

describe("before the rest has come", { timeout: 60_000 }, () => {
	test("the sentence, lanes, bars, bands, the guest outside, marks, names and now are there", async () => {
		await held(WIDE, async (page) => {
			await keep(page, "first-1280");
			expect(await page.locator("h2").textContent()).toContain("Tomasz Nowak waits outside");
			const count = (kind: string) => page.locator(`svg.main ${kind}`).count();
			for (const kind of [
				".k-stay",
				".k-confirmed",
				".k-outside",
				".k-glyph",
				".k-pill",
				".k-silent",
			])
				expect([kind, await count(kind)]).not.toEqual([kind, 0]);
			expect(await page.locator("svg.main .c-name").allTextContents()).toContain(
				"Tomasz Nowak••15",
			);
			expect(await page.locator("svg.main .c-door").allTextContents()).toContain("Street door");
			expect(await page.locator("svg.main .c-now").textContent()).toBe("now Sat 22:40");
			expect(await count(".hit")).toBe(0);
		});
	});

	test("plus and minus zoom, Shift pans, T shows now", async () => {
		await held(WIDE, async (page) => {
			await page.keyboard.press("Tab");
			const before = await view(page);
			const length = before.to - before.from;
			await page.keyboard.press("+");
			const near = await view(page);
			expect(near.to - near.from).toBeCloseTo(length * 0.6, -4);
			await page.keyboard.press("Shift+ArrowLeft");
			const earlier = await view(page);
			expect(earlier.from).toBeLessThan(near.from);
			await page.keyboard.press("t");
			const now = Date.parse("2026-10-24T20:40:00Z");
			const around = await view(page);
			expect((around.from + around.to) / 2).toBeCloseTo(now, -4);
			await page.keyboard.press("-");
			const far = await view(page);
			expect(far.to - far.from).toBeGreaterThan(near.to - near.from);
		});
	});
});

describe("when the rest comes", { timeout: 60_000 }, () => {
	test.each([
		["1280", WIDE],
		["360", SMALL],
	])("at %s px nothing that stands there moves", async (name, viewport) => {
		await held(viewport, async (page, release) => {
			const places = () =>
				page.evaluate(() => {
					const { shadowRoot } = document.querySelector("latchstring-schedule") ?? {};
					return ["h2", ".fig", "svg.main", ".k-stay", ".k-outside", ".c-now", ".c-door"].map(
						(one) => {
							const { x, y, height } =
								shadowRoot?.querySelector(one)?.getBoundingClientRect() ?? {};
							return [one, Math.round(x ?? 0), Math.round(y ?? 0), Math.round(height ?? 0)];
						},
					);
				});
			await keep(page, `first-${name}`);
			const before = await places();
			await release();
			const after = await places();
			// Text that wraps gives fractions of a pixel.
			const moved = after.filter((place, at) =>
				place.some((value, part) => part > 0 && Math.abs(+value - +(before[at]?.[part] ?? 0)) > 1),
			);
			expect(moved).toEqual([]);
		});
	});

	test("the focus goes on from the picture to the thing that matters most", async () => {
		await held(WIDE, async (page, release) => {
			await page.keyboard.press("Tab");
			await release();
			const focused = () =>
				page.evaluate(
					() => document.activeElement?.shadowRoot?.activeElement?.getAttribute("aria-label") ?? "",
				);
			expect(await focused()).toContain("Tomasz Nowak, Street door, outside");
			expect(await page.locator("svg.main").getAttribute("tabindex")).toBeNull();
		});
	});

	test("the tables for screen readers come without anybody asking", async () => {
		await held(WIDE, async (page, release) => {
			await release();
			await page.locator(".words table").first().waitFor({ state: "attached", timeout: 5000 });
			expect(await page.locator(".words tbody tr").count()).toBeGreaterThan(10);
		});
	});
});

test("a rest that could not be fetched is fetched again with the next picture", {
	timeout: 60_000,
}, async () => {
	const context = await browser.newContext({ viewport: WIDE });
	const page = await context.newPage();
	let tries = 0;
	await page.route("**/schedule/rest.js", async (route) => {
		tries += 1;
		await (tries === 1 ? route.abort() : route.continue());
	});
	try {
		await served(root, async (address) => {
			await page.goto(address + PLAIN);
			await page.locator("svg.main .k-stay").first().waitFor({ state: "attached" });
			await page.waitForTimeout(300);
			expect([tries, await page.locator("svg.main .hit").count()]).toEqual([1, 0]);
			await page.keyboard.press("Tab");
			await page.keyboard.press("+");
			await page.locator("svg.main .hit").first().waitFor({ state: "attached" });
			expect(tries).toBe(2);
		});
	} finally {
		await context.close();
	}
});
