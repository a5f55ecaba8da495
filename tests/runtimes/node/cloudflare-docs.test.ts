// The Worker in README.md and in docs/hosting.md runs unchanged, with the wrangler.jsonc beside it.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare, Response } from "miniflare";
import { expect, test } from "vitest";
import { HOUSE } from "../../support/cloudflare/house.js";
import { OPERATOR, ROW_KEYS } from "../../support/cloudflare/lab.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const blockOf = (file: string, fence: string) =>
	new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(read(file))?.[1] ?? "";

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
