// W9, F49: the time zone of the machine and its Intl decide nothing.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { localTimes } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { WINDOWS_ZONES } from "../../../js/ical/windows-zones.js";
import { ASKED, readings } from "../feeds/all.js";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const all = () => ASKED.map((asked) => readings(asked));

test("w9 the golden file is what this runtime gives", () => {
	const file = path("../../golden/feeds.json");
	if (process.env.WRITE_FEEDS) writeFileSync(file, `${JSON.stringify(all(), null, "\t")}\n`);
	expect(JSON.stringify(JSON.parse(readFileSync(file, "utf8")))).toBe(JSON.stringify(all()));
});

describe("f49 w9 a process in", { timeout: 120_000 }, () => {
	let script = "";
	beforeAll(async () => {
		const { outputFiles } = await build({
			stdin: {
				contents: `import { ASKED, readings } from "../feeds/all.ts";
					const real = Intl.DateTimeFormat;
					Intl.DateTimeFormat = function () { throw new Error("nobody asks Intl"); };
					process.stdout.write(JSON.stringify(ASKED.map((asked) => readings(asked))));
					Intl.DateTimeFormat = real;`,
				resolveDir: path("."),
				loader: "ts",
			},
			...{ bundle: true, platform: "node", format: "esm", write: false },
			plugins: [
				{
					name: "the built package as it is",
					setup({ onResolve }) {
						const built = new URL("../../../pkg/ical-node.js", import.meta.url).href;
						onResolve({ filter: /^latchstring\/ical$/ }, () => ({ path: built, external: true }));
					},
				},
			],
		});
		script = outputFiles[0]?.text ?? "";
	});

	test.each([
		"UTC",
		"America/Los_Angeles",
		"Pacific/Kiritimati",
		"Asia/Beirut",
		"Pacific/Apia",
		"Europe/Dublin",
	])("%s gives the same bytes", (TZ) => {
		const given = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
			env: { ...process.env, TZ },
			encoding: "utf8",
			maxBuffer: 2 ** 26,
		});
		expect(given).toBe(JSON.stringify(all()));
	});
});

test("w10 each Windows name has a zone of the table", () => {
	const zones = Object.values(WINDOWS_ZONES);
	expect(zones.length).toBeGreaterThan(130);
	for (const zone of zones) expect(localTimes({ instants: [], timeZone: zone })).toEqual([]);
});
