// A house on a virtual clock whose lock is a real stack: each command runs through its platform,
// and after each step the stack's own state says who can open the door.
import {
	accessCodes,
	advance,
	createSite,
	type Fact,
	guestCard,
	type Lock,
	type Site,
} from "latchstring";
import { expect } from "vitest";
import type { LockPlatform } from "../../js/host/platform.js";

/** A code in a lock, as the lock itself knows it. */
export interface HeldCode {
	pin: string;
	/** Whether it opens at an instant. */
	opens(at: Date): boolean;
}

/** A lock of a real stack. */
export interface Peer {
	/** What a site has to know of it. */
	lock: Omit<Lock, "id" | "name">;
	/** What is in it now. */
	held(): Promise<HeldCode[]> | HeldCode[];
	/** Whether it hears and says anything. */
	silent(on: boolean): Promise<void> | void;
	/** Somebody deletes a code at the lock. */
	erase(pin: string): Promise<void> | void;
	/** Somebody puts a code of their own into the lock. */
	put(pin: string): Promise<void> | void;
	/** All codes are gone. */
	forget(): Promise<void> | void;
}

/** A stack with two locks and a clock that the test turns. */
export interface Stack {
	platform: LockPlatform;
	/** How long a command may take, in milliseconds of the real clock [15 s]. */
	patience?: number;
	front: Peer;
	spare: Peer;
}

/** The time of the house, which the platforms ask for. */
export class Clock {
	at = new Date("2026-10-20T06:00:00Z");
	readonly now = (): Date => new Date(this.at);
}

const KEY = "a key that only the conformance tests know";
const MINUTE = 60_000;

/** A house with one flat and one door. */
export class House {
	site: Site;
	/** What hosts, guests and visitors were told. */
	readonly notices: string[] = [];
	/** Every command, with the last outcome of it. */
	readonly log: string[] = [];
	/** Whether the lock is silent, so that what is on it can't be changed. */
	isSilent = false;
	/** Whether the first lock hangs in no door any more. */
	isReplaced = false;
	#wakeAt: string | undefined;
	#visit: string | undefined;

	constructor(
		readonly stack: Stack,
		readonly clock: Clock,
	) {
		clock.at = new Date("2026-10-20T06:00:00Z");
		this.site = createSite({
			id: "casa",
			listings: [
				{
					...{ id: "flat", name: "Flat", timeZone: "Europe/Paris", locks: ["front"] },
					...{ checkIn: "15:00", checkOut: "11:00" },
				},
			],
			locks: [{ id: "front", name: "Front door", ...stack.front.lock }],
			policy: { backups: { poolSize: 1 }, review: { everyDays: 3650 } },
		});
	}

	/** Gives facts to the engine, and runs all that follows at this instant. */
	async play(facts: Fact[] = []): Promise<void> {
		let given = facts;
		for (let rounds = 0; rounds < 60; rounds += 1) {
			const step = advance(this.site, given, { now: this.clock.at, key: KEY });
			expect(step.rejected, JSON.stringify(given)).toEqual([]);
			this.site = step.site;
			this.#wakeAt = step.wakeAt;
			this.notices.push(...step.notices.map(({ kind, to }) => `${kind} ${to}`));
			if (step.commands.length === 0) return this.judge();
			given = [];
			for (const command of step.commands) {
				this.clock.at = new Date(this.clock.at.getTime() + 1000);
				const { platform, patience = 15_000 } = this.stack;
				for await (const fact of platform.run(command, AbortSignal.timeout(patience))) {
					given.push(fact);
					if (fact.type === "command_result")
						this.log.push(`${command.kind} ${fact.outcome} ${fact.failure ?? ""}`.trim());
				}
			}
		}
		throw new Error(`commands without an end: ${this.log.slice(-12).join(", ")}`);
	}

	/** Lets time pass. The engine is called whenever it asks to be. */
	async until(instant: string): Promise<void> {
		const end = Date.parse(instant);
		for (let steps = 0; steps < 500; steps += 1) {
			const next = this.#wakeAt === undefined ? end : Date.parse(this.#wakeAt);
			this.clock.at = new Date(Math.max(this.clock.at.getTime(), Math.min(next, end)));
			await this.play();
			if (this.clock.at.getTime() >= end) return;
		}
		throw new Error("no end of steps");
	}

	/** The booking of Ada, in a revision. */
	async book(revision: number, departure: string, status: "confirmed" | "cancelled" = "confirmed") {
		const reservation = {
			...{ id: "ada", revision, listingId: "flat", guest: { name: "Ada" } },
			...{ arrival: "2026-10-23", departure, status },
		};
		await this.play([{ type: "reservation", reservation }]);
	}

	/** A craftsman for some hours. */
	async visit(startsAt: string, endsAt: string): Promise<void> {
		const visit = {
			...{ id: "plumber", revision: 1, listingId: "flat", visitor: "Jo", startsAt, endsAt },
			...({ purpose: "service", kind: "time_bound", status: "active" } as const),
		};
		this.#visit = visit.id;
		await this.play([{ type: "visit", visit }]);
	}

	/** What Ada's card shows for the door. */
	told(): string | undefined {
		const now = this.clock.at.toISOString();
		return guestCard(this.site, { reservationId: "ada", now }).doors[0]?.code;
	}

	/** The PIN of the visitor. */
	visitorPin(): string | undefined {
		return accessCodes(this.site, { visitId: this.#visit ?? "" })[0]?.code;
	}

	/** Whether a PIN opens the door now, by the lock's own state. */
	async opens(pin: string | undefined, peer = this.stack.front): Promise<boolean> {
		return (await peer.held()).some((code) => code.pin === pin && code.opens(this.clock.at));
	}

	/**
	 * Nobody opens the door who should not: not too early, not too late, no stranger's code of ours.
	 */
	async judge(): Promise<void> {
		const at = this.clock.at.getTime();
		for (const [lockId, peer] of [
			["front", this.stack.front],
			["spare", this.stack.spare],
		] as const) {
			if (lockId === "front" && this.isReplaced) continue;
			const known = accessCodes(this.site, { lockId });
			for (const held of await peer.held()) {
				if (!held.opens(this.clock.at) || held.pin === STRANGER) continue;
				const owners = known.filter(({ code }) => code === held.pin);
				const isRight = owners.some(({ holder, startsAt, endsAt }) => {
					if (holder === "backup" || holder === "emergency") return true;
					const from = startsAt === undefined ? 0 : Date.parse(startsAt) - LEAD;
					const to = endsAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(endsAt) + LATE;
					return from <= at && at <= to;
				});
				// A lock that does not answer keeps what it has: the host hears of it.
				if (!this.isSilent)
					expect(isRight, `${held.pin} opens ${lockId} at ${this.clock.at.toISOString()}`).toBe(
						true,
					);
			}
		}
	}

	/** Nothing of stays and visits is left in any lock. */
	async nothingLeft(): Promise<void> {
		// What hangs in no door any more is the host's to set back.
		const inUse = this.isReplaced ? [] : [this.stack.front];
		for (const peer of [...inUse, this.stack.spare]) {
			const left = (await peer.held()).filter(({ pin }) => pin !== STRANGER);
			const kept = accessCodes(this.site)
				.filter(({ holder }) => holder === "backup" || holder === "emergency")
				.map(({ code }) => code);
			expect(left.map(({ pin }) => pin).filter((pin) => !kept.includes(pin))).toEqual([]);
		}
	}
}

/** The code that somebody else put into the lock. */
export const STRANGER = "904618";
/**
 * A code without a window of its own is put on the lock ahead of its start, and goes after its end.
 */
const [LEAD, LATE] = [15 * MINUTE, 5 * MINUTE];
