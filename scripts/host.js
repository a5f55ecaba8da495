// Bundles the local host of examples/page and runs it in workerd. The package has to be built.
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./common.js";
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
	rmSync(made, { recursive: true, force: true });
	mkdirSync(made, { recursive: true });
	for (const file of ["page.html", "page.css"]) copyFileSync(join(host, file), join(made, file));
	copyFileSync(join(root, "pkg/latchstring.wasm"), join(made, "latchstring.wasm"));
	const entry = (name, condition) =>
		build({
			entryPoints: [join(host, `${name}.ts`)],
			outdir: made,
			bundle: true,
			format: "esm",
			target: "es2022",
			conditions: [condition],
			external: ["*.wasm", "cloudflare:*"],
			logLevel: "warning",
		});
	await Promise.all([entry("worker", "workerd"), entry("page", "browser")]);
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
