// The house that lives behind `npm start`: on virtual locks, with an API, and over a restart.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { AccessCodeView } from "latchstring";
import { afterAll, expect, test } from "vitest";
import example from "../../../examples/house.json" with { type: "json" };

const root = fileURLToPath(new URL("../../..", import.meta.url));
const state = mkdtempSync(join(tmpdir(), "latchstring-house-"));
let host: ChildProcess | undefined;

afterAll(async () => {
	await end("SIGTERM");
	rmSync(state, { recursive: true, force: true });
});

async function end(signal: NodeJS.Signals): Promise<void> {
	const ended = new Promise((over) => host?.once("exit", over) ?? over(undefined));
	host?.kill(signal);
	await ended;
	host = undefined;
}

/** The processes that a process has started, and those that they have. */
function below(pid: number | undefined): number[] {
	const table = execFileSync("ps", ["-ax", "-o", "pid=,ppid="], { encoding: "utf8" });
	const pairs = table.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
	const own = pairs.flatMap(([child, parent]) => (parent === pid && child ? [child] : []));
	return own.flatMap((child) => [child, ...below(child)]);
}

/** Starts the host; gives what asks the API of its house. */
async function begin() {
	host = spawn("node", ["scripts/host.js"], {
		cwd: root,
		env: { ...process.env, PORT: "0", LATCHSTRING_STATE: state },
		stdio: ["ignore", "pipe", "inherit"],
	});
	let [address, token] = ["", ""];
	if (host.stdout === null) throw new Error("the host has no output");
	for await (const line of createInterface(host.stdout)) {
		address ||= /http:\S+/.exec(line)?.[0] ?? "";
		token = /ls_\w+/.exec(line)?.[0] ?? "";
		if (token !== "") break;
	}
	const get = async (path: string, given = token) =>
		await fetch(`${address}v1/sites/${example.site.id}${path}`, {
			headers: { authorization: `Bearer ${given}` },
		});
	return { token, get };
}

test("its codes come onto the virtual locks, and a restart changes none of them", async () => {
	const first = await begin();
	const codes = async ({ get }: Awaited<ReturnType<typeof begin>>) => {
		const found = (await (await get("/codes?reveal=true")).json()) as AccessCodeView[];
		return found.filter(({ reservationId }) => reservationId !== undefined);
	};
	await expect
		.poll(
			async () =>
				(await codes(first)).filter(({ told, state }) => told && state === "confirmed").length,
			{
				timeout: 20_000,
			},
		)
		.toBeGreaterThan(3);
	expect((await first.get("/codes", "ls_nobody")).status).toBe(401);
	const before = (await codes(first)).map(({ codeId, code }) => [codeId, code]);
	const started = below(host?.pid);
	await end("SIGKILL");
	for (const pid of started) {
		try {
			process.kill(pid, "SIGKILL");
		} catch {
			// It ended with its parent.
		}
	}
	const second = await begin();
	expect(second.token).toBe(first.token);
	expect((await codes(second)).map(({ codeId, code }) => [codeId, code])).toEqual(
		expect.arrayContaining(before),
	);
}, 90_000);
