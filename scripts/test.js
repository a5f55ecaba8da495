// Everything that shows that it works: set-up, build, lint, and the tests in every runtime.
import { join } from "node:path";
import { attempt, run, say, target, WASM_TARGET } from "./common.js";

run("node", ["scripts/setup.js", "--browser"]);
run("node", ["scripts/build.js"]);
run("cargo", ["build", "--quiet", "--package", "xtask"]);

const runner = `${join(target, "debug", "xtask")} test-runner`;
const offline = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };
const groups = [
	["lint", "node", ["scripts/lint.js"]],
	["rules, natively", "cargo", ["test", "--quiet", "--workspace", "--features", "latchstring/types"]],
	[
		"whole seasons, simulated",
		"cargo",
		["test", "--quiet", "--profile", "sim", "--test", "sim", "i1_to_i10_d3", "--", "--nocapture"],
		{ SIM_SEASONS: "1000" },
	],
	[
		"the boundary, in Node by wasm-bindgen",
		"cargo",
		["test", "--target", WASM_TARGET, "--test", "wasm"],
		{ CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: runner },
	],
	["the package, in Node, workerd and Chromium", "vitest", ["run"], offline],
];

const failed = groups.filter(([name, command, args, env]) => {
	const start = performance.now();
	say(name);
	const code = attempt(command, args, env);
	say(
		`${name}: ${code === 0 ? "passed" : `failed with ${code}`} after ${Math.round((performance.now() - start) / 1000)} s`,
	);
	return code !== 0;
});
say(failed.length === 0 ? "all passed" : `failed: ${failed.map(([name]) => name).join("; ")}`);
process.exit(failed.length === 0 ? 0 : 1);
