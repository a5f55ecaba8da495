// Guests: they read what they are told, come, type the newest code that they know, and say so when
// the door stays shut. The same guests come to the house in all four ways.
import type { Fact, Notice } from "latchstring";
import type { Door } from "./door.js";
import { doorName } from "./house.js";
import type { Record } from "./record.js";
import type { Stay } from "./stays.js";
import { iso, MINUTE } from "./time.js";

/** How long guests wait before they say that they can't get in, and until they say it again. */
export const PATIENCE = 2 * MINUTE;
export const AGAIN = 60 * MINUTE;

interface Waiting {
	lockId: string;
	saysAt: number;
	/** What was typed last: nobody types the same again and again. */
	typed: string | undefined;
}

export class Guests {
	readonly #doors: ReadonlyMap<string, Door>;
	readonly #record: Record;
	/** The newest code for each door, by guest. */
	readonly #codes = new Map<string, Map<string, string>>();
	readonly #waiting = new Map<string, Waiting>();
	readonly #inside = new Set<string>();
	#said = 0;

	constructor(doors: ReadonlyMap<string, Door>, record: Record) {
		this.#doors = doors;
		this.#record = record;
	}

	/** The newest code of a guest for a door. */
	codeFor(guest: string, lockId: string): string | undefined {
		return this.#codes.get(guest)?.get(lockId);
	}

	/** A guest reads a message. */
	read(notice: Notice, guest: string): void {
		if (notice.to !== "guest") return;
		if (notice.kind === "access_ended") this.#codes.delete(guest);
		const doors = "doors" in notice.values ? (notice.values.doors ?? []) : [];
		if (notice.kind !== "access_ready" && notice.kind !== "access_changed") return;
		const codes = new Map<string, string>();
		for (const [lockId] of this.#doors) {
			const told = doors.find(({ name }) => name === doorName(lockId));
			if (told?.code !== undefined) codes.set(lockId, told.code);
		}
		this.#codes.set(guest, codes);
	}

	/** The first door of a running stay that stays shut for its guest. */
	shutFor(stay: Stay, at: number): string | undefined {
		return stay.doors.find((lockId) => {
			const pin = this.codeFor(stay.guest, lockId);
			return pin === undefined || this.#doors.get(lockId)?.opens(pin, at) !== true;
		});
	}

	/** What the guests of some stays do now: what the engine hears of it. */
	act(stays: readonly Stay[], at: number): Fact[] {
		const facts: Fact[] = [];
		const running = stays.filter(({ from, to }) => from <= at && at < to);
		for (const id of this.#inside)
			if (!running.some((stay) => stay.id === id)) this.#inside.delete(id);
		for (const [id, { lockId }] of this.#waiting)
			if (!running.some((stay) => stay.id === id)) this.#end(id, lockId, at);
		for (const stay of running) facts.push(...this.#at(stay, at));
		return facts;
	}

	#at(stay: Stay, at: number): Fact[] {
		const shut = this.shutFor(stay, at);
		const waiting = this.#waiting.get(stay.id);
		if (shut === undefined) {
			if (waiting === undefined && this.#inside.has(stay.id)) return [];
			if (waiting !== undefined) this.#end(stay.id, waiting.lockId, at);
			const first = waiting === undefined ? 0 : stay.doors.indexOf(waiting.lockId);
			this.#inside.add(stay.id);
			return stay.doors.slice(first).flatMap((lockId) => this.#type(stay, lockId, at));
		}
		if (waiting?.lockId !== shut) {
			if (waiting !== undefined) this.#end(stay.id, waiting.lockId, at);
			const { id: reservationId, name } = stay;
			this.#waiting.set(stay.id, {
				lockId: shut,
				saysAt: at + PATIENCE,
				typed: this.codeFor(stay.guest, shut),
			});
			this.#record.outside.push({ reservationId, name, lockId: shut, from: at });
			const before = this.#inside.has(stay.id) ? [shut] : stay.doors;
			this.#inside.delete(stay.id);
			const tried = before.slice(0, before.indexOf(shut) + 1);
			return tried.flatMap((lockId) => this.#type(stay, lockId, at));
		}
		const pin = this.codeFor(stay.guest, shut);
		const isNew = pin !== waiting.typed;
		waiting.typed = pin;
		const typed = isNew ? this.#type(stay, shut, at) : [];
		if (at < waiting.saysAt) return typed;
		waiting.saysAt = at + AGAIN;
		return [...typed, this.says(stay.id, shut, at)];
	}

	/** When a guest who waits says so next. */
	get wakeAt(): number {
		return Math.min(...[...this.#waiting.values()].map(({ saysAt }) => saysAt));
	}

	/** The fact that a guest can't get in. */
	says(reservationId: string, lockId: string | undefined, at: number): Fact {
		const id = `said ${++this.#said}`;
		const where = lockId === undefined ? {} : { lockId };
		return { type: "guest_locked_out", id, at: iso(at), reservationId, ...where };
	}

	#end(id: string, lockId: string, at: number): void {
		this.#waiting.delete(id);
		const open = this.#record.outside.findLast(
			(one) => one.reservationId === id && one.lockId === lockId,
		);
		if (open !== undefined) open.to ??= at;
	}

	#type({ id: reservationId, guest }: Stay, lockId: string, at: number): Fact[] {
		const pin = this.codeFor(guest, lockId);
		const door = this.#doors.get(lockId);
		if (pin === undefined || door === undefined) return [];
		const { facts, ...entry } = door.type(pin, at);
		this.#record.entries.push({ at, lockId, pin, reservationId, isMine: false, ...entry });
		return facts;
	}
}
