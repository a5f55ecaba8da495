// Every scenario, and every error of a scenario, compiles against the TypeScript types.
// `tests/types.rs` shows the other direction: the types are those of the Rust types.
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { argumentsOf, api as everything, functionsOf } from "../support/calls.js";
import { scenarios as files, type Scenario } from "../support/golden.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const scenarios = Object.values(files).flat();
// Inside the repository, so that the package finds itself by its own name.
const work = mkdtempSync(join(root, "tests/packaging/.types-"));

afterAll(() => rmSync(work, { recursive: true, force: true }));

/** One scenario as TypeScript: a good one has to fit, a bad one only has to name its error well. */
function compiled({ name, call, input, output, error }: Scenario): string {
	const title = `// ${name.replaceAll("\n", " ")}\n`;
	if (error !== undefined)
		return `${title}({ ...${JSON.stringify(error)} } as const) satisfies types.ErrorDetails;`;
	const given = argumentsOf(call, input).map((argument) => JSON.stringify(argument));
	const called = isRejected(output) ? "" : `() => api.${call}(${given.join(", ")});\n`;
	return `${title}${called}(${JSON.stringify(output)}) satisfies ReturnType<typeof api.${call}>;`;
}

/** Whether a step found a fact that is none: such an input fits no type, on purpose. */
function isRejected(output: unknown): boolean {
	const { rejected = [] } = (output ?? {}) as { rejected?: { because: { kind: string } }[] };
	return rejected.some(({ because }) => because.kind === "invalid");
}

async function errorsOf(source: string): Promise<string> {
	writeFileSync(join(work, "scenarios.mts"), source);
	const options = [
		"--ignoreConfig",
		"--noEmit",
		"--strict",
		"--exactOptionalPropertyTypes",
		"--target",
		"es2022",
		"--types",
		"",
	];
	const modules = ["--module", "nodenext", "--skipLibCheck", join(work, "scenarios.mts")];
	const tsc = join(root, "node_modules/.bin/tsc");
	const { stdout } = await promisify(execFile)(tsc, [...options, ...modules], {
		maxBuffer: 1 << 26,
	}).catch((failed: { stdout: string }) => failed);
	return stdout;
}

const HEAD = `import * as main from "latchstring";
import * as virtual from "latchstring/virtual";
import type * as types from "latchstring";
const api = { ...main, ...virtual };
`;

test("the input and the output of every scenario fit the types", {
	timeout: 180_000,
}, async () => {
	expect(await errorsOf(HEAD + scenarios.map(compiled).join("\n"))).toBe("");
});

test("N1, D4: a notice and a command have the fields of their kind", {
	timeout: 180_000,
}, async () => {
	const source = `
declare const notice: types.Notice;
declare const command: types.Command;
if (notice.kind === "lock_unreachable") {
	notice.values.cause satisfies types.NoticeCause;
	notice.lockId satisfies string;
	notice.values.batteryPercent satisfies undefined;
}
if (notice.kind === "access_ready" && notice.to === "guest") {
	notice.values.doors satisfies types.DoorAccess[];
	notice.values.slot satisfies undefined;
}
if (command.kind === "change_window") {
	command.window satisfies types.CommandWindow;
	command.window.startsAtLocal satisfies string | undefined;
}
if (command.kind === "read_lock") {
	command.codeId satisfies undefined;
	// @ts-expect-error: a reading is about all codes.
	command.codeId satisfies string;
}
command.codeId satisfies string | undefined;
notice.lockId satisfies string | undefined;
`;
	expect(await errorsOf(HEAD + source)).toBe("");
});

test("a scenario that does not fit is found", { timeout: 180_000 }, async () => {
	const wrong = {
		name: "wrong",
		call: "checkCode",
		input: { code: "1234", lengths: [4] },
		output: [{ kind: "nonsense" }],
	};
	const errors = await errorsOf(HEAD + compiled(wrong));
	expect(errors).toContain("lengths");
	expect(errors).toContain("nonsense");
});

test("the functions of TypeScript are those that Rust knows, and each has a scenario", () => {
	const api =
		readFileSync(join(root, "js/generated/types.ts"), "utf8").split(
			"export interface Functions {",
		)[1] ?? "";
	const typed = [...api.matchAll(/^\t"?([\w.]+)"?: \{ input/gm)].map(([, name]) => name ?? "");
	const open = typed.filter((name) => !name.includes("."));
	expect(functionsOf(everything)).toEqual([...open].sort());

	const sources = [
		"src/api.rs",
		"src/api/sites.rs",
		"src/api/virtual_lock.rs",
		"src/api/forecasts.rs",
	]
		.map((path) => readFileSync(join(root, path), "utf8"))
		.join();
	const known = [...sources.matchAll(/^\s+"([\w.]+)" =>/gm)].map(([, name]) => name ?? "");
	expect([...known].sort()).toEqual([...typed].sort());

	const shown = new Set(scenarios.map(({ call }) => call));
	// A version changes with each release, and an open site is not JSON.
	const elsewhere = ["openSite", "version"];
	expect(open.filter((name) => !shown.has(name) && !elsewhere.includes(name))).toEqual([]);
});

test("the published types name no mark of a rule", () => {
	const pkg = join(root, "pkg");
	const files = readdirSync(pkg, { recursive: true, encoding: "utf8" });
	const types = files.filter((name) => name.endsWith(".d.ts"));
	expect(types).toContain("generated/types.d.ts");
	for (const name of types) {
		const text = readFileSync(join(pkg, name), "utf8");
		const marks = /\b[PWTABECSVNLODIFMR][1-9]\d?b?\b|\([PWTABECSVNLODIFMRH](, [A-Z])*\)/g;
		expect([name, ...(text.match(marks) ?? [])]).toEqual([name]);
	}
});
