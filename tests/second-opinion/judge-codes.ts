// Which PIN is whose: no two holders share one, none comes back, no stranger's is touched.
import type { AccessCode, Command, Step } from "latchstring";
import { type Message, mapIn, type Told } from "./record.js";
import { DAY, HOUR, MINUTE } from "./time.js";
import { cloudOf, deviceOf, type World } from "./world.js";

const QUIET = 3 * HOUR;

export class CodeJudge {
	/** Per lock and PIN: who held it first. */
	readonly #holders = new Map<string, { holder: string; codeId: string }>();
	readonly #returned = new Map<string, number>();
	readonly #spares = new Map<string, string>();
	/** The tellings of spares that the host heard of, and those that were audited. */
	readonly #hosts: { about: string | undefined; at: number }[] = [];
	readonly #rows: Step["audit"] = [];

	command(world: World, command: Command): void {
		if (command.kind === "program_code") this.#programmed(world, command);
		else this.#touches(world, command);
		if (command.kind === "remove_code") this.#emergencyTaken(world, command);
	}

	#programmed(world: World, command: Command): void {
		const { record, faults, now } = world;
		const { lockId, codeId = "", pin = "", slot, name } = command;
		const row = record.allRows.get(codeId);
		const device = deviceOf(world, lockId);
		const emergencySlot = record.policy.emergency.slot;
		if (slot === emergencySlot && row?.holder.kind !== "emergency")
			faults.add(
				"I9/slot",
				"I9 E1",
				"the reserved slot holds only the emergency code",
				now,
				`${codeId} of a ${row?.holder.kind} goes to slot ${slot}`,
			);
		const rival = device.held.find(
			(code) => code.pin === pin && code.codeId !== undefined && code.codeId !== codeId,
		);
		const rivalRow = rival?.codeId === undefined ? undefined : record.rows.get(rival.codeId);
		if (
			rivalRow?.onLock.state === "confirmed" &&
			row &&
			holderOf(world, rivalRow) !== holderOf(world, row)
		)
			faults.add(
				"I4/same-pin",
				"I4 P7",
				"no two live codes on one lock have the same PIN",
				now,
				`${codeId} is sent to ${lockId} with the PIN of ${rivalRow.id}`,
			);
		this.#comesBack(world, lockId, pin, row);
		this.#label(world, command, name ?? "");
	}

	/** I14: one PIN that comes back may be chance, two are not. */
	#comesBack(world: World, lockId: string, pin: string, row: AccessCode | undefined): void {
		if (row === undefined || row.holder.kind === "unknown") return;
		const holder = holderOf(world, row);
		const first = mapIn(this.#holders, `${lockId} ${pin}`, () => ({ holder, codeId: row.id }));
		if (first.holder === holder) return;
		this.#holders.set(`${lockId} ${pin}`, { holder, codeId: row.id });
		const returned = (this.#returned.get(lockId) ?? 0) + 1;
		this.#returned.set(lockId, returned);
		if (returned >= (pin.length >= 6 ? 2 : 4))
			world.faults.add(
				"I14",
				"I14 P3 F35",
				"no PIN of one holder comes back as another's",
				world.now,
				`${row.id} of ${holder} has the PIN that ${first.codeId} of ${first.holder} had on ${lockId}`,
			);
	}

	#label(world: World, { lockId, codeId }: Command, name: string): void {
		const twin = deviceOf(world, lockId).held.find(
			(code) => code.name === name && code.codeId !== undefined && code.codeId !== codeId,
		);
		const odd = name === "" || /\p{C}|[\u2028\u2029]/u.test(name);
		if (twin !== undefined || odd)
			world.faults.add(
				"labels",
				"F63",
				"labels of a lock are printable and unique",
				world.now,
				`${codeId} on ${lockId} is labelled ${JSON.stringify(name)}, ${twin?.codeId ?? "nothing"} is, too`,
			);
	}

	/** I10: codes that somebody else put there are never touched unasked. */
	#touches(world: World, command: Command): void {
		const code = deviceOf(world, command.lockId).find(command.externalId, command.pin);
		if (command.kind !== "read_lock" && code !== undefined && code.codeId === undefined)
			world.faults.add(
				"I10",
				"I10",
				"codes of strangers are never touched unasked",
				world.now,
				`${command.kind} of ${command.codeId} means the code ${code.externalId} of a stranger`,
			);
	}

	/**
	 * E2: the emergency code stays with the guest who was told it until the stay, with its grace,
	 * is over.
	 */
	#emergencyTaken(world: World, { codeId, lockId }: Command): void {
		const { record, now } = world;
		const row = record.allRows.get(codeId ?? "");
		if (row?.holder.kind !== "emergency" || row.pin === undefined) return;
		// One that opens nothing, as somebody disabled it, is made again in place (T8).
		if (!deviceOf(world, lockId).opensAs(row.pin, codeId, now)) return;
		for (const [guest, doors] of record.told) {
			const told = doors.get(lockId)?.find((each) => each.codeId === codeId);
			const stay = record
				.stays()
				.find(
					(each) =>
						each.guest === guest &&
						record.locksOf(each.listingId).includes(lockId) &&
						each.start - HOUR <= now &&
						now < each.end,
				);
			const counts =
				told !== undefined &&
				told.at >= (record.cancelledAt.get(guest) ?? 0) &&
				!isOver(world, guest, told, stay?.opens ?? now);
			if (counts && stay && !record.ordered.has(guest) && stay.knownAt < now - 2 * MINUTE)
				world.faults.add(
					"E2/early",
					"E2 F45",
					"the emergency code is not replaced before the whole stay that was told it is over",
					now,
					`${codeId} is taken off ${lockId}, and ${guest} stays until ${stay.end - now} s later`,
				);
		}
	}

	told(world: World, messages: readonly Message[], step: Step): void {
		const isTelling = ({ kind }: { kind: string }) => /^(backup|emergency)_told$/.test(kind);
		for (const { codeId: about } of step.notices.filter(isTelling))
			this.#hosts.push({ about, at: world.now });
		this.#rows.push(...step.audit.filter(isTelling));
		for (const { notice, fresh } of messages) {
			if (notice.reservationId === undefined) continue;
			const guest = world.record.guestOf(notice.reservationId);
			for (const { lockId, pin } of fresh) {
				const told = world.record.toldAt(guest, lockId).find((each) => each.pin === pin);
				// Doors that share a PIN are told together, whichever of them needs it (B2, P1).
				const set = fresh.filter((door) => door.pin === pin).map((door) => door.lockId);
				if (told) this.#toldOne(world, guest, lockId, told, set);
			}
		}
	}

	#toldOne(world: World, guest: string, lockId: string, told: Told, set: string[]): void {
		const { record, now, faults } = world;
		for (const [other, doors] of record.told)
			if (
				other !== guest &&
				doors.get(lockId)?.some((each) => each.pin === told.pin && near(each, now))
			)
				faults.add(
					told.spare ? "I3" : "P7/two-guests",
					told.spare ? "I3 B2" : "P7",
					"no PIN is told to two guests of one lock",
					now,
					`${told.codeId} on ${lockId} was told to ${other}, and is now told to ${guest}`,
				);
		if (!told.spare) return;
		const codeId = told.codeId ?? "";
		const before = mapIn(this.#spares, codeId, () => guest);
		if (before !== guest)
			faults.add(
				"I3",
				"I3 B2",
				"a backup is told to at most one guest",
				now,
				`${codeId} to ${guest}`,
			);
		// A set is told as a whole, and a message may name one of its doors later.
		const hosts = this.#hosts.filter(({ about }) => about === codeId);
		const rows = this.#rows.filter(({ codeId: about }) => about === codeId);
		if (hosts.length !== 1 || rows.length !== 1)
			faults.add(
				"I8",
				"I8 E3",
				"each telling of a backup or emergency code has one host notice and one audit row",
				now,
				`${codeId} to ${guest}: ${hosts.length} notices, ${rows.length} rows`,
			);
		if (rows.length === 1 && (rows[0]?.noticeKey === undefined || onlyNothingElse(rows[0].because)))
			faults.add(
				"E3/reasons",
				"E3 F54",
				"the audit row of a telling carries the decision's reasons and the notice's key",
				now,
				JSON.stringify(rows[0]),
			);
		// One of a set whose other door was told before was told with that one (B2, P1).
		if (hosts[0]?.at === now) this.#burned(world, guest, lockId, told, set);
	}

	/**
	 * A2, B2: a spare is told where the guest's own code had its chance, and one need burns one.
	 */
	#burned(world: World, guest: string, lockId: string, told: Told, set: string[]): void {
		const { record, now, faults } = world;
		const { habit } = cloudOf(world, lockId).character;
		const asked = set.some((door) => record.complained(guest, door, now - DAY));
		if (asked || record.ordered.has(guest)) return;
		const others = record
			.toldAt(guest, lockId)
			.filter((each) => each.spare && each.pin !== told.pin);
		if (set.every((door) => opensBeside(world, guest, door, told)))
			faults.add(
				`B2/second-spare:${habit}`,
				"T1 B2 F37 F44",
				"one need burns one spare: none is told beside one that was told and opens",
				now,
				`${told.codeId} on ${lockId} is told to ${guest} beside ${others.map(({ codeId }) => codeId)}`,
			);
		if (set.every((door) => hasAnswered(world, guest, door)))
			faults.add(
				`A2/burned:${habit}`,
				"A2 F40",
				"a lock that answers gives the guest's own code its chance before a backup is told",
				now,
				`${told.codeId} on ${lockId} is told to ${guest}; the lock has answered for hours`,
			);
		const stay = record.stays().find((each) => each.guest === guest && now < each.end);
		if (stay === undefined || now >= stay.opens - 5 * MINUTE) return;
		const between = record
			.stays()
			.find(
				(each) =>
					each.listingId === stay.listingId &&
					each.guest !== guest &&
					each.start < stay.start &&
					each.end > now + MINUTE &&
					each.end <= stay.start,
			);
		if (between)
			faults.add(
				"A1/between",
				"A1 F50",
				"no backup is told ahead while another stay of the listing lies before",
				now,
				`${told.codeId} is told to ${guest} before the stay of ${between.guest} is over`,
			);
	}
}

/**
 * Whether a spare that was told before opens a door for all of the stay. One that ends before a
 * later checkout leaves a need of its own (A1, A2: the uncovered part), and so does one under
 * change that was sent an earlier end (T1). One that the host was asked to take off by hand counts
 * only once the lock has shown it again (B5, T5).
 */
function opensBeside(world: World, guest: string, lockId: string, told: Told): boolean {
	const { record, now } = world;
	const device = deviceOf(world, lockId);
	const stay = record.stays().find((each) => each.guest === guest && now < each.end);
	const others = record
		.toldAt(guest, lockId)
		.filter(
			(each) =>
				each.spare && each.pin !== told.pin && !isOver(world, guest, each, stay?.opens ?? now),
		);
	const end = stay?.end ?? now;
	const opens = ({ pin, codeId }: Told) =>
		device.opensUntil(pin, now) >= end &&
		!record.isTask(codeId) &&
		!record.mayEndBefore(codeId, end);
	return others.length > 0 && others.every(opens) && device.usable(now);
}

/**
 * Whether a spare was told for another stay of the guest, which was over at an instant: it ended
 * with that one (B4, B5, E2).
 */
function isOver({ record }: World, guest: string, told: Told, by: number): boolean {
	return record
		.stays()
		.some((each) => each.guest === guest && told.at < each.closes && each.closes <= by);
}

/** Whether a lock was able to take the guest's own code for hours. */
function hasAnswered(world: World, guest: string, lockId: string): boolean {
	const { record, now } = world;
	const device = deviceOf(world, lockId);
	const { habit } = cloudOf(world, lockId).character;
	// The engine does not know of a place that somebody freed by hand.
	const believed = [...record.rows.values()].filter(
		(row) => row.lockId === lockId && row.onLock.state !== "absent",
	).length;
	const full = Math.max(device.held.length, believed) >= device.capacity;
	const sound = habit === "plain" || habit === "accepts" || habit === "masks" || habit === "loses";
	const calm =
		now - device.lastTrouble > QUIET && !device.silent(now) && device.batteryPercent > 25;
	const own = record.toldAt(guest, lockId).find((each) => !each.spare);
	return sound && calm && !full && (own === undefined || !device.deceived.has(own.pin));
}

/** Within the time in which no other guest is told a PIN, whatever the policy. */
function near(told: Told, now: number): boolean {
	return now - told.at < 29 * DAY;
}

function onlyNothingElse(because: readonly { kind: string }[]): boolean {
	return because.every(({ kind }) => kind === "nothing_else_opens");
}

/** A guest has one PIN over all bookings; a spare belongs to itself. */
function holderOf(world: World, { id, holder }: AccessCode): string {
	if (holder.kind === "reservation") return world.record.guestOf(holder.id ?? id);
	return holder.kind === "visit" ? `visit ${holder.id}` : id;
}
