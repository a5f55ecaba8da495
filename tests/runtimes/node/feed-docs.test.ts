// The code in docs/feeds.md runs unchanged, and gives what its comments say.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as latchstring from "latchstring";
import * as ical from "latchstring/ical";
import { describe, expect, test } from "vitest";
import type { StayNoteKind } from "../../../js/ical/reading.js";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const page = readFileSync(path("../../../docs/feeds.md"), "utf8");
const key = "a key that only this test knows about";
const site = latchstring.createSite({
	...{ id: "s", locks: [] },
	listings: [
		{
			...{ id: "garden", name: "Garden", timeZone: "Europe/Paris", locks: [] },
			...{ checkIn: "15:00", checkOut: "11:00" },
		},
	],
});
const text = readFileSync(path("../feeds/airbnb.ics"), "utf8");
const around = { latchstring, ical, key, site, text, stored: undefined };
const blocks = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

function run(code: string): Record<string, never> {
	const body = code
		.replaceAll(/^import (\{[^}]+\}) from "latchstring\/ical";$/gm, "const $1 = ical;")
		.replaceAll(/^import (\{[^}]+\}) from "latchstring";$/gm, "const $1 = latchstring;");
	const names = [...code.matchAll(/^const (\w+) =/gm)].map(([, name]) => name);
	const all = new Function(...Object.keys(around), `${body}\nreturn { ${names.join(", ")} };`);
	return all(...Object.values(around));
}

describe("docs/feeds.md", () => {
	test("every block runs", () => {
		expect(blocks.length).toBe(3);
		expect(run(blocks[0] ?? "")).toMatchObject({ step: { rejected: [] } });
		const { first, gone, off } = run(blocks[1] ?? "") as Record<string, ical.FeedReading>;
		expect(first?.facts).toHaveLength(3);
		expect(gone?.facts.map(({ reservation }) => reservation.hold)).toEqual([true]);
		expect(off?.facts.map(({ reservation }) => reservation.status)).toEqual(["cancelled"]);
		const { painter, known } = run(blocks[2] ?? "");
		expect([painter, known]).toEqual([
			[{ kind: "maybe_block", reservationId: "1" }],
			"not_available",
		]);
	});

	test("each note and each platform has its line", () => {
		const reading = readFileSync(path("../../../js/ical/reading.ts"), "utf8");
		const kinds = [...reading.matchAll(/^\t\t?\| "(\w+)"/gm)].map(([, kind]) => kind);
		const leftOut = reading.slice(0, reading.indexOf("export interface LeftOut"));
		const notes = kinds.filter((kind) => !leftOut.includes(`| "${kind}"`));
		expect(notes).toContain("vanished" satisfies StayNoteKind);
		for (const note of notes) expect(page, note).toContain(`\`${note}\``);
		for (const kind of kinds) expect(page, kind).toContain(`\`${kind}\``);
		for (const { name, source } of Object.values(ical.PLATFORMS)) {
			expect(page).toContain(`| ${source} |`);
			const known = name.startsWith("an exporter") ? "exporters with new UIDs" : name.split(",")[0];
			expect(page).toContain(known);
		}
	});
});
