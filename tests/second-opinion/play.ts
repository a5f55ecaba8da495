// One history on a virtual clock: facts in, commands to the clouds, notices to people, judges
// beside.
import {
	createSite,
	type Fact,
	type NewSite,
	type OpenSite,
	openSite,
	type Policy,
	type Step,
} from "latchstring";
import { Cloud, type Later } from "./cloud.js";
import { Device } from "./device.js";
import type { Dialect } from "./dialect.js";
import { type Fault, Faults } from "./fault.js";
import type { Event, History } from "./history.js";
import { CallJudge } from "./judge-calls.js";
import { CodeJudge } from "./judge-codes.js";
import { DoorJudge } from "./judge-doors.js";
import { judgeQuiet } from "./judge-quiet.js";
import { VisitJudge } from "./judge-visits.js";
import { WordJudge } from "./judge-words.js";
import { WorkJudge } from "./judge-work.js";
import { againAfter, planGuest, visitorTypes } from "./people.js";
import { Queue } from "./queue.js";
import { Dice } from "./random.js";
import { Record } from "./record.js";
import { DAY, HOUR, iso, MINUTE, seconds } from "./time.js";
import { deviceOf, type World } from "./world.js";

const KEY = "a key of thirty-two bytes or more";
/** More steps than the bookings, visits and troubles of any history need. */
const MOST_STEPS = 3000;
/**
 * More steps than a lock needs to change one of its spares for its age: two commands, and their
 * readings.
 */
const STEPS_A_CHANGE = 10;

/**
 * An engine that never comes to rest is stopped here. In a long quiet only spares are changed for
 * their age (B6, E2), and the host reviews the codes now and then (V4).
 */
function mostSteps({ begins, ends, house }: History, { backups, emergency }: Policy): number {
	const days = (ends - begins) / DAY;
	const changes = backups.poolSize / backups.rotateDays + 1 / emergency.rotateDays;
	return MOST_STEPS + Math.ceil(days * house.locks.length * changes * STEPS_A_CHANGE);
}

export interface Played {
	faults: Fault[];
	steps: number;
	commands: number;
}

type Doing = () => Fact[];

export function play(history: History, dialect: Dialect, trace?: (line: string) => void): Played {
	return new Play(history, dialect, trace).run();
}

class Play {
	readonly #history: History;
	readonly #dice: Dice;
	readonly #queue = new Queue<Doing>();
	readonly #world: World;
	readonly #doors = new DoorJudge();
	readonly #codes = new CodeJudge();
	readonly #words = new WordJudge();
	readonly #work = new WorkJudge();
	readonly #visits = new VisitJudge();
	readonly #calls: CallJudge;
	readonly #trace: ((line: string) => void) | undefined;
	readonly #flights = new Map<string, { dropped: boolean; unsent: boolean }>();
	#open: OpenSite;
	#ids = 0;
	#steps = 0;
	#bad: Fact[] = [];
	#wake: number | undefined;
	#look = 0;

	constructor(history: History, dialect: Dialect, trace: ((line: string) => void) | undefined) {
		const { house, seed, begins } = history;
		this.#history = history;
		this.#trace = trace;
		this.#dice = new Dice(seed).fork("play");
		this.#calls = new CallJudge(this.#dice.fork("calls"), KEY);
		const { id, listings, locks, policy } = house;
		const site = createSite({ id, listings, locks, policy } as NewSite);
		const record = new Record(house, fullPolicy(site.header.policy));
		const devices = new Map<string, Device>();
		const clouds = new Map<string, Cloud>();
		for (const { id: lockId, capacity } of locks) {
			const device = new Device(capacity ?? 30);
			const character = house.characters[lockId];
			if (character === undefined) throw new Error(lockId);
			const dice = this.#dice.fork(`cloud ${lockId}`);
			devices.set(lockId, device);
			const times = { begins, calmFrom: history.calm };
			clouds.set(lockId, new Cloud(lockId, device, character, dice, dialect, times));
		}
		const faults = new Faults();
		const lookAt = (at: number) => this.#lookAt(at);
		this.#world = { history, record, devices, clouds, faults, now: begins, lookAt };
		this.#open = openSite(site, { key: KEY });
	}

	run(): Played {
		const { begins, calm, ends, events, house } = this.#history;
		for (const event of events) this.#queue.put(event.at, () => this.#happens(event));
		for (const { id } of house.locks) {
			this.#queue.put(begins, () => [this.#report(id, true)]);
			const cloud = this.#world.clouds.get(id);
			// Who mends what was refused for good says so.
			if (cloud?.character.habit === "refuses")
				this.#queue.put(cloud.badUntil + 5 * MINUTE, () => {
					deviceOf(this.#world, id).trouble(this.#world.now);
					return [this.#order({ kind: "retry", lockId: id })];
				});
		}
		const poll = house.pollMinutes * MINUTE;
		for (let at = begins + poll; poll > 0 && at < calm + 2 * DAY; at += poll)
			this.#queue.put(at, () => house.locks.flatMap(({ id }) => this.#poll(id)));
		// When all is over, every lock is read once, as a host's software does who looks after it.
		this.#queue.put(calm + HOUR, () => house.locks.flatMap(({ id }) => this.#poll(id)));
		this.#queue.put(calm + 30 * HOUR, () => house.locks.flatMap(({ id }) => this.#poll(id)));
		try {
			this.#loop(ends);
		} catch (error) {
			this.#world.faults.add("trap", "I12", "nothing throws", this.#world.now, String(error));
		}
		this.#open.close();
		const { faults, record } = this.#world;
		return { faults: faults.list, steps: this.#steps, commands: record.commands.length };
	}

	#loop(ends: number): void {
		const world = this.#world;
		this.#step([], false);
		for (;;) {
			const next = Math.min(this.#queue.next(), this.#wake ?? Number.POSITIVE_INFINITY);
			if (next > ends) break;
			world.now = Math.max(next, world.now);
			const facts: Fact[] = [];
			while (this.#queue.next() <= world.now) facts.push(...(this.#queue.take()?.() ?? []));
			const due = this.#wake !== undefined && this.#wake <= world.now;
			if (facts.length > 0 || due) this.#step(facts, due);
			this.#doors.look(world);
			this.#visits.look(world);
			this.#words.look(world);
			if (this.#steps > mostSteps(this.#history, world.record.policy)) {
				world.faults.add(
					"D2/no-rest",
					"D2 C6",
					"a house comes to rest",
					world.now,
					`${this.#steps} steps`,
				);
				return;
			}
		}
		world.now = ends;
		judgeQuiet(world);
	}

	#step(given: Fact[], due: boolean): void {
		const world = this.#world;
		const facts = [...given, ...this.#bad];
		const bad = this.#bad.map((_, index) => given.length + index);
		this.#bad = [];
		this.#steps++;
		world.record.take(given, world.now);
		const step = this.#calls.step(world, this.#open, facts, due, bad);
		this.#wake = step.wakeAt === undefined ? undefined : seconds(step.wakeAt);
		this.#write(facts, step);
		const messages = world.record.hear(step, world.now);
		this.#codes.told(world, messages, step);
		this.#words.hear(world, messages, step);
		for (const command of step.commands) {
			this.#codes.command(world, command);
			this.#work.command(world, command, seconds(command.deadline));
			this.#send(command);
		}
		const said = new Set<string>();
		for (const fact of given) {
			if (fact.type === "command_result" || fact.type === "code_used") continue;
			if (fact.type !== "lock_report") this.#work.news(world.now);
			if (fact.type === "guest_locked_out") said.add(world.record.guestOf(fact.reservationId));
		}
		for (const guest of said) this.#plan(againAfter(world, guest, this.#named));
		this.#calls.everySecond(world, this.#open);
	}

	/** One look is enough: whoever still waits then asks for another one. */
	#lookAt(at: number): void {
		if (this.#look > this.#world.now && this.#look <= at) return;
		this.#look = at;
		this.#queue.put(at, () => []);
	}

	#send(command: Step["commands"][number]): void {
		const world = this.#world;
		const cloud = world.clouds.get(command.lockId);
		const flight = { dropped: false, unsent: false };
		this.#flights.set(command.id, flight);
		const steps: Later[] = cloud?.run(command, world.now) ?? [];
		if (steps.length === 0)
			this.#queue.put(world.now + 5 * MINUTE, () => {
				this.#flights.delete(command.id);
				return [];
			});
		for (const { after, act, happen, say } of steps)
			this.#queue.put(world.now + after, () => {
				happen?.(world.now);
				if (act && !flight.unsent) this.#doors.ownHand(world, command, () => act(world.now));
				if (say === undefined || flight.dropped) return [];
				this.#flights.delete(command.id);
				this.#work.answered(command.id);
				return say(world.now).map((fact) => this.#named({ at: iso(world.now), ...fact }));
			});
	}

	readonly #named = (fact: object): Fact => ({ id: `e${++this.#ids}`, ...fact }) as Fact;

	#plan(plan: { at: number; go: (world: World) => Fact[] } | undefined): void {
		if (plan && plan.at >= this.#world.now) this.#queue.put(plan.at, () => plan.go(this.#world));
	}

	#happens(event: Event): Fact[] {
		const world = this.#world;
		const { now } = world;
		this.#trace?.(`${iso(now)} -- ${JSON.stringify(event).slice(0, 300)}`);
		switch (event.do) {
			case "book": {
				const { reservation } = event;
				this.#queue.put(now + 1, () => this.#expect(reservation.id));
				return [{ type: "reservation", reservation: { bookedAt: iso(now), ...reservation } }];
			}
			case "visit": {
				for (let at = now + 3 * HOUR; at < now + 6 * DAY; at += 9 * HOUR)
					this.#queue.put(at, () => visitorTypes(world, event.visit, this.#named));
				return [{ type: "visit", visit: event.visit }];
			}
			case "outage":
				return this.#outage(event.lock, event.until);
			case "battery": {
				const device = deviceOf(world, event.lock);
				device.batteryPercent = event.percent;
				if (event.percent > 0) return [this.#report(event.lock, false)];
				device.deadUntil = event.until;
				return this.#outage(event.lock, event.until);
			}
			case "hand":
				this.#hand(event.lock, event.what, event.pick);
				return [];
			case "stranger": {
				const device = deviceOf(world, event.lock);
				if (device.held.length >= device.capacity) return [];
				const pin = String(1000 + this.#dice.fork(`stranger ${now}`).between(0, 8999));
				if (device.find(undefined, pin)) return [];
				const externalId = `own${++this.#ids}`;
				device.held.push({
					externalId,
					pin,
					name: "Ann",
					enabled: true,
					odd: event.odd,
					since: now,
					touchedAt: now,
				});
				return [];
			}
			case "crash":
				return this.#crash(event.sent);
			case "order": {
				const { reservationId, order } = event;
				const status = world.record.reservations.get(reservationId)?.reservation.status;
				if (status === undefined) return [];
				// The codes of a cancelled stay end (T5): a new one for it is refused.
				if (order === "reissue" && status === "cancelled") return [];
				return [this.#order({ kind: order, reservationId })];
			}
			case "bad": {
				const reservation = { id: "bad", revision: 1, listingId: "l1", status: "perhaps" };
				this.#bad.push({ type: "reservation", reservation } as unknown as Fact);
				return [];
			}
		}
	}

	#order(order: object): Fact {
		return this.#named({ type: "host_order", at: iso(this.#world.now), order });
	}

	/** Guests come when the engine knows of their stay. */
	#expect(reservationId: string): Fact[] {
		const { record } = this.#world;
		const stay = record.stays().find(({ ids }) => ids.includes(reservationId));
		if (stay) {
			const dice = this.#dice.fork(`guest ${reservationId}`);
			for (const at of [stay.start, stay.end, stay.closes]) this.#queue.put(at + 1, () => []);
			for (const plan of planGuest(stay, dice, this.#named)) this.#plan(plan);
		}
		return [];
	}

	#outage(lockId: string, until: number): Fact[] {
		const { now } = this.#world;
		const device = deviceOf(this.#world, lockId);
		const character = this.#history.house.characters[lockId];
		device.silentUntil = Math.max(device.silentUntil, until);
		device.trouble(until + MINUTE);
		const notices = character?.noticesSilence;
		if (notices !== undefined)
			this.#queue.put(now + notices * MINUTE, () =>
				device.silent(this.#world.now) ? [this.#silence(lockId)] : [],
			);
		this.#queue.put(until + MINUTE, () => {
			if (device.silent(this.#world.now)) return [];
			if (device.batteryPercent === 0) device.batteryPercent = 90;
			return [this.#report(lockId, true)];
		});
		return [];
	}

	#silence(lockId: string): Fact {
		const { now } = this.#world;
		const usable = deviceOf(this.#world, lockId).usable(now);
		const state = { reachability: "offline", reportedAt: iso(now), ...(!usable && { usable }) };
		return this.#named({ type: "lock_report", at: iso(now), lockId, state });
	}

	#poll(lockId: string): Fact[] {
		return deviceOf(this.#world, lockId).silent(this.#world.now)
			? []
			: [this.#report(lockId, true)];
	}

	/** A report that nobody asked for, with or without the codes. */
	#report(lockId: string, codes: boolean): Fact {
		const { now, clouds } = this.#world;
		const cloud = clouds.get(lockId);
		if (cloud === undefined) throw new Error(lockId);
		const lock = this.#history.house.locks.find(({ id }) => id === lockId);
		if (codes && lock?.canReadBack !== false) {
			const report = cloud.list(now, this.#dice.fork(`list ${lockId} ${now}`));
			return this.#named(report);
		}
		return this.#named({ type: "lock_report", at: iso(now), lockId, state: cloud.state(now) });
	}

	#hand(lockId: string, what: "delete" | "edit" | "disable", pick: number): void {
		const { now } = this.#world;
		const device = deviceOf(this.#world, lockId);
		const ours = device.held.filter(({ codeId }) => codeId !== undefined);
		const code = ours[pick % Math.max(1, ours.length)];
		if (code === undefined) return;
		// Where a lock keeps no schedule, its app has none to edit.
		const keepsNone = code.startsAt === undefined && code.endsAt === undefined;
		if (what === "delete" || (what === "edit" && keepsNone)) device.drop(code);
		else if (what === "disable") code.enabled = false;
		else Object.assign(code, { startsAt: now - DAY, endsAt: now + HOUR });
		device.deceive(code.pin, now, Number.POSITIVE_INFINITY);
	}

	#crash(sent: boolean): Fact[] {
		const { now, devices } = this.#world;
		const site = this.#open.toJSON();
		this.#open.close();
		this.#open = openSite(site, { key: KEY });
		const facts: Fact[] = [];
		for (const { id, lockId } of site.commands) {
			const flight = this.#flights.get(id);
			if (flight) Object.assign(flight, { dropped: true, unsent: !sent });
			devices.get(lockId)?.trouble(now + 2 * MINUTE);
			this.#work.answered(id);
			facts.push(
				this.#named({ type: "command_result", at: iso(now), commandId: id, outcome: "unknown" }),
			);
		}
		return facts;
	}

	#write(facts: Fact[], step: Step): void {
		if (this.#trace === undefined) return;
		const at = iso(this.#world.now);
		for (const fact of facts) this.#trace(`${at} <  ${JSON.stringify(fact).slice(0, 400)}`);
		for (const { id, kind, lockId, codeId, pin, window } of step.commands)
			this.#trace(
				`${at}  > ${id} ${kind} ${lockId} ${codeId ?? ""} ${pin ?? ""} ${JSON.stringify(window ?? {})}`,
			);
		for (const { key, to, values } of step.notices) {
			const doors = values.doors?.map(({ name, code }) => `${name} ${code}`) ?? "";
			const why = JSON.stringify(values.because ?? values.access?.route ?? "");
			this.#trace(`${at}  ! ${to} ${key} ${doors} ${why}`);
		}
		for (const row of step.audit)
			this.#trace(`${at}    ${row.kind} ${row.codeId ?? ""} ${JSON.stringify(row.because)}`);
		this.#trace(`${at}    wakeAt ${step.wakeAt}`);
	}
}

function fullPolicy(policy: unknown): Record["policy"] {
	return policy as Record["policy"];
}
