// Builds pkg/, which is published: the module, its glue, the entries as ESM and CommonJS, types.
// `--typescript` takes the module as it was built last.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import {
	hash,
	once,
	root,
	run,
	runTogether,
	say,
	target,
	tools,
	WASM_TARGET,
	xtask,
} from "./common.js";

const pkg = join(root, "pkg");
const raw = join(target, WASM_TARGET, "release", "latchstring.wasm");
const made = join(target, "module");
/** What the module's build writes below `made`, under the names that it has in pkg/. */
const [wasm, glue, inline] = ["latchstring.wasm", "core/glue.js", "core/inline-bytes.js"];
/** What TypeScript knows of an imported `.wasm` file. */
const declaration = "latchstring.wasm.d.ts";
/** What stands for `import.meta.url` in CommonJS. */
const ADDRESS = 'const import_meta_url = require("node:url").pathToFileURL(__filename).href;\n';

const SMALLER = [
	"-Oz",
	"--skip-pass=memory-packing",
	// By default a function with one caller moves into it, which makes the module smaller and its
	// gzip larger.
	"--one-caller-inline-max-function-size=0",
	// The first kilobyte is the far end of the stack, and no address points there.
	"--low-memory-unused",
];

if (!process.argv.includes("--typescript")) await buildModule();

say("TypeScript to pkg/");
rmSync(pkg, { recursive: true, force: true });
run("tsc", []);
copyFileSync(join(root, "js", declaration), join(pkg, declaration));
for (const name of [wasm, glue, inline]) copyFileSync(join(made, name), join(pkg, name));
await withoutComments();
await commonJs();

async function buildModule() {
	say("rules to WebAssembly");
	run("cargo", ["fetch", "--quiet", "--locked"]);
	// The last part of the module's build takes one core, and the tools another one.
	await runTogether(
		[
			"cargo",
			["build", "--release", "--locked", "--target", WASM_TARGET, "--lib"],
			{ RUSTFLAGS: withoutPaths() },
		],
		["cargo", ["build", "--quiet", "--locked", "--package", "xtask", "--target-dir", tools]],
	);
	const key = () => [
		hash(raw, "Cargo.lock", "package.json", "xtask/src/main.rs", "scripts/build.js"),
		...[wasm, glue, inline].map((name) => tag(join(made, name))),
	];
	await once("module", key, optimize);
}

/** Keeps this machine's folders out of the module, so that every machine builds the same one. */
function withoutPaths() {
	const sources = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry", "src");
	const flags = readdirSync(sources).map(
		(folder) => `--remap-path-prefix=${join(sources, folder)}=crates`,
	);
	// SHA-256 as a loop: a PIN takes two blocks, and unrolled it is the largest function of all.
	const compact = '--cfg=sha2_backend_soft="compact"';
	return [process.env.RUSTFLAGS ?? "", compact, ...flags].join(" ").trim();
}

function optimize() {
	say("glue and optimizer");
	const bound = join(target, "glue");
	run(xtask, ["bindgen", raw, bound]);
	mkdirSync(join(made, "core"), { recursive: true });
	// Control flow that is taken apart and built anew first comes out smaller.
	const anew = ["--flatten", "--rereloop"];
	const first = join(bound, "first.wasm");
	run("wasm-opt", [...anew, ...SMALLER, join(bound, "glue_bg.wasm"), "-o", first]);
	run("wasm-opt", [...SMALLER, first, "-o", join(made, wasm)]);
	writeFileSync(join(made, glue), instances(readFileSync(join(bound, "glue.js"), "utf8")));
	const base64 = readFileSync(join(made, wasm)).toString("base64");
	writeFileSync(join(made, inline), `export const base64 =\n\t"${base64}";\n`);
}

/**
 * The glue keeps its one instance in variables for ever. As the body of a function, each call of
 * the function has an instance of its own. What fetches and compiles a module is cut off, since it
 * takes no module of another realm. Random bytes come from outside, where their errors are read.
 */
function instances(glue) {
	const random = "globalThis.crypto.getRandomValues(";
	const parts =
		/^([\s\S]*?)^export (function call\([\s\S]*?)^async function __wbg_load\([\s\S]*^export [^\n]*\n*$/m;
	const [, before, rest] = parts.exec(glue) ?? [];
	if (rest === undefined || /^export /m.test(before + rest) || rest.split(random).length !== 2) {
		throw new Error("the glue of wasm-bindgen has another form than build.js expects");
	}
	const { version } = JSON.parse(readFileSync("package.json", "utf8"));
	const module = new WebAssembly.Module(readFileSync(join(made, wasm)));
	const names = WebAssembly.Module.exports(module).map(({ kind, name }) => `${kind} ${name}`);
	return `export const release = "${version}";
export const exported = ${JSON.stringify(names)};
export function instantiate(compiled, random, { TextEncoder, TextDecoder }) {
${before}${rest.replace(random, "random(")}
	__wbg_finalize_init(new WebAssembly.Instance(compiled, __wbg_get_imports()), compiled);
	return call;
}
`;
}

function tag(file) {
	try {
		return hash(file).slice(0, 16);
	} catch {
		return "absent";
	}
}

/** The files below pkg/ whose names end so, as paths from there. */
function files(ending) {
	return readdirSync(pkg, { recursive: true, encoding: "utf8" }).filter((name) =>
		name.endsWith(ending),
	);
}

/**
 * The code is published without comments: editors find them in the types, debuggers in the maps.
 */
async function withoutComments() {
	const { transform } = await import("esbuild");
	for (const name of files(".js").filter((name) => name !== inline)) {
		const path = join(pkg, name);
		const { code, map } = await transform(readFileSync(path, "utf8"), {
			format: "esm",
			target: "node20",
			// The glue is made by a tool, and its source is what stands there.
			sourcemap: name === glue ? false : "external",
		});
		if (name === glue) writeFileSync(path, code);
		else writeMapped(path, code, JSON.parse(map));
	}
}

/** Writes code and its map. The sources are in the map, under the names that they have in js/. */
function writeMapped(path, code, { sources, ...map }) {
	const named = sources.map((source) => source.replace(/^.*?js\//, "latchstring/js/"));
	writeFileSync(`${path}.map`, JSON.stringify({ ...map, sources: named }));
	writeFileSync(path, `${code.trimEnd()}\n//# sourceMappingURL=${basename(path)}.map\n`);
}

function cjs(name) {
	return name.replace(/\.js$/, ".cjs");
}

/** Builds every file again for `require`, except those of Workers and browsers. */
async function commonJs() {
	const { build } = await import("esbuild");
	const isForBoth = (name) =>
		!/^(?:(?:ical-)?(?:workerd|edge-light|browser)\.|cloudflare[./])/.test(name);
	const { outputFiles } = await build({
		entryPoints: files(".js")
			.filter(isForBoth)
			.map((name) => join(pkg, name)),
		outdir: pkg,
		outbase: pkg,
		outExtension: { ".js": ".cjs" },
		bundle: true,
		packages: "external",
		platform: "node",
		target: "node20",
		format: "cjs",
		// Test runners play CommonJS in contexts of their own, where `import()` needs a flag.
		supported: { "dynamic-import": false },
		define: { "import.meta.url": "import_meta_url" },
		sourcemap: "external",
		write: false,
		plugins: [
			{
				name: "files stay apart",
				setup({ onResolve }) {
					onResolve({ filter: /^\.\.?\// }, ({ path }) => ({
						path: cjs(path),
						external: true,
					}));
				},
			},
		],
	});
	const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
	for (const [path, text] of texts) {
		if (path.endsWith(".map")) continue;
		const needsAddress = text.includes("import_meta_url");
		const code = needsAddress ? ADDRESS + text : text;
		const made = texts.get(`${path}.map`);
		if (made === undefined || [glue, inline].some((name) => path.endsWith(cjs(name)))) {
			writeFileSync(path, code);
			continue;
		}
		const map = JSON.parse(made);
		// A `;` is a line of the code that comes from nowhere.
		writeMapped(path, code, { ...map, mappings: (needsAddress ? ";" : "") + map.mappings });
	}
	for (const name of files(".d.ts").filter(isForBoth)) {
		const text = readFileSync(join(pkg, name), "utf8");
		writeFileSync(
			join(pkg, name.replace(/ts$/, "cts")),
			text.replaceAll(/((?:from|import) "(?:\.\.?\/)+[\w/-]+)\.js"/g, '$1.cjs"'),
		);
	}
}
