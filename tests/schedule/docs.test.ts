// The code of docs/schedule.md runs as it stands there.
import * as latchstring from "latchstring";
import { expect, test } from "vitest";
import house from "../../examples/house.json" with { type: "json" };
import * as entry from "../../js/schedule.js";
import { read } from "./pages.js";

const blocks = [...read("docs/schedule.md").matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(
	([, code = ""]) => code,
);

/** As much of a page as the blocks touch. */
function page() {
	const schedule = {
		suppose: [],
		heard: {} as Record<string, (event: { detail: unknown }) => void>,
	} as Record<string, unknown>;
	schedule.addEventListener = (name: string, hear: (event: { detail: unknown }) => void) => {
		(schedule.heard as Record<string, unknown>)[name] = hear;
	};
	return {
		schedule,
		document: { createElement: () => schedule, body: { append: () => undefined } },
	};
}

test("every block of the document runs, and gives what the element takes", () => {
	expect(blocks).toHaveLength(3);
	const now = "2026-10-24T20:40:00Z";
	const key = "a key that only this test knows about";
	const facts = house.reservations.map(
		(reservation) => ({ type: "reservation", reservation }) as latchstring.Fact,
	);
	const { site } = latchstring.advance(
		latchstring.createSite(house.site as latchstring.NewSite),
		facts,
		{ now, key },
	);
	const assume = [{ lockId: "street", kind: "silent", from: now, to: "2026-10-25T04:00:00Z" }];
	const { schedule, document } = page();
	const body = blocks
		.join("\n")
		.replaceAll(/^import "latchstring\/schedule";$/gm, "")
		.replaceAll(/^import (\{[^}]+\}) from "latchstring\/schedule";$/gm, "const $1 = entry;");
	expect(body).not.toMatch(/^import /m);
	const run = new Function(
		"document",
		"preview",
		"forecast",
		"site",
		"now",
		"assume",
		"entry",
		`"use strict";\n${body}\nreturn svg;`,
	);
	const svg = run(document, latchstring.preview, latchstring.forecast, site, now, assume, entry);
	expect(svg).toMatch(/^<svg .*<\/svg>$/s);
	expect((schedule.data as latchstring.Forecast).preview.lanes).toHaveLength(3);
	(schedule.heard as Record<string, (event: object) => void>)["latchstring-suppose"]?.({
		detail: assume[0],
	});
	expect(schedule.suppose).toEqual(assume);
});

test("the document names every event, property and attribute", () => {
	const text = read("docs/schedule.md");
	const source = read("js/schedule/detail.ts") + read("js/schedule/element.ts");
	const events = [...source.matchAll(/"(latchstring-[a-z]+)":/g)].map(([, name = ""]) => name);
	const properties = [...source.matchAll(/^\tset (\w+)\(/gm)].map(([, name = ""]) => name);
	const attributes = [
		...(/OBSERVED = \[([^\]]+)/.exec(source)?.[1] ?? "").matchAll(/"(\w+)"/g),
	].map(([, name = ""]) => name);
	expect([events.length, properties.length, attributes.length]).toEqual([8, 6, 7]);
	for (const name of [...events, ...properties, ...attributes])
		expect(text).toContain(`\`${name}\``);
});
