// Builds the page of examples/demo into target/demo: static files that any file host can serve.
// With `--serve` this script serves them to this machine. The package has to be built.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { build } from "esbuild";
import { root, target } from "./common.js";

const demo = join(root, "examples/demo");

/** Bundles the page into a folder, which then holds nothing else. */
export async function bundleDemo(folder) {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const file of ["index.html", "icon.svg"]) copyFileSync(join(demo, file), join(folder, file));
	copyFileSync(join(root, "pkg/latchstring.wasm"), join(folder, "latchstring.wasm"));
	await build({
		entryPoints: { demo: join(demo, "main.ts"), "demo-style": join(demo, "styles/demo.css") },
		outdir: folder,
		bundle: true,
		// The reader of calendars is a part of its own, which is fetched with the first calendar.
		splitting: true,
		chunkNames: "[name]-[hash]",
		minify: true,
		format: "esm",
		target: "es2022",
		conditions: ["browser"],
		external: ["*.wasm", "icon.svg"],
		logLevel: "warning",
	});
	return folder;
}

const TYPES = {
	".css": "text/css",
	".html": "text/html",
	".js": "text/javascript",
	".svg": "image/svg+xml",
	".wasm": "application/wasm",
};

/** Serves the files of a folder to this machine. */
export function serve(folder, port) {
	const server = createServer(({ url = "/" }, response) => {
		const name = url.split("?")[0] === "/" ? "index.html" : url.split("?")[0].slice(1);
		const type = TYPES[extname(name)];
		try {
			if (type === undefined || name.includes("/")) throw new Error("no file of the page");
			response.setHeader("content-type", type).end(readFileSync(join(folder, name)));
		} catch {
			response.writeHead(404).end();
		}
	});
	return new Promise((listening) => server.listen(port, "127.0.0.1", () => listening(server)));
}

if (process.argv[1] === import.meta.filename) {
	const folder = await bundleDemo(join(target, "demo"));
	console.log(`The demo, for any file host: ${folder}`);
	if (process.argv.includes("--serve")) {
		const server = await serve(folder, Number(process.env.PORT ?? 8788));
		console.log(`The demo here: http://127.0.0.1:${server.address().port} (Ctrl-C stops it)`);
	}
}
