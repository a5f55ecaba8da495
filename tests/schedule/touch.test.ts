// Fingers on the drawing, in Chromium: touches as a screen sends them, several at once.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keep, launch, noted, noteEvents, opened, PLAIN } from "./pages.js";

let browser: Browser;
beforeAll(async () => {
	browser = await launch();
}, 60_000);
afterAll(() => browser?.close(), 60_000);

const PHONE = { viewport: { width: 360, height: 760 }, hasTouch: true, isMobile: true };

interface At {
	x: number;
	y: number;
}

/** What fingers may do on a page; each call says where all of them are. */
async function fingersOf(page: Page) {
	const session = await page.context().newCDPSession(page);
	const send = (type: "touchStart" | "touchMove" | "touchEnd", all: At[]) =>
		session.send("Input.dispatchTouchEvent", {
			type,
			touchPoints: all.map(({ x, y }, id) => ({ x, y, id })),
		});
	return {
		down: (...all: At[]) => send("touchStart", all),
		/** Moves from one place to another in small steps, as fingers do. */
		move: async (from: At[], to: At[], steps = 8) => {
			for (let step = 1; step <= steps; step++)
				await send(
					"touchMove",
					from.map((at, finger) => ({
						x: at.x + (((to[finger]?.x ?? at.x) - at.x) * step) / steps,
						y: at.y + (((to[finger]?.y ?? at.y) - at.y) * step) / steps,
					})),
				);
		},
		up: (...left: At[]) => send("touchEnd", left),
	};
}

const view = (page: Page) =>
	page.evaluate(() => {
		const { from = "", to = "" } = document.querySelector("latchstring-schedule")?.view ?? {};
		return { from: Date.parse(from), to: Date.parse(to) };
	});

const boxOf = async (page: Page, selector: string) => {
	const one = page.locator(`svg.main ${selector}`).first();
	await one.scrollIntoViewIfNeeded();
	const box = await one.boundingBox();
	if (box === null) throw new Error(`${selector} is not there`);
	return box;
};

/** The instant at a place of the drawing, of which all of the width is time on a phone. */
const instantAt = async (page: Page, x: number) => {
	const { from, to } = await view(page);
	const box = await page.locator("svg.main").boundingBox();
	return from + ((x - (box?.x ?? 0)) / (box?.width ?? 1)) * (to - from);
};

const told = async (page: Page, name: string) =>
	(await noted(page)).filter(([one]) => one === name).map(([, detail]) => detail);

describe("fingers", { timeout: 60_000 }, () => {
	test("two fingers zoom, and what lies between them stays there", async () => {
		await opened(browser, PLAIN, PHONE, async (page) => {
			await noteEvents(page);
			const { y } = await boxOf(page, ".k-stay");
			const fingers = await fingersOf(page);
			const before = await view(page);
			const middle = await instantAt(page, 180);
			const apart = (by: number) => [
				{ x: 180 - by, y: y + 10 },
				{ x: 180 + by, y: y + 10 },
			];
			await fingers.down(...apart(40));
			await fingers.move(apart(40), apart(120));
			await fingers.up();
			await page.waitForTimeout(100);
			const after = await view(page);
			expect((after.to - after.from) / (before.to - before.from)).toBeCloseTo(1 / 3, 1);
			expect(Math.abs((await instantAt(page, 180)) - middle)).toBeLessThan(20 * 60_000);
			// Told once, where the fingers rest; no finger has selected anything on the way.
			expect(await told(page, "view")).toHaveLength(1);
			expect(await told(page, "select")).toEqual([]);
			await keep(page, "pinch");
		});
	});

	test("one finger pans along time, and the page does not select what it began on", async () => {
		await opened(browser, PLAIN, PHONE, async (page) => {
			await noteEvents(page);
			await page.getByRole("button", { name: "Night" }).tap();
			await page.waitForTimeout(400);
			const { y } = await boxOf(page, ".k-stay");
			const fingers = await fingersOf(page);
			const before = await view(page);
			await fingers.down({ x: 100, y: y + 10 });
			await fingers.move([{ x: 100, y: y + 10 }], [{ x: 220, y: y + 12 }]);
			await fingers.up();
			await page.waitForTimeout(100);
			const after = await view(page);
			expect(after.from).toBeLessThan(before.from);
			expect(after.to - after.from).toBe(before.to - before.from);
			expect(await told(page, "select")).toEqual([]);
		});
	});

	test("a long press on a strip paints a silence; a finger that moves at once pans instead", async () => {
		await opened(browser, PLAIN, PHONE, async (page) => {
			await noteEvents(page);
			const strip = await boxOf(page, ".k-answers");
			const at = { x: strip.x + strip.width - 140, y: strip.y };
			const to = { x: at.x + 60, y: at.y };
			const fingers = await fingersOf(page);
			await fingers.down(at);
			await fingers.move([at], [to]);
			await fingers.up();
			expect(await told(page, "supposing")).toEqual([]);
			expect((await told(page, "view")).length).toBe(1);
			await fingers.down(at);
			await page.waitForTimeout(600);
			expect(await page.locator("svg.main .k-brush").count()).toBe(1);
			await fingers.move([at], [to]);
			await keep(page, "long-press");
			await fingers.up();
			await page.waitForTimeout(100);
			const [trouble] = await told(page, "suppose");
			expect(trouble).toMatchObject({ lockId: "street", kind: "silent" });
			const length = Date.parse(trouble?.to ?? "") - Date.parse(trouble?.from ?? "");
			expect(length).toBeGreaterThan(3_600_000);
			// The page stays where it is while a finger paints.
			expect((await told(page, "view")).length).toBe(1);
		});
	});

	test("an edge moves under a finger only where its stay is selected and has handles", async () => {
		await opened(browser, PLAIN, PHONE, async (page) => {
			await noteEvents(page);
			const stay = '.hit[data-id^="garden-door|stay|HMW8T4N6BX"]';
			const edge = async () => {
				const box = await boxOf(page, stay);
				return { x: box.x + box.width - 2, y: box.y + 12 };
			};
			const fingers = await fingersOf(page);
			const drag = async () => {
				const from = await edge();
				await fingers.down(from);
				await fingers.move([from], [{ x: from.x - 40, y: from.y }]);
				await fingers.up();
				await page.waitForTimeout(100);
			};
			await drag();
			expect(await told(page, "change")).toEqual([]);
			const box = await boxOf(page, stay);
			await page.touchscreen.tap(box.x + box.width / 2, box.y + 12);
			await page.waitForTimeout(100);
			expect(await page.locator("svg.main .k-handle").count()).toBeGreaterThan(0);
			await drag();
			const [change] = await told(page, "change");
			expect(change).toMatchObject({ reservationId: "HMW8T4N6BX", edge: "end" });
			expect(Date.parse(change?.at ?? "")).toBeLessThan(Date.parse(change?.was ?? ""));
		});
	});
});
