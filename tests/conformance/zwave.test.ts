// Trips over zwave-js: real driver, real frames, a mocked radio.

import { lockFromZwave, type ZwaveDoor, zwavePlatform } from "latchstring/zwave";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { plays, TRIPS } from "./trips.js";
import { Clock, type Peer, type Stack } from "./world.js";
import { type Kind, type Lab, type MockLock, PLACES, startLab } from "./zwave-lab.js";

const KINDS: Kind[] = ["v1", "v1-schedules", "v2", "credential"];
/** One trip is played by each kind of lock, and every kind plays more than one. */
const PLAYED: [Kind, string][] = Object.keys(TRIPS).flatMap((name, at) => {
	const kinds: Kind[] = at < 2 ? KINDS : [KINDS[at % 4] ?? "v1"];
	return kinds.map((kind): [Kind, string] => [kind, name]);
});

let lab: Lab;
const clock = new Clock();

beforeAll(async () => {
	lab = await startLab(KINDS.flatMap((kind) => [kind, kind]));
}, 60_000);

afterAll(() => lab.stop());

beforeEach(() => {
	for (const lock of lab.locks) {
		lock.tune("on");
		lock.forgetful = false;
		lock.forget();
	}
});

function stackOf(kind: Kind): Stack {
	const [front, spare] = [0, 1].map((more) => KINDS.indexOf(kind) * 2 + more);
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

test("the driver that would wipe codes is refused", () => {
	const driver = { ...lab.driver, options: { interview: {} } } as never;
	expect(() => zwavePlatform({ driver, locks: {} })).toThrow(/deletes all codes/);
});
