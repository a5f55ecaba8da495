// Trips over zwave-js: real driver, real frames, a mocked radio.

import type { Command, Fact } from "latchstring";
import {
	lockFromZwave,
	type ZwaveDoor,
	type ZwavePlatform,
	zwavePlatform,
} from "latchstring/zwave";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CHANGE, PROGRAM, READ, REMOVE, saidOf, WINDOW } from "./commands.js";
import { plays } from "./trips.js";
import { Clock, type Peer, type Stack } from "./world.js";
import { type Kind, type Lab, type MockLock, PLACES, startLab } from "./zwave-lab.js";

const KINDS: Kind[] = ["v1", "v1-schedules", "v2", "credential"];
/** Which kind of lock plays which trip. */
const PLAYED: [Kind, string][] = [
	...KINDS.map((kind): [Kind, string] => [kind, "a booking"]),
	["v1-schedules", "an extension while the lock is silent"],
	["v2", "a cancellation"],
	["credential", "a backup is told"],
	["v1", "a visitor"],
	["v1-schedules", "a replaced lock"],
	["v2", "a lock that forgets"],
	["credential", "the host's hands"],
];

let lab: Lab;
const clock = new Clock();

beforeAll(async () => {
	lab = await startLab([...KINDS, "v1-schedules"]);
}, 60_000);

afterAll(() => lab.stop());

beforeEach(() => {
	for (const lock of lab.locks) {
		lock.tune("on");
		lock.forgetful = false;
		lock.forget();
	}
});

function stackOf(kind: Kind): Stack & { platform: ZwavePlatform } {
	const [front, spare] = [KINDS.indexOf(kind), KINDS.length];
	const door = (at = 0): ZwaveDoor => ({
		nodeId: at + 2,
		...(kind === "v1-schedules" && { timeZone: "Europe/Paris", clockIsSet: true }),
	});
	const platform = zwavePlatform({
		...{ driver: lab.driver, now: clock.now },
		locks: { front: door(front), spare: door(spare) },
	});
	const peer = (at = 0): Peer => {
		const lock = lab.locks[at] as MockLock;
		const node = lab.driver.controller.nodes.getOrThrow(at + 2);
		return {
			lock: { ...lockFromZwave(node, door(at)), slots: { from: 1, to: PLACES, reserved: PLACES } },
			held: () => lock.held(),
			silent: (on) => lock.tune(on ? "deaf" : "on"),
			erase: (pin) => lock.erase(pin),
			put: (pin) => lock.put(2, pin),
			forget: () => lock.forget(),
		};
	};
	return { platform, front: peer(front), spare: peer(spare) };
}

describe("trips", () => {
	test.each(PLAYED)("%s: %s", { timeout: 60_000 }, async (kind, name) => {
		await plays(name, stackOf(kind), clock);
	});
});

describe("a lock", () => {
	const lockOf = (kind: Kind) => lab.locks[KINDS.indexOf(kind)] as MockLock;

	const run = (kind: Kind, command: object) => saidOf(stackOf(kind).platform, command);

	test.each(KINDS)("%s: a stranger's code is neither overwritten nor cleared", async (kind) => {
		lockOf(kind).put(2, "904618");
		expect(await run(kind, PROGRAM)).toMatchObject([{ outcome: "failed", failure: "slot_taken" }]);
		expect(await run(kind, REMOVE)).toMatchObject([{ outcome: "failed", failure: "not_found" }]);
		expect(lockOf(kind).held()).toMatchObject([{ pin: "904618" }]);
	});

	test.each(["v1", "credential"] as Kind[])(
		"%s: a lock that says nothing is no empty lock",
		async (kind) => {
			lockOf(kind).put(2, "904618");
			lockOf(kind).tune("deaf");
			expect(await run(kind, READ)).toMatchObject([{ outcome: "failed", failure: "offline" }]);
			// It hears, and has no word for us.
			lockOf(kind).node.autoAckControllerFrames = true;
			expect(await run(kind, READ)).toMatchObject([{ outcome: "failed", failure: "timeout" }]);
			expect(await run(kind, PROGRAM)).toMatchObject([{ outcome: "failed", failure: "timeout" }]);
			expect(await run(kind, REMOVE)).toMatchObject([{ outcome: "failed", failure: "timeout" }]);
		},
	);

	test.each(KINDS)("%s: a write that the lock forgets is never confirmed", async (kind) => {
		lockOf(kind).forgetful = true;
		const [said] = await run(kind, PROGRAM);
		expect(said).toMatchObject({ type: "command_result" });
		expect((said as { outcome: string }).outcome).not.toBe("confirmed");
		expect(lockOf(kind).held()).toEqual([]);
	});

	test.each(KINDS)("%s: written, listed, removed; a second time changes nothing", async (kind) => {
		for (let times = 0; times < 2; times += 1)
			expect(await run(kind, PROGRAM)).toMatchObject([
				{ outcome: "confirmed", externalId: "2", slot: 2 },
			]);
		const [report] = await run(kind, READ);
		expect(report).toMatchObject({
			...{ type: "lock_report", state: { reachability: "online" } },
			codes: [{ slot: 2, externalId: "2", pin: "492817", enabled: true }],
		});
		const [code] = (report as { codes: object[] }).codes;
		const stored = { startsAt: WINDOW.startsAt, endsAt: WINDOW.endsAt };
		if (kind === "v1-schedules") expect(code).toMatchObject(stored);
		else expect(code).not.toHaveProperty("startsAt");
		expect(await run(kind, REMOVE)).toMatchObject([{ outcome: "confirmed" }]);
		expect(await run(kind, REMOVE)).toMatchObject([{ failure: "not_found" }]);
		expect(lockOf(kind).held()).toEqual([]);
	});

	test("the answer to a write is lost: nobody knows, and the same command finds its own code", async () => {
		const lock = lockOf("v1");
		const { platform } = stackOf("v1");
		const ends = new AbortController();
		// The radio of the lock fails between the first look and the write.
		lock.onWrite = () => lock.tune("mute");
		const said: Fact[] = [];
		for await (const fact of platform.run(PROGRAM as Command, ends.signal)) said.push(fact);
		expect(said).toMatchObject([{ outcome: "unknown" }]);
		expect(lock.held()).toMatchObject([{ pin: "492817" }]);
		lock.tune("on");
		expect(await run("v1", PROGRAM)).toMatchObject([{ outcome: "confirmed" }]);
	});

	test("a place that was disabled is enabled with its new PIN, and keeps no window of before", async () => {
		const lock = lockOf("v1-schedules");
		await run("v1-schedules", PROGRAM);
		lock.node.state.set("UserCode_userIdStatus_2", 2);
		expect(lock.held()[0]?.opens(new Date(WINDOW.startsAt))).toBe(false);
		expect(await run("v1-schedules", PROGRAM)).toMatchObject([{ outcome: "confirmed" }]);
		expect(lock.held()[0]?.opens(new Date(WINDOW.startsAt))).toBe(true);
		await run("v1-schedules", REMOVE);
		await run("v1-schedules", { ...PROGRAM, window: {} });
		expect(lock.held()[0]?.opens(new Date("2031-01-01T00:00:00Z"))).toBe(true);
	});

	test("a disabled code is listed as one that opens nothing", async () => {
		lockOf("v2").put(3, "7777", 2);
		const [report] = await run("v2", READ);
		expect(report).toMatchObject({ codes: [{ slot: 3, pin: "7777", enabled: false }] });
	});

	test("a window is changed in place, where the lock keeps one", async () => {
		await run("v1-schedules", PROGRAM);
		expect(await run("v1-schedules", CHANGE)).toMatchObject([{ outcome: "confirmed" }]);
		const [code] = lockOf("v1-schedules").held();
		expect(code?.opens(new Date("2026-10-28T10:29:00Z"))).toBe(true);
		expect(await run("v1", CHANGE)).toMatchObject([{ outcome: "failed", failure: "rejected" }]);
	});

	test("User Credential tells a duplicate, and the user that was made for it goes", async () => {
		const lock = lockOf("credential");
		lock.put(3, "492817");
		expect(await run("credential", PROGRAM)).toMatchObject([{ failure: "duplicate_code" }]);
		expect(lock.node.state.get("UserCredential_user_2")).toBeUndefined();
	});

	test("somebody whose fingerprint is in the lock keeps their place", async () => {
		const lock = lockOf("credential");
		lock.put(2, "904618");
		const finger = lock.node.state.get("UserCredential_cred_1_2") as object;
		lock.node.state.delete("UserCredential_cred_1_2");
		const one = { ...finger, credentialType: 9, credentialSlot: 1 };
		lock.node.state.set("UserCredential_cred_9_1", one);
		expect(await run("credential", PROGRAM)).toMatchObject([{ failure: "slot_taken" }]);
		lock.node.state.delete("UserCredential_cred_9_1");
	});

	test("what a lock says by itself: a use, a place that was cleared, a reset", async () => {
		const { platform } = stackOf("v2");
		const heard: Fact[] = [];
		const stop = platform.watch((facts) => heard.push(...facts));
		const node = lab.driver.controller.nodes.getOrThrow(KINDS.indexOf("v2") + 2);
		const tell = (event: number, parameters = {}) =>
			node.emit("notification", node as never, 0x71, {
				...{ type: 6, label: "Access Control", event, eventLabel: "", parameters },
			});
		tell(6, { userId: 2 });
		tell(13, { userId: 3 });
		tell(12);
		tell(2);
		stop();
		tell(12);
		expect(heard).toMatchObject([
			{ type: "code_used", externalId: "2" },
			{ type: "lock_report", codes: [], slotsOf: [3] },
			{ type: "lock_reset", lockId: "front" },
		]);
	});

	test("a node that is not there, and a driver that would wipe codes", async () => {
		const platform = zwavePlatform({ driver: lab.driver, locks: { front: { nodeId: 99 } } });
		const said = await saidOf(platform, READ, 1000);
		expect(said).toMatchObject([{ outcome: "failed", failure: "rejected" }]);
		const driver = { ...lab.driver, options: { interview: {} } } as never;
		expect(() => zwavePlatform({ driver, locks: {} })).toThrow(/deletes all codes/);
		const locks = { front: { nodeId: 2, timeZone: "Pacific/Apia" } };
		expect(() => zwavePlatform({ driver: lab.driver, locks })).toThrow(/another one/);
	});
});
