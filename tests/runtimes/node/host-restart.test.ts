// L The restart rule: whichever write fails, the host that begins again from its store ends as one
// that was never disturbed. No code is left on any lock, no command is given out twice, and nobody
// is told anything twice but with the same key.
import fc from "fast-check";
import type { Fact, Site } from "latchstring";
import type { LockPlatform } from "latchstring/host";
import { typePin } from "latchstring/virtual";
import { describe, expect, test } from "vitest";
import { type Failing, failingStore } from "../../support/failing-store.js";
import { booking, type Hosted, hosted, LOCKS } from "../../support/hosted-house.js";
import { drained, manualClock } from "../../support/manual-clock.js";
import { virtualWorld } from "../../support/virtual-platform.js";

const START = "2026-10-21T10:00:00Z";

/** What happens in the trip, and when: one guest extends, another cancels. */
const TRIP: [string, Fact][] = [
	[START, booking()],
	["2026-10-21T10:10:00Z", booking({ id: "b2", arrival: "2026-10-22", departure: "2026-10-23" })],
	["2026-10-21T17:00:00Z", booking({ revision: 2, checkOut: "12:00" })],
	[
		"2026-10-21T18:00:00Z",
		booking({
			...{ id: "b2", revision: 2, arrival: "2026-10-22", departure: "2026-10-23" },
			...{ status: "cancelled" },
		}),
	],
];
const END = "2026-10-22T14:00:00Z";
/** When the doors are asked. */
const ASKED = ["2026-10-21T12:00:00Z", "2026-10-21T18:30:00Z", "2026-10-22T09:50:00Z", END];

interface Ending {
	site: Site;
	opened: string[];
	told: string[];
	sent: string[];
	onLocks: string[];
	writes: number;
	inFlight: boolean;
}

async function play(at: number, how: Failing): Promise<Ending> {
	const store = failingStore(at, how);
	let host: Hosted | undefined;
	let isMended = false;
	let inFlight = false;
	/** Begins again where the run has ended. */
	const alive = async (): Promise<void> => {
		await drained();
		if (isMended || host === undefined || store.writes < at || how === "never") return;
		isMended = true;
		inFlight = store
			.rows()
			.some((row) => row.table === "outbox" && row.row.claimedAt !== undefined);
		await host.again();
		await drained();
	};
	const clock = manualClock(START, alive);
	const world = virtualWorld(LOCKS, clock);
	const begin = () => hosted({ store, clock, world });
	// The very first write may fail, too.
	host = await begin().catch(begin);
	const current = host;
	const opened: string[] = [];
	const events = [
		...TRIP.map(([when, fact]) => ({ when, fact })),
		...ASKED.map((when) => ({ when, fact: undefined })),
	].sort((a, b) => Date.parse(a.when) - Date.parse(b.when));
	for (const { when, fact } of events) {
		await clock.passTo(when);
		if (fact !== undefined) {
			// What nobody took is given once more.
			await current.running.take([fact]).catch(async () => {
				await alive();
				await current.running.take([fact]);
			});
		} else opened.push(doors());
		await alive();
	}
	await current.running.stop();
	const site = current.site();
	return {
		...{ site, opened, told: current.told.map(({ key }) => key), sent: world.sent },
		...{ writes: store.writes, inFlight },
		onLocks: [...world.locks.values()].flatMap(({ id, codes }) =>
			codes.map(({ pin }) => `${id} ${pin}`),
		),
	};

	/** Which stay's PIN opens which door now. */
	function doors(): string {
		const stays = current.site().accessCodes.filter(({ holder }) => holder.kind === "reservation");
		return stays
			.filter(({ lockId, pin = "" }) => {
				const lock = world.locks.get(lockId);
				return lock !== undefined && typePin(lock, pin, clock.now()).opens;
			})
			.map(({ lockId, holder }) => `${holder.id} ${lockId}`)
			.sort()
			.join();
	}
}

/** The rows of a site that say whose code is where and who was told; not how much work it was. */
function settled({ locks: _, header: __, accessCodes, notices, commands, ...rest }: Site) {
	const codes = accessCodes.map(({ holder, lockId, pin, wanted }) => ({
		...{ holder, lockId, pin, wanted },
	}));
	const known = notices.filter(({ endedAt }) => endedAt === undefined);
	return { ...rest, commands, codes, keys: known.map(({ key }) => key) };
}

describe("a restart between every two writes", () => {
	for (const how of ["before", "after"] as const)
		test(`L a store that fails ${how} the n-th write, for every n`, async () => {
			const calm = await play(0, "never");
			expect(calm.opened[1]).toBe("b1 flat,b1 street");
			expect(calm.opened.at(-1)).toBe("");
			expect(calm.writes).toBeGreaterThan(30);
			let disturbed = 0;
			for (let at = 1; at <= calm.writes; at += 1) {
				const ending = await play(at, how);
				const name = `write ${at}`;
				expect(settled(ending.site), name).toEqual(settled(calm.site));
				expect(ending.opened, name).toEqual(calm.opened);
				expect(ending.onLocks.sort(), name).toEqual(calm.onLocks.sort());
				expect(new Set(ending.sent).size, `${name}: a command was sent twice`).toBe(
					ending.sent.length,
				);
				// A command whose fate nobody knows is the host's to hear of, where a stay needs it.
				const more = [...new Set(ending.told)].filter((key) => !calm.told.includes(key));
				expect(
					more.filter((key) => !key.startsWith("code_failed:")),
					name,
				).toEqual([]);
				if (more.length > 0) expect(ending.inFlight, name).toBe(true);
				expect(
					calm.told.filter((key) => !ending.told.includes(key)),
					name,
				).toEqual([]);
				// Only what was leaving at that moment may have left twice.
				const twice = ending.told.filter((key, at) => ending.told.indexOf(key) !== at);
				expect(twice.length, name).toBeLessThanOrEqual(1);
				if (ending.inFlight) disturbed += 1;
			}
			expect(disturbed).toBeGreaterThan(5);
		}, 120_000);
});

test("L in whatever order clouds answer, the doors and the told codes are the same", async () => {
	const calm = await play(0, "never");
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.nat({ max: 18_000 }), { minLength: 8, maxLength: 24 }),
			async (takes) => {
				const clock = manualClock(START);
				const inner = virtualWorld(LOCKS, clock);
				let count = 0;
				const platform: LockPlatform = {
					async *run(command, signal) {
						const facts: Fact[] = [];
						for await (const fact of inner.platform.run(command, signal)) facts.push(fact);
						count += 1;
						await new Promise<void>((done) => clock.after(takes[count % takes.length] ?? 0, done));
						yield* facts;
					},
				};
				const home = await hosted({ clock, world: { ...inner, platform } });
				for (const [when, fact] of TRIP) {
					await clock.passTo(when);
					await home.running.take([fact]);
				}
				await clock.passTo(END);
				expect(settled(home.site()).codes).toEqual(settled(calm.site).codes);
				expect([...new Set(home.told.map(({ key }) => key))].sort()).toEqual(
					[...new Set(calm.told)].sort(),
				);
				await home.running.stop();
			},
		),
		{
			numRuns: Number(process.env.VITE_RUNS ?? 2000) / 40,
			seed: Number(process.env.VITE_SEED ?? Date.now()) | 0,
		},
	);
}, 120_000);
