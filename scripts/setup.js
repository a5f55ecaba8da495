// Prepares a machine that has rustup's cargo, Node and npm, and does nothing if it is ready.
// With `--browser` it also installs Chromium.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, capture, hash, root, run, say, WASM_TARGET } from "./common.js";

if (Number(process.versions.node.split(".")[0]) < 20)
	stop(`Node 20 or newer is needed; this is ${process.version}`);
if (attempt("cargo", ["--version"], {}, "ignore") !== 0)
	stop("cargo is needed: install it with rustup");

packages();
if (!existsSync(capture("rustc", ["--print", "target-libdir", "--target", WASM_TARGET]))) {
	say(`adding Rust's ${WASM_TARGET} target`);
	run("rustup", ["target", "add", WASM_TARGET]);
}
for (const [tool, component] of [
	["fmt", "rustfmt"],
	["clippy", "clippy"],
]) {
	if (attempt("cargo", [tool, "--version"], {}, "ignore") !== 0) {
		say(`adding Rust's ${component}`);
		run("rustup", ["component", "add", component]);
	}
}
if (process.argv.includes("--browser")) await browser();

function packages() {
	const stamp = join(root, "node_modules", ".installed");
	const lock = hash("package-lock.json");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
	say("installing the packages that build and test it: npm ci");
	run("npm", ["ci", "--no-audit", "--no-fund"]);
	writeFileSync(stamp, lock);
}

async function browser() {
	const { findChromium } = await import("./chromium.js");
	if (await findChromium()) return;
	say("installing Chromium for the tests in a browser");
	const apt = process.getuid?.() === 0 ? ["apt-get"] : ["sudo", "-n", "apt-get"];
	const env = { DEBIAN_FRONTEND: "noninteractive" };
	const [command, ...first] = apt;
	attempt(command, [...first, "update"], env);
	attempt(command, [...first, "install", "-y", "--no-install-recommends", "chromium"], env);
	if (!(await findChromium())) run("playwright", ["install", "chromium"]);
	if (!(await findChromium())) stop("no Chromium found: install one and set CHROMIUM_PATH to it");
}

function stop(why) {
	console.error(why);
	process.exit(1);
}
