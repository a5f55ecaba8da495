// What everybody was told so far, and what is booked: read off the facts that went in and the steps
// that came out.
import {
	type AccessCode,
	type Command,
	type Fact,
	type LockReport,
	lockProfile,
	type Notice,
	type Policy,
	type Reservation,
	type Step,
	type Visit,
} from "latchstring";
import type { House } from "./house.js";
import { HOUR, instant, MINUTE, seconds } from "./time.js";

export interface Told {
	pin: string;
	at: number;
	codeId?: string;
	/** Whether it was a backup or the emergency code when it was told. */
	spare: boolean;
}

/** A guest's time in a listing; bookings that follow each other are one. */
export interface Stay {
	guest: string;
	listingId: string;
	ids: string[];
	start: number;
	end: number;
	/** With grace, unclipped. */
	opens: number;
	closes: number;
	/** When the engine last heard of a change of it. */
	knownAt: number;
}

export interface Message {
	at: number;
	notice: Notice;
	/** PINs in it that this person had not been told at that door. */
	fresh: { lockId: string; pin: string }[];
}

export class Record {
	readonly house: House;
	readonly policy: Policy;
	readonly reservations = new Map<string, { reservation: Reservation; at: number }>();
	readonly visits = new Map<string, { visit: Visit; at: number; told: Map<string, Told[]> }>();
	/** Per guest and lock, the latest last. */
	readonly told = new Map<string, Map<string, Told[]>>();
	readonly messages = new Map<string, Message[]>();
	readonly host: { at: number; notice: Notice }[] = [];
	readonly complaints: { at: number; guest: string; lockId: string; inStay: boolean }[] = [];
	readonly uses: { at: number; lockId: string; pin: string }[] = [];
	readonly entryTold = new Set<string>();
	/** Guests about whom the host ordered something: nothing is expected for them any more. */
	readonly ordered = new Set<string>();
	/**
	 * Per guest: when a booking of theirs was last cancelled, which ends what they were told (T5).
	 */
	readonly cancelledAt = new Map<string, number>();
	/** Bookings whose access the host ended: their time is another guest's from then on. */
	readonly revoked = new Set<string>();
	readonly rows = new Map<string, AccessCode>();
	/** Rows that were ever seen, the last of each. */
	readonly allRows = new Map<string, AccessCode>();
	readonly commands: { at: number; command: Command }[] = [];
	/** Per lock: what its last report that spoke of it said of its keypad and battery. */
	readonly #usable = new Map<string, { at: number; usable: boolean }>();
	#stays: Stay[] | undefined;
	readonly #lockOfDoor: Map<string, string>;

	constructor(house: House, policy: Policy) {
		this.house = house;
		this.policy = policy;
		this.#lockOfDoor = new Map(house.locks.map(({ id, name }) => [name, id]));
	}

	guestOf(reservationId: string): string {
		const row = this.reservations.get(reservationId);
		return row?.reservation.guest.id ?? reservationId;
	}

	take(facts: readonly Fact[], now: number): void {
		for (const fact of facts) {
			if (fact.type === "reservation") {
				const known = this.reservations.get(fact.reservation.id);
				if (known && known.reservation.revision >= fact.reservation.revision) continue;
				this.reservations.set(fact.reservation.id, { reservation: fact.reservation, at: now });
				if (fact.reservation.status === "cancelled")
					this.cancelledAt.set(this.guestOf(fact.reservation.id), now);
				this.#stays = undefined;
			} else if (fact.type === "visit") {
				const told = this.visits.get(fact.visit.id)?.told ?? new Map();
				this.visits.set(fact.visit.id, { visit: fact.visit, at: now, told });
			} else if (fact.type === "lock_report") this.#report(fact);
			else if (fact.type === "host_order" && "reservationId" in fact.order) {
				const { kind, reservationId = "" } = fact.order;
				this.ordered.add(this.guestOf(reservationId));
				if (kind === "revoke") this.revoked.add(reservationId);
			}
		}
	}

	#report({ at, lockId, state }: LockReport): void {
		const said = seconds(at);
		if (state?.usable === undefined || said < (this.#usable.get(lockId)?.at ?? 0)) return;
		this.#usable.set(lockId, { at: said, usable: state.usable });
	}

	/**
	 * Whether a lock is usable as far as it has said: a report that is dated back says what was
	 * (I1, C5).
	 */
	isUsable(lockId: string): boolean {
		return this.#usable.get(lockId)?.usable !== false;
	}

	/** Rows come first: a notice speaks of codes as they are after the step. */
	hear(step: Step, now: number): Message[] {
		for (const change of step.changes) {
			if (change.table !== "access_codes") continue;
			if (change.op === "delete") this.rows.delete(change.id);
			else {
				this.rows.set(change.id, change.row);
				this.allRows.set(change.id, change.row);
			}
		}
		for (const command of step.commands) this.commands.push({ at: now, command });
		const heard: Message[] = [];
		for (const notice of step.notices) {
			if (notice.to === "host") this.host.push({ at: now, notice });
			else heard.push(this.#message(notice, now));
		}
		return heard;
	}

	#message(notice: Notice, now: number): Message {
		const visit = notice.visitId === undefined ? undefined : this.visits.get(notice.visitId);
		const person = visit ? `visit ${visit.visit.id}` : this.guestOf(notice.reservationId ?? "");
		const doors = visit?.told ?? mapIn(this.told, person, () => new Map<string, Told[]>());
		const fresh: Message["fresh"] = [];
		for (const { name, code } of notice.values.doors ?? []) {
			const lockId = this.#lockOfDoor.get(name);
			if (lockId === undefined || code === undefined) continue;
			const list = mapIn(doors, lockId, (): Told[] => []);
			const row = this.rowOf(lockId, code);
			const known = list.findIndex(({ pin }) => pin === code);
			const before = list[known];
			if (before === undefined) fresh.push({ lockId, pin: code });
			else list.splice(known, 1);
			const spare = row?.holder.kind === "backup" || row?.holder.kind === "emergency";
			list.push({
				pin: code,
				at: before?.at ?? now,
				...(row && { codeId: row.id }),
				spare: before?.spare ?? spare,
			});
		}
		if (notice.kind === "entry_method") this.entryTold.add(person);
		const message = { at: now, notice, fresh };
		mapIn(this.messages, person, (): Message[] => []).push(message);
		return message;
	}

	/** The row of a PIN that is or may be on a lock. */
	rowOf(lockId: string, pin: string): AccessCode | undefined {
		let found: AccessCode | undefined;
		for (const row of this.rows.values())
			if (row.lockId === lockId && row.pin === pin && found?.wanted !== "removed") found = row;
		return found;
	}

	toldAt(guest: string, lockId: string): Told[] {
		return this.told.get(guest)?.get(lockId) ?? [];
	}

	locksOf(listingId: string): string[] {
		return this.house.listings.find(({ id }) => id === listingId)?.locks ?? [];
	}

	/** All stays as they are booked now. */
	stays(): Stay[] {
		this.#stays ??= this.#join();
		return this.#stays;
	}

	#join(): Stay[] {
		const { beforeCheckInMinutes, afterCheckOutMinutes } = this.policy.window;
		const list: Stay[] = [];
		const rows = [...this.reservations.values()].filter(
			({ reservation }) => reservation.status === "confirmed",
		);
		rows.sort((one, other) => (one.reservation.arrival < other.reservation.arrival ? -1 : 1));
		const departures = new Map<Stay, string>();
		for (const { reservation, at } of rows) {
			const { id, listingId, arrival, departure } = reservation;
			const listing = this.house.listings.find((each) => each.id === listingId);
			if (listing === undefined) continue;
			const guest = this.guestOf(id);
			const zone = listing.timeZone;
			const start = instant(zone, arrival, reservation.checkIn ?? listing.checkIn);
			const end = instant(zone, departure, reservation.checkOut ?? listing.checkOut);
			if (end <= start) continue;
			const closes = end + afterCheckOutMinutes * MINUTE;
			// Bookings that follow each other or overlap are one stay (W8).
			const before = list.find(
				(stay) =>
					stay.guest === guest &&
					stay.listingId === listingId &&
					(departures.get(stay) ?? "") >= arrival,
			);
			if (before) {
				before.ids.push(id);
				const knownAt = Math.max(before.knownAt, at);
				const last = Math.max(before.end, end);
				const over = last + afterCheckOutMinutes * MINUTE;
				Object.assign(before, { end: last, closes: over, knownAt });
				const known = departures.get(before) ?? "";
				departures.set(before, known > departure ? known : departure);
				continue;
			}
			const opens = start - beforeCheckInMinutes * MINUTE;
			const stay = { guest, listingId, ids: [id], start, end, opens, closes, knownAt: at };
			list.push(stay);
			departures.set(stay, departure);
		}
		return list;
	}

	/** When the engine last heard anything of a guest's bookings, also that one is cancelled. */
	changedAt(guest: string): number {
		let last = 0;
		for (const { reservation, at } of this.reservations.values())
			if (reservation.guest.id === guest) last = Math.max(last, at);
		return last;
	}

	/** Whether a code of this guest may open a lock now, generously: lead and rounding included. */
	mayOpen(guest: string, lockId: string, now: number): boolean {
		return this.stays().some(
			(stay) =>
				stay.guest === guest &&
				this.locksOf(stay.listingId).includes(lockId) &&
				stay.opens - HOUR <= now &&
				now < stay.closes + HOUR,
		);
	}

	/** Whether an instant lies in the window of a stay of this guest, with grace (A4, W8). */
	isInWindow(guest: string, at: number): boolean {
		return this.stays().some(
			(stay) => stay.guest === guest && stay.opens <= at && at < stay.closes,
		);
	}

	/**
	 * When a code that a guest was told is over, after the stays that have ended: with their grace,
	 * and with E2.
	 */
	overAt(guest: string, lockId: string, told: Told, now: number): number {
		const over = this.#ended(guest, now).map(({ closes }) => closes);
		return Math.max(0, this.emergencyUntil(guest, lockId, told, now), ...over);
	}

	/**
	 * Until when an emergency code may open after a stay on a lock that keeps no schedule, also at
	 * a door of other listings: at checkout and some time it is replaced, or when the next stay of
	 * its listing begins (E2, I2).
	 */
	emergencyUntil(guest: string, lockId: string, { codeId }: Told, now: number): number {
		const row = this.allRows.get(codeId ?? "");
		if (row?.holder.kind !== "emergency" || this.keepsSchedule(lockId)) return 0;
		const late = this.policy.emergency.rotateAfterCheckoutMinutes * MINUTE;
		const until = this.#ended(guest, now).map(({ listingId, end }) => {
			const next = this.stays()
				.filter((other) => other.listingId === listingId && other.start >= end)
				.map(({ start }) => start);
			return Math.min(end + late, ...next);
		});
		return Math.max(0, ...until);
	}

	#ended(guest: string, now: number): Stay[] {
		return this.stays().filter((stay) => stay.guest === guest && stay.end <= now);
	}

	/**
	 * Whether the host was asked to take a code off by hand: it counts only once the lock has shown
	 * it again (B5).
	 */
	isTask(codeId: string | undefined): boolean {
		return this.host.some(
			({ notice }) => notice.kind === "removal_by_hand" && notice.codeId === codeId,
		);
	}

	/**
	 * Whether a code under change was last sent a window that ends before `end`: it surely opens
	 * only while all the windows do that it may have (T1).
	 */
	mayEndBefore(codeId: string | undefined, end: number): boolean {
		if (this.rows.get(codeId ?? "")?.onLock.state === "confirmed") return false;
		const sent = this.commands.filter(
			({ command }) => command.codeId === codeId && command.window !== undefined,
		);
		const endsAt = sent.at(-1)?.command.window?.endsAt;
		return endsAt !== undefined && seconds(endsAt) < end;
	}

	keepsSchedule(lockId: string): boolean {
		const lock = this.house.locks.find(({ id }) => id === lockId);
		if (lock?.nativeSchedule !== undefined) return lock.nativeSchedule;
		return lock?.profile !== undefined && lockProfile(lock.profile).lock.nativeSchedule;
	}

	complained(guest: string, lockId: string, since: number): boolean {
		return this.complaints.some(
			(each) => each.guest === guest && each.lockId === lockId && each.at >= since,
		);
	}
}

export function mapIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
	let value = map.get(key);
	if (value === undefined) {
		value = make();
		map.set(key, value);
	}
	return value;
}
