// What one workerd does for so many sites of so many bookings: requests a second, p50 and p99,
// memory and disk. `node tests/bench/capacity.js [SITESxBOOKINGS …]`; the figures of
// docs/capacity.md come from here.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const root = fileURLToPath(new URL("../..", import.meta.url));
const grid =
	process.argv.slice(2).length > 0
		? process.argv.slice(2)
		: ["1x100", "1x1000", "1x10000", "100x100", "1000x100"];
const SECONDS = Number(process.env.SECONDS ?? 8);
const AT_ONCE = 8;
const PER_LISTING = 100;
const OPERATOR = "operator-of-the-measurement";

const { outputFiles } = await build({
	entryPoints: [join(root, "tests/bench/capacity-worker.ts")],
	...{ bundle: true, format: "esm", target: "es2022", write: false, logLevel: "error" },
	...{ conditions: ["workerd"], external: ["*.wasm", "cloudflare:*"] },
});
const worker = outputFiles[0].text;
const wasm = readFileSync(join(root, "pkg/latchstring.wasm"));

for (const cell of grid) {
	const [sites, bookings] = cell.split("x").map(Number);
	console.log(JSON.stringify(await measure(sites, bookings)));
}

async function measure(sites, bookings) {
	const folder = mkdtempSync(join(tmpdir(), "latchstring-capacity-"));
	const before = new Set(workerds());
	const miniflare = new Miniflare({
		modules: [
			{ type: "ESModule", path: "worker.js", contents: worker },
			{ type: "CompiledWasm", path: "latchstring.wasm", contents: wasm },
		],
		...{ compatibilityDate: "2026-04-01", cf: false, durableObjectsPersist: folder },
		durableObjects: { SITES: { className: "Site", useSQLite: true } },
		bindings: {
			PIN_KEY: "a key that only this measurement knows",
			ROW_KEYS: `k1:${Buffer.from("r".repeat(32)).toString("base64")}`,
			OPERATOR_TOKEN_SHA256: createHash("sha256").update(OPERATOR).digest("hex"),
		},
	});
	const address = await miniflare.ready;
	const pids = workerds().filter((pid) => !before.has(pid));
	const ask = async (method, path, token, body) => {
		const answer = await fetch(new URL(path, address), {
			method,
			headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
		return text === "" ? undefined : JSON.parse(text);
	};

	const listings = Math.ceil(bookings / PER_LISTING);
	const house = {
		listings: range(listings).map((at) => ({
			...{ id: `l${at}`, name: `Flat ${at}`, timeZone: "Europe/Paris", checkIn: "15:00" },
			...{ checkOut: "11:00", locks: [`l${at}`] },
		})),
		// Few places: as on most locks, codes are put there 72 hours ahead.
		locks: range(listings).map((at) => ({
			...{ id: `l${at}`, name: `Door ${at}`, capacity: 20, nativeSchedule: true },
		})),
		policy: { backups: { poolSize: 1 } },
	};
	const tokens = [];
	const filling = performance.now();
	await eachAtOnce(range(sites), async (site) => {
		tokens[site] = (await ask("PUT", `/v1/sites/s${site}`, OPERATOR, house)).token;
		const facts = range(bookings).map((at) => ({
			type: "reservation",
			reservation: stay(at, listings),
		}));
		for (let from = 0; from < facts.length; from += 500) {
			const said = await ask("POST", `/fill/s${site}`, "", facts.slice(from, from + 500));
			if (!said.ok || said.seen.rejected.length > 0)
				throw new Error(JSON.stringify(said).slice(0, 300));
		}
	});
	const filled = (performance.now() - filling) / 1000;
	// The commands of the first days are carried out before anything is measured.
	await new Promise((done) => setTimeout(done, 2000));

	let count = 0;
	const next = () => {
		count += 1;
		return { site: count % sites, at: count };
	};
	const lanes = {
		bookings: async () => {
			const { site, at } = next();
			// In the years behind the bookings that are there, a listing after the other.
			const { id: _, revision: __, ...body } = stay(bookings + at, listings);
			await ask("PUT", `/v1/sites/s${site}/bookings/n${at}`, tokens[site], body);
		},
		changes: async () => {
			const { site, at } = next();
			const { id, revision: _, ...body } = stay(at % listings, listings);
			const checkOut = `${String(9 + (at % 3)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
			await ask("PUT", `/v1/sites/s${site}/bookings/${id}`, tokens[site], { ...body, checkOut });
		},
		reports: async () => {
			const { site, at } = next();
			const state = { reachability: "online", batteryPercent: 40 + (at % 60) };
			const fact = {
				type: "lock_report",
				id: `r${at}`,
				at: new Date(),
				lockId: `l${at % listings}`,
				state,
			};
			await ask("POST", `/v1/sites/s${site}/events`, tokens[site], { facts: [fact] });
		},
	};
	const said = { sites, bookingsPerSite: bookings, filledSeconds: Math.round(filled) };
	for (const [name, lane] of Object.entries(lanes)) said[name] = await load(lane);
	said.memoryMiB = Math.round(pids.reduce((sum, pid) => sum + memoryOf(pid), 0) / 1024);
	said.diskKiBPerSite = Math.round(sizeOf(folder) / 1024 / sites);
	await miniflare.dispose();
	rmSync(folder, { recursive: true, force: true });
	return said;
}

/** Stays of three nights: the first ones of each listing begin today. */
function stay(at, listings) {
	const listing = at % listings;
	const turn = Math.floor(at / listings);
	const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
	return {
		...{ id: `b${at}`, revision: 1, listingId: `l${listing}`, status: "confirmed" },
		...{ guest: { name: `Guest ${at}` }, arrival: day(turn * 3), departure: day(turn * 3 + 3) },
	};
}

/** Asks as fast as it goes, so many at once. */
async function load(lane) {
	const times = [];
	const end = performance.now() + SECONDS * 1000;
	const begun = performance.now();
	await Promise.all(
		range(AT_ONCE).map(async () => {
			while (performance.now() < end) {
				const start = performance.now();
				await lane();
				times.push(performance.now() - start);
			}
		}),
	);
	const seconds = (performance.now() - begun) / 1000;
	times.sort((a, b) => a - b);
	const at = (part) => Number(times[Math.floor(times.length * part)].toFixed(1));
	return { perSecond: Math.round(times.length / seconds), p50: at(0.5), p99: at(0.99) };
}

async function eachAtOnce(items, work) {
	const left = [...items];
	await Promise.all(
		range(AT_ONCE).map(async () => {
			for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
		}),
	);
}

function range(count) {
	return Array.from({ length: count }, (_, at) => at);
}

function workerds() {
	const table = execFileSync("ps", ["-ax", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
	const rows = table.split("\n").map((line) => line.trim().split(/\s+/));
	return rows.flatMap(([pid, parent, name]) =>
		Number(parent) === process.pid && name?.includes("workerd") ? [Number(pid)] : [],
	);
}

function memoryOf(pid) {
	return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));
}

function sizeOf(folder) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
