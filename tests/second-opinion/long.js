// The long run of the second opinion: many seeds on all cores. `secondOpinion()` is what
// `npm run test:long` calls; `node tests/second-opinion/long.js FIRST HISTORIES` runs it alone.
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");
const bundle = join(root, "target", "second-opinion.mjs");
const SLICE = 100;

/**
 * Plays histories and prints each kind of fault that is not on the list, with its shortest history.
 * @param {{ first?: number, histories?: number, workers?: number, say?: (line: string) => void }}
 * options
 * @returns {Promise<boolean>} whether nothing failed in a way that nobody knew of
 */
export async function secondOpinion({
	first = 1,
	histories = 100_000,
	workers = cpus().length,
	say = console.log,
} = {}) {
	await build({
		stdin: {
			contents: `export * from "./one.ts"; export * from "./known.ts"; export { describe, reduce } from "./reduce.ts";`,
			resolveDir: here,
			loader: "ts",
		},
		bundle: true,
		format: "esm",
		platform: "node",
		external: ["latchstring"],
		outfile: bundle,
	});
	const { KNOWN, describe, historyOf, reduce, speaksOf } = await import(pathToFileURL(bundle).href);
	const isKnown = (kind) => KNOWN.some((known) => speaksOf(known, kind));
	const counts = new Map();
	const found = new Map();
	const totals = { histories: 0, steps: 0, commands: 0 };
	let next = first;
	const take = (opinions) => {
		for (const { seed, faults, steps, commands } of opinions) {
			totals.histories++;
			totals.steps += steps;
			totals.commands += commands;
			for (const { kind } of faults) {
				counts.set(kind, (counts.get(kind) ?? 0) + 1);
				if (found.has(kind) || isKnown(kind)) continue;
				found.set(kind, seed);
				say(`seed ${seed} fails in a way that nobody knew of: ${kind}`);
			}
		}
		if (totals.histories % (50 * SLICE) === 0) say(`${totals.histories} histories`);
	};
	const run = () =>
		new Promise((done, failed) => {
			const worker = new Worker(new URL(import.meta.url), { workerData: { bundle } });
			const more = () => {
				const end = first + histories;
				if (next >= end) return void worker.terminate().then(() => done());
				const from = next;
				next = Math.min(next + SLICE, end);
				worker.postMessage({ from, to: next });
			};
			worker.on("message", (opinions) => {
				take(opinions);
				more();
			});
			worker.on("error", failed);
			more();
		});
	await Promise.all(Array.from({ length: workers }, run));
	for (const [kind, seed] of found) {
		const short = reduce(historyOf(seed), kind);
		say(short ? describe(short) : `seed ${seed}: ${kind}, once`);
	}
	say(
		`${totals.histories} histories from seed ${first}: ${totals.steps} steps, ${totals.commands} commands`,
	);
	for (const [kind, count] of [...counts].sort(([, one], [, other]) => other - one))
		say(`${String(count).padStart(7)} ${kind}${isKnown(kind) ? "" : " (new)"}`);
	for (const known of KNOWN)
		if (
			!known.kind.startsWith("facts/") &&
			![...counts.keys()].some((kind) => speaksOf(known, kind))
		)
			say(`      0 ${known.kind} (known, and not met)`);
	return found.size === 0;
}

if (!isMainThread && workerData?.bundle) {
	const { opinionOf } = await import(pathToFileURL(workerData.bundle).href);
	parentPort?.on("message", ({ from, to }) => {
		const opinions = [];
		for (let seed = from; seed < to; seed++) opinions.push(opinionOf(seed));
		parentPort?.postMessage(opinions);
	});
} else if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [first = 1, histories = 1000] = process.argv.slice(2).map(Number);
	process.exitCode = (await secondOpinion({ first, histories })) ? 0 : 1;
}
