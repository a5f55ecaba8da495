// The examples in the documentation of latchstring/virtual run as they stand there.
import { readFileSync } from "node:fs";
import * as latchstring from "latchstring";
import * as virtualEntry from "latchstring/virtual";
import { expect, test } from "vitest";

const source = readFileSync(new URL("../../../js/api/virtual.ts", import.meta.url), "utf8");
const documented = [...source.matchAll(/@example\n([\s\S]*?) \*\/\nexport const (\w+)/g)];

const key = "a key that only this test knows about";
const now = "2026-05-01T12:00:00Z";
const front = { id: "front", name: "Front door", profile: "nuki" };
const site = latchstring.createSite({
	id: "casa",
	locks: [front],
	listings: [
		{
			id: "flat",
			name: "Flat",
			timeZone: "Europe/Paris",
			checkIn: "15:00",
			checkOut: "11:00",
			locks: ["front"],
		},
	],
});
const [command] = latchstring.advance(site, [], { now, key }).commands;
const virtual = virtualEntry.virtualLock(front);

for (const [, text = "", name = ""] of documented) {
	test(`the example of ${name} runs`, () => {
		const code = text.replaceAll(/^ \* ?/gm, "");
		const own = [...code.matchAll(/^const (?:\{ ([\w, ]+) \}|(\w+)) =/gm)].flatMap(
			([, several, one]) => (several ?? one ?? "").split(", "),
		);
		const around: Record<string, unknown> = {
			...latchstring,
			...virtualEntry,
			...{ site, command, virtual, now, key },
		};
		const names = Object.keys(around).filter((each) => !own.includes(each));
		const run = new Function(...names, `"use strict";\n${code}\nreturn { ${own.join(", ")} };`);
		const declared = run(...names.map((each) => around[each]));
		expect(code).toContain(`${name}(`);
		for (const each of own)
			if (each !== "wakeAt" && each !== "pausedUntil") expect(declared[each]).toBeDefined();
	});
}

test("each function has an example", () => {
	const functions = Object.keys(virtualEntry).filter(
		(name) => !/^(load|LatchstringError)$/.test(name),
	);
	expect(documented.map(([, , name]) => name).sort()).toEqual(functions.sort());
});
