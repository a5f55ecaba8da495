// The examples in the documentation of latchstring/zwave, matter and ttlock run as they stand
// there, and the tables in docs/locks.md are those of the codecs. `WRITE_DOCS=1` writes the tables.
import { readFileSync, writeFileSync } from "node:fs";
import * as matter from "latchstring/matter";
import * as ttlock from "latchstring/ttlock";
import * as zwave from "latchstring/zwave";
import { describe, expect, test } from "vitest";
import { FAILURES as MATTER } from "../../../js/matter/failures.js";
import { FAILURES as TTLOCK } from "../../../js/ttlock/failures.js";
import { FAILURES as ZWAVE } from "../../../js/zwave/failures.js";
import "latchstring";

const root = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const command = { kind: "read_lock", id: "c1", lockId: "front", deadline: "2026-10-20T06:01:00Z" };
const now = new Date("2026-10-20T06:00:00Z");

const node = {
	...{ ready: true, accessControl: {}, commandClasses: {}, supportsCC: () => false },
	...{ getValue: () => 30, on: () => undefined, off: () => undefined },
};
const driver = {
	options: { interview: { queryAllUserCodes: true } },
	controller: { nodes: new Map([[4, node]]) },
};
const state = { numberOfTotalUsersSupported: 10, numberOfPinUsersSupported: 10 };
const endpoint = { act: (actor: (agent: object) => unknown) => actor({ doorLock: { state } }) };
const account = {
	...{ clientId: "id", clientSecret: "secret", username: "host", passwordMd5: "0".repeat(32) },
};
const request = { method: "POST", path: "/v3/lock/detail", form: { lockId: "2340912" } };
const stacks: Record<string, { entry: object; around: Record<string, unknown> }> = {
	zwave: {
		entry: zwave,
		around: {
			...{ command, answers: [], driver, node, lock: { keeps: "user_code", places: 30, now } },
		},
	},
	matter: { entry: matter, around: { command, answers: [], endpoint } },
	ttlock: {
		entry: ttlock,
		around: {
			...{ command, answers: [], account, request, clientId: "id", accessToken: "token" },
		},
	},
};
const FILES = ["requests", "facts", "platform", "events"];

for (const [name, { entry, around }] of Object.entries(stacks)) {
	const texts = FILES.map((file) => {
		try {
			return read(`js/${name}/${file}.ts`);
		} catch {
			return "";
		}
	}).join("\n");
	const examples = [
		...texts.matchAll(
			/@example\n((?: \* [^\n]*\n)+) \*\/\nexport (?:async )?(?:const|function) (\w+)/g,
		),
	];
	describe(name, () => {
		test.each(examples.map(([, text = "", called = ""]) => [called, text]))(
			"the example of %s runs",
			async (called, text) => {
				const lines = text.replaceAll(/^ \* ?/gm, "");
				const own = [...lines.matchAll(/^const (?:\{ ([^}]+) \}|(\w+)) =/gm)].flatMap(
					([, several, one]) =>
						(several ?? one ?? "").split(", ").map((key) => key.replace(/.*: /, "")),
				);
				const given: Record<string, unknown> = { ...entry, ...around };
				const keys = Object.keys(given).filter((key) => !own.includes(key));
				const body = `return (async () => {\n${lines}\nreturn [${own}];\n})();`;
				const values = await new Function(...keys, body)(...keys.map((key) => given[key]));
				expect(lines).toContain(`${called}(`);
				expect(values.length).toBeGreaterThan(0);
			},
		);

		test("each function has an example", () => {
			const all = Object.keys(entry).filter((key) => key !== "LatchstringError");
			expect(examples.map(([, , called]) => called).sort()).toEqual(all.sort());
		});
	});
}

test("the tables of docs/locks.md are those of the codecs", () => {
	const tables: Record<string, string[]> = {
		"zwave failures": [
			"| error | its name | failure | a write may have left |",
			"|---|---|---|---|",
			...Object.entries(ZWAVE).map(
				([code, { name, failure, sent }]) =>
					`| ${code} | \`${name}\` | \`${failure}\` | ${sent ? "yes: `unknown`" : "no"} |`,
			),
		],
		"matter failures": [
			"| status | its name | failure |",
			"|---|---|---|",
			...Object.entries(MATTER).map(
				([code, { name, failure }]) => `| ${code} | \`${name}\` | \`${failure}\` |`,
			),
		],
		"ttlock failures": [
			"| errcode | what it says | failure |",
			"|---|---|---|",
			...Object.entries(TTLOCK).map(
				([code, { says, failure }]) => `| ${code.replace("-", "−")} | ${says} | \`${failure}\` |`,
			),
		],
	};
	const written = read("docs/locks.md");
	let text = written;
	for (const [name, rows] of Object.entries(tables)) {
		const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- /${name} -->)`);
		expect(text, name).toMatch(place);
		text = text.replace(place, (_, start, end) => `${start}${rows.join("\n")}${end}`);
	}
	if (process.env.WRITE_DOCS === "1") writeFileSync(new URL("docs/locks.md", root), text);
	else expect(written).toBe(text);
});

test("the blocks of docs/locks.md about these stacks run", async () => {
	const blocks = [...read("docs/locks.md").matchAll(/^```js\n([\s\S]*?)^```$/gm)]
		.map(([, block = ""]) => block)
		.filter((block) => /from "latchstring\/(?:zwave|matter|ttlock)"/.test(block));
	expect(blocks).toHaveLength(3);
	for (const block of blocks) {
		const [, name = ""] = /from "latchstring\/(\w+)"/.exec(block) ?? [];
		const { entry, around } = stacks[name] ?? { entry: {}, around: {} };
		const given: Record<string, unknown> = { ...entry, ...around };
		const lines = block.replaceAll(/^import .*$/gm, "");
		const body = `return (async () => {\n${lines}\nreturn platform;\n})();`;
		const own = [...lines.matchAll(/^const (?:\{ ([^}]+) \}|(\w+)) =/gm)].flatMap(
			([, several, one]) => (several ?? one ?? "").split(", "),
		);
		const keys = Object.keys(given).filter((key) => !own.includes(key));
		const made = await new Function(...keys, body)(...keys.map((key) => given[key]));
		expect(typeof made.run).toBe("function");
	}
});
