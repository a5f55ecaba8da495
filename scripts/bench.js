// Measures WebAssembly in Node, the same rules natively, and other libraries in one run.
import { readFileSync } from "node:fs";
import { capture, run, say } from "./common.js";

run("node", ["scripts/setup.js"]);
run("node", ["scripts/build.js"]);
say("the same calls natively");
run("cargo", ["bench", "--quiet", "--bench", "native", "--no-run"]);
const native = JSON.parse(capture("cargo", ["bench", "--quiet", "--bench", "native"]));

const { Bench } = await import("tinybench");
const latchstring = await import("latchstring");
const sites = await import("../tests/bench/sites.js");
const rivals = await import("../tests/bench/rivals.js");
const cases = JSON.parse(readFileSync("tests/bench/cases.json", "utf8"));
const inputs = Object.fromEntries(cases.map(({ name, inputs }) => [name, inputs]));

/** Goes round the inputs of a case, one a call. */
function over(name, work) {
	let at = 0;
	return () => work(inputs[name][at++ % inputs[name].length]);
}

for (const stay of inputs.validityWindow) {
	const { startsAt, endsAt } = latchstring.validityWindow(stay);
	for (const rival of [
		rivals.windowByLuxon,
		rivals.windowByJsTemporal,
		rivals.windowBySmallTemporal,
	]) {
		const answer = JSON.stringify(rival(stay));
		if (answer !== JSON.stringify({ startsAt, endsAt })) {
			throw new Error(
				`${rival.name} answers ${answer} for ${JSON.stringify(stay)}, not ${startsAt} ${endsAt}`,
			);
		}
	}
}

const [derived, random] = ["generateCode, derived", "generateCode, random"];
const groups = {
	validityWindow: {
		latchstring: over("validityWindow", latchstring.validityWindow),
		luxon: over("validityWindow", rivals.windowByLuxon),
		"@js-temporal/polyfill": over("validityWindow", rivals.windowByJsTemporal),
		"temporal-polyfill": over("validityWindow", rivals.windowBySmallTemporal),
	},
	[derived]: {
		latchstring: over(derived, latchstring.generateCode),
		"node:crypto's HMAC, plain JavaScript": over(derived, rivals.codeByHmac),
	},
	[random]: {
		latchstring: over(random, latchstring.generateCode),
		"crypto.randomInt, plain JavaScript": over(random, rivals.codeByRandomInt),
	},
	checkCode: {
		latchstring: over("checkCode", ({ code, ...options }) => latchstring.checkCode(code, options)),
	},
};

for (const flats of [10, 100, 1000]) {
	const site = latchstring.openSite(latchstring.createSite(sites.building(flats)), {
		key: sites.key,
	});
	site.advance(sites.bookings(flats), sites.now);
	const stored = site.toJSON();
	let revision = 1;
	groups[`a changed trip among ${flats} flats`] = {
		"latchstring, an open site": () => {
			revision += 1;
			return site.advance([sites.booking(0, 4, revision)], sites.now);
		},
		"latchstring, plain JSON": () =>
			latchstring.advance(stored, [sites.booking(0, 4, 2)], { now: sites.now, key: sites.key }),
	};
}

for (const [group, tasks] of Object.entries(groups)) {
	const bench = new Bench({ time: 500, warmupTime: 200 });
	for (const [name, task] of Object.entries(tasks)) bench.add(name, task);
	await bench.run();
	const rows = bench.tasks.map((task) => [task.name, task.result.latency.p50 * 1000]);
	if (native[group]) rows.splice(1, 0, ["latchstring, natively", native[group] / 1000]);
	const own = rows[0][1];
	say(group);
	for (const [name, microseconds] of rows) {
		console.log(
			`  ${name.padEnd(38)} ${microseconds.toFixed(2).padStart(8)} µs  ${(microseconds / own).toFixed(2)} ×`,
		);
	}
}
