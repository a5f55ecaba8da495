// Trips over Matter: real locks and a real hub of `@matter/main`, one process, no sockets.
import type { Fact } from "latchstring";
import { lockFromMatter, matterPlatform } from "latchstring/matter";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CHANGE, PROGRAM, READ, REMOVE, saidOf, WINDOW } from "./commands.js";
import { type LabLock, PLACES, startLab } from "./matter-lab.js";
import { plays } from "./trips.js";
import { Clock, type Peer, STRANGER, type Stack } from "./world.js";

/** With windows, without, and a spare with them. */
let locks: LabLock[];
const clock = new Clock();
const FIRST = { plain: 1, windows: 0 };
type Kind = keyof typeof FIRST;

beforeAll(async () => {
	locks = await startLab([true, false, true]);
}, 60_000);

beforeEach(async () => {
	for (const lock of locks) await lock.forget();
});

afterEach(() => {
	for (const lock of locks) lock.silent(false);
});

async function stackOf(kind: Kind): Promise<Stack> {
	const timeZone = "Europe/Paris";
	const [front, spare] = [locks[FIRST[kind]], locks[2]] as [LabLock, LabLock];
	const known = [];
	for (const lock of [front, spare]) {
		lock.silent(false);
		known.push(await lockFromMatter(lock.remote, { timeZone }));
	}
	const [ofFront, ofSpare] = known as [(typeof known)[0], (typeof known)[0]];
	const peer = (lock: LabLock, { lock: fields }: typeof ofFront): Peer => ({
		lock: { ...fields, rules: { lengths: [6] }, slots: { from: 1, to: PLACES, reserved: PLACES } },
		held: () => lock.held(),
		silent: (on) => lock.silent(on),
		erase: (pin) => lock.forget(pin),
		put: (pin) => lock.put(pin),
		forget: () => lock.forget(),
	});
	const platform = matterPlatform({
		now: clock.now,
		locks: {
			front: { endpoint: front.remote, schedules: ofFront.schedules, timeZone },
			spare: { endpoint: spare.remote, schedules: ofSpare.schedules, timeZone },
		},
	});
	return {
		platform,
		// After fourteen seconds of silence the hub takes a dozen more to meet the lock again.
		get patience() {
			return front.isSilent ? 150 : 15_000;
		},
		...{ front: peer(front, ofFront), spare: peer(spare, ofSpare) },
	};
}

describe("trips", () => {
	test.each<[Kind, string]>([
		["plain", "a booking"],
		["windows", "a booking"],
		["windows", "an extension while the lock is silent"],
		["windows", "a cancellation"],
		["plain", "a backup is told"],
		["windows", "a visitor"],
		["windows", "a replaced lock"],
		["plain", "a lock that forgets"],
		["windows", "the host's hands"],
	])("%s: %s", { timeout: 60_000 }, async (kind, name) => {
		await plays(name, await stackOf(kind), clock);
	});
});

describe("a lock", () => {
	async function run(command: object, kind: Kind = "windows", patience = 10_000): Promise<Fact[]> {
		const isSilent = locks[0]?.isSilent === true;
		locks[0]?.silent(false);
		const { platform } = await stackOf(kind);
		locks[0]?.silent(isSilent);
		return await saidOf(platform, command, patience);
	}
	const here = () => (locks[0] as LabLock).held();

	test("user, window, PIN: written, listed without its PIN, removed with all that is its", async () => {
		for (let times = 0; times < 2; times += 1)
			expect(await run(PROGRAM)).toMatchObject([
				{ outcome: "confirmed", externalId: "2", slot: 2 },
			]);
		const [report] = await run(READ);
		const { startsAt, endsAt } = WINDOW;
		expect(report).toMatchObject({
			codes: [{ slot: 2, pin: "****", name: "Guest k1", enabled: true, startsAt, endsAt }],
		});
		expect((await here())[0]?.opens(new Date("2026-10-23T12:59:00Z"))).toBe(false);
		expect(await run(REMOVE)).toMatchObject([{ outcome: "confirmed" }]);
		expect(await run(REMOVE)).toMatchObject([{ failure: "not_found" }]);
		// The next guest there has no window of the one before.
		await run({ ...PROGRAM, window: {} });
		expect((await here())[0]?.opens(new Date("2031-01-01T00:00:00Z"))).toBe(true);
	});

	test("the status and the window of a guest before do not bind the next one", async () => {
		await run(PROGRAM);
		await (locks[0] as LabLock).remote.act(async (agent) => {
			const user = { userIndex: 2, userStatus: 3, userType: null, credentialRule: null };
			const nobody = { operationType: 2, ...user, userName: null, userUniqueId: null };
			await agent.doorLock.setUser(nobody);
			// As most hubs do: the PIN goes, its user stays.
			await agent.doorLock.clearCredential({
				credential: { credentialType: 1, credentialIndex: 2 },
			});
		});
		const next = { ...PROGRAM, pin: "735162", name: "Guest k2", window: {} };
		expect(await run(next)).toMatchObject([{ outcome: "confirmed" }]);
		expect((await here())[0]?.opens(new Date("2031-01-01T00:00:00Z"))).toBe(true);
	});

	test("a disabled user is enabled with the PIN, and listed as disabled before", async () => {
		await run(PROGRAM);
		await (locks[0] as LabLock).remote.act((agent) => {
			const user = { userIndex: 2, userStatus: 3, userType: null, credentialRule: null };
			return agent.doorLock.setUser({
				operationType: 2,
				...user,
				userName: null,
				userUniqueId: null,
			});
		});
		expect(await run(READ)).toMatchObject([{ codes: [{ enabled: false }] }, {}]);
		expect(await run(PROGRAM)).toMatchObject([{ outcome: "confirmed" }]);
		expect(await run(READ)).toMatchObject([{ codes: [{ enabled: true }] }, {}]);
	});

	test("a duplicate is told from a place that is taken, and leaves no user behind", async () => {
		await (locks[0] as LabLock).put("492817", 3);
		expect(await run(PROGRAM)).toMatchObject([{ failure: "duplicate_code" }]);
		expect(await run({ ...PROGRAM, slot: 3 })).toMatchObject([{ failure: "slot_taken", slot: 3 }]);
		const [report] = await run(READ);
		expect(report).toMatchObject({ codes: [{ slot: 3, name: "Plumber" }] });
		const state = await (locks[0] as LabLock).remote.act((agent) =>
			agent.doorLock.getUser({ userIndex: 2 }),
		);
		expect(state).toMatchObject({ userStatus: null });
	});

	test("a window is changed in place", async () => {
		await run(PROGRAM);
		expect(await run(CHANGE)).toMatchObject([{ outcome: "confirmed" }]);
		expect((await here())[0]?.opens(new Date("2026-10-28T10:29:00Z"))).toBe(true);
		expect(await run({ ...CHANGE, slot: 4 })).toMatchObject([{ failure: "not_found" }]);
		expect(await run(CHANGE, "plain")).toMatchObject([{ failure: "rejected" }]);
	});

	test("silence: nothing was written before it, and a list is none", async () => {
		await (locks[0] as LabLock).put(STRANGER);
		(locks[0] as LabLock).silent(true);
		expect(await run(READ, "windows", 300)).toMatchObject([{ outcome: "failed" }]);
		expect(await run(PROGRAM, "windows", 300)).toMatchObject([{ outcome: "failed" }]);
		(locks[0] as LabLock).silent(false);
	});

	test("a lock that nobody knows", async () => {
		const platform = matterPlatform({ locks: {} });
		const said = await saidOf(platform, READ, 500);
		expect(said).toMatchObject([{ outcome: "failed", failure: "rejected" }]);
	});
});
