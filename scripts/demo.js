// Builds the page of examples/demo into target/demo: static files that any file host can serve. With
// `--serve` it serves them to this machine. The package has to be built.
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root, target } from "./common.js";

export const demo = join(root, "examples/demo");

/** Bundles the page into a folder. */
export async function bundleDemo(folder) {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const file of ["index.html", "icon.svg"])
		copyFileSync(join(demo, file), join(folder, file));
	copyFileSync(join(root, "pkg/latchstring.wasm"), join(folder, "latchstring.wasm"));
	await build({
		entryPoints: { demo: join(demo, "main.ts"), "demo-style": join(demo, "styles/demo.css") },
		outdir: folder,
		bundle: true,
		splitting: true,
		minify: true,
		format: "esm",
		target: "es2022",
		conditions: ["browser"],
		external: ["*.wasm", "icon.svg"],
		logLevel: "warning",
	});
	return folder;
}

if (process.argv[1] === import.meta.filename) {
	const folder = await bundleDemo(join(target, "demo"));
	console.log(`The demo: static files in ${folder}`);
}
