// The house of the demo without its page: its numbers are those of its doors, and time is one.
import { readFileSync } from "node:fs";
import { advance, createSite, type Fact, type NewSite, type Site } from "latchstring";
import { typePin } from "latchstring/virtual";
import { describe, expect, test } from "vitest";
import { addressOf, readAddress } from "../../examples/demo/address.js";
import { broughtTo, movedTo, shifted } from "../../examples/demo/bookings.js";
import { BAD_NIGHT, CHAPTERS, isBadNight } from "../../examples/demo/night.js";
import { scenarioOf } from "../../examples/demo/scenario.js";
import { aheadOf, troublesOf } from "../../examples/demo/sim/ahead.js";
import { type Act, silencesOf, withAct, withoutSilence } from "../../examples/demo/sim/deeds.js";
import {
	BOOKED,
	DEMO_KEY,
	END,
	JONAS,
	SHOWN_FROM,
	START,
	TOMASZ,
} from "../../examples/demo/sim/house.js";
import { pastOf } from "../../examples/demo/sim/past.js";
import { oneSlip } from "../../examples/demo/sim/slip.js";
import { minutesOutside, Town } from "../../examples/demo/sim/town.js";
import { WAYS, wayOf } from "../../examples/demo/sim/ways.js";
import { World } from "../../examples/demo/sim/world.js";
import { textOf } from "../../examples/demo/words/host.js";
import { ladderOf } from "../../examples/demo/words/ladder.js";

const MINUTE = 60_000;
const at = (local: string) => Date.parse(local);
const MORNING = at("2026-10-25T09:30:00+01:00");
/** A booking as the house has it first. */
const booked = (id: string) =>
	BOOKED.find((booking) => booking.id === id) ?? expect.fail(`no ${id}`);

describe("minutes outside", { timeout: 60_000 }, () => {
	test.each(WAYS)("%s: they equal a walk minute by minute from door to door", (name) => {
		const world = new World(wayOf(name));
		world.runTo(START);
		world.plan(BAD_NIGHT);
		let walked = 0;
		let spans = 0;
		for (let now = START; now < MORNING; now += MINUTE) {
			world.runTo(now);
			for (const stay of world.stays) {
				if (now < stay.from || now >= stay.to) continue;
				const isShut = stay.doors.some((lockId) => {
					const pin = newest(world, stay.id, lockId);
					const lock = world.doors.get(lockId)?.lock ?? expect.fail(`no ${lockId}`);
					return pin === undefined || !typePin(lock, pin, new Date(now)).opens;
				});
				if (isShut) walked++;
			}
		}
		world.runTo(MORNING);
		spans = world.record.outside.length;
		const counted = minutesOutside(world, START, MORNING);
		// A span that begins or ends within a minute is counted to the second, and walked to the
		// minute.
		expect(Math.abs(counted - walked)).toBeLessThanOrEqual(spans);
	});

	/** The newest code that a guest was told for a door, read anew out of all messages. */
	function newest(world: World, id: string, lockId: string): string | undefined {
		const lock = world.rows.locks.get(lockId)?.lock;
		const told = world.record.told.filter(
			({ notice }) =>
				notice.to === "guest" &&
				notice.reservationId === id &&
				(notice.kind === "access_ready" || notice.kind === "access_changed"),
		);
		const values = told.at(-1)?.notice.values;
		const doors = values !== undefined && "doors" in values ? (values.doors ?? []) : [];
		return doors.find(({ name }) => name === lock?.name)?.code;
	}

	test("a bad night is worse with less: each way leaves guests outside that the next lets in", () => {
		const town = new Town(BAD_NIGHT);
		town.seek(END);
		const [hope = 0, checks = 0, pool = 0, whole = 0] = WAYS.map((name) =>
			minutesOutside(town.of(name), START, END),
		);
		expect(hope).toBeGreaterThan(checks);
		expect(checks).toBeGreaterThan(pool);
		expect(pool).toBeGreaterThan(whole);
		// Jonas waits until he says that he can't get in: nobody could know before.
		expect(whole).toBe(2);
	});

	test("where nothing is broken nobody stands outside, in any way", () => {
		const town = new Town([]);
		town.seek(END);
		expect(WAYS.map((name) => minutesOutside(town.of(name), START, END))).toEqual([0, 0, 0, 0]);
	});
});

describe("the clock", { timeout: 60_000 }, () => {
	const recordOf = ({ house }: Town) => JSON.stringify(house.record);

	test("going back and forth comes to the same night", () => {
		const straight = new Town(BAD_NIGHT);
		straight.seek(MORNING);
		const wandering = new Town(BAD_NIGHT);
		for (const there of [MORNING, START, at("2026-10-25T02:35:00+02:00"), MORNING])
			wandering.seek(there);
		expect(recordOf(wandering)).toBe(recordOf(straight));
	});

	test("deeds that are done one by one come to the same as a list of them", () => {
		const town = new Town([]);
		let acts: Act[] = [];
		for (const act of BAD_NIGHT) {
			town.seek(act.at - 1000);
			acts = withAct(acts, act);
			town.plan(acts);
			town.seek(act.at);
		}
		town.seek(MORNING);
		const planned = new Town(BAD_NIGHT);
		planned.seek(MORNING);
		expect(recordOf(town)).toBe(recordOf(planned));
	});

	test("a deed that is taken back before now never was", () => {
		const town = new Town(BAD_NIGHT);
		town.seek(MORNING);
		town.plan([]);
		const calm = new Town([]);
		calm.seek(MORNING);
		expect(recordOf(town)).toBe(recordOf(calm));
	});
});

describe("what is told", { timeout: 60_000 }, () => {
	const town = new Town(BAD_NIGHT);
	town.seek(MORNING);
	const { record, rows } = town.house;

	test("each spare code that was told has its decision, with what was passed over", () => {
		const told = record.audit.filter(
			({ kind, at: when }) => kind === "backup_told" && Date.parse(when) > START,
		);
		expect(told.length).toBe(2);
		expect(record.decisions.map(({ decision }) => decision.codeId)).toEqual(
			told.map(({ codeId }) => codeId),
		);
		for (const { decision } of record.decisions) {
			const rungs = ladderOf(decision);
			expect(rungs.filter(({ state }) => state === "taken").map(({ name }) => name)).toEqual([
				"A backup code",
			]);
			expect(rungs.filter(({ state }) => state === "passed")).toHaveLength(3);
			for (const { why } of rungs) expect(why.length).toBeGreaterThan(3);
		}
	});

	test("every message has its text, and the last one holds the code that opens", () => {
		for (const { notice } of record.told) expect(textOf(notice)).not.toBe("");
		const code = town.house.guests.codeFor(TOMASZ, "street") ?? "";
		const last = record.told.filter(
			({ notice }) => notice.reservationId === TOMASZ && notice.to === "guest",
		);
		expect(textOf(last.at(-1)?.notice ?? expect.fail("nothing was told"))).toContain(code);
		expect([...rows.everyCode.values()].find(({ pin }) => pin === code)?.holder.kind).toBe(
			"backup",
		);
	});

	test("each chapter of the night has a deed at its minute, or a guest who comes", () => {
		const times = BAD_NIGHT.map((act) => act.at);
		const comes = town.house.stays.map(({ from }) => from);
		for (const chapter of CHAPTERS) expect([...times, ...comes]).toContain(chapter.at);
	});

	test("the past of the schedule is what happened: who stood outside, which lock was silent", () => {
		const past = pastOf(town.house, SHOWN_FROM, MORNING);
		const street = past?.lanes.find(({ lockId }) => lockId === "street");
		const outside = street?.spans.filter(({ kind }) => kind === "uncovered");
		expect(
			outside?.map(({ reservationId, fromLocal, toLocal }) => [reservationId, fromLocal, toLocal]),
		).toEqual([[JONAS, "2026-10-24T22:10:00+02:00", "2026-10-24T22:12:00+02:00"]]);
		const silent = street?.strip.filter(({ reachability }) => reachability === "offline") ?? [];
		expect(silent[0]?.from).toBe("2026-10-24T20:00:00Z");
		expect(silent.at(-1)?.to).toBe("2026-10-25T08:00:00Z");
		expect(
			street?.spans.some(
				({ kind, reservationId }) => kind === "backup" && reservationId === TOMASZ,
			),
		).toBe(true);
	});

	test("the forecast ends a silence when the plan does, also of a lock that is silent now", () => {
		const night = new Town(BAD_NIGHT);
		const now = at("2026-10-25T03:30:00+01:00");
		night.seek(now);
		const { preview } = aheadOf(night.house, BAD_NIGHT, now);
		const ends = preview.lanes.map(({ lockId, strip }) => [
			lockId,
			strip.find(({ reachability }) => reachability === "online")?.from,
		]);
		expect(Object.fromEntries(ends)).toMatchObject({
			street: "2026-10-25T08:00:00Z",
			"attic-door": "2026-10-25T05:00:00Z",
		});
		expect(troublesOf(BAD_NIGHT, now)).toHaveLength(2);
	});
});

describe("a state in an address", () => {
	test("it comes back as it was, and the first state needs none", () => {
		const state = { acts: [...BAD_NIGHT], now: MORNING, guest: JONAS, lockId: "attic-door" };
		const read = readAddress(addressOf(state));
		expect(read).toEqual({
			acts: state.acts,
			now: MORNING,
			shown: { guest: JONAS, lockId: "attic-door" },
		});
		expect(isBadNight(read?.acts ?? [])).toBe(true);
		expect(addressOf({ ...state, acts: [], now: START })).toBe("");
	});

	const of = (deed: object) =>
		`#${btoa(JSON.stringify({ v: 1, t: 0, a: [[5, deed]], g: "", d: "" })).replaceAll("=", "")}`;

	test.each([
		of({ kind: "battery", lockId: "street", percent: "all" }),
		of({ kind: "battery", lockId: "street", percent: 101 }),
		of({ kind: "typed", lockId: "street", pin: "~1" }),
		of({ kind: "booking" }),
		of({ kind: "constructor" }),
		"",
		"#",
		"#phone",
		"#eyJ2IjoyfQ",
		"#%00",
		`#${btoa('{"v":1,"t":0,"a":[[5,null]],"g":"","d":""}').replaceAll("=", "")}`,
		`#${btoa('{"v":1,"t":0,"a":[[-9,{"kind":"plug"}]]}').replaceAll("=", "")}`,
		`#${btoa('{"v":1,"t":"soon","a":[]}').replaceAll("=", "")}`,
	])("%s is none", (hash) => {
		expect(readAddress(hash)).toBeUndefined();
	});
});

test("bookings that are no bookings do no harm: the engine rejects them", () => {
	const nonsense = { kind: "booking", reservation: { id: "x" } } as unknown as Act["deed"];
	const town = new Town([{ at: START + MINUTE, deed: nonsense }]);
	town.seek(START + 2 * MINUTE);
	expect(town.house.record.steps.at(-1)?.gives.rejected).toHaveLength(1);
});

describe("what changes", () => {
	test("a booking moves on the wall clock, over midnight, too", () => {
		const tomasz = booked(TOMASZ);
		expect(shifted(tomasz, "end", 2)).toMatchObject({ departure: "2026-10-28", checkOut: "12:00" });
		expect(shifted({ ...tomasz, checkIn: "01:00" }, "start", -2)).toMatchObject({
			arrival: "2026-10-24",
			checkIn: "23:00",
			revision: tomasz.revision + 1,
		});
		expect(movedTo(tomasz, "start", "2026-10-25T02:30:00+02:00")).toMatchObject({
			checkIn: "02:30",
		});
	});

	test("bookings of another time are moved by whole days, and those that are over are left out", () => {
		const tomasz = booked(TOMASZ);
		const other = (id: string, arrival: string, departure: string) => ({
			...tomasz,
			id,
			arrival,
			departure,
		});
		const { bookings, days } = broughtTo(
			[
				other("a", "2027-03-01", "2027-03-03"),
				other("b", "2027-03-10", "2027-03-12"),
				other("c", "2027-03-12", "2027-03-14"),
			],
			"2027-03-05",
			"2026-10-25",
		);
		expect(days).toBe(-136);
		expect(bookings.map(({ id, arrival, departure }) => [id, arrival, departure])).toEqual([
			["b", "2026-10-25", "2026-10-27"],
			["c", "2026-10-27", "2026-10-29"],
		]);
	});

	test("a silence is a pair of deeds, and goes as one", () => {
		const silences = silencesOf(BAD_NIGHT);
		expect(silences.map(({ lockId }) => lockId)).toEqual(["street", "attic-door"]);
		const [street = expect.fail("no silence")] = silences;
		expect(silencesOf(withoutSilence(BAD_NIGHT, street))).toEqual(silences.slice(1));
	});

	test("one slip is another code of the same digits or length", () => {
		for (const pin of ["418497", "1122", "777777", "1000"]) {
			expect(oneSlip(pin)).not.toBe(pin);
			expect(oneSlip(pin)).toHaveLength(pin.length);
		}
	});

	test("a guest who mistypes is told nothing, and the host hears of a slip", () => {
		const slip = { kind: "slip", lockId: "street", reservationId: JONAS } as const;
		const town = new Town([{ at: START + MINUTE, deed: slip }]);
		town.seek(START + 2 * MINUTE);
		const heard = town.house.record.told.filter(({ at }) => at > START);
		expect(heard.map(({ notice }) => [notice.to, notice.kind, notice.values.cause])).toEqual([
			["host", "entry_refused", "slip"],
		]);
	});
});

test("the saved night is a scenario: a new site gives the same in every step", () => {
	const town = new Town(BAD_NIGHT);
	town.seek(MORNING);
	const saved = JSON.parse(JSON.stringify(scenarioOf(town.house))) as {
		site: NewSite;
		steps: { now: string; facts: Fact[]; gives: object }[];
	};
	expect(saved.steps.length).toBeGreaterThan(100);
	let site: Site = createSite(saved.site);
	for (const { now, facts, gives } of saved.steps) {
		const step = advance(site, facts, { now, key: DEMO_KEY });
		expect(step).toMatchObject(gives);
		site = step.site;
	}
});

test("the ways are those of the simulator", () => {
	const source = readFileSync(new URL("../simulation/sim/strategies.rs", import.meta.url), "utf8");
	const usual = Number(/pool_size: (\d+),/.exec(source)?.[1]);
	const line = (name: string) =>
		new RegExp(`Self::${name} => \\(([^,]+), (\\w+), (\\w+)\\)`).exec(source)?.slice(1);
	const names = { hope: "Hope", pool: "Pool", checks: "Checks" } as const;
	for (const [way, name] of Object.entries(names)) {
		const [size, emergency, checks] = line(name) ?? expect.fail(`no ${name}`);
		const { policy } = wayOf(way as keyof typeof names);
		expect(policy).toMatchObject({
			backups: { poolSize: size === "usual" ? usual : Number(size) },
			emergency: { enabled: emergency === "true" },
			validation: { enabled: checks === "true" },
		});
	}
});
