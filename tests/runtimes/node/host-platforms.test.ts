// L What the loop of a host makes of platforms that misbehave.
import type { Command, Fact } from "latchstring";
import { type LockPlatform, memoryStore } from "latchstring/host";
import { describe, expect, test } from "vitest";
import { booking, hanging, hosted, LOCKS, platformOf, START } from "../../support/hosted-house.js";
import { drained, manualClock } from "../../support/manual-clock.js";
import { virtualWorld } from "../../support/virtual-platform.js";

const results = (facts: Fact[]) =>
	facts.flatMap((fact) => (fact.type === "command_result" ? [fact] : []));

describe("platforms that misbehave", () => {
	const confirmed = (command: Command, id = `r ${command.id}`): Fact => ({
		...{ type: "command_result", id, at: START, commandId: command.id, outcome: "confirmed" },
	});

	test.each<[string, LockPlatform["run"], string]>([
		[
			"throws at once",
			() => {
				throw new Error("no");
			},
			"platform_failed",
		],
		[
			"throws later",
			async function* () {
				await drained();
				yield* failing();
			},
			"platform_failed",
		],
		["ends without a result", async function* () {}, "platform_failed"],
		["gives what is no list", () => undefined as never, "platform_failed"],
		[
			"says what is no fact",
			async function* () {
				yield 10n as never;
			},
			"platform_failed",
		],
		["hangs", () => hanging(), "command_overdue"],
	])("C7 one that %s has the result `unknown`, once", async (_, run, report) => {
		const store = memoryStore();
		const facts: Fact[] = [];
		const transaction: typeof store.transaction = (by, changes) => {
			for (const change of changes)
				if (change.op === "put" && change.table === "inbox") facts.push(change.row);
			return store.transaction(by, changes);
		};
		const given: Command[] = [];
		const platform = platformOf((command, signal) => {
			given.push(command);
			return run(command, signal);
		});
		const home = await hosted({ platform, store: { ...store, transaction } });
		await home.clock.passTo("2026-10-20T06:05:00Z");
		const first = given.map(({ id }) => id);
		expect(first.length).toBeGreaterThanOrEqual(LOCKS.length);
		expect(new Set(first).size).toBe(first.length);
		expect(results(facts).map(({ commandId }) => commandId)).toEqual(
			first.slice(0, results(facts).length),
		);
		for (const { outcome } of results(facts)) expect(outcome).toBe("unknown");
		expect(home.reports.map(({ kind }) => kind)).toContain(report);
		await home.running.stop();
	});

	test("C7 the signal of a hanging command is aborted at its deadline, and when the host stops", async () => {
		const signals: [Command, AbortSignal][] = [];
		const platform = platformOf((command, signal) => {
			signals.push([command, signal]);
			return hanging();
		});
		const home = await hosted({ platform });
		await drained();
		const [command, signal] = signals[0] ?? expect.fail("nothing was given out");
		await home.clock.passTo(new Date(Date.parse(command.deadline) - 1000));
		expect(signal.aborted).toBe(false);
		await home.clock.passTo(command.deadline);
		expect(signal.aborted).toBe(true);
		await home.clock.passTo("2026-10-20T08:00:00Z");
		const last = signals.at(-1)?.[1];
		await home.running.stop();
		expect(last?.aborted).toBe(true);
	});

	test("D4 an answer that comes twice, or after `unknown`, changes nothing that it should not", async () => {
		const clock = manualClock(START);
		const inner = virtualWorld(LOCKS, clock);
		const twice = platformOf(async function* (command, signal) {
			for await (const fact of inner.platform.run(command, signal)) {
				yield fact;
				yield fact;
			}
		});
		const plain = await hosted();
		const home = await hosted({ clock, world: { ...inner, platform: twice } });
		for (const each of [plain, home]) {
			await drained();
			await each.running.take([booking()]);
			await each.clock.passTo("2026-10-23T12:00:00Z");
		}
		expect(home.site()).toEqual(plain.site());
		expect(home.told).toEqual(plain.told);
	});

	test("a second result is taken, also after the deadline", async () => {
		const clock = manualClock(START);
		const later = new Map<string, () => void>();
		const platform = platformOf(async function* (command) {
			if (command.kind === "read_lock") return yield confirmed(command);
			yield { ...confirmed(command), outcome: "accepted" } as Fact;
			await new Promise<void>((done) => later.set(command.id, done));
			yield { ...confirmed(command, `late ${command.id}`), at: clock.now() } as Fact;
		});
		const home = await hosted({ clock, platform, locks: LOCKS.slice(0, 1) });
		await clock.passTo("2026-10-20T06:02:00Z");
		const state = () => home.site().accessCodes.find(({ id }) => id === "k1-1")?.onLock?.state;
		expect(state()).toBe("accepted");
		later.get("c1-1")?.();
		await drained();
		expect(state()).toBe("confirmed");
		expect(home.reports).toEqual([]);
		await home.running.stop();
	});

	test("two requests at once are both taken, once each", async () => {
		const home = await hosted();
		const [first, second] = [
			booking(),
			booking({ id: "b2", arrival: "2026-10-22", departure: "2026-10-23" }),
		];
		await Promise.all([
			home.running.take([first]),
			home.running.take([second]),
			home.running.take([first]),
		]);
		await drained();
		expect(home.site().reservations.map(({ id }) => id)).toEqual(["b1", "b2"]);
		expect(home.reports).toEqual([]);
		await home.running.stop();
	});

	test("a slow lock holds up no other lock, and no notice", async () => {
		const home = await hosted({
			takes: ({ lockId }) => (lockId === "street" ? 19_000 : 0),
		});
		await home.running.take([booking({ arrival: "2026-10-20", departure: "2026-10-21" })]);
		await home.clock.passTo("2026-10-20T06:00:05Z");
		// The first command is done, and nobody has heard of it; the other lock has all of its codes.
		const onLock = (id: string) => home.world.locks.get(id)?.codes.length;
		expect([onLock("street"), onLock("flat")]).toEqual([1, 3]);
		await home.running.stop();
	});

	test("commandsAtOnce is kept", async () => {
		let underWay = 0;
		let most = 0;
		const locks = ["a", "b", "c", "d"].map((id) => ({ id, name: id, profile: "nuki" }));
		const platform = platformOf(async function* (command) {
			underWay += 1;
			most = Math.max(most, underWay);
			await drained();
			underWay -= 1;
			yield confirmed(command);
		});
		const home = await hosted({ platform, locks, commandsAtOnce: 2 });
		await home.clock.passTo("2026-10-20T06:03:00Z");
		expect(most).toBe(2);
		await home.running.stop();
	});
});

function failing(): Fact[] {
	throw new Error("no");
}
