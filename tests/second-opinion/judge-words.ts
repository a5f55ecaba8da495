// What people read: nothing too early, no storm, no false alarm, and nobody left without a word.
import { defaultTemplate, type Notice, renderMessage, type Step } from "latchstring";
import type { Message } from "./record.js";
import { DAY, HOUR, iso, MINUTE } from "./time.js";
import { cloudOf, deviceOf, Since, type World } from "./world.js";

export class WordJudge {
	readonly #keys = new Map<string, number>();
	readonly #since = new Since();

	hear(world: World, messages: readonly Message[], step: Step): void {
		for (const message of messages) if (message.notice.reservationId) this.#guest(world, message);
		for (const notice of step.notices) this.#notice(world, notice);
		this.#secrets(world, step);
	}

	#guest(world: World, { notice, fresh }: Message): void {
		const { record, now, faults } = world;
		const guest = record.guestOf(notice.reservationId ?? "");
		const stay = record.stays().find((each) => each.guest === guest && now < each.closes);
		const coded = notice.values.doors?.some(({ code }) => code !== undefined) ?? false;
		// A guest whose code opens already may know it.
		const reveal = Math.min(
			(stay?.start ?? 0) - record.policy.notices.revealHours * HOUR,
			stay?.opens ?? 0,
		);
		if (coded && stay !== undefined && now < reveal)
			faults.add(
				"N3/early",
				"N3 F28",
				"no guest notice carries a code before the reveal",
				now,
				`${notice.key} to ${guest} comes ${reveal - now} s early`,
			);
		if (
			notice.kind === "entry_method" &&
			!record.complaints.some((each) => each.guest === guest && record.isInWindow(guest, each.at))
		)
			faults.add(
				"A/entry-unasked",
				"A4 F58",
				"the way in without a lock is told only to a guest who said in the stay that they cannot get in",
				now,
				`${notice.key} to ${guest}`,
			);
		const all = record.messages.get(guest) ?? [];
		for (const { lockId } of fresh) {
			const recent = all.filter(
				(each) => now - each.at < HOUR && each.fresh.some((door) => door.lockId === lockId),
			);
			const changed = now - record.changedAt(guest) < HOUR || record.ordered.has(guest);
			if (recent.length > 4 && !changed)
				faults.add(
					`I13/storm:${cloudOf(world, lockId).character.habit}`,
					"I13 A6 F42",
					"no guest is told more than a few new codes for one lock in an hour",
					now,
					`${guest} was told ${recent.length} codes for ${lockId} within an hour`,
				);
		}
		const day = all.filter((each) => now - each.at < 24 * HOUR);
		if (day.length > 16)
			faults.add("I13/day", "I13 A6", "no guest reads more than 16 messages a day", now, guest);
	}

	#notice(world: World, notice: Notice): void {
		const { faults, now } = world;
		// A messenger sends each key once: what was over and is so anew has another key.
		const before = this.#keys.get(notice.key);
		if (before !== undefined)
			faults.add(
				"N1/key-twice",
				"N1",
				"each cause gives one notice with one key",
				now,
				`${notice.key} came ${now - before} s ago, and again`,
			);
		this.#keys.set(notice.key, now);
		const { kind, to, values } = notice;
		try {
			renderMessage(defaultTemplate(kind, to), values);
		} catch (error) {
			faults.add(
				"N2/text",
				"N2",
				"every notice can be written out",
				now,
				`${notice.key}: ${error}`,
			);
		}
		this.#nothingLeft(world, notice);
	}

	/** A4, A7: the host never reads that nothing is left beside a told code that opens. */
	#nothingLeft(world: World, { key, lockId, reservationId, values, to }: Notice): void {
		const { record, now, faults } = world;
		const route = values.access?.route;
		if (to !== "host" || lockId === undefined || reservationId === undefined) return;
		const nothing =
			route === "contact_host" ||
			values.access?.because.some(({ kind }) => kind === "nothing_left");
		if (!nothing) return;
		const guest = record.guestOf(reservationId);
		const device = deviceOf(world, lockId);
		const stay = record
			.stays()
			.find((each) => each.ids.includes(reservationId) && each.start <= now && now < each.end);
		const opens = record.toldAt(guest, lockId).some(({ pin, codeId }) => {
			const row = record.rows.get(codeId ?? "");
			const held = device.held.find((code) => code.pin === pin && code.codeId === codeId);
			const covers = held !== undefined && (held.endsAt ?? now + DAY * 99) >= (stay?.end ?? 0);
			// A code of another stay of this guest ends with that one.
			const holders = [row?.holder.id, ...(row?.toldTo ?? []).map((each) => each.reservationId)];
			const isTheirs = stay?.ids.some((id) => holders.includes(id));
			const counts = isTheirs && row?.onLock.state === "confirmed" && !record.isTask(codeId);
			return covers && device.opens(pin, now) && counts;
		});
		if (stay && opens && device.usable(now) && !record.complained(guest, lockId, stay.start))
			faults.add(
				"A7/nothing-left",
				"A4 A7",
				"the host does not read that nothing is left beside a told code that opens",
				now,
				`${key}, and the code of ${guest} opens ${lockId}`,
			);
	}

	#secrets(world: World, step: Step): void {
		const rows = JSON.stringify(step.audit);
		for (const { pin } of world.record.rows.values())
			if (pin !== undefined && pin.length >= 6 && rows.includes(`"${pin}"`))
				world.faults.add("P9/audit", "P9", "no PIN stands in an audit row", world.now, "a PIN");
	}

	look(world: World): void {
		this.#unheard(world);
		this.#unanswered(world);
		this.#byHand(world);
	}

	/** A7: where a guest has no way in at the start, the host has been called. */
	#unheard(world: World): void {
		const { record, now, faults } = world;
		for (const stay of record.stays()) {
			if (now < stay.start + 2 * MINUTE || now > stay.start + 10 * MINUTE) continue;
			if (stay.knownAt > stay.opens - 16 * MINUTE || record.ordered.has(stay.guest)) continue;
			for (const lockId of record.locksOf(stay.listingId)) {
				const device = deviceOf(world, lockId);
				const pins = record.toldAt(stay.guest, lockId);
				if (pins.some(({ pin }) => device.opens(pin, now) || device.deceived.has(pin))) continue;
				if (device.lastTrouble > stay.start - 6 * MINUTE && !device.silent(now)) continue;
				const called = record.host.some(
					({ at, notice }) =>
						at >= stay.opens - 16 * MINUTE &&
						at <= now &&
						(stay.ids.includes(notice.reservationId ?? "") || notice.lockId === lockId),
				);
				if (!called)
					faults.add(
						`A7/unheard:${cloudOf(world, lockId).character.habit}`,
						"A7 C4 F56",
						"the host is called before or at the start of a stay whose guest has no way in",
						now,
						`${stay.guest} has no code for ${lockId}, since ${iso(stay.start)}`,
					);
			}
		}
	}

	/** A4: within a deadline of a complaint the guest is told something, or the host is. */
	#unanswered(world: World): void {
		const { record, now, faults } = world;
		for (const complaint of record.complaints) {
			const { at, guest, lockId } = complaint;
			if (now < at + 3 * MINUTE || now > at + 9 * MINUTE || !complaint.inStay) continue;
			if (record.ordered.has(guest) || record.changedAt(guest) > at - 5 * MINUTE) continue;
			const again = record.complaints.some(
				(each) =>
					each !== complaint &&
					each.guest === guest &&
					each.lockId === lockId &&
					each.at <= at &&
					at - each.at < HOUR,
			);
			const used = record.uses.some(
				(use) => use.lockId === lockId && use.at <= now && at - use.at <= 12 * MINUTE,
			);
			if (again || used) continue;
			const ids = record.stays().find((stay) => stay.guest === guest)?.ids ?? [];
			const told = record.messages
				.get(guest)
				?.some((each) => each.at >= at && each.at <= at + 3 * MINUTE);
			const host = record.host.some(
				({ at: then, notice }) =>
					then >= at - 20 * MINUTE &&
					then <= at + 3 * MINUTE &&
					(notice.lockId === lockId || ids.includes(notice.reservationId ?? "")),
			);
			if (!told && !host)
				faults.add(
					`A4/unanswered:${cloudOf(world, lockId).character.habit}`,
					"A4 A7",
					"within a deadline of a complaint the guest is told something new, or the host hears of it",
					now,
					`${guest} said at ${iso(at)} that they cannot get in at ${lockId}`,
				);
		}
	}

	/** B5: the host is asked to remove what outlives its end on a silent lock. */
	#byHand(world: World): void {
		const { record, now, faults } = world;
		const wait = record.policy.backups.manualRemovalMinutes * MINUTE + 15 * MINUTE;
		for (const [guest, doors] of record.told)
			for (const [lockId, pins] of doors) {
				const device = deviceOf(world, lockId);
				for (const told of pins) {
					const { pin, codeId } = told;
					const stays = record.stays().filter((each) => each.guest === guest);
					const over =
						stays.every(({ closes }) => closes <= now) &&
						record.overAt(guest, lockId, told, now) <= now &&
						!record.ordered.has(guest);
					// What a platform called removed, the engine takes for gone.
					const lied = (device.deceived.get(pin) ?? 0) > now;
					const lives = over && !lied && device.silent(now) && device.opensAs(pin, codeId, now);
					const last = Math.max(record.overAt(guest, lockId, told, now), record.changedAt(guest));
					const key = `by hand ${guest} ${lockId} ${pin}`;
					const length = this.#since.hold(key, lives, now, last);
					if (lives) world.lookAt(now + wait);
					// Where the removal was refused for good, the host knows, and the lock is left
					// alone (C6).
					const asked = record.host.some(({ notice }) => {
						const { kind, values, lockId: lock, reservationId = "" } = notice;
						if (kind === "removal_by_hand") return notice.codeId === codeId;
						// A code of a stay is named by its booking and its lock.
						const isIt =
							notice.codeId === codeId ||
							(notice.codeId === undefined &&
								lock === lockId &&
								record.guestOf(reservationId) === guest);
						return kind === "code_failed" && isIt && isRefused(values.because);
					});
					if (length > wait && !asked)
						faults.add(
							"B5/unasked",
							"B5",
							"the host is asked to remove by hand what outlives its end on a silent lock",
							now,
							`${codeId} of ${guest} opens ${lockId} ${length} s after its end`,
						);
				}
			}
	}
}

function isRefused(because: Notice["values"]["because"]): boolean {
	return (
		because?.kind === "command" &&
		because.command === "remove_code" &&
		(because.failure === "rejected" || because.failure === "unauthorized")
	);
}
