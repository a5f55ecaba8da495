// Checks formatting, lints, links in documentation, and types, in Rust and TypeScript.
// `--fix` corrects the formatting. `--rust` and `--typescript` check one of the two.
import { run, say, WASM_TARGET } from "./common.js";

const fix = process.argv.includes("--fix");
const strict = ["--", "-D", "warnings"];
if (!process.argv.includes("--typescript")) rust();
if (!process.argv.includes("--rust")) typescript();

function rust() {
	say("rustfmt, clippy and rustdoc");
	run("cargo", ["fmt", "--all", ...(fix ? [] : ["--check"])]);
	run("cargo", [
		"clippy",
		"--quiet",
		"--workspace",
		"--all-targets",
		"--features",
		"latchstring/types,latchstring-tests/types",
		...strict,
	]);
	run("cargo", [
		"clippy",
		"--quiet",
		"--target",
		WASM_TARGET,
		"--lib",
		"--test",
		"wasm",
		...strict,
	]);
	run("cargo", ["doc", "--quiet", "--no-deps", "--features", "latchstring/types"], {
		RUSTDOCFLAGS: "-D warnings",
	});
}

function typescript() {
	say("biome and tsc");
	run("biome", ["check", "--error-on-warnings", ...(fix ? ["--write"] : [])]);
	run("tsc", ["--noEmit"]);
	run("tsc", ["--project", "tests"]);
}
