// The Worker in README.md and in docs/hosting.md runs unchanged, with the wrangler.jsonc beside it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare, Response } from "miniflare";
import { expect, test, vi } from "vitest";
import { HOUSE } from "../../support/cloudflare/house.js";
import { OPERATOR, ROW_KEYS } from "../../support/cloudflare/lab.js";

// A machine that does other things takes its time.
vi.setConfig({ testTimeout: 60_000 });

const root = fileURLToPath(new URL("../../..", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const blockOf = (file: string, fence: string) =>
	new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(read(file))?.[1] ?? "";

test("the schemas of the API are those of the types", () => {
	const { status, stderr } = spawnSync("node", ["scripts/schemas.js", "--check"], { cwd: root });
	expect(status, String(stderr)).toBe(0);
});

test("the Worker of the documents fits the types", () => {
	// Inside the repository, so that the package finds itself by its own name.
	const folder = mkdtempSync(join(root, "tests/packaging/.types-"));
	const env = "{ SEAM_KEY: string; NOTIFY_URL: string; NOTIFY_SECRET: string }";
	const head = `import type { SiteEnv } from "latchstring/cloudflare";\ninterface Env extends SiteEnv ${env}\n`;
	writeFileSync(join(folder, "worker.mts"), head + blockOf("README.md", "ts"));
	const strict = ["--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--noEmit"];
	const runtime = ["--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom"];
	const { status, stdout } = spawnSync(
		join(root, "node_modules/.bin/tsc"),
		["--ignoreConfig", ...strict, ...runtime, join(folder, "worker.mts")],
		{ encoding: "utf8" },
	);
	rmSync(folder, { recursive: true });
	expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});

test("the Worker of the documents makes a site and asks Seam for its codes", async () => {
	const code = blockOf("docs/hosting.md", "ts");
	expect(blockOf("README.md", "ts")).toBe(code);
	const config = JSON.parse(blockOf("docs/hosting.md", "jsonc").replace(/^\s*\/\/.*$/gm, ""));
	const [{ name, class_name: className }] = config.durable_objects.bindings;
	expect(config.migrations[0].new_sqlite_classes).toEqual([className]);
	const { outputFiles } = await build({
		stdin: { contents: code, resolveDir: root, loader: "ts" },
		...{ bundle: true, format: "esm", target: "es2022", write: false, logLevel: "error" },
		...{ conditions: ["workerd"], external: ["*.wasm", "cloudflare:*"] },
	});
	const asked: string[] = [];
	const miniflare = new Miniflare({
		modules: [
			{ type: "ESModule", path: "worker.js", contents: outputFiles[0]?.text ?? "" },
			{
				type: "CompiledWasm",
				path: "latchstring.wasm",
				contents: readFileSync(join(root, "pkg/latchstring.wasm")),
			},
		],
		compatibilityDate: config.compatibility_date,
		durableObjects: { [name]: { className, useSQLite: true } },
		cf: false,
		bindings: {
			...{ PIN_KEY: "a key that only this test knows about", ROW_KEYS, SEAM_KEY: "seam_key" },
			...{ NOTIFY_URL: "https://notices.example.com/", NOTIFY_SECRET: `whsec_${"bm90".repeat(8)}` },
			OPERATOR_TOKEN_SHA256: createHash("sha256").update(OPERATOR).digest("hex"),
		},
		// Nothing leaves this machine.
		outboundService: (request: { url: string }) => {
			asked.push(request.url);
			return new Response('{"error":{"type":"busy"}}', { status: 503 });
		},
	});
	const made = await miniflare.dispatchFetch("https://host.example/v1/sites/casa", {
		...{ method: "PUT", body: JSON.stringify(HOUSE) },
		headers: { authorization: `Bearer ${OPERATOR}`, "content-type": "application/json" },
	});
	expect(made.status).toBe(201);
	await expect.poll(() => asked).toContain("https://connect.getseam.com/access_codes/create");
	await miniflare.dispose();
}, 60_000);
