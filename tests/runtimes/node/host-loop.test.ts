// L The loop of a host: what it gives out, what it answers for a platform, and when it ends.
import { advance, type Fact, type Notice } from "latchstring";
import {
	applyChanges,
	memoryStore,
	rowsOfSite,
	runSite,
	siteFromRows,
	systemClock,
} from "latchstring/host";
import { readList, typePin } from "latchstring/virtual";
import { describe, expect, test } from "vitest";
import {
	booking,
	type Hosted,
	hanging,
	hosted,
	house,
	KEY,
	LOCKS,
	platformOf,
	START,
} from "../../support/hosted-house.js";
import { drained, manualClock } from "../../support/manual-clock.js";
import { refusal } from "../../support/refusal.js";
import { virtualWorld } from "../../support/virtual-platform.js";

const pinOf = ({ site }: Hosted) =>
	site().accessCodes.find(({ holder }) => holder.kind === "reservation")?.pin ?? "";
const opens = ({ world, clock }: Hosted, lockId: string, pin: string) => {
	const lock = world.locks.get(lockId);
	return lock !== undefined && typePin(lock, pin, clock.now()).opens;
};

describe("rows", () => {
	test("L the changes of each step, applied, are the site of that step", () => {
		let site = house();
		let rows = rowsOfSite(site);
		for (const facts of [[], [booking()], [booking({ revision: 2, departure: "2026-10-23" })]]) {
			const step = advance(site, facts, { now: START, key: KEY });
			expect(step.changes.length).toBeGreaterThan(0);
			site = step.site;
			rows = applyChanges(rows, step.changes);
			expect(siteFromRows(rows)).toEqual(site);
			expect(JSON.stringify(siteFromRows([...rows].reverse()))).toBe(
				JSON.stringify(siteFromRows(rows)),
			);
			expect(rowsOfSite(site)).toEqual(rows);
		}
		const header = [...rows].filter(({ table }) => table !== "header");
		expect(refusal(() => siteFromRows(header))).toMatchObject({
			code: "missing_key",
			path: "rows",
		});
	});

	test("D1 rows stand in the order of UTF-8 bytes", () => {
		const ids = ["\u{10348}", "\uffee", "a", "aa"];
		const given = ids.map((id) => ({ ...LOCKS[0], id, name: id }));
		const site = house(given as never);
		const order = rowsOfSite(site).flatMap(({ table, id }) => (table === "locks" ? [id] : []));
		expect(order).toEqual(["a", "aa", "\uffee", "\u{10348}"]);
		const { site: stepped } = advance(site, [], { now: START, key: KEY });
		expect(stepped.locks.map(({ lock }) => lock.id)).toEqual(order);
	});
});

describe("a stay", () => {
	test("L from its booking to its end: the told PIN opens both doors in its window only", async () => {
		const home = await hosted();
		await home.running.take([booking()]);
		await home.clock.passTo("2026-10-21T12:00:00Z");
		const pin = pinOf(home);
		expect(pin).toMatch(/^\d{6}$/);
		for (const { id } of LOCKS) expect(opens(home, id, pin)).toBe(false);
		await home.clock.passTo("2026-10-21T18:00:00Z");
		for (const { id } of LOCKS) expect(opens(home, id, pin)).toBe(true);
		expect(home.told.map(({ kind }) => kind)).toContain("access_ready");
		await home.clock.passTo("2026-10-22T12:00:00Z");
		for (const { id } of LOCKS) expect(opens(home, id, pin)).toBe(false);
		const left = [...home.world.locks.values()].flatMap(({ codes }) => codes);
		expect(left.map((code) => code.pin)).not.toContain(pin);
		expect(home.reports).toEqual([]);
		await home.running.stop();
	});

	test("N a delivered notice is told to the site, and stands in the audit", async () => {
		const store = memoryStore();
		const home = await hosted({ store });
		await home.running.take([booking()]);
		await home.clock.passTo("2026-10-21T14:00:00Z");
		const audit = store.rows().flatMap((row) => (row.table === "audit" ? [row.row.kind] : []));
		expect(audit).toContain("notice_delivered");
		expect(store.rows().filter(({ table }) => table === "mail" || table === "inbox")).toEqual([]);
		await home.running.stop();
	});

	test("the PIN of a refused entry reaches the step and no store", async () => {
		const inner = memoryStore();
		const written: string[] = [];
		const store = {
			...inner,
			transaction: (run: string, changes: never[]) => {
				written.push(JSON.stringify(changes));
				return inner.transaction(run, changes);
			},
		};
		const home = await hosted({ store });
		await home.running.take([booking()]);
		await home.clock.passTo("2026-10-21T14:00:00Z");
		written.length = 0;
		const pin = "31415926";
		const at = home.clock.now();
		await home.running.take([{ type: "access_denied", id: "d1", at, lockId: "flat", pin }]);
		await home.clock.passTo("2026-10-21T14:05:00Z");
		expect(written.join()).toContain('"digits":8');
		expect(written.join()).not.toContain(pin);
		await home.running.stop();
	});
});

describe("notices", () => {
	test("one that can't be sent is tried again with its key, in order, and then counts as failed", async () => {
		const tries: [string, number][] = [];
		const clock = manualClock(START);
		const notify = async ({ key, to }: Notice) => {
			if (to === "guest") {
				tries.push([key, clock.now().getTime()]);
				throw new Error("no channel");
			}
			return undefined;
		};
		const store = memoryStore();
		const home = await hosted({ clock, store, notify });
		await home.running.take([booking()]);
		await clock.passTo("2026-10-21T13:30:00Z");
		const [key] = tries[0] ?? [];
		const first = tries.filter(([each]) => each === key).map(([, at]) => at);
		const waits = first.slice(1).map((at, before) => at - (first[before] ?? 0));
		expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000]);
		const failed = store
			.rows()
			.filter((row) => row.table === "audit" && row.row.kind === "notice_failed");
		expect(failed.length).toBeGreaterThan(0);
		expect(home.reports).toContainEqual(expect.objectContaining({ isLast: true }));
		await home.running.stop();
	});

	test("one to the host is tried until it leaves, and holds up the others only for so long", async () => {
		const left: [string, number][] = [];
		const clock = manualClock(START);
		const isDown = () => clock.now() < new Date("2026-10-20T08:00:00Z");
		const notify = async ({ key, to }: Notice) => {
			if (to === "host" && (isDown() || key.startsWith("listing_unknown:none")))
				throw new Error("no");
			left.push([key, clock.now().getTime()]);
			return undefined;
		};
		const home = await hosted({ clock, notify });
		await home.running.take([booking({ id: "lost", listingId: "none" })]);
		await home.running.take([booking({ id: "other", listingId: "nobody's" })]);
		await clock.passTo("2026-10-20T08:02:00Z");
		expect(left.some(([key]) => key.includes("other"))).toBe(true);
		const lost = home.reports.filter(({ kind }) => kind === "notice_failed");
		expect(lost.length).toBeGreaterThan(100);
		expect(lost.some((said) => said.kind === "notice_failed" && said.isLast)).toBe(false);
		// Over a restart, too.
		await home.running.stop();
		await home.again();
		await clock.passTo("2026-10-20T08:05:00Z");
		expect(home.told).toEqual([]);
		await home.running.stop();
	});

	test("a messenger that hangs is given up after its time", async () => {
		let signal: AbortSignal | undefined;
		const home = await hosted({
			notifyTries: 1,
			notify: (_, given) => {
				signal = given;
				return new Promise(() => undefined);
			},
		});
		await home.running.take([booking()]);
		await home.clock.passTo("2026-10-21T14:00:00Z");
		expect(signal?.aborted).toBe(true);
		expect(home.reports.map(({ kind }) => kind)).toContain("notice_failed");
		await home.running.stop();
	});
});

describe("one run at a time", () => {
	test("the newest run has the store: the older one ends, and its answers count no more", async () => {
		const store = memoryStore();
		const clock = manualClock(START);
		const answers: (() => void)[] = [];
		const given: string[] = [];
		const platform = platformOf(async function* (command) {
			given.push(command.id);
			await new Promise<void>((done) => answers.push(done));
			yield* [];
		});
		const older = await hosted({ store, clock, platform });
		await drained();
		const before = [...given];
		const newer = await hosted({ store, clock, platform });
		await drained();
		for (const answer of answers.slice(0, before.length)) answer();
		await expect(older.running.done).rejects.toMatchObject({ code: "store_taken" });
		await expect(older.running.take([booking()])).rejects.toMatchObject({ code: "site_closed" });
		expect(newer.reports.map(({ kind }) => kind)).toEqual(before.map(() => "command_unknown"));
		// What the older one gave out, the newer one does not.
		expect(given.slice(before.length).filter((id) => before.includes(id))).toEqual([]);
		await newer.running.take([booking()]);
		await newer.running.stop();
	});

	test("an empty store without a site, and options beyond their limits, are refused", async () => {
		const { platform } = virtualWorld(LOCKS, systemClock);
		const options = { store: memoryStore(), platform, notify: () => undefined, key: KEY };
		await expect(runSite(options)).rejects.toMatchObject({ code: "missing_key", path: "site" });
		for (const name of ["commandsAtOnce", "followMinutes", "notifySeconds", "notifyTries"])
			await expect(runSite({ ...options, site: house(), [name]: -1 })).rejects.toMatchObject({
				...{ code: "out_of_range", path: name },
			});
	});
});

describe("a fact that breaks a step", () => {
	const half = () => booking({ id: "broken", guest: { name: "Ada \ud83d" } });

	test("is put aside with its error, and the others are taken", async () => {
		const store = memoryStore();
		const home = await hosted({ store });
		const many = Array.from({ length: 600 }, (_, at) =>
			booking({ id: `c${at}`, status: "cancelled" }),
		);
		const said = await home.running.tell([...many.slice(0, 300), half(), ...many.slice(300)]);
		expect(said).toMatchObject({
			isWaiting: false,
			rejected: [{ index: 300, because: { kind: "invalid", code: "invalid_json" } }],
		});
		expect(said.rejected[0]?.because.path).toBe("facts[300].reservation.guest.name");
		expect(home.site().reservations).toHaveLength(600);
		const aside = store.rows().filter(({ table }) => table === "aside");
		expect(aside).toMatchObject([
			{ row: { fact: half(), error: { code: "invalid_json" }, at: expect.any(String) } },
		]);
		expect(store.rows().filter(({ table }) => table === "inbox")).toEqual([]);
		expect(home.reports).toContainEqual(expect.objectContaining({ kind: "fact_put_aside" }));
		await home.again();
		await home.running.take([booking({ id: "later", hold: true })]);
		await drained();
		expect(home.site().reservations).toHaveLength(601);
		await home.running.stop();
	});

	test("of many that do, the newest hundred are kept", async () => {
		const store = memoryStore();
		const home = await hosted({ store });
		for (let at = 0; at < 104; at += 1) await home.running.tell([half()]);
		const aside = store.rows().filter(({ table }) => table === "aside");
		expect(aside).toHaveLength(100);
		expect(home.site().reservations).toEqual([]);
		await home.running.stop();
	});
});

describe("what a host asks", () => {
	test("`tell` says what a step made of each fact, `look` asks the site, `keep` goes with the facts", async () => {
		const store = memoryStore();
		const home = await hosted({ store });
		const bad = booking({ id: "b2", arrival: "2026-02-30" });
		const said = await home.running.tell([booking(), bad], [{ id: "feed", row: { at: 1 } }]);
		expect(said.isWaiting).toBe(false);
		expect(said.rejected).toMatchObject([
			{ index: 1, because: { path: "facts[1].reservation.arrival" } },
		]);
		const codes = await home.running.look((site) => site.accessCodes({ reservationId: "b1" }));
		expect(codes.map(({ lockId }) => lockId).sort()).toEqual(["flat", "street"]);
		const kept = () => store.rows().filter(({ table }) => table === "kept");
		expect(kept()).toEqual([{ table: "kept", id: "feed", row: { at: 1 } }]);
		expect(await home.running.tell([], [{ id: "feed" }])).toMatchObject({ rejected: [] });
		expect(kept()).toEqual([]);
		home.clock.set("2026-10-19T06:00:00Z");
		expect(await home.running.tell([booking({ revision: 2 })])).toMatchObject({ isWaiting: true });
		await home.running.stop();
		await expect(home.running.look((site) => site.toJSON())).rejects.toMatchObject({
			code: "site_closed",
		});
	});

	test("with an alarm of its own a host is asked to wake the run; the loop sets no timer", async () => {
		const clock = manualClock(START);
		let at: Date | undefined;
		const alarm = (given: Date | undefined) => {
			at = given;
		};
		const home = await hosted({ clock, alarm });
		await home.running.tell([booking()]);
		await drained();
		for (let round = 0; round < 200 && at !== undefined; round += 1) {
			await clock.passTo(new Date(Math.max(at.getTime(), clock.now().getTime() + 1)));
			await home.running.wake();
			await drained();
		}
		expect(clock.now() > new Date("2026-10-22T09:00:00Z")).toBe(true);
		expect(home.told.map(({ kind }) => kind)).toContain("access_ready");
		const left = [...home.world.locks.values()].flatMap(({ codes }) => codes.map(({ pin }) => pin));
		expect(left).not.toContain(pinOf(home));
		await home.running.stop();
	});
});

describe("G C4 a failed check", () => {
	/** After how many seconds the host is told that the verification at T-5 failed. */
	const toldAfter = async (takes: number) => {
		const check = Date.parse("2026-10-21T12:55:00Z");
		const clock = manualClock(START);
		const heard: [string, number][] = [];
		const home = await hosted({
			...{ clock, takes: () => takes },
			notify: async ({ kind, to }) => {
				if (to === "host") heard.push([kind, (clock.now().getTime() - check) / 1000]);
				return undefined;
			},
		});
		await home.running.take([booking()]);
		await clock.passTo(new Date(check - 60_000));
		// Somebody clears the lock, and no cloud tells of it.
		const flat = home.world.locks.get("flat") ?? expect.fail("no lock");
		home.world.locks.set("flat", { ...flat, codes: [] });
		expect(heard).toEqual([]);
		await clock.passTo("2026-10-21T13:10:00Z");
		await home.running.stop();
		return heard[0];
	};

	test("leaves in two seconds, or within a minute where a platform takes ten", async () => {
		for (const [takes, most] of [
			[0, 2],
			[10_000, 60],
		] as const) {
			const [kind, seconds] = (await toldAfter(takes)) ?? [];
			expect(kind).toBe("code_failed");
			expect(seconds).toBeGreaterThanOrEqual(0);
			expect(seconds).toBeLessThan(most);
		}
	});
});

describe("clocks", () => {
	test("D6 a clock that jumps back holds everything up until it has caught up; nothing is lost", async () => {
		const home = await hosted();
		await home.running.take([booking()]);
		await home.clock.passTo("2026-10-20T06:00:30Z");
		home.clock.set("2026-10-20T05:30:00Z");
		await home.running.take([booking({ revision: 2, departure: "2026-10-23" })]);
		await drained();
		expect(home.reports.map(({ kind }) => kind)).toContain("clock_went_back");
		const stored = () => home.site().reservations[0]?.departure;
		expect(stored()).toBe("2026-10-22");
		await home.clock.passTo("2026-10-20T06:01:00Z");
		expect(stored()).toBe("2026-10-23");
		await home.running.stop();
	});

	test("D6 the order `accept_clock` goes on at once", async () => {
		const home = await hosted();
		await home.running.take([booking()]);
		await home.clock.passTo("2026-10-20T06:00:30Z");
		home.clock.set("2026-10-20T05:30:00Z");
		await home.running.take([booking({ revision: 2, departure: "2026-10-23" })]);
		await drained();
		const order = { kind: "accept_clock" } as const;
		await home.running.take([
			{ type: "host_order", id: "o1", at: home.clock.now(), order } as Fact,
		]);
		await drained();
		expect(home.site().reservations[0]?.departure).toBe("2026-10-23");
		await home.running.stop();
	});

	test("D6 the order counts behind more facts than one step takes", async () => {
		const home = await hosted();
		await home.clock.passTo("2026-10-20T06:00:30Z");
		home.clock.set("2026-10-20T05:30:00Z");
		const many = Array.from({ length: 700 }, (_, at) =>
			booking({ id: `c${at}`, status: "cancelled" }),
		);
		await home.running.take(many);
		await drained();
		const order = { kind: "accept_clock" } as const;
		const at = home.clock.now();
		await home.running.tell([{ type: "host_order", id: "o1", at, order } as Fact]);
		await drained();
		expect(home.site().reservations).toHaveLength(700);
		await home.running.stop();
	});

	test("D6 a command of before `accept_clock` is awaited no longer than it was given", async () => {
		const clock = manualClock(START);
		const signals: AbortSignal[] = [];
		const platform = platformOf((_, signal) => {
			signals.push(signal);
			return hanging();
		});
		const store = memoryStore();
		// The host ends after the step and before it gives anything out.
		const first = await hosted({ store, clock, platform, commandsAtOnce: 1 });
		await drained();
		await first.running.stop();
		clock.set("2026-10-20T04:00:00Z");
		const home = await hosted({ store, clock, platform, commandsAtOnce: 1 });
		const order = { kind: "accept_clock" } as const;
		await home.running.take([{ type: "host_order", id: "o1", at: clock.now(), order } as Fact]);
		await drained();
		const given = signals.at(-1) ?? expect.fail("nothing was given out");
		expect(signals.length).toBeGreaterThan(1);
		expect(given.aborted).toBe(false);
		await clock.passTo("2026-10-20T04:02:00Z");
		expect(given.aborted).toBe(true);
		await home.running.stop();
	});

	test("a clock that jumps ahead is noticed within a minute", async () => {
		const home = await hosted();
		await home.running.take([booking()]);
		await home.clock.passTo("2026-10-20T10:00:00Z");
		home.clock.set("2026-10-21T13:00:00Z");
		await home.clock.passTo("2026-10-21T13:02:00Z");
		expect(home.told.map(({ kind }) => kind)).toContain("access_ready");
		await home.running.stop();
	});

	test("the machine's clock takes any delay, and is called off", async () => {
		const calls: string[] = [];
		systemClock.after(-5, () => calls.push("past"));
		systemClock.after(1, () => calls.push("called off"))();
		systemClock.after(1e12, () => calls.push("far"))();
		await new Promise((done) => setTimeout(done, 20));
		expect(calls).toEqual(["past"]);
	});
});

test("read_lock is answered by a list before its result", async () => {
	const clock = manualClock(START);
	const world = virtualWorld(LOCKS, clock);
	const home = await hosted({ clock, world });
	await home.running.take([booking()]);
	await clock.passTo("2026-10-21T13:00:00Z");
	const lock = world.locks.get("flat") ?? expect.fail("no lock");
	const list = readList(lock, { now: clock.now() }).facts.map(({ type }) => type);
	expect(list).toEqual(["lock_report"]);
	expect(home.site().locks.every(({ readAt }) => readAt !== undefined)).toBe(true);
	await home.running.stop();
});
