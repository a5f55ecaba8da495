// Everything that shows that it works: set-up, build, lint, and the tests in every runtime.
import { join } from "node:path";
import { attempt, run, say, target, WASM_TARGET } from "./common.js";

// A whole run compiles everything once: what cargo would keep for the next change costs a third more.
process.env.CARGO_INCREMENTAL ??= "0";

run("node", ["scripts/setup.js", "--browser"]);
run("node", ["scripts/build.js"]);
run("cargo", ["build", "--quiet", "--package", "xtask"]);

const runner = `${join(target, "debug", "xtask")} test-runner`;
// The same random cases for everybody, so that a failure is one of the change: other seeds look elsewhere.
process.env.SEED ??= "20261125";
process.env.VITE_SEED ??= process.env.SEED;
process.env.PROPTEST_RNG_SEED ??= process.env.SEED;
const offline = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };
const groups = [
	["lint", "node", ["scripts/lint.js"]],
	[
		"rules, natively",
		"cargo",
		["test", "--quiet", "--no-fail-fast", "--workspace", "--features", "latchstring/types"],
	],
	[
		"whole seasons, and a small site looked at whole",
		"cargo",
		[
			"test",
			"--no-fail-fast",
			"--profile",
			"sim",
			"--test",
			"sim",
			"--test",
			"exhaustive",
			"--",
			"--nocapture",
		],
		// A hundred thousand trips. One step in 256 is also taken by a site that was just opened.
		{ SIM_SEASONS: "8334", SIM_ANEW: "256" },
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
