// The examples in the documentation of latchstring/seam and latchstring/pms, and in docs/locks.md,
// run as they stand there.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as pms from "../../../js/pms.js";
import * as seam from "../../../js/seam.js";
import { guesty, hospitable } from "../feeds/pms.js";
import { code, event, unmanaged } from "../feeds/seam-codes.js";
import { device } from "../feeds/seam-devices.js";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const FILES = [
	...["seam/lock", "seam/codes", "seam/event", "seam/codec/requests", "seam/codec/facts"],
	...["seam/runner/platform"],
	...["pms/guesty", "pms/hospitable"],
];

const documented = FILES.flatMap((file) => [
	...read(`js/${file}.ts`).matchAll(/@example\n([\s\S]*?) \*\/\nexport const (\w+)/g),
]);

const door = device("nuki_lock");
const around: Record<string, unknown> = {
	...seam,
	...pms,
	device: door,
	managed: { access_codes: [code({ device_id: door.device_id })] },
	unmanaged: { access_codes: [unmanaged({ device_id: door.device_id })] },
	event: event("device.connected"),
	webhookEvent: event("device.connected"),
	site: { locks: [{ id: door.device_id }] },
	command: { kind: "remove_code", id: "c1", lockId: "d", deadline: "2026-10-20T06:01:00Z" },
	answers: [{ path: "/access_codes/delete", status: 200, body: {} }],
	accessCode: code({}),
	guestyReservation: guesty(),
	hospitableReservation: hospitable(),
};

function run(text: string, own: Record<string, unknown> = {}): Record<string, unknown> {
	const names = [...text.matchAll(/^const (?:\{ ([\w, ]+) \}|(\w+)) =/gm)].flatMap(
		([, several, one]) => (several ?? one ?? "").split(", "),
	);
	const given = { ...around, ...own };
	const keys = Object.keys(given).filter((name) => !names.includes(name));
	const body = `"use strict";\n${text}\nreturn { ${names.join(", ")} };`;
	return new Function(...keys, body)(...keys.map((name) => given[name as keyof typeof given]));
}

for (const [, text = "", name = ""] of documented) {
	test(`the example of ${name} runs`, () => {
		const declared = run(text.replaceAll(/^ \* ?/gm, ""));
		expect(text).toContain(`${name}(`);
		for (const [key, value] of Object.entries(declared))
			if (!["read", "leftOut", "next"].includes(key)) expect(value, key).toBeDefined();
	});
}

test("each function has an example", () => {
	const functions = Object.keys({ ...seam, ...pms }).filter((name) => name !== "LatchstringError");
	expect(documented.map(([, , name]) => name).sort()).toEqual(functions.sort());
});

const blocks = [...read("docs/locks.md").matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(
	([, block = ""]) => block.replaceAll(/^import .*$/gm, ""),
);

test("the first block of docs/locks.md runs", () => {
	const lists = { managed: [], unmanaged: [] };
	const declared = run(blocks[0] ?? "", lists);
	expect(Object.keys(declared)).toEqual(["lock", "notes", "report", "facts", "read"]);
});

test("the second block of docs/locks.md runs", async () => {
	const body = `return (async () => {\n${blocks[1]}\n})();`;
	const names = ["facts", "requests", "command", "deviceId", "send", "inbox"];
	const heard: unknown[] = [];
	const send = async ({ path }: { path: string }) => ({ path, status: 200, body: {} });
	const inbox = async (facts: unknown[]) => void heard.push(...facts);
	const values = [seam.facts, seam.requests, around.command, "d", send, inbox];
	await new Function(...names, body)(...values);
	expect(heard).toMatchObject([{ type: "command_result", failure: "not_found" }]);
	expect(blocks.filter((block) => block.includes("todo"))).toHaveLength(1);
});
