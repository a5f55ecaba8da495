// What is left when all stays are over and every lock has answered for days: nothing of theirs, and
// full pools.
import { opensNow } from "./device.js";
import { DAY, MINUTE } from "./time.js";
import { cloudOf, deviceOf, type World } from "./world.js";

export function judgeQuiet(world: World): void {
	for (const { id, canReadBack } of world.history.house.locks) {
		const readable = canReadBack !== false;
		leftovers(world, id, readable);
		pool(world, id, readable);
	}
}

/** I5: nothing of an ended stay is left on any lock. */
function leftovers(world: World, lockId: string, readable: boolean): void {
	const { record, now, faults } = world;
	const device = deviceOf(world, lockId);
	const cloud = cloudOf(world, lockId);
	if (device.lastTrouble > now - DAY) return;
	for (const code of device.held) {
		if (code.codeId === undefined || !opensNow(code, now)) continue;
		const row = record.allRows.get(code.codeId);
		const holder = row?.holder;
		const guest = holder?.kind === "reservation" ? record.guestOf(holder.id ?? "") : undefined;
		const told = [...record.told].find(([, doors]) =>
			doors.get(lockId)?.some(({ pin }) => pin === code.pin),
		)?.[0];
		const whose = guest ?? told;
		if (whose === undefined || record.ordered.has(whose)) continue;
		// A platform that lied of a removal has to be read to be found out.
		if (
			(device.deceived.get(code.pin) ?? 0) > now &&
			!(readable && world.history.house.pollMinutes > 0)
		)
			continue;
		faults.add(
			`I5:${cloud.character.habit}`,
			"I5 F36",
			"when all is quiet, nothing of an ended stay is left on any lock",
			now,
			`${code.codeId} (${holder?.kind}) of ${whose} is on ${lockId}; ` +
				`the engine calls it ${record.rows.get(code.codeId)?.onLock.state ?? "gone"}`,
		);
	}
}

/** I6: every pool is full. */
function pool(world: World, lockId: string, readable: boolean): void {
	const { record, now, faults } = world;
	const device = deviceOf(world, lockId);
	const cloud = cloudOf(world, lockId);
	const linked = world.history.house.listings.some(({ locks }) => locks.includes(lockId));
	const { poolSize } = record.policy.backups;
	if (cloud.character.habit === "algorithmic") return;
	if (!linked || device.lastTrouble > now - DAY || device.capacity - device.held.length < 2) return;
	const ready = device.held.filter(({ codeId, enabled, since }) => {
		const row = codeId === undefined ? undefined : record.rows.get(codeId);
		const unspent = row?.holder.kind === "backup" && (row.toldTo ?? []).length === 0;
		return unspent && enabled && since < now - 5 * MINUTE;
	});
	// What the host took out of the lock's app, what the cloud forgot, and what it accepted for a
	// full lock, is known only where the lock is read.
	const deceived = [...device.deceived.values()].some((until) => until > now);
	const hidden = deceived || (!readable && device.lost.size > 0);
	if (ready.length < poolSize && !hidden)
		faults.add(
			`I6:${cloud.character.habit}`,
			"I6 B1",
			"when all is quiet, every pool is full",
			now,
			`${ready.length} of ${poolSize} backups are ready on ${lockId}, ` +
				`which holds ${device.held.length} of ${device.capacity}`,
		);
}
