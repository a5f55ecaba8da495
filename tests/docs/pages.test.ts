// Every block of code in docs/ runs, and gives what its comments say.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocks, read, root, runs } from "./page.js";

test.each([
	"concepts.md",
	"runtimes.md",
	"errors.md",
	"notices.md",
	"reasons.md",
	"recipes.md",
	"security.md",
	"versions.md",
	"faq.md",
])("the code of docs/%s runs", async (page) => {
	expect(blocks(page).length).toBeGreaterThan(0);
	await runs(page);
});

/** Pages whose code needs more around it, and where it runs. */
const ELSEWHERE: Record<string, string> = {
	"hosting.md": "tests/runtimes/node/hosting-docs.test.ts",
	"schedule.md": "tests/schedule/docs.test.ts",
	"feeds.md": "tests/runtimes/node/feed-docs.test.ts",
	"locks.md": "tests/runtimes/node/reader-examples.test.ts",
};

test("no page has code that no test runs", () => {
	const pages = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
	const here = readFileSync(join(import.meta.dirname, "pages.test.ts"), "utf8");
	const untested = pages.filter(
		(page) => blocks(page).length > 0 && !here.includes(`"${page}"`) && !(page in ELSEWHERE),
	);
	expect(untested).toEqual([]);
	for (const [page, path] of Object.entries(ELSEWHERE)) {
		const text = readFileSync(join(root, path), "utf8");
		expect([text.includes(`docs/${page}`), text.includes("```js")], path).toEqual([true, true]);
	}
});

test("every link between pages leads to a page, and to a heading that is there", () => {
	const anchors = (text: string) => [
		...[...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
			title
				.toLowerCase()
				.replaceAll(/[^\p{L}\p{N} -]/gu, "")
				.replaceAll(" ", "-"),
		),
		...[...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = ""]) => id),
	];
	for (const page of readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md")))
		for (const [, path = "", anchor] of read(page).matchAll(/\]\(([^)#\s:]*)(?:#([^)\s]+))?\)/g)) {
			const target = path === "" ? page : path;
			expect(existsSync(join(root, "docs", target)), `${page}: ${target}`).toBe(true);
			if (anchor !== undefined && target.endsWith(".md"))
				expect(anchors(read(target)), `${page}: ${target}#${anchor}`).toContain(anchor);
		}
});
