// The element in Chromium: strict policy, keyboard, pointer, touch, large text, small screens.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keep, launch, noted, noteEvents, opened, PLAIN } from "./pages.js";

let browser: Browser;
beforeAll(async () => {
	browser = await launch();
}, 60_000);
afterAll(() => browser?.close(), 60_000);

const focused = (page: Page) =>
	page.evaluate(
		() => document.activeElement?.shadowRoot?.activeElement?.getAttribute("aria-label") ?? "",
	);
/** The middle of what has a certain beginning of its name, in pixels of the page. */
const middleOf = async (page: Page, name: string) => {
	const box = await page.locator(`svg.main .hit[data-id^="${name}"]`).first().boundingBox();
	if (box === null) throw new Error(`${name} is not there`);
	return { x: box.x + box.width / 2, y: box.y + box.height / 2, box };
};
const WIDE = { viewport: { width: 1280, height: 1400 } };
const SMALL = { viewport: { width: 360, height: 760 } };

describe("a page whose policy forbids inline styles, and text as markup", {
	timeout: 60_000,
}, () => {
	test.each([
		["1280-light", WIDE],
		["1280-dark", { ...WIDE, colorScheme: "dark" as const }],
		["360-light", SMALL],
		["360-dark", { ...SMALL, colorScheme: "dark" as const }],
		["forced", { ...WIDE, forcedColors: "active" as const }],
	])(
		"%s: it is drawn, nothing is refused, nothing is cut off, and axe finds nothing",
		async (name, options) => {
			await opened(browser, PLAIN, options, async (page) => {
				const heading = page.locator("h2");
				expect(await heading.textContent()).toContain("Tomasz Nowak waits outside for 3 h 30 min.");
				const overflow = await page.evaluate(
					() => document.documentElement.scrollWidth - innerWidth,
				);
				expect(overflow).toBeLessThanOrEqual(0);
				const { violations } = await new AxeBuilder({ page }).analyze();
				expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
				await keep(page, name);
			});
		},
	);

	test("two elements on one page do not disturb each other", async () => {
		await opened(browser, PLAIN, WIDE, async (page) => {
			await page.evaluate(() => {
				const first = document.querySelector("latchstring-schedule");
				if (first === null) return;
				const second = document.createElement("latchstring-schedule");
				second.setAttribute("range", "night");
				Object.assign(second, { data: first.data, past: first.past, listings: first.listings });
				first.after(second);
			});
			await page
				.locator("latchstring-schedule")
				.nth(1)
				.locator("svg.main .hit")
				.first()
				.waitFor({ state: "attached" });
			const pressed = page.locator('latchstring-schedule .seg [aria-pressed="true"]');
			expect(await pressed.allTextContents()).toEqual(["9 days", "Night"]);
		});
	});

	test("text of twice the size makes taller lanes, and nothing wider than the page", async () => {
		const heightAt = (size: string) =>
			opened(browser, PLAIN, SMALL, async (page) => {
				await page.evaluate((size) => {
					const sheet = new CSSStyleSheet();
					sheet.replaceSync(`html{font-size:${size}}`);
					document.adoptedStyleSheets = [sheet];
					window.dispatchEvent(new Event("resize"));
				}, size);
				await page.setViewportSize({ width: 361, height: 760 });
				await page.waitForTimeout(300);
				await keep(page, `360-text-${size.replace("%", "")}`);
				const overflow = await page.evaluate(
					() => document.documentElement.scrollWidth - innerWidth,
				);
				expect(overflow).toBeLessThanOrEqual(0);
				const name = await page
					.locator("svg.main .c-door")
					.first()
					.evaluate((node) => getComputedStyle(node).fontSize);
				const box = await page.locator("svg.main").boundingBox();
				return { name, height: box?.height ?? 0 };
			});
		const [usual, large] = [await heightAt("100%"), await heightAt("200%")];
		expect([usual.name, large.name]).toEqual(["14px", "28px"]);
		expect(large.height).toBeGreaterThan(usual.height * 1.8);
	});

	test("on paper it is light, the tools are gone, and the words are there", async () => {
		await opened(browser, PLAIN, { ...WIDE, colorScheme: "dark" }, async (page) => {
			await page.emulateMedia({ media: "print", colorScheme: "dark" });
			await keep(page, "print");
			expect(await page.locator(".tools").isVisible()).toBe(false);
			const height = async () => (await page.locator(".words").boundingBox())?.height;
			await expect.poll(height, { timeout: 15_000 }).toBeGreaterThan(200);
			const colour = await page
				.locator(".card")
				.first()
				.evaluate((node) => getComputedStyle(node).backgroundColor);
			expect(colour).toBe("rgb(255, 255, 255)");
		});
	});
});

describe("the keyboard", { timeout: 60_000 }, () => {
	test("one stop for Tab; arrows walk through time and rows; a key finds the guest outside", async () => {
		await opened(browser, PLAIN, WIDE, async (page) => {
			await noteEvents(page);
			expect(await page.locator('svg.main .hit[tabindex="0"]').count()).toBe(1);
			await page.locator('svg.main .hit[tabindex="0"]').focus();
			// It begins where the problem is.
			expect(await focused(page)).toBe(
				"Tomasz Nowak, Street door, outside Sun 25 Oct, 02:30 summer time to 05:00, 3 h 30 min",
			);
			await page.keyboard.press("Home");
			const first = await focused(page);
			await page.keyboard.press("ArrowRight");
			expect(await focused(page)).not.toBe(first);
			await page.keyboard.press("ArrowLeft");
			expect(await focused(page)).toBe(first);
			await page.keyboard.press("ArrowDown");
			expect(await focused(page)).not.toBe(first);
			await page.keyboard.press("n");
			expect(await focused(page)).toContain("outside");
			await page.keyboard.press("Enter");
			await keep(page, "focus");
			expect((await noted(page)).filter(([name]) => name === "select").at(-1)?.[1]).toMatchObject({
				kind: "outside",
				lockId: "street",
				reservationId: "direct-0043",
				from: "2026-10-25T00:30:00.000Z",
			});
			await page.keyboard.press("Escape");
			expect((await noted(page)).filter(([name]) => name === "select").at(-1)?.[1]).toBeNull();
		});
	});

	test("every thing and event is reached by the right arrow alone", async () => {
		await opened(browser, PLAIN, WIDE, async (page) => {
			await page.locator('svg.main .hit[tabindex="0"]').focus();
			await page.keyboard.press("Home");
			const count = await page.locator("svg.main .hit").count();
			const seen = new Set([await focused(page)]);
			for (let step = 0; step < count + 5; step++) {
				await page.keyboard.press("ArrowRight");
				seen.add(await focused(page));
			}
			const all = await page
				.locator("svg.main .hit")
				.evaluateAll((nodes) => nodes.map((node) => node.getAttribute("aria-label")));
			expect([...seen].sort()).toEqual([...new Set(all)].sort());
		});
	});

	test("plus and minus zoom, Shift pans, a key shows now; nothing moves where motion is unwelcome", async () => {
		await opened(browser, PLAIN, { ...WIDE, reducedMotion: "reduce" }, async (page) => {
			const view = () => page.evaluate(() => document.querySelector("latchstring-schedule")?.view);
			const hours = async () => {
				const { from = "", to = "" } = (await view()) ?? {};
				return (Date.parse(to) - Date.parse(from)) / 36e5;
			};
			const before = await hours();
			await page.locator('svg.main .hit[tabindex="0"]').focus();
			await page.keyboard.press("+");
			expect(await hours()).toBeCloseTo(before * 0.6, 5);
			await page.keyboard.press("-");
			expect(await hours()).toBeCloseTo(before, 1);
			await page.keyboard.press("+");
			await page.keyboard.press("+");
			const from = (await view())?.from ?? "";
			await page.keyboard.press("Shift+ArrowLeft");
			expect(Date.parse((await view())?.from ?? "")).toBeLessThan(Date.parse(from));
			await page.keyboard.press("t");
			const { from: start = "", to: end = "" } = (await view()) ?? {};
			expect(Date.parse(start)).toBeLessThan(Date.parse("2026-10-24T20:40:00Z"));
			expect(Date.parse(end)).toBeGreaterThan(Date.parse("2026-10-24T20:40:00Z"));
		});
	});

	test("the end of a stay moves in steps of 15 minutes, Enter keeps it, Escape puts it back", async () => {
		await opened(browser, PLAIN, WIDE, async (page) => {
			await noteEvents(page);
			const stay = page.locator('svg.main .hit[data-id^="street|stay|direct-0043"]');
			await stay.focus();
			await page.keyboard.press("e");
			for (let step = 0; step < 8; step++) await page.keyboard.press("ArrowRight");
			await page.waitForTimeout(100);
			await keep(page, "edge");
			expect(await page.locator(".tip").textContent()).toContain(
				"Check-out Wed 12:00, was Wed 10:00",
			);
			await page.keyboard.press("Escape");
			expect((await noted(page)).some(([name]) => name === "change")).toBe(false);
			await page.keyboard.press("e");
			await page.keyboard.press("ArrowRight");
			await page.keyboard.press("Enter");
			expect((await noted(page)).find(([name]) => name === "change")?.[1]).toEqual({
				lockId: "street",
				reservationId: "direct-0043",
				listingId: "attic",
				edge: "end",
				at: "2026-10-28T09:15:00Z",
				atLocal: "2026-10-28T10:15:00+01:00",
				was: "2026-10-28T09:00:00Z",
				wasLocal: "2026-10-28T10:00:00+01:00",
			});
			await page.waitForTimeout(50);
			expect(await page.locator("p.sr[role=status]").textContent()).toContain(
				"Check-out Wed 10:15",
			);
		});
	});

	test("a silence is painted without a pointer", async () => {
		await opened(browser, PLAIN, WIDE, async (page) => {
			await noteEvents(page);
			await page.locator('svg.main .hit[data-id^="attic-door|stay|direct-0043"]').focus();
			await page.keyboard.press("x");
			await page.keyboard.press("Shift+ArrowRight");
			await page.keyboard.press("Enter");
			expect((await noted(page)).find(([name]) => name === "suppose")?.[1]).toEqual({
				lockId: "attic-door",
				kind: "silent",
				from: "2026-10-25T00:30:00Z",
				to: "2026-10-25T05:30:00Z",
			});
		});
	});
});

describe("the pointer", { timeout: 60_000 }, () => {
	test("hover shows a tip after a while, a click selects the red one rather than the stay under it", async () => {
		await opened(browser, PLAIN, WIDE, async (page) => {
			const { x, y } = await middleOf(page, "street|outside");
			await page.mouse.move(x, y);
			await page.waitForTimeout(300);
			expect(await page.locator(".tip").textContent()).toContain("Tomasz Nowak");
			await page.mouse.down();
			await page.mouse.up();
			await page.waitForTimeout(50);
			expect(await page.locator(".details .tag").textContent()).toContain("Guest outside");
		});
	});

	test("dragging pans, the wheel with Ctrl zooms at the pointer", async () => {
		await opened(browser, PLAIN, { ...WIDE, reducedMotion: "reduce" }, async (page) => {
			await page.getByRole("button", { name: "3 days" }).click();
			const view = async () => {
				const { from = "", to = "" } =
					(await page.evaluate(() => document.querySelector("latchstring-schedule")?.view)) ?? {};
				return { from: Date.parse(from), to: Date.parse(to) };
			};
			const before = await view();
			const { x, y } = await middleOf(page, "garden-door|stay|HMW8T4N6BX");
			await page.mouse.move(x, y);
			await page.mouse.down();
			await page.mouse.move(x + 200, y, { steps: 5 });
			await page.mouse.up();
			const after = await view();
			expect(after.from).toBeLessThan(before.from);
			expect(after.to - after.from).toBe(before.to - before.from);
			await page.keyboard.down("Control");
			await page.mouse.wheel(0, -100);
			await page.waitForTimeout(100);
			expect((await view()).to - (await view()).from).toBeLessThan(before.to - before.from);
		});
	});

	test("an edge is dragged with a ghost of before, and a strip is painted", async () => {
		await opened(browser, PLAIN, WIDE, async (page) => {
			await noteEvents(page);
			const { box } = await middleOf(page, "garden-door|stay|HMW8T4N6BX");
			const end = { x: box.x + box.width - 1, y: box.y + 10 };
			await page.mouse.move(end.x, end.y);
			await page.mouse.down();
			await page.mouse.move(end.x - 60, end.y, { steps: 6 });
			await page.waitForTimeout(100);
			await keep(page, "drag");
			expect(await page.locator(".k-ghost").count()).toBe(1);
			await page.mouse.up();
			const change = (await noted(page)).find(([name]) => name === "change")?.[1];
			expect(change).toMatchObject({
				reservationId: "HMW8T4N6BX",
				edge: "end",
				was: "2026-10-26T12:00:00Z",
			});
			expect(Date.parse(change?.at ?? "") % 900_000).toBe(0);
			const strip = await page.locator("svg.main .k-answers").nth(2).boundingBox();
			if (strip === null) throw new Error("no strip");
			const at = { x: strip.x + strip.width - 200, y: strip.y };
			await page.mouse.move(at.x, at.y);
			await page.mouse.down();
			await page.mouse.move(at.x + 60, at.y, { steps: 5 });
			await page.waitForTimeout(100);
			await keep(page, "paint");
			expect(await page.locator(".k-brush").count()).toBe(1);
			await page.mouse.up();
			expect((await noted(page)).find(([name]) => name === "suppose")?.[1]).toMatchObject({
				kind: "silent",
			});
		});
	});

	test("the cross of a chip tells that a trouble is no longer supposed", async () => {
		await opened(browser, PLAIN, WIDE, async (page) => {
			await noteEvents(page);
			await page.locator(".chip button").click();
			expect((await noted(page)).find(([name]) => name === "forget")?.[1]).toMatchObject({
				index: 0,
			});
		});
	});

	test("a finger taps for a sheet from below, and every control is large enough for it", async () => {
		await opened(browser, PLAIN, { ...SMALL, hasTouch: true, isMobile: true }, async (page) => {
			const { x, y } = await middleOf(page, "street|outside");
			await page.touchscreen.tap(x, y);
			await page.waitForTimeout(100);
			await keep(page, "sheet");
			expect(await page.locator(".sheet h3").textContent()).toBe("Tomasz Nowak");
			const small = await page
				.locator("button:visible")
				.evaluateAll(
					(all) =>
						all
							.map((one) => one.getBoundingClientRect())
							.filter(({ height, width }) => height < 44 || width < 44).length,
				);
			expect(small).toBe(0);
		});
	});
});

describe("a house of forty doors", { timeout: 60_000 }, () => {
	const many = (page: Page) =>
		page.evaluate(() => {
			const element = document.querySelector("latchstring-schedule");
			if (!element?.data || !("preview" in element.data)) return;
			const { preview } = element.data;
			const lanes = Array.from({ length: 40 }, (_, place) => {
				// Nobody waits at the last doors.
				const lane = preview.lanes[place < 30 ? place % 3 : 1];
				if (lane === undefined) throw new Error("no lane");
				return { ...lane, lockId: `${lane.lockId}-${place}`, door: `${lane.door} ${place}` };
			});
			Object.assign(element, {
				past: undefined,
				data: { ...element.data, preview: { ...preview, lanes } },
			});
		});

	test("what lies beyond the screen is made when it is scrolled to, walked to, or printed", async () => {
		await opened(browser, PLAIN, WIDE, async (page) => {
			await page.evaluate(() =>
				document.querySelector("latchstring-schedule")?.setAttribute("fold", "none"),
			);
			await many(page);
			const last = page.locator('svg.main .hit[data-id*="-39|"]');
			await page.waitForTimeout(200);
			expect(await last.count()).toBe(0);
			await page.evaluate(() => {
				const box = document
					.querySelector("latchstring-schedule")
					?.shadowRoot?.querySelector("svg.main")
					?.getBoundingClientRect();
				scrollTo(0, (box?.bottom ?? 0) + scrollY - innerHeight);
			});
			await page.waitForTimeout(200);
			expect(await last.count()).toBeGreaterThan(0);
			await page.evaluate(() => scrollTo(0, 0));
			await page.waitForTimeout(200);
			await page.locator('svg.main .hit[tabindex="0"]').focus();
			for (let step = 0; step < 400 && !(await focused(page)).includes(" 39"); step++)
				await page.keyboard.press("ArrowDown");
			expect(await focused(page)).toContain(" 39");
			await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
			// Walking has scrolled to the end; paper has what lies between, too.
			const between = page.locator('svg.main .hit[data-id*="-20|"]');
			expect(await between.count()).toBeGreaterThan(0);
			await page.evaluate(() => dispatchEvent(new Event("afterprint")));
			await page.waitForTimeout(100);
			expect(await between.count()).toBe(0);
		});
	});

	test("calm doors fold to thin lines, and a button shows them all", async () => {
		await opened(browser, PLAIN, WIDE, async (page) => {
			await many(page);
			await page.waitForTimeout(200);
			const height = async () => (await page.locator("svg.main").boundingBox())?.height ?? 0;
			const folded = await height();
			await keep(page, "folded");
			await page.getByRole("button", { name: "Show all doors" }).click();
			await page.waitForTimeout(100);
			expect(await height()).toBeGreaterThan(folded + 800);
			await page.getByRole("button", { name: "Fold calm doors" }).click();
			await page.waitForTimeout(100);
			expect(await height()).toBe(folded);
		});
	});
});
