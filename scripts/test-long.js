// What takes longer than `npm test` may: more random cases, larger searches, a million trips, the
// four strategies, and changed JSON of other systems. Each run has a new seed;
// `SEED=… npm run test:long` repeats one.
import { attempt, run, say } from "./common.js";

run("node", ["scripts/setup.js", "--browser"]);
run("node", ["scripts/build.js"]);

process.env.SEED ??= String(Date.now());
process.env.PROPTEST_RNG_SEED ??= process.env.SEED;
say(`SEED=${process.env.SEED}`);

const simulation = (name, ...filter) => [
	"test",
	"--profile",
	"sim",
	"--test",
	name,
	"--",
	"--nocapture",
	...filter,
];
const groups = [
	[
		"ten times as many random cases",
		["test", "--no-fail-fast", "--test", "rules", "--test", "engine", "--test", "oracles"],
		{ LONG: "1" },
	],
	["larger searches", simulation("exhaustive"), { LOSSES: "2", CRASHES: "1" }],
	["ten thousand forecasts, and silences by brute force", simulation("forecast"), { LONG: "1" }],
	["a million trips", simulation("sim", "i1_to_i10_d3"), { SIM_SEASONS: "83334", SIM_ANEW: "64" }],
	[
		"a hundred thousand trips under each of four strategies",
		simulation("sim", "whole_of_latchstring"),
		{ SIM_COMPARE_TRIPS: "100000" },
	],
	["the demo on more screens", ["run", "--project", "node", "tests/demo"], { LONG: "1" }, "vitest"],
	[
		"every entry where it is installed: Next, Jest, Parcel, Bun, Deno and others",
		["run", "--project", "long"],
		{ LONG: "1" },
		"vitest",
	],
	[
		"a hundred thousand changed devices, codes, events and bookings each",
		["run", "--project", "node", "tests/runtimes/readers-fuzz.test.ts"],
		{ VITE_RUNS: "200000", VITE_SEED: process.env.VITE_SEED ?? process.env.SEED },
		"vitest",
	],
	[
		"any arguments in three runtimes, ten thousand for each function",
		["run", "tests/runtimes/boundary.test.ts"],
		{ VITE_RUNS: "30000", VITE_SEED: process.env.VITE_SEED ?? process.env.SEED },
		"vitest",
	],
	[
		"both hosts: an end at every write, forty power cuts, any request",
		["run", "--project", "node", "node/cloudflare", "node/backend"],
		{ VITE_LONG: "1", VITE_SEED: process.env.VITE_SEED ?? process.env.SEED },
		"vitest",
	],
];

/** Feeds: ten thousand calendars through five exporters, and feeds of any content. */
function feeds() {
	const rooms = ["tests/runtimes/node/feed-histories.test.ts", "tests/runtimes/feed-fuzz.test.ts"];
	const more = { VITE_SEED: process.env.SEED, VITE_HISTORIES: "2000", VITE_FEEDS: "20000" };
	run("node", ["scripts/build.js"]);
	return attempt("vitest", ["run", "--project", "node", ...rooms], more);
}

const failed = groups.filter(([name, args, env, command = "cargo"]) => {
	say(name);
	return attempt(command, args, env) !== 0;
});
say("feeds");
if (feeds() !== 0) failed.push(["feeds"]);
say(failed.length === 0 ? "all passed" : `failed: ${failed.map(([name]) => name).join("; ")}`);
process.exit(failed.length === 0 ? 0 : 1);
