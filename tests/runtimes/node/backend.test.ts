// L The server of examples/backend: what it answers, and that its death at any write changes
// nothing.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { AccessCodeView, Notice } from "latchstring";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { booking, HOUSE } from "../../support/cloudflare/house.js";
import { event } from "../feeds/seam-codes.js";

// A machine that does other things takes its time.
vi.setConfig({ testTimeout: 60_000 });

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "latchstring-backend-"));
const NOTIFY_SECRET = `whsec_${Buffer.from("n".repeat(24)).toString("base64")}`;
const SEAM_WEBHOOK_SECRET = `whsec_${Buffer.from("s".repeat(24)).toString("base64")}`;
const SPEED = 2;
const SPEED_FROM = Date.now();
/** The clock of the servers. */
const fast = () => SPEED_FROM + (Date.now() - SPEED_FROM) * SPEED;
const day = (days: number) => new Date(fast() + days * 86_400_000).toISOString().slice(0, 10);

/** Who hears notices, and gives a calendar: it goes on while servers die. */
let outside: Server;
let port = 0;
const heard = new Map<string, { id: string; notice: Notice; text: string }[]>();
const calendar = [
	...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN"],
	...["BEGIN:VEVENT", "UID:2@airbnb.com", "DTSTAMP:20261021T100000Z", "SUMMARY:Reserved"],
	...[`DTSTART;VALUE=DATE:${day(30).replaceAll("-", "")}`],
	...[`DTEND;VALUE=DATE:${day(33).replaceAll("-", "")}`, "END:VEVENT", "END:VCALENDAR", ""],
].join("\r\n");

beforeAll(async () => {
	outside = createServer(async (request, response) => {
		if (request.url === "/calendar.ics") return void response.end(calendar);
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks).toString();
		const name = request.url?.slice(1) ?? "";
		const id = String(request.headers["webhook-id"]);
		try {
			// The clock of the server is another one, so only the signature is looked at.
			const at = new Date(Number(request.headers["webhook-timestamp"]) * 1000);
			const wanted = new Webhook(NOTIFY_SECRET).sign(id, at, body);
			if (request.headers["webhook-signature"] !== wanted) throw new Error("forged");
			heard.set(name, [...(heard.get(name) ?? []), { id, ...JSON.parse(body) }]);
			response.end('{"outcome":"delivered","channel":"message"}');
		} catch {
			response.writeHead(400).end();
		}
	});
	await new Promise<void>((listening) => outside.listen(0, "127.0.0.1", listening));
	port = (outside.address() as { port: number }).port;
});
const started = new Set<ChildProcess>();
afterAll(async () => {
	for (const server of started) server.kill("SIGKILL");
	outside.close();
	rmSync(folder, { recursive: true, force: true });
});

/** A server with a database of its own, and what asks it. */
class Backend {
	readonly #name: string;
	#server: ChildProcess | undefined;
	#address = "";

	constructor(name: string) {
		this.#name = name;
		const feeds = [
			{ id: "airbnb", listingId: "flat", url: `http://127.0.0.1:${port}/calendar.ics` },
		];
		writeFileSync(
			join(folder, `${name}.json`),
			JSON.stringify({ site: { id: name, ...HOUSE }, feeds }),
		);
	}

	/** Starts it; false where it ended before it listened. */
	async start(dieAt = "0 never", more: Record<string, string> = {}): Promise<boolean> {
		const die = join(root, "tests/support/backend/die.js");
		const server = spawn("node", ["--import", die, "examples/backend/server.js"], {
			cwd: root,
			stdio: ["ignore", "pipe", "pipe"],
			env: {
				...{ PATH: process.env.PATH, PORT: "0", PLATFORM: "virtual", API_TOKEN: "a token" },
				...{
					HOUSE: join(folder, `${this.#name}.json`),
					DATABASE: join(folder, `${this.#name}.db`),
				},
				...{ ROW_KEY: "ab".repeat(32), PIN_KEY: "a key that only this test knows about" },
				...{ NOTIFY_URL: `http://127.0.0.1:${port}/${this.#name}`, NOTIFY_SECRET },
				...{
					SEAM_WEBHOOK_SECRET,
					DIE_AT: dieAt,
					SPEED: String(SPEED),
					SPEED_FROM: String(SPEED_FROM),
				},
				...more,
			},
		});
		this.#server = server;
		started.add(server);
		server.on("exit", () => started.delete(server));
		server.stderr?.resume();
		if (server.stdout === null) throw new Error("no output");
		for await (const line of createInterface(server.stdout)) {
			this.#address = /http:\S+/.exec(line)?.[0] ?? "";
			if (this.#address !== "") return true;
		}
		return false;
	}

	get isAlive(): boolean {
		return this.#server !== undefined && started.has(this.#server);
	}

	async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
		const server = this.#server;
		if (server === undefined || !started.has(server)) return;
		const over = new Promise((ended) => server.once("exit", ended));
		server.kill(signal);
		await over;
	}

	async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
		const text = typeof body === "string" ? body : JSON.stringify(body);
		return await fetch(`${this.#address}${path}`, {
			method,
			headers: { authorization: "Bearer a token", "content-type": "application/json", ...headers },
			...(body !== undefined && { body: text }),
		});
	}

	/** What the guest of the running stay was told last. */
	told(to: "guest" | "host") {
		return (heard.get(this.#name) ?? []).filter(({ notice }) => notice.to === to);
	}
}

const stay = () => booking({ revision: 1, arrival: day(-1), departure: day(3) });
const other = (status: string, revision: number) =>
	booking({ revision, status, arrival: day(4), departure: day(6), guest: { name: "Bo" } });

/**
 * The doors for which the guest of the running stay was told a code that is on the lock, once both
 * are among them, and the bookings that hold codes then. Where both commands were on their way when
 * the server died, nobody knows what became of them, and the guest is told a backup (A2).
 */
async function settled(backend: Backend, name: string) {
	const codes = async (): Promise<AccessCodeView[]> =>
		await (await backend.ask("GET", "/api/codes")).json();
	const doors = (all: AccessCodeView[]) => {
		const open = all.filter(({ state, ending, told, reservationId }) => {
			return reservationId === "b1" && state === "confirmed" && told && !ending;
		});
		return [...new Set(open.map(({ lockId }) => lockId))].sort();
	};
	await expect
		.poll(async () => doors(await codes().catch(() => [])), { timeout: 100_000, message: name })
		.toEqual(["front", "street"]);
	const held = () => codes().then((all) => all.map(({ reservationId }) => reservationId));
	await expect.poll(held, { timeout: 100_000, message: name }).not.toContain("b2");
	return doors(await codes());
}

/**
 * One stay that runs, and one that is cancelled, on a server that dies once at its n-th
 * transaction.
 */
async function play(name: string, dieAt: string) {
	const backend = new Backend(name);
	const alive = async () => {
		for (let again = 0; !backend.isAlive; again += 1) {
			if (again > 3) throw new Error(`${name} does not start`);
			await backend.start();
		}
	};
	await backend.start(dieAt);
	const put = async (id: string, body: object) => {
		for (let again = 0; again < 4; again += 1) {
			await alive();
			const answer = await backend.ask("PUT", `/api/bookings/${id}`, body).catch(() => undefined);
			if (answer?.status === 200) return;
			// What nobody answered is sent again.
			await new Promise((done) => setTimeout(done, 50));
		}
		throw new Error(`${name}: nobody took ${id}`);
	};
	const bodies = { first: stay(), second: other("confirmed", 1), third: other("cancelled", 2) };
	await put("b1", bodies.first);
	await put("b2", bodies.second);
	await put("b2", bodies.third);
	const watch = setInterval(() => void alive().catch(() => undefined), 100);
	const codes = await settled(backend, name).finally(() => clearInterval(watch));
	await alive();
	await expect.poll(() => backend.told("guest").length, { timeout: 100_000 }).toBeGreaterThan(0);
	const told = [...new Set(backend.told("guest").map(({ id }) => id))];
	const once = backend.told("guest").length - told.length;
	const kinds = [...new Set(backend.told("guest").map(({ notice }) => notice.kind))];
	await backend.stop("SIGKILL");
	return { codes, kinds, once, database: readFileSync(join(folder, `${name}.db`), "latin1") };
}

describe("the server", () => {
	let backend: Backend;
	beforeAll(async () => {
		backend = new Backend("plain");
		await backend.start();
	});
	afterAll(async () => await backend.stop());

	test("takes bookings, reads its feed, and tells the guest the codes that it shows masked", async () => {
		expect((await backend.ask("PUT", "/api/bookings/b1", stay())).status).toBe(200);
		await settled(backend, "plain");
		await expect.poll(() => backend.told("guest").length).toBe(1);
		const [{ text = "", notice } = {}] = backend.told("guest");
		const code = notice?.values.doors?.[0]?.code ?? "no code";
		expect(text).toContain(code);
		const shown = await (await backend.ask("GET", "/api/codes")).text();
		expect(shown).not.toContain(code);
		expect(shown).toContain("airbnb/2@airbnb.com");
		const bad = await backend.ask(
			"PUT",
			"/api/bookings/b9",
			booking({ revision: 1, arrival: "never" }),
		);
		expect(bad.status).toBe(422);
		expect(await bad.json()).toMatchObject({ rejected: [{ because: { code: "invalid_value" } }] });
	}, 60_000);

	test("refuses whoever has no token, forged webhooks, and bodies that are too large", async () => {
		for (const authorization of ["", "Bearer wrong", "Bearer a tokeN"])
			expect((await backend.ask("GET", "/api/codes", undefined, { authorization })).status).toBe(
				401,
			);
		const body = JSON.stringify({ ...event("device.disconnected"), device_id: "front" });
		const at = new Date(fast());
		const headers = (secret: string) => ({
			...{ "svix-id": "m", "svix-timestamp": String(Math.floor(at.getTime() / 1000)) },
			"svix-signature": new Webhook(secret).sign("m", at, body),
		});
		const hear = (secret: string) => backend.ask("POST", "/webhooks/seam", body, headers(secret));
		expect((await hear(SEAM_WEBHOOK_SECRET)).status).toBe(204);
		expect((await hear(NOTIFY_SECRET)).status).toBe(422);
		const large = await backend.ask("PUT", "/api/bookings/b2", "x".repeat(1_100_000));
		expect(large.status).toBe(413);
	});

	test("is under two hundred lines", () => {
		const lines = ["server.js", "store.js"].map(
			(file) => readFileSync(join(root, "examples/backend", file), "utf8").split("\n").length,
		);
		expect(lines.reduce((sum, count) => sum + count)).toBeLessThan(200);
	});
});

describe("a server that dies", () => {
	const IS_LONG = process.env.VITE_LONG === "1";
	const writes = IS_LONG ? Array.from({ length: 34 }, (_, at) => at + 1) : [3, 8, 13];
	const plays = writes.flatMap((at) =>
		IS_LONG || at % 2 === 0 ? [`${at} before`, `${at} after`] : [`${at} after`],
	);

	test(
		"at any write ends as one that never did, and tells nobody another thing",
		async () => {
			const calm = await play("calm", "0 never");
			expect(calm.kinds).toEqual(["access_ready"]);
			for (const secret of ["Ada", "Lovelace"]) expect(calm.database).not.toContain(secret);
			for (let at = 0; at < plays.length; at += 4) {
				const some = plays.slice(at, at + 4);
				const endings = await Promise.all(
					some.map((when) => play(`dies-${when.replace(" ", "-")}`, when)),
				);
				for (const [index, { codes, kinds, once }] of endings.entries()) {
					expect(codes, some[index]).toEqual(calm.codes);
					expect(kinds, some[index]).toEqual(calm.kinds);
					// Only what was leaving at that moment may have left twice, with its key.
					expect(once, some[index]).toBeLessThanOrEqual(1);
				}
			}
		},
		IS_LONG ? 1_800_000 : 240_000,
	);
});
