// The schedule beside vis-timeline in one Chromium, with the same 500 stays on 40 doors over a
// year: bytes, the time to the first picture, and the time of a frame while it is panned.
// Run it after `npm run build`: `node tests/bench/schedule.js`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { CHROMIUM_ARGUMENTS, findChromium } from "../../scripts/chromium.js";
import { root } from "../../scripts/common.js";

const [DOORS, STAYS, RUNS] = [40, 500, 5];
const DAY = 86_400_000;
const FROM = Date.parse("2026-01-01T00:00:00Z");
const NOW = FROM + 180 * DAY;

const iso = (at) => new Date(at).toISOString().replace(".000Z", "Z");
const local = (at) => `${new Date(at).toISOString().slice(0, 19)}+00:00`;

const span = (kind, from, to, more) => ({
	...{ kind, certainty: kind === "opens" ? "confirmed" : "none", because: [], notes: [] },
	...{ from: iso(from), to: iso(to), fromLocal: local(from), toLocal: local(to), ...more },
});

/** A year of a large house: stays of a few days, every twelfth guest outside for two hours. */
function year() {
	const lanes = Array.from({ length: DOORS }, (_, door) => {
		const spans = [];
		const marks = [];
		const each = STAYS / DOORS;
		for (let place = 0; place < Math.floor(each * (door + 1)) - Math.floor(each * door); place++) {
			const start = FROM + (place * 27 + (door % 9) * 3) * DAY + 15 * 3_600_000;
			const end = start + (4 + (place % 5)) * DAY - 4 * 3_600_000;
			const who = {
				reservationId: `${door}-${place}`,
				listingId: `flat-${door}`,
				name: `Guest ${place} of ${door}`,
			};
			const isLate = (door + place) % 12 === 0;
			const opens = isLate ? start + 7_200_000 : start;
			spans.push(span("stay", start, end, who), span("grace", end, end + 2_700_000, who));
			spans.push(
				span("opens", opens, end + 2_700_000, { ...who, codeId: `c${place}`, code: "••••17" }),
			);
			if (isLate) spans.push(span("uncovered", start, opens, who));
			for (const [kind, at] of [
				["told", start - DAY],
				["programmed", start - 900_000],
				["removed", end + 2_700_000],
			])
				marks.push({ kind, at: iso(at), atLocal: local(at), reservationId: who.reservationId });
		}
		return {
			...{
				lockId: `lock-${door}`,
				door: `Door ${door}`,
				timeZone: "UTC",
				listingIds: [`flat-${door}`],
			},
			...{ spans, marks, backupsLeft: [{ at: iso(FROM), left: 2 }] },
			strip: [
				{ from: iso(FROM), to: iso(FROM + 366 * DAY), reachability: "online", batteryPercent: 80 },
			],
		};
	});
	return { from: iso(FROM), to: iso(FROM + 366 * DAY), now: iso(NOW), lanes };
}

const OURS = `
	import "./pkg/schedule.js";
	window.show = (data, [from, to], where) => {
		const element = document.createElement("latchstring-schedule");
		element.setAttribute("fold", "none");
		element.data = data;
		element.view = { from, to };
		where.append(element);
		window.pan = (from, to) => { element.view = { from, to }; };
	};`;
const VIS = `
	import { DataSet, Timeline } from "vis-timeline/standalone";
	import "vis-timeline/styles/vis-timeline-graph2d.min.css";
	import { itemsOf } from "./examples/schedule/vis-timeline.js";
	window.show = (data, [start, end], where) => {
		const { groups, items } = itemsOf(data);
		const timeline = new Timeline(where, new DataSet(items), new DataSet(groups), { stack: false, start, end });
		window.pan = (from, to) => timeline.setWindow(from, to, { animation: false });
	};`;

/** Builds a page into a folder; the bytes after gzip of what loads first, and of all of it. */
async function page(name, contents, folder) {
	const { metafile } = await build({
		stdin: { contents, resolveDir: root, sourcefile: `${name}.js` },
		...{ bundle: true, minify: true, splitting: true, format: "esm", target: "es2022" },
		...{ outdir: join(folder, name), conditions: ["browser", "production"], metafile: true },
		loader: { ".css": "css" },
		logLevel: "error",
	});
	const sizes = new Map(
		Object.keys(metafile.outputs).map((path) => [
			path,
			gzipSync(readFileSync(path), { level: 9 }).length,
		]),
	);
	const [entry] = Object.entries(metafile.outputs).find(([, one]) => one.entryPoint) ?? [];
	const css = metafile.outputs[entry].cssBundle;
	const first = new Set();
	const take = (path) => {
		if (first.has(path)) return;
		first.add(path);
		for (const one of metafile.outputs[path].imports)
			if (one.kind === "import-statement") take(one.path);
	};
	take(entry);
	if (css !== undefined) first.add(css);
	const sum = (paths) => [...paths].reduce((all, path) => all + sizes.get(path), 0);
	const script = `/${name}/${basename(entry)}`;
	const style = css ? `<link rel="stylesheet" href="/${name}/${basename(css)}">` : "";
	const html = [
		`<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>${style}`,
		`<body><div id="here"></div><script type="module" src="${script}"></script></body></html>`,
	];
	writeFileSync(join(folder, `${name}.html`), html.join(""));
	return { "first bytes": sum(first), "all bytes": sum(sizes.keys()) };
}

/** In the page: the time from the call to the end of the frame that shows it. */
const measure = async ({ data, from, length }) => {
	/** The time from the beginning of the next frame to its end, without the wait for it. */
	const frame = () =>
		new Promise((done) =>
			requestAnimationFrame((began) => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => done(performance.now() - began);
				port2.postMessage(undefined);
			}),
		);
	await frame();
	const start = performance.now();
	window.show(
		data,
		[new Date(from).toISOString(), new Date(from + length).toISOString()],
		document.querySelector("#here"),
	);
	const isShown = () =>
		document.querySelector(".vis-item") ??
		document.querySelector("latchstring-schedule")?.shadowRoot?.querySelector(".k-stay");
	do await frame();
	while (!isShown());
	const first = performance.now() - start;
	await new Promise((done) => setTimeout(done, 1500));
	const frames = [];
	for (let step = 1; step <= 60; step++) {
		const at = from + (step * length) / 100;
		const before = performance.now();
		window.pan(new Date(at).toISOString(), new Date(at + length).toISOString());
		const called = performance.now() - before;
		frames.push(called + (await frame()));
	}
	frames.sort((a, b) => a - b);
	return { first, median: frames[30], worst: frames[56] };
};

const folder = mkdtempSync(join(tmpdir(), "latchstring-bench-"));
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const server = createServer(({ url = "/" }, response) => {
	try {
		response
			.setHeader("content-type", types[extname(url)] ?? "text/plain")
			.end(readFileSync(join(folder, url)));
	} catch {
		response.writeHead(404).end();
	}
}).listen(0, "127.0.0.1");
const browser = await chromium.launch({
	args: CHROMIUM_ARGUMENTS,
	executablePath: await findChromium(),
});
try {
	const bytes = {
		latchstring: await page("latchstring", OURS, folder),
		"vis-timeline": await page("vis-timeline", VIS, folder),
	};
	const data = year();
	const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
	for (const [view, length] of [
		["nine days", 9 * DAY],
		["a year", 360 * DAY],
	]) {
		const from = view === "a year" ? FROM : NOW - 3 * DAY;
		const runs = { latchstring: [], "vis-timeline": [] };
		// In turns, so that a slow moment of the machine meets both.
		for (let run = 0; run < RUNS; run++)
			for (const name of Object.keys(runs)) {
				const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
				await tab.goto(`http://127.0.0.1:${server.address().port}/${name}.html`);
				await tab.waitForFunction(() => window.show !== undefined);
				runs[name].push(await tab.evaluate(measure, { data, from, length }));
				await tab.close();
			}
		for (const [name, all] of Object.entries(runs)) {
			const of = (key) => Math.round(median(all.map((one) => one[key])) * 10) / 10;
			const times = {
				"first ms": of("first"),
				"frame ms": of("median"),
				"slow frame ms": of("worst"),
			};
			console.log(view, name, { ...times, ...bytes[name] });
		}
	}
} finally {
	await browser.close();
	server.close();
	rmSync(folder, { recursive: true, force: true });
}
