// The page in Chromium: strict policy, keyboard, keypad, calendar, address, paper, small screens.
// `LONG=1` looks at more states, themes and sizes.
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../support/browser.js";
import { badNight, built, clockTo, keep, opened, ready, SMALL, WIDE } from "./pages.js";

let browser: Browser;
let folder: string;
beforeAll(async () => {
	[browser, folder] = await Promise.all([launchChromium(), built()]);
}, 60_000);
afterAll(() => browser?.close(), 60_000);

const isLong = process.env.LONG === "1";
const verdict = (page: Page) => page.locator("#verdict").innerText();
const minutesOf = (page: Page) => page.locator("#minutes .number b").allInnerTexts();
const overflow = (page: Page) =>
	page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
async function complaints(page: Page) {
	const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
	return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}
/** Makes all text of a page as large as a reader likes it. */
const textSize = (page: Page, size: string) =>
	page.evaluate((size) => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(`html{font-size:${size}}`);
		document.adoptedStyleSheets = [sheet];
		window.dispatchEvent(new Event("resize"));
	}, size);

const looks = [
	["wide and light", WIDE, "light"],
	["small and dark", SMALL, "dark"],
	...(isLong
		? ([
				["wide and dark", WIDE, "dark"],
				["small and light", SMALL, "light"],
				["a tablet", { viewport: { width: 900, height: 1100 } }, "light"],
			] as const)
		: []),
] as const;

describe("the page", { timeout: 60_000 }, () => {
	test.each(looks)(
		"%s: calm at first, then a bad night; axe finds nothing, nothing is cut off, also large or on paper",
		async (name, size, colorScheme) => {
			await opened(browser, folder, { ...size, colorScheme }, async (page) => {
				expect(await verdict(page)).toBe("Nothing is broken yet. Everybody gets in.");
				expect(await minutesOf(page)).toEqual(["0", "0", "0", "0"]);
				expect(await overflow(page)).toBeLessThanOrEqual(0);
				if (isLong) expect(await complaints(page)).toEqual([]);
				await badNight(page);
				expect(await verdict(page)).toContain("Tomasz Nowak came at 02:30 and got in.");
				for (const fold of await page.locator("#record details").all())
					await fold.evaluate((node: HTMLDetailsElement) => {
						node.open = true;
					});
				expect(await complaints(page)).toEqual([]);
				expect(await overflow(page)).toBeLessThanOrEqual(0);
				await keep(page, name.replaceAll(" ", "-"));
				await (size === SMALL ? inLarge(page) : onPaper(page));
			});
		},
	);

	/** On a small screen: text of twice the size is not wider than the page. */
	async function inLarge(page: Page) {
		await textSize(page, "200%");
		await page.setViewportSize({ width: 361, height: 760 });
		await page.waitForTimeout(200);
		await keep(page, "small-large-text");
		expect(await overflow(page)).toBeLessThanOrEqual(0);
	}

	/** On paper there is no control, and the words are there. */
	async function onPaper(page: Page) {
		await page.emulateMedia({ media: "print" });
		for (const id of ["#run", "#scrub", "#changes", "#locks", "#try"])
			expect(await page.locator(id).isVisible()).toBe(false);
		for (const id of ["#verdict", "#minutes", "#phone", "#why", "#inbox", "#house"])
			expect(await page.locator(id).isVisible()).toBe(true);
		await keep(page, "print");
	}
});

describe("by keyboard alone", { timeout: 60_000 }, () => {
	test("the night is played, the clock runs in steps and stops, a code is typed and tried", async () => {
		await opened(browser, folder, WIDE, async (page) => {
			/** Tabs until something has the focus. */
			const tabTo = async (id: string) => {
				for (let step = 0; step < 80; step++) {
					await page.keyboard.press("Tab");
					if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
				}
				throw new Error(`Tab does not come to ${id}`);
			};
			await page.keyboard.press("Tab");
			expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
			await page.keyboard.press("Enter");
			await tabTo("bad-night");
			await page.keyboard.press("Enter");
			await expect.poll(() => page.locator("#time").innerText(), { timeout: 8_000 }).toBe("22:03");
			await page.locator("#run").press("Space");
			expect(await page.locator("#run").innerText()).toBe("Run");
			await page.locator("#scrub").press("End");
			expect(await page.locator("#time").innerText()).toBe("17:00");
			await clockTo(page, 520);
			await page.locator("#keypad .keys button").first().focus();
			await page.keyboard.type("1234");
			expect(await page.locator("#typed").innerText()).toBe("1234");
			await page.locator("#try").press("Enter");
			expect(await page.locator("#answer").innerText()).toContain("Nobody was told this code.");
		});
	});
});

describe("the keypad", { timeout: 60_000 }, () => {
	test("the code on the phone opens; the own code stays shut, and the page says why", async () => {
		await opened(browser, folder, WIDE, async (page) => {
			await badNight(page);
			const spare = await page.locator("#phone code.spare").last().innerText();
			await page.locator(".use").click();
			expect(await page.locator("#typed").innerText()).toBe(spare);
			await page.locator("#try").click();
			expect(await page.locator("#answer").innerText()).toMatch(
				/^Opens\s*Tomasz Nowak was told this backup\.$/,
			);
			const own = await page.locator("#phone code").first().innerText();
			for (const digit of own)
				await page.locator(".keys").getByRole("button", { name: digit, exact: true }).click();
			await page.locator("#try").click();
			expect(await page.locator("#answer").innerText()).toMatch(
				/^Stays shut\s*This is Tomasz Nowak’s code\. On this lock it opens from Sun 25 Oct, 16:00\. The times changed/,
			);
		});
	});
});

describe("what breaks", { timeout: 60_000 }, () => {
	test("a lock is unplugged, a battery dies, answers get lost: the card and the sentence say so", async () => {
		await opened(browser, folder, WIDE, async (page) => {
			const street = page.locator('[data-lock="street"]');
			const attic = page.locator('[data-lock="attic-door"]');
			const garden = page.locator('[data-lock="garden-door"]');
			await street.getByRole("switch", { name: /Plugged in/ }).click();
			await attic.getByRole("button", { name: /Empty the battery/ }).click();
			await garden.getByRole("switch", { name: /Cloud answers/ }).click();
			await clockTo(page, 30);
			expect(await street.locator(".state").innerText()).toBe("silent for 30 min");
			expect(await attic.locator(".state").innerText()).toBe("no power");
			expect(await garden.locator(".state").innerText()).toBe("answers get lost");
			expect(await verdict(page)).toContain("The street door has been silent since 18:00.");
			expect(await page.locator("latchstring-schedule .chip").count()).toBe(1);
			await page.locator("latchstring-schedule .chip button").click();
			expect(await street.locator(".state").innerText()).toBe("answers");
			await page.locator("#restart").click();
			await bookings(page);
			await byHand(page);
		});
	});

	/** A booking is changed, cancelled and mistyped; a cleaner comes; inbox and record follow. */
	async function bookings(page: Page) {
		await page.locator("#longer").click();
		expect(await page.locator("#phone").innerText()).toContain(
			"Check-out is now Wed 28 Oct, 12:00.",
		);
		await page.locator("#cancel").click();
		expect(await page.locator("#phone").innerText()).toContain("cancelled");
		expect(await page.locator("#cancel").innerText()).toBe("Book it again");
		await page.locator("#change-who").selectOption({ index: 0 });
		await page.locator("#slip").click();
		expect(await page.locator("#inbox").innerText()).toMatch(/typ|slip/i);
		await page.locator("#cleaner").click();
		expect(await page.locator("#who").inputValue()).toBe("cleaner");
		await page.locator("#record summary").first().click();
		await expect.poll(() => page.locator("#record tbody tr").count()).toBeGreaterThan(2);
	}

	/** An edge that is dragged and a silence that is painted change the house. */
	async function byHand(page: Page) {
		await page.evaluate(() => {
			const schedule = document.querySelector("latchstring-schedule");
			const tell = (name: string, detail: object) =>
				schedule?.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
			tell("latchstring-change", {
				reservationId: "direct-0041",
				edge: "start",
				atLocal: "2026-10-26T16:00:00+01:00",
			});
			tell("latchstring-suppose", {
				lockId: "attic-door",
				kind: "silent",
				from: "2026-10-24T20:00:00Z",
				to: "2026-10-25T20:00:00Z",
			});
		});
		await page.locator("#who").selectOption("direct-0041");
		expect(await page.locator("#phone").innerText()).toContain(
			"Check-in is now Mon 26 Oct, 16:00.",
		);
		expect(await page.locator("latchstring-schedule .chip").innerText()).toContain("Attic silent");
	}
});

describe("what comes in and goes out", { timeout: 60_000 }, () => {
	const calendar = readFileSync(
		new URL("../../examples/garden-airbnb.ics", import.meta.url),
		"utf8",
	);

	test("a calendar that is dropped becomes stays of a flat of one's own", async () => {
		await opened(browser, folder, WIDE, async (page) => {
			const data = await page.evaluateHandle((text) => {
				const transfer = new DataTransfer();
				transfer.items.add(new File([text], "mine.ics", { type: "text/calendar" }));
				return transfer;
			}, calendar);
			await page.dispatchEvent("#drop", "drop", { dataTransfer: data });
			await expect
				.poll(() => page.locator("#ics-said").innerText(), { timeout: 15_000 })
				.toMatch(/in “Your flat” now/);
			expect(await page.locator('[data-lock="your-door"]').isVisible()).toBe(true);
			expect(await page.locator("#who option:checked").innerText()).toBe("Guest 1");
			await page.locator("#ics").setInputFiles({
				name: "no.ics",
				mimeType: "text/calendar",
				buffer: Buffer.from("no calendar"),
			});
			await expect
				.poll(() => page.locator("#ics-said").innerText())
				.toContain("This is no calendar that can be read");
		});
	});

	test("the address holds the night: whoever opens it sees the same; the night is saved as JSON", async () => {
		await opened(browser, folder, WIDE, async (page, address) => {
			await badNight(page, 251);
			expect(await page.locator(".hero em").innerText()).toBe(
				"Jonas Weber has stood outside the street door since 22:10.",
			);
			const [download] = await Promise.all([
				page.waitForEvent("download"),
				page.locator("#save").click(),
			]);
			const saved = JSON.parse(readFileSync(await download.path(), "utf8"));
			expect(Object.keys(saved)).toEqual(["name", "key", "site", "steps"]);
			expect(saved.steps.length).toBeGreaterThan(40);
			await clockTo(page, 1000);
			expect(await verdict(page)).toMatch(
				/^The night is over\. Guests waited outside for 2 min; with “program and hope” it is 20 h/,
			);
			await clockTo(page, 520);
			const [said, numbers] = [await verdict(page), await minutesOf(page)];
			await expect.poll(() => page.evaluate(() => location.hash.length)).toBeGreaterThan(100);
			await page.waitForTimeout(300);
			const hash = await page.evaluate(() => location.hash);
			expect(hash.length).toBeLessThan(4000);
			await page.goto("about:blank");
			await page.goto(`${address}/index.html${hash}`);
			await ready(page);
			expect([await verdict(page), await minutesOf(page)]).toEqual([said, numbers]);
			expect(await page.locator("#time").innerText()).toBe("02:40");
			await page.locator("#restart").click();
			await expect.poll(() => page.evaluate(() => location.hash)).toBe("");
		});
	});
});

test.runIf(isLong)("forced colours keep every pattern", { timeout: 60_000 }, async () => {
	await opened(browser, folder, { ...WIDE, forcedColors: "active" }, async (page) => {
		await badNight(page);
		await keep(page, "forced");
		expect(await complaints(page)).toEqual([]);
	});
});
