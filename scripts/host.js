// Bundles the demo and the Worker of examples/page, and runs both in workerd. The package has to be
// built.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./common.js";
import { bundleDemo } from "./demo.js";
import { bindingsOf, keysOfHouse, openHouse, state } from "./live.js";

const host = join(root, "examples/page");
// The folder in wrangler.jsonc: the Worker, and the files that it serves, with one module for both.
const made = join(root, "target/host");

Object.assign(process.env, {
	WRANGLER_SEND_METRICS: "false",
	CLOUDFLARE_CF_FETCH_ENABLED: "false",
	X_LOCAL_EXPLORER: "false",
});
const { unstable_startWorker } = await import("wrangler");

const port = Number(process.env.PORT ?? 8787);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
	stop("PORT is no port: give a number up to 65535");
if (!(await isFree(port)))
	stop(`port ${port} is taken: choose another one, such as PORT=${port + 1} npm start`);

// Whatever ends this process ends workerd, too: wrangler sees to it for the other signals.
process.on("SIGHUP", () => process.exit(129));

await bundle();
const keys = keysOfHouse();
const worker = await unstable_startWorker({
	config: join(host, "wrangler.jsonc"),
	bindings: bindingsOf(keys),
	dev: {
		inspector: false,
		logLevel: "warn",
		persist: state,
		remote: false,
		server: { hostname: "127.0.0.1", port },
	},
});
await worker.ready;
const token = await openHouse(await worker.url, keys);
console.log(`The example house: ${await worker.url} (Ctrl-C stops it)`);
console.log(`Its API is at /openapi.json, and takes the token ${token}`);

async function bundle() {
	await bundleDemo(made);
	// The page asks the Worker for its answer where its root element names the address.
	const page = join(made, "index.html");
	const html = readFileSync(page, "utf8");
	writeFileSync(page, html.replace('<html lang="en">', '<html lang="en" data-worker="api/house">'));
	await build({
		entryPoints: [join(host, "worker.ts")],
		outdir: made,
		bundle: true,
		format: "esm",
		target: "es2022",
		conditions: ["workerd"],
		external: ["*.wasm", "cloudflare:*"],
		logLevel: "warning",
	});
}

async function isFree(port) {
	const probe = createServer();
	const free = await new Promise((tried) => {
		probe.once("error", () => tried(false)).listen(port, "127.0.0.1", () => tried(true));
	});
	probe.close();
	return free;
}

function stop(why) {
	console.error(why);
	process.exit(1);
}
