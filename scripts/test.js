// Everything that shows that it works: set-up, build, lint, and the tests in every runtime.
import { mkdirSync } from "node:fs";
import { collect, run, say, target, WASM_TARGET, xtask } from "./common.js";

// A whole run compiles everything once. What cargo would keep for the next change costs a third
// more.
process.env.CARGO_INCREMENTAL ??= "0";
// Where a test fails stands in its message without debug information, which takes long to write.
process.env.CARGO_PROFILE_DEV_DEBUG ??= "0";
process.env.CARGO_PROFILE_SIM_DEBUG ??= "0";

run("node", ["scripts/setup.js", "--browser"]);
// Both lanes build in it at once, and neither waits for the other to make it.
mkdirSync(target, { recursive: true });

// Every room calls the same crate, so that it is compiled once: optimised, since the rooms run
// longer than it takes to compile. The few tests inside of the crate would compile it a second time.
const TYPES = "latchstring/types,latchstring-tests/types";

const NAME = "latchstring";
const unoptimised = { CARGO_PROFILE_DEV_OPT_LEVEL: "0" };
const optimised = (...what) => [
	...["test", "--quiet", "--no-fail-fast", "--profile", "sim", "--features", TYPES],
	...what,
];
const without = (...packages) => packages.flatMap((name) => ["--exclude", name]);
const rooms = (...names) => names.flatMap((name) => ["--test", name]);

const runner = `${xtask} test-runner`;
// Everybody gets the same random cases, so that a failure is one of the change. Other seeds look
// elsewhere.
process.env.SEED ??= "20261125";
process.env.VITE_SEED ??= process.env.SEED;
process.env.PROPTEST_RNG_SEED ??= process.env.SEED;
const offline = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };

// Much of this takes one core at a time, so two lanes run side by side. Cargo lets only one of them
// build in a profile, and each lane has profiles of its own. What measures runs alone after them.
const native = [
	["lint of Rust", "node", ["scripts/lint.js", "--rust"]],
	[
		"tests inside of the crate",
		"cargo",
		["test", "--quiet", "--lib", "--package", NAME],
		unoptimised,
	],
	["rules, natively", "cargo", optimised("--workspace", ...without("xtask", NAME))],
	["examples in Rust", "cargo", optimised("--workspace", ...without("xtask"), "--doc")],
];
const packaged = [
	["the module and the package", "node", ["scripts/build.js"]],
	["lint of TypeScript", "node", ["scripts/lint.js", "--typescript"]],
	[
		"the boundary, in Node by wasm-bindgen",
		"cargo",
		["test", "--target", WASM_TARGET, "--test", "wasm"],
		{ CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: runner, ...unoptimised },
	],
	[
		"whole seasons, a small site looked at whole, and forecasts",
		"cargo",
		[...optimised(...rooms("sim", "exhaustive", "forecast")), "--", "--nocapture"],
		// 52,974 trips. The first thousand seasons are the hard ones, since the limit for all is 15
		// minutes; `npm run test:long` plays a million trips of that kind. One step in 256 is also taken
		// by a site that was just opened.
		{ SIM_SEASONS: "4000", SIM_HARD: "1000", SIM_ANEW: "256", SIM_WIDE: "1" },
	],
];

const alone = [["the package, in Node, workerd and Chromium", "vitest", ["run"], offline]];

const failed = (await Promise.all([native, packaged].map(inOrder))).flat();
failed.push(...(await inOrder(alone)));
say(failed.length === 0 ? "all passed" : `failed: ${failed.join("; ")}`);
process.exit(failed.length === 0 ? 0 : 1);

/** Runs groups one after the other; gives the names of those that failed. */
async function inOrder(groups) {
	const failed = [];
	for (const [name, command, args, env] of groups) {
		const start = performance.now();
		say(`${name}: begins`);
		const { code, output } = await collect(command, args, env);
		process.stdout.write(output);
		const end = code === 0 ? "passed" : `failed with ${code}`;
		say(`${name}: ${end} after ${Math.round((performance.now() - start) / 1000)} s`);
		if (code !== 0) failed.push(name);
	}
	return failed;
}
