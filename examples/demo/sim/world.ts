// The house under one way of running it: the engine, the locks, the guests, and the time that
// passes.
import {
	type AccessCode,
	type AuditRow,
	type Command,
	createSite,
	type Fact,
	type OpenSite,
	openSite,
	type Site,
} from "latchstring";
import { decisionFor } from "./decide.js";
import type { Act, Deed } from "./deeds.js";
import { Door } from "./door.js";
import { Guests } from "./guests.js";
import {
	DEMO_KEY,
	FOUNDED,
	firstFacts,
	policyOf,
	SITE,
	TIME_ZONE,
	YOUR_DOOR,
	YOURS,
} from "./house.js";
import { Record } from "./record.js";
import { Rows } from "./rows.js";
import { oneSlip } from "./slip.js";
import { type Stay, stayOf } from "./stays.js";
import { iso, MINUTE, SECOND } from "./time.js";
import type { Way } from "./ways.js";

/** How long a command and an answer are under way, and how soon a cloud notices how a lock is. */
const UNDER_WAY = 2 * SECOND;
const NOTICES_SILENCE = 5 * MINUTE;
const NOTICES_CHANGE = MINUTE;

type Coming = { at: number } & ({ command: Command } | { facts: Fact[] } | { statusOf: string });

export class World {
	readonly doors: Map<string, Door>;
	readonly record = new Record();
	readonly guests: Guests;
	readonly rows: Rows;
	readonly way: Way;
	readonly #open: OpenSite;
	#now = FOUNDED;
	#wakeAt: number | undefined = FOUNDED;
	#coming: Coming[] = [];
	#acts: Act[] = [];
	#count = 0;

	constructor(way: Way) {
		this.way = way;
		const site = createSite({ ...SITE, policy: policyOf(way.policy) });
		this.#open = openSite(site, { key: DEMO_KEY });
		this.rows = new Rows(site);
		this.doors = new Map(SITE.locks.map((lock) => [lock.id, new Door(lock, TIME_ZONE)]));
		this.guests = new Guests(this.doors, this.record);
		this.#coming.push({ at: FOUNDED, facts: firstFacts() });
		this.#see();
	}

	get now(): number {
		return this.#now;
	}

	/** How often something has happened; who has seen this number has seen everything. */
	get count(): number {
		return this.#count;
	}

	get site(): Site {
		return this.#open.toJSON();
	}

	get stays(): Stay[] {
		return [...this.rows.bookings.values()].flatMap((booking) => stayOf(booking) ?? []);
	}

	/**
	 * Gives the deeds that are still to come. What the page's visitor types is typed in one house.
	 */
	plan(acts: readonly Act[]): void {
		const isHere = ({ kind }: Deed) =>
			this.way.name === "latchstring" || !["typed", "slip", "order"].includes(kind);
		this.#acts = acts.filter(({ at, deed }) => at > this.#now && isHere(deed));
	}

	/** Lets time pass until an instant. */
	runTo(until: number): void {
		for (let at = this.nextAt(); at <= until; at = this.nextAt()) this.#pass(at);
		this.#now = Math.max(this.#now, until);
	}

	/** When something happens next. */
	nextAt(): number {
		const edges = [...this.doors.values()].flatMap((door) => [
			door.wakeAt ?? Number.POSITIVE_INFINITY,
			door.edgeAfter(this.#now),
		]);
		const stays = this.stays.flatMap(({ from, to }) => [from, to]).filter((at) => at > this.#now);
		const next = [
			this.#wakeAt ?? Number.POSITIVE_INFINITY,
			...this.#coming.map(({ at }) => at),
			...this.#acts.map(({ at }) => at),
			this.guests.wakeAt,
			...edges,
			...stays,
		];
		return Math.max(Math.min(...next), this.#now);
	}

	/** Forgets the site that is kept inside the module. */
	close(): void {
		this.#open.close();
	}

	#pass(at: number): void {
		this.#now = at;
		const facts: Fact[] = [];
		const acts = this.#acts.filter((act) => act.at <= at);
		this.#acts = this.#acts.filter((act) => act.at > at);
		for (const { deed } of acts) facts.push(...this.#done(deed, at));
		const due = this.#coming.filter((one) => one.at <= at);
		this.#coming = this.#coming.filter((one) => one.at > at);
		for (const one of due) facts.push(...this.#comes(one, at));
		for (const door of this.doors.values())
			if (door.wakeAt !== undefined && door.wakeAt <= at) facts.push(...door.pass(at));
		this.#step(at, facts);
	}

	/** The engine hears facts, or its time has come; then the guests see what follows. */
	#step(at: number, facts: Fact[]): void {
		this.#advance(at, facts);
		// Whoever types changes what the engine knows, and that may change what they can do.
		for (let turn = 0; turn < 4; turn++) {
			const heard = this.guests.act(this.stays, at);
			if (heard.length === 0) break;
			this.#advance(at, heard);
		}
		this.#see();
		this.#count++;
	}

	#advance(at: number, facts: Fact[]): void {
		for (const fact of facts) this.record.answer(fact);
		if (facts.length === 0 && (this.#wakeAt === undefined || this.#wakeAt > at)) return;
		const before = new Map(this.rows.codes);
		const step = this.#open.advance(facts, iso(at));
		const { commands, notices, audit, rejected, wakeAt } = step;
		this.#wakeAt = wakeAt === undefined ? undefined : Date.parse(wakeAt);
		if (this.#wakeAt !== undefined && this.#wakeAt <= at) this.#wakeAt = at + SECOND;
		this.rows.take(step.changes);
		const gives = { commands, notices, audit, rejected, ...(wakeAt && { wakeAt }) };
		this.record.steps.push({ now: at, facts, gives });
		this.record.audit.push(...audit);
		for (const command of commands) {
			const code = this.rows.codes.get(command.codeId ?? "");
			if (this.way.sends?.(command, code) === false) continue;
			this.record.sent.push({ at, command });
			this.#coming.push({ at: at + UNDER_WAY, command });
		}
		for (const row of audit) this.#remember(row, before, at);
		for (const notice of notices) {
			this.record.told.push({ at, notice });
			const booking = this.rows.bookings.get(notice.reservationId ?? "");
			if (booking !== undefined) this.guests.read(notice, booking.guest.id ?? booking.id);
			const { key } = notice;
			const heard = {
				id: `told ${key}`,
				key,
				at: iso(at + UNDER_WAY),
				outcome: "delivered",
			} as const;
			this.#coming.push({ at: at + UNDER_WAY, facts: [{ type: "notice_result", ...heard }] });
		}
	}

	/** Keeps which ways in were passed over, where a spare code was told. */
	#remember(row: AuditRow, before: ReadonlyMap<string, AccessCode>, at: number): void {
		if (row.kind !== "backup_told" && row.kind !== "emergency_told") return;
		const { reservationId = "", codeId } = row;
		const code = before.get(codeId ?? "");
		const stay = this.stays.find(({ id }) => id === reservationId);
		if (code === undefined || stay === undefined) return;
		const decision = decisionFor(this.rows, stay, code.lockId, at, before);
		if (decision === undefined || decision.codeId !== codeId) return;
		const { lockId } = code;
		this.record.decisions.push({ at, reservationId, lockId, decision });
	}

	#comes(one: Coming, at: number): Fact[] {
		if ("facts" in one) return one.facts;
		if ("statusOf" in one) return this.doors.get(one.statusOf)?.status(at) ?? [];
		return this.doors.get(one.command.lockId)?.run(one.command, at) ?? [];
	}

	#done(deed: Deed, at: number): Fact[] {
		if (deed.kind === "booking") return [{ type: "reservation", reservation: deed.reservation }];
		if (deed.kind === "flat") {
			this.doors.set(YOUR_DOOR.id, new Door(YOUR_DOOR, TIME_ZONE));
			return [
				{ type: "lock", lock: YOUR_DOOR },
				{ type: "listing", listing: YOURS },
			];
		}
		if (deed.kind === "visit") return [{ type: "visit", visit: deed.visit }];
		if (deed.kind === "says") {
			const stay = this.stays.find(({ id }) => id === deed.reservationId);
			const shut =
				stay && stay.from <= at && at < stay.to ? this.guests.shutFor(stay, at) : undefined;
			return [this.guests.says(deed.reservationId, shut, at)];
		}
		if (deed.kind === "order")
			return [
				{
					type: "host_order",
					id: `order ${at} ${deed.order.kind}`,
					at: iso(at),
					order: deed.order,
				},
			];
		const door = this.doors.get(deed.lockId);
		if (door === undefined) return [];
		if (deed.kind === "typed" || deed.kind === "slip") return this.#typed(deed, door, at);
		if (deed.kind === "plug") door.change({ reachable: deed.on });
		if (deed.kind === "answers") door.change({ quirks: deed.on ? [] : ["loses_answers"] });
		if (deed.kind === "battery") door.change({ batteryPercent: deed.percent });
		if (deed.kind === "deleted") door.delete(this.#codeOf(deed) ?? "", at);
		if (deed.kind === "reset") door.change({ codes: [] });
		const falls =
			(deed.kind === "plug" && !deed.on) || (deed.kind === "battery" && deed.percent === 0);
		if (deed.kind === "plug" || deed.kind === "battery")
			this.#coming.push({
				at: at + (falls ? NOTICES_SILENCE : NOTICES_CHANGE),
				statusOf: deed.lockId,
			});
		return [];
	}

	#typed(deed: Deed & { kind: "typed" | "slip" }, door: Door, at: number): Fact[] {
		const { lockId, reservationId } = deed;
		const own = this.#codeOf({ lockId, reservationId });
		const pin = deed.kind === "typed" ? deed.pin : own && oneSlip(own);
		if (pin === undefined || pin === "") return [];
		const { facts, ...entry } = door.type(pin, at);
		const who = reservationId === undefined ? {} : { reservationId };
		this.record.entries.push({ at, lockId, pin, isMine: deed.kind === "typed", ...who, ...entry });
		return facts;
	}

	/** What the guest of a booking was told last for a door. */
	#codeOf({ lockId, reservationId = "" }: { lockId: string; reservationId?: string | undefined }) {
		const guest = this.rows.bookings.get(reservationId)?.guest.id ?? reservationId;
		return this.guests.codeFor(guest, lockId);
	}

	/** Writes down how the doors are now. */
	#see(): void {
		const { record } = this;
		const at = this.#now;
		for (const [lockId, door] of this.doors) {
			const { answers } = door;
			const percent = door.lock.batteryPercent;
			const codes = [...this.rows.codes.values()].filter((code) => code.lockId === lockId);
			const backupsLeft = codes.filter(
				({ holder, onLock, toldTo, wanted }) =>
					holder.kind === "backup" &&
					onLock.state === "confirmed" &&
					(toldTo ?? []).length === 0 &&
					wanted !== "removed",
			).length;
			const last = record.seen.findLast((one) => one.lockId === lockId);
			if (last?.answers !== answers || last.percent !== percent || last.backupsLeft !== backupsLeft)
				record.seen.push({ at, lockId, answers, percent, backupsLeft });
			for (const { codeId, pin } of door.lock.codes) {
				if (codeId === undefined) continue;
				const open = record.opened.findLast(
					(one) => one.lockId === lockId && one.codeId === codeId,
				);
				const isOpen = open !== undefined && open.to === undefined;
				const opens = door.opens(pin, at);
				if (opens && !isOpen) record.opened.push({ lockId, codeId, from: at });
				if (!opens && isOpen) open.to = at;
			}
			const held = new Set(door.lock.codes.map(({ codeId }) => codeId));
			for (const open of record.opened)
				if (open.lockId === lockId && open.to === undefined && !held.has(open.codeId)) open.to = at;
		}
	}
}
