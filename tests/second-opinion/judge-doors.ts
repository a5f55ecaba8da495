// What happens at the doors: a guest who stands outside, and a code that opens for somebody who
// should be gone.
import type { Command } from "latchstring";
import type { Stay, Told } from "./record.js";
import { HOUR, MINUTE } from "./time.js";
import { awaitsHostUntil, pauseBeforeRemoval, pauseBeforeTry } from "./with-host.js";
import { cloudOf, deviceOf, Since, type World } from "./world.js";

/**
 * The engine's own chance, a reading, and what the cloud takes for both: what a guest is asked to
 * wait at most.
 */
const PATIENCE = 6 * MINUTE;
/** As long as a lock may take that answers, until a code that should be gone is gone. */
const TO_REMOVE = 20 * MINUTE;

export class DoorJudge {
	readonly #since = new Since();

	look(world: World): void {
		for (const stay of world.record.stays())
			for (const lockId of world.record.locksOf(stay.listingId)) {
				this.#outside(world, stay, lockId);
				this.#others(world, stay, lockId);
			}
		for (const [guest, doors] of world.record.told)
			for (const [lockId, pins] of doors)
				for (const told of pins) this.#tooLong(world, guest, lockId, told);
	}

	/**
	 * I1: in a stay, at a usable lock, the guest was told a code that opens, whenever that was
	 * possible.
	 */
	#outside(world: World, stay: Stay, lockId: string): void {
		const { record, now, faults } = world;
		const device = deviceOf(world, lockId);
		const key = `outside ${stay.guest} ${lockId}`;
		const pins = record.toldAt(stay.guest, lockId);
		const running = stay.start <= now && now < stay.end;
		const out =
			running &&
			device.usable(now) &&
			record.isUsable(lockId) &&
			!record.ordered.has(stay.guest) &&
			!record.entryTold.has(stay.guest) &&
			!pins.some(({ pin }) => device.opens(pin, now));
		if (!out) {
			this.#since.hold(`answers ${key}`, false, now);
			this.#since.hold(`spare ${key}`, false, now);
			return;
		}
		const known = Math.max(
			stay.knownAt,
			stay.start,
			this.#undeceived(world, stay, lockId, pins),
			awaitsHostUntil(record, stay.guest, lockId),
		);
		if (known === Number.POSITIVE_INFINITY) return;
		world.lookAt(now + 90);
		const cloud = cloudOf(world, lockId);
		const fair = !device.silent(now) && !cloud.bad(now) && this.#hasPlace(world, lockId);
		const answers = this.#since.hold(
			`answers ${key}`,
			fair,
			now,
			Math.max(known, device.lastTrouble),
		);
		if (answers > PATIENCE + pauseBeforeTry(record, stay.guest, lockId, now))
			faults.add(
				`I1/answers:${cloud.character.habit}`,
				"I1",
				"in a stay, a guest at a usable lock that answers was told a code that opens it",
				now,
				`${stay.guest} stands outside ${lockId} for ${answers} s; told: ${codes(pins)}`,
			);
		const spare = this.#spare(world, stay, lockId);
		const beside = this.#since.hold(`spare ${key}`, spare !== undefined, now, known);
		if (beside > PATIENCE)
			faults.add(
				`I1/spare:${cloud.character.habit}`,
				"I1 A2",
				"in a stay, a guest at a lock with an unspent backup on it was told a code that opens it",
				now,
				`${stay.guest} stands outside ${lockId} for ${beside} s beside ${spare}; told: ${codes(pins)}`,
			);
	}

	/** From when on the engine can know that what it takes for the guest's code does not open. */
	#undeceived(world: World, stay: Stay, lockId: string, pins: readonly Told[]): number {
		const { record, now } = world;
		const device = deviceOf(world, lockId);
		let until = 0;
		for (const { pin } of pins) {
			const deceived = device.deceived.get(pin) ?? 0;
			if (deceived <= now) until = Math.max(until, deceived);
			else {
				const said = record.complaints.filter(
					(each) => each.guest === stay.guest && each.lockId === lockId && each.inStay,
				);
				// Who got in, or complained, before the code was lost has said nothing of that.
				const from = device.deceivedFrom.get(pin) ?? 0;
				const heard = said.find(
					({ at }) =>
						at >= from &&
						!record.uses.some(
							(use) => use.lockId === lockId && use.at <= at && at - use.at <= 12 * MINUTE,
						),
				);
				if (heard === undefined) return Number.POSITIVE_INFINITY;
				until = Math.max(until, heard.at);
			}
		}
		return until;
	}

	/**
	 * Whether the guests of this door, codes of strangers, and those that the platform called
	 * removed and kept leave a place on its lock: a place is free when its clearing is confirmed,
	 * and nobody can know of the last ones (S).
	 */
	#hasPlace(world: World, lockId: string): boolean {
		const { record, now } = world;
		const device = deviceOf(world, lockId);
		const others = device.held.filter(({ codeId, pin }) => {
			if (codeId === undefined) return true;
			const believed = record.rows.get(codeId)?.onLock.state ?? "absent";
			return believed === "absent" && (device.deceived.get(pin) ?? 0) > now;
		}).length;
		const near = record
			.stays()
			.filter(
				(stay) =>
					record.locksOf(stay.listingId).includes(lockId) &&
					stay.opens - HOUR <= now &&
					now < stay.closes + HOUR,
			).length;
		return others + near + 1 < device.capacity;
	}

	/** A backup that nobody was told, that is on the lock, and of which the engine knows that. */
	#spare(world: World, stay: Stay, lockId: string): string | undefined {
		const { record, now } = world;
		const device = deviceOf(world, lockId);
		const told = record.toldAt(stay.guest, lockId).filter(({ spare }) => spare).length;
		if (told >= 2) return undefined;
		for (const row of record.rows.values())
			if (
				row.lockId === lockId &&
				row.holder.kind === "backup" &&
				row.wanted !== "removed" &&
				row.onLock.state === "confirmed" &&
				(row.toldTo ?? []).length === 0 &&
				row.pin !== undefined &&
				device.opens(row.pin, now)
			)
				return row.id;
		return undefined;
	}

	/**
	 * I2: no code told to a guest opens outside of their window once the lock has answered since.
	 */
	#tooLong(world: World, guest: string, lockId: string, told: Told): void {
		const { record, now, faults } = world;
		const device = deviceOf(world, lockId);
		const cloud = cloudOf(world, lockId);
		const over =
			device.opensAs(told.pin, told.codeId, now) &&
			!record.mayOpen(guest, lockId, now) &&
			record.overAt(guest, lockId, told, now) <= now &&
			!record.ordered.has(guest) &&
			!cloud.bad(now) &&
			!device.silent(now) &&
			(device.deceived.get(told.pin) ?? 0) <= now;
		const later = record.stays().some((stay) => stay.guest === guest && now < stay.opens);
		// A backup waits for its stay on a lock where no window can be changed.
		const waits = later && told.spare;
		const notBefore = Math.max(device.lastTrouble, record.changedAt(guest), told.at);
		const key = `open ${guest} ${lockId} ${told.pin}`;
		const length = this.#since.hold(key, over && !waits, now, notBefore);
		if (over && !waits) world.lookAt(now + 10 * MINUTE);
		const pause = pauseBeforeRemoval(record, told.codeId, guest, lockId, now);
		if (length > TO_REMOVE + pause)
			faults.add(
				`I2/${later ? "before" : "after"}:${told.spare ? "spare" : "own"}:${cloud.character.habit}`,
				"I2",
				"no code told to a guest opens outside of their window once the lock has answered since",
				now,
				`${told.codeId} of ${guest} opens ${lockId} for ${length} s`,
			);
	}

	/** Nobody's code opens during somebody else's stay, once the lock has answered since. */
	#others(world: World, stay: Stay, lockId: string): void {
		const { record, now, faults } = world;
		if (now < stay.start || stay.end <= now) return;
		// An order that ends a stay ends it for all: the next one's grace is not clipped by it
		// (W5).
		if (stay.ids.some((id) => record.revoked.has(id))) return;
		const device = deviceOf(world, lockId);
		const cloud = cloudOf(world, lockId);
		for (const [guest, doors] of record.told) {
			if (guest === stay.guest || record.ordered.has(guest)) continue;
			const theirs = record.stays().filter((each) => each.guest === guest);
			// Who has another flat behind the same door goes in and out by right.
			const entitled = theirs.some(
				(each) =>
					record.locksOf(each.listingId).includes(lockId) &&
					(each.listingId === stay.listingId
						? each.start <= now && now < each.end
						: each.opens - HOUR <= now && now < each.closes + HOUR),
			);
			for (const told of doors.get(lockId) ?? []) {
				const opens =
					!entitled &&
					device.opensAs(told.pin, told.codeId, now) &&
					!cloud.bad(now) &&
					!device.silent(now) &&
					(device.deceived.get(told.pin) ?? 0) <= now;
				const notBefore = Math.max(
					device.lastTrouble,
					record.changedAt(guest),
					stay.knownAt,
					stay.start,
					told.at,
					record.emergencyUntil(guest, lockId, told, now),
				);
				const length = this.#since.hold(
					`other ${guest} ${lockId} ${told.pin}`,
					opens,
					now,
					notBefore,
				);
				if (opens) world.lookAt(now + 10 * MINUTE);
				const pause = pauseBeforeRemoval(record, told.codeId, guest, lockId, now);
				if (length > TO_REMOVE + pause)
					faults.add(
						`stays/another:${told.spare ? "spare" : "own"}:${cloud.character.habit}`,
						"I2 B4",
						"nobody's code opens during somebody else's stay once the lock has answered since",
						now,
						`${told.codeId} of ${guest} opens ${lockId} in the stay of ${stay.guest} for ${length} s`,
					);
			}
		}
	}

	/** T4: no command takes the last working code from a guest in a running stay. */
	ownHand(world: World, command: Command, act: () => void): void {
		const { record, now, faults } = world;
		const device = deviceOf(world, command.lockId);
		const inside = (stay: Stay) =>
			record.toldAt(stay.guest, command.lockId).some(({ pin }) => device.opens(pin, now));
		const safe = record
			.stays()
			.filter(
				(stay) =>
					stay.start <= now &&
					now < stay.end - MINUTE &&
					stay.knownAt < now - 2 * MINUTE &&
					record.locksOf(stay.listingId).includes(command.lockId) &&
					!record.ordered.has(stay.guest) &&
					inside(stay),
			);
		act();
		for (const stay of safe)
			if (!inside(stay))
				faults.add(
					`T4/own-hand:${command.kind}:${cloudOf(world, command.lockId).character.habit}`,
					"T4 F23 F45",
					"no command takes from a guest in a running stay the last code that opens",
					now,
					`${command.kind} of ${command.codeId} shut ${command.lockId} to ${stay.guest}`,
				);
	}
}

function codes(pins: readonly Told[]): string {
	return (
		pins.map(({ codeId, spare }) => `${codeId}${spare ? " (spare)" : ""}`).join(", ") || "nothing"
	);
}
