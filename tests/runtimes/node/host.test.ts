// The local host of `npm start`: its answers, its refusals, its page, and its end.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import example from "../../../examples/house.json" with { type: "json" };
import type { House } from "../../../examples/page/house.js";
import { launchChromium } from "../../support/browser.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const state = mkdtempSync(join(tmpdir(), "latchstring-host-"));
let host: ChildProcess;
let address: URL;
let browser: Browser;

beforeAll(async () => {
	host = spawn("node", ["scripts/host.js"], {
		cwd: root,
		env: { ...process.env, PORT: "0", LATCHSTRING_STATE: state },
		stdio: ["ignore", "pipe", "inherit"],
	});
	[address, browser] = await Promise.all([addressOf(host), launchChromium()]);
}, 60_000);

afterAll(async () => {
	await browser?.close();
	host?.kill("SIGTERM");
	rmSync(state, { recursive: true, force: true });
});

/** The address that a host prints. */
async function addressOf({ stdout }: ChildProcess): Promise<URL> {
	if (stdout === null) throw new Error("the host has no output");
	for await (const line of createInterface(stdout)) {
		const found = /http:\S+/.exec(line);
		if (found) return new URL(found[0]);
	}
	throw new Error("the host ended before it listened");
}

interface Answer {
	status: number | undefined;
	headers: NodeJS.Dict<string | string[]>;
	body: string;
}

/** Asks with any method, any path and any host name, as no browser can. */
function ask(path: string, method = "GET", name = address.host): Promise<Answer> {
	return new Promise((answered, failed) => {
		const { hostname, port } = address;
		const asked = request(
			{ hostname, port, path, method, headers: { host: name } },
			async (response) => {
				const chunks: Buffer[] = [];
				for await (const chunk of response) chunks.push(chunk as Buffer);
				const body = Buffer.concat(chunks).toString();
				answered({ status: response.statusCode, headers: response.headers, body });
			},
		);
		asked.on("error", failed).end();
	});
}

async function house(): Promise<House> {
	return JSON.parse((await ask("/api/house")).body) as House;
}

describe("what the host answers", () => {
	test("the house has a code for each door of each stay, by the published module", async () => {
		const { module, now, rows, notices, rejected } = await house();
		const published = readFileSync(join(root, "pkg/latchstring.wasm"));
		const sha256 = createHash("sha256").update(published).digest("hex");
		expect(module).toEqual({ bytes: published.length, sha256 });
		expect(now).toBe(example.now);
		expect({ notices, rejected }).toEqual({ notices: [], rejected: [] });
		expect(rows.map(({ code }) => `${code.lockId} ${code.reservationIds}`).sort()).toEqual(
			doorsOfStays().sort(),
		);
	});

	test("W8 F7 a guest has one code on all doors, and nobody else has it", async () => {
		const guests = new Map<string, Set<string>>();
		for (const { code } of (await house()).rows) {
			const holders = guests.get(code.code ?? "") ?? new Set();
			guests.set(code.code ?? "", holders.add(code.guestName ?? ""));
		}
		expect([...guests.values()].map((names) => [...names]).sort()).toEqual(
			[...new Set(example.reservations.map(({ guest }) => guest.name))]
				.map((name) => [name])
				.sort(),
		);
	});

	test("W2 W5 the notes explain the windows", async () => {
		const { rows } = await house();
		const of = (name: string) => rows.find(({ code }) => code.guestName === name);
		expect(of("Tomasz Nowak")).toMatchObject({
			code: {
				startsAtLocal: "2026-10-25T02:30:00+02:00",
				endsAtLocal: "2026-10-28T10:30:00+01:00",
				notes: [
					{ kind: "repeated_hour", edge: "start", minutes: 60 },
					{ kind: "grace_clipped", edge: "end", minutes: 15 },
				],
			},
		});
		expect(of("Marta Rossi")).toMatchObject({
			code: { reservationIds: ["direct-0041", "direct-0042"], notes: [] },
		});
	});

	test.each(["/", "/demo-style.css", "/demo.js", "/latchstring.wasm", "/api/house", "/nothing"])(
		"%s has every header of security",
		async (path) => {
			const { headers } = await ask(path);
			expect(headers).toMatchObject({
				"cache-control": "no-store",
				"cross-origin-opener-policy": "same-origin",
				"cross-origin-resource-policy": "same-origin",
				"referrer-policy": "no-referrer",
				"x-content-type-options": "nosniff",
				"x-frame-options": "DENY",
			});
			expect(String(headers["content-security-policy"]).split("; ")).toEqual([
				"default-src 'none'",
				"script-src 'self' 'wasm-unsafe-eval'",
				"connect-src 'self'",
				"style-src 'self'",
				"img-src 'self'",
				"require-trusted-types-for 'script'",
				"trusted-types 'none'",
				"base-uri 'none'",
				"form-action 'none'",
				"frame-ancestors 'none'",
			]);
			expect(headers["access-control-allow-origin"]).toBeUndefined();
		},
	);
});

/** The door and the bookings of each expected code: one for each door and stay. */
function doorsOfStays(): string[] {
	const stays = new Map<string, { listingId: string; ids: string[] }>();
	for (const { id, listingId, guest } of example.reservations) {
		const whose = guest.id ?? id;
		stays.set(whose, { listingId, ids: [...(stays.get(whose)?.ids ?? []), id] });
	}
	return [...stays.values()].flatMap(({ listingId, ids }) => {
		const listing = example.site.listings.find(({ id }) => id === listingId);
		return (listing?.locks ?? []).map((lockId) => `${lockId} ${ids}`);
	});
}

describe("what the host refuses", () => {
	test.each([
		"/nothing",
		"/worker.js",
		"/index.html",
		"/main.ts",
		"/api/house/",
		"/api",
		"/../package.json",
	])("%s is not found", async (path) => {
		expect(await ask(path)).toMatchObject({ status: 404, body: "there is nothing here\n" });
	});

	test.each(["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
		"%s is not allowed",
		async (method) => {
			for (const path of ["/", "/api/house"]) {
				expect(await ask(path, method)).toMatchObject({ status: 405, headers: { allow: "GET" } });
			}
		},
	);

	test("a foreign host name is refused, which stops DNS rebinding", async () => {
		const { port } = address;
		for (const name of [
			`evil.example:${port}`,
			`127.0.0.1.evil.example:${port}`,
			"0.0.0.0",
			`[::1]:${port}`,
		]) {
			for (const path of ["/", "/api/house"]) {
				const { status, body } = await ask(path, "GET", name);
				expect({ name, status, body }).toEqual({
					name,
					status: 421,
					body: "this host answers to 127.0.0.1 and localhost only\n",
				});
			}
		}
		expect(await ask("/api/house", "GET", `localhost:${port}`)).toMatchObject({ status: 200 });
	});

	test("other addresses of this machine are not served", async () => {
		const reached = await new Promise((tried) => {
			const socket = connect(Number(address.port), "127.0.0.2");
			socket.on("connect", () => tried(true)).on("error", () => tried(false));
			socket.setTimeout(2_000, () => tried(false));
		});
		expect(reached).toBe(false);
	});
});

describe("the page in Chromium", { timeout: 90_000 }, () => {
	/** Opens the page, and waits for its badge. */
	async function visit(prepare: (page: Page) => Promise<unknown> = async () => undefined) {
		const page = await (await browser.newContext()).newPage();
		const complaints: string[] = [];
		page.on("pageerror", (error) => complaints.push(String(error)));
		page.on("console", (message) => {
			if (message.type() === "error") complaints.push(message.text());
		});
		await prepare(page);
		await page.goto(address.href);
		const badge = page.locator("#badge.agree, #badge.differ");
		await badge.waitFor({ state: "attached" });
		const verdict = {
			text: await badge.innerText(),
			more: await badge.getAttribute("title"),
			kind: (await badge.getAttribute("class"))?.split(" ").at(-1),
		};
		await page.close();
		return { verdict, complaints };
	}

	test("Worker and browser agree, by one module", async () => {
		const { verdict, complaints } = await visit();
		const { module } = await house();
		expect(verdict).toMatchObject({ kind: "agree", text: "Worker and browser agree" });
		expect(verdict.more).toContain(
			`${module.bytes.toLocaleString("en")} bytes, sha256 ${module.sha256}`,
		);
		expect(complaints).toEqual([]);
	});

	test("the page shows that the Worker's answer differs from the browser's", async () => {
		const { verdict } = await visit(async (page) => {
			await page.route("**/api/house", async (route) => {
				const answer = await route.fetch();
				await route.fulfill({
					response: answer,
					body: (await answer.text()).replace("T15:00", "T15:01"),
				});
			});
		});
		expect(verdict).toMatchObject({ kind: "differ", text: "Worker and browser differ" });
	});

	test("the page shows that the Worker's module differs from the browser's", async () => {
		const { verdict } = await visit(async (page) => {
			await page.route("**/latchstring.wasm", async (route) => {
				const answer = await route.fetch();
				// A custom section without content: the same rules in other bytes.
				const body = Buffer.concat([await answer.body(), Buffer.from([0, 2, 1, 120])]);
				await route.fulfill({ response: answer, body });
			});
		});
		expect(verdict).toMatchObject({ kind: "differ", text: "Worker and browser differ" });
	});

	test("the page shows that the Worker does not answer", async () => {
		const { verdict } = await visit((page) => page.route("**/api/house", (route) => route.abort()));
		expect(verdict).toMatchObject({ kind: "differ", text: "The Worker does not answer" });
	});
});

describe("the end", () => {
	test("a signal ends the host and every process that it started", {
		timeout: 90_000,
	}, async () => {
		const started = children(host.pid);
		expect(started.length).toBeGreaterThan(0);
		const ended = new Promise((end) => host.on("exit", end));
		host.kill("SIGINT");
		await ended;
		await expect.poll(() => started.filter(lives), { timeout: 10_000 }).toEqual([]);
		await expect(ask("/")).rejects.toThrow("ECONNREFUSED");
	});
});

function children(pid: number | undefined): number[] {
	const table = execFileSync("ps", ["-ax", "-o", "pid=,ppid="], { encoding: "utf8" });
	const pairs = table.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
	return pairs.flatMap(([own, parent]) => (own !== undefined && parent === pid ? [own] : []));
}

function lives(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
