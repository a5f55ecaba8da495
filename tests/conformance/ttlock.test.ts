// Trips over TTLock's cloud, as its documents describe it.
import type { Command } from "latchstring";
import { facts, requests, signed, tokenRequest, ttlockPlatform } from "latchstring/ttlock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refusal } from "../support/refusal.js";
import { saidOf } from "./commands.js";
import { plays, TRIPS } from "./trips.js";
import { type TtLock, TtlockCloud } from "./ttlock-server.js";
import { Clock, type Peer, type Stack } from "./world.js";

const clock = new Clock();
let cloud: TtlockCloud;
let server: string;
let stack: Stack;

beforeEach(async () => {
	clock.at = new Date("2026-10-20T06:00:00Z");
	cloud = new TtlockCloud(clock.now, [501, 502]);
	server = await cloud.start();
	const locks = { front: { lockId: 501 }, spare: { lockId: 502 } };
	const { account } = cloud;
	const platform = ttlockPlatform({ account, server, now: clock.now, locks });
	const peer = (at: number): Peer => {
		const lock = cloud.locks[at] as TtLock;
		return {
			lock: { profile: "ttlock", rules: { lengths: [6] } },
			held: () => lock.held(),
			silent: (on) => {
				lock.isOnline = !on;
			},
			erase: (pin) => {
				lock.passcodes = lock.passcodes.filter(({ keyboardPwd }) => keyboardPwd !== pin);
			},
			put: (pin) => {
				cloud.put(lock, pin);
			},
			forget: () => {
				lock.passcodes = [];
			},
		};
	};
	stack = { platform, front: peer(0), spare: peer(1) };
});

afterEach(() => {
	cloud.stop();
	expect(cloud.mistakes).toEqual([]);
});

describe("trips", () => {
	test.each(Object.keys(TRIPS))("%s", { timeout: 30_000 }, async (name) => {
		await plays(name, stack, clock);
	});
});

const base = { id: "c1", lockId: "front", deadline: "2026-10-20T06:01:00Z", codeId: "k1" };
const window = { startsAt: "2026-10-23T13:00:00Z", endsAt: "2026-10-26T10:30:30Z" };
const program = { kind: "program_code", ...base, pin: "492817", name: "Guest k1", window };
const remove = { kind: "remove_code", ...base, pin: "492817" };
const read = { kind: "read_lock", id: "c2", lockId: "front", deadline: base.deadline };
const offline = { kind: "issue_offline_code", ...base, name: "Guest k1", window };

const run = (command: object) => saidOf(stack.platform, command, 5000);
const front = () => cloud.locks[0] as TtLock;

describe("a lock", () => {
	test("made, listed with its minutes, removed; again and again", async () => {
		const [made] = await run(program);
		expect(made).toMatchObject({ outcome: "confirmed", externalId: "1001" });
		const [report] = await run(read);
		expect(report).toMatchObject({
			state: { reachability: "online", batteryPercent: 80 },
			codes: [
				{
					...{ externalId: "1001", pin: "492817", name: "Guest k1", state: "confirmed" },
					...{ startsAt: "2026-10-23T13:00:00Z", endsAt: "2026-10-26T10:31:00Z" },
				},
			],
		});
		expect(await run(remove)).toMatchObject([{ outcome: "confirmed" }]);
		expect(await run(remove)).toMatchObject([{ failure: "not_found" }]);
		expect(await run({ ...remove, externalId: "1001" })).toMatchObject([{ failure: "not_found" }]);
		expect(front().held()).toEqual([]);
	});

	test("a duplicate that is ours is ours, and a stranger's is none of ours", async () => {
		cloud.trouble.push("drop after");
		expect(await run(program)).toMatchObject([{ outcome: "unknown", failure: "timeout" }]);
		expect(await run(program)).toMatchObject([{ outcome: "confirmed", externalId: "1001" }]);
		expect(await run({ ...program, name: "Guest k2" })).toMatchObject([
			{ outcome: "failed", failure: "duplicate_code" },
		]);
		expect(front().held()).toHaveLength(1);
	});

	test("a code of many in pages is found", async () => {
		for (let at = 0; at < 230; at += 1) cloud.put(front(), String(300_000 + at));
		const [report] = await run(read);
		expect((report as { codes: object[] }).codes).toHaveLength(230);
		expect(await run({ ...remove, pin: "300229" })).toMatchObject([{ outcome: "confirmed" }]);
		// Half a list is none.
		cloud.trouble.push("expired token", "drop before");
		expect(await run(read)).toMatchObject([{ type: "command_result", outcome: "failed" }]);
	});

	test("A3b: whole hours, and one code for one window", async () => {
		const [made] = await run(offline);
		expect(made).toMatchObject({
			outcome: "confirmed",
			window: { startsAt: "2026-10-23T13:00:00Z", endsAt: "2026-10-26T10:00:00Z" },
		});
		const { pin } = made as { pin?: string };
		expect(pin).toMatch(/^\d{8}$/);
		expect(await run(offline)).toMatchObject([{ pin }]);
		front().passcodes = [];
		expect(await run(offline)).toMatchObject([{ outcome: "failed", failure: "rejected" }]);
	});

	test("a change needs both dates, and is refused for a code that was never used", async () => {
		await run(program);
		const change = { kind: "change_window", ...base, externalId: "1001", pin: "492817" };
		const later = { ...change, window: { endsAt: "2026-10-28T10:30:00Z" } };
		expect(await run(later)).toMatchObject([{ outcome: "failed", failure: "rejected" }]);
		for (const one of front().passcodes) one.isUsed = true;
		expect(await run(later)).toMatchObject([{ outcome: "confirmed" }]);
		expect(front().held()[0]?.opens(new Date("2026-10-28T10:29:00Z"))).toBe(true);
	});

	test("what goes wrong on the way", async () => {
		const fails = async (trouble: typeof cloud.trouble) => {
			cloud.trouble.push(...trouble);
			const [said] = await run(program);
			const { outcome, failure } = said as { outcome: string; failure?: string };
			await run(remove);
			return [outcome, failure];
		};
		expect(await fails(["drop before"])).toEqual(["unknown", "timeout"]);
		expect(await fails(["30006"])).toEqual(["failed", "busy"]);
		expect(await fails(["90000"])).toEqual(["unknown", "timeout"]);
		expect(await fails(["html"])).toEqual(["unknown", "timeout"]);
		expect(await fails(["expired token"])).toEqual(["confirmed", undefined]);
		expect(await fails(["expired token", "expired token"])).toEqual(["failed", "unauthorized"]);
		front().isOnline = false;
		expect(await fails([])).toEqual(["failed", "offline"]);
		const [report] = await run(read);
		expect(report).toMatchObject({ state: { reachability: "offline" } });
		front().isOnline = true;
		expect(await run({ ...program, pin: "123456" })).toMatchObject([{ failure: "rejected" }]);
	});

	test("a token is asked for once, refreshed before its end, and asked for anew after it", async () => {
		const tokens = () => cloud.calls.filter((path) => path === "/oauth2/token").length;
		await run(read);
		await run(read);
		expect(tokens()).toBe(1);
		clock.at = new Date("2027-01-18T06:00:30Z");
		await run(read);
		expect(tokens()).toBe(2);
		const wrong = { ...cloud.account, passwordMd5: "0".repeat(32) };
		const locks = { front: { lockId: 501 } };
		const platform = ttlockPlatform({ account: wrong, server, now: clock.now, locks });
		const said = await saidOf(platform, program, 5000);
		expect(said).toMatchObject([{ outcome: "failed", failure: "unauthorized" }]);
	});
});

describe("the codec", () => {
	const lock = { lockId: 501, now: "2026-10-20T06:00:00Z" };
	const path = "/v3/lock/listKeyboardPwd";

	test("states of the cloud: what is not on the lock is accepted, and what failed is left out", () => {
		const states = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((status) => ({
			...{ keyboardPwdId: status, keyboardPwd: "1928", keyboardPwdType: 2, status },
		}));
		const todo = requests(read as Command, lock);
		const answers = todo.map((request) => {
			const list = request.path === path ? states : [];
			return { request, status: 200, body: { list, pages: 1 } };
		});
		const [report] = facts(read as Command, answers, lock).facts;
		const { codes } = report as {
			codes: { externalId: string; state: string; enabled?: boolean }[];
		};
		expect(codes.filter(({ enabled }) => enabled === false)).toMatchObject([{ externalId: "2" }]);
		expect(codes.map(({ externalId, state }) => `${externalId} ${state}`)).toEqual([
			...["1 confirmed", "2 confirmed", "3 accepted", "4 accepted", "6 accepted", "7 accepted"],
			...["8 confirmed", "9 confirmed"],
		]);
	});

	test("a code without a window is permanent, and has both dates all the same", () => {
		const [request] = requests({ ...program, window: {} } as Command, lock);
		const startDate = String(Date.parse(lock.now));
		expect(request?.form).toMatchObject({ keyboardPwdType: "2", startDate });
		expect(Number(request?.form.endDate)).toBeGreaterThan(Date.parse("2036-01-01T00:00:00Z"));
	});

	test("never by Bluetooth alone", () => {
		const way = (by: "gateway" | "wifi") =>
			requests(program as Command, { ...lock, by })[0]?.form.addType;
		expect([way("gateway"), way("wifi")]).toEqual(["2", "4"]);
	});

	test.each<[() => unknown, string, string]>([
		[() => requests(program as Command, { ...lock, lockId: 0 }), "invalid_value", "lockId"],
		[() => requests(program as Command, { ...lock, now: "noon" }), "invalid_value", "now"],
		[() => requests(program as Command, { ...lock, by: "dove" as never }), "invalid_value", "by"],
		[() => facts(program as Command, [{} as never], lock), "wrong_type", "answers[0]"],
		[
			() =>
				signed(requests(program as Command, lock)[0] as never, {
					...{ clientId: "", accessToken: "x", now: lock.now },
				}),
			"invalid_value",
			"clientId",
		],
		[
			() =>
				tokenRequest({
					...{ clientId: "a", clientSecret: "b", username: "c", passwordMd5: "a password" },
				}),
			"invalid_value",
			"passwordMd5",
		],
	])("bad input %# is refused", (call, code, path) => {
		expect(refusal(call)).toMatchObject({ code, path });
	});
});
