// Guests who type what they were told and say so when nothing opens, and visitors at their times.
import type { Fact, Visit } from "latchstring";
import type { Dice } from "./random.js";
import type { Stay } from "./record.js";
import { HOUR, iso, MINUTE } from "./time.js";
import { cloudOf, deviceOf, type World } from "./world.js";

export interface Plan {
	at: number;
	go: (world: World) => Fact[];
}

type Named = (fact: object) => Fact;

/** When a guest comes to the door in a stay that was just booked or changed. */
export function planGuest(stay: Stay, dice: Dice, named: Named): Plan[] {
	const plans: Plan[] = [];
	const first =
		stay.start + (dice.happens(0.5) ? dice.between(1, 20) * MINUTE : dice.between(0, 8 * HOUR));
	for (let at = first; at < stay.end; at += dice.between(8 * HOUR, 30 * HOUR))
		plans.push({ at, go: (world) => enter(world, stay.guest, named) });
	if (dice.happens(0.05)) {
		const at = stay.start - dice.between(HOUR, 30 * HOUR);
		plans.push({ at, go: (world) => tooEarly(world, stay, named) });
	}
	return plans;
}

function tooEarly(world: World, stay: Stay, named: Named): Fact[] {
	const id = stay.ids[0] ?? "";
	if (!world.record.reservations.has(id)) return [];
	const { now, record } = world;
	// The booking may be joined by now with one that runs (W8).
	const inStay = record
		.stays()
		.some((each) => each.ids.includes(id) && each.start <= now && now < each.end);
	for (const lockId of record.locksOf(stay.listingId))
		record.complaints.push({ at: now, guest: stay.guest, lockId, inStay });
	return [named({ type: "guest_locked_out", at: iso(now), reservationId: id })];
}

/** At every door: the newest code first, then the older ones; where none opens, a complaint. */
function enter(world: World, guest: string, named: Named): Fact[] {
	const { record, now } = world;
	const stay = record
		.stays()
		.find((each) => each.guest === guest && each.start <= now && now < each.end);
	if (stay === undefined || record.ordered.has(guest)) return [];
	const facts: Fact[] = [];
	for (const lockId of record.locksOf(stay.listingId)) {
		const device = deviceOf(world, lockId);
		if (!device.usable(now) && record.entryTold.has(guest)) continue;
		const pins = [...record.toldAt(guest, lockId)].reverse();
		const works = device.usable(now) ? pins.find(({ pin }) => device.opens(pin, now)) : undefined;
		if (works) {
			facts.push(...used(world, lockId, works.pin, named));
			continue;
		}
		const booking = stay.ids.find((id) => {
			const row = record.reservations.get(id);
			return row?.reservation.status === "confirmed";
		});
		if (record.entryTold.has(guest) || booking === undefined) continue;
		record.complaints.push({ at: now, guest, lockId, inStay: true });
		facts.push(named({ type: "guest_locked_out", at: iso(now), reservationId: booking, lockId }));
	}
	return facts;
}

/** A guest who complained tries again some minutes later. */
export function againAfter(world: World, guest: string, named: Named): Plan | undefined {
	const recent = world.record.complaints.filter(
		(each) => each.guest === guest && each.at > world.now - HOUR && each.inStay,
	);
	const times = new Set(recent.map(({ at }) => at)).size;
	if (times === 0 || times > 4) return undefined;
	return { at: world.now + 3 * MINUTE, go: (later) => enter(later, guest, named) };
}

function used(world: World, lockId: string, pin: string, named: Named): Fact[] {
	const { record, now } = world;
	const device = deviceOf(world, lockId);
	if (!cloudOf(world, lockId).character.tellsUses || device.silent(now)) return [];
	record.uses.push({ at: now, lockId, pin });
	return [named({ type: "code_used", at: iso(now), lockId, pin })];
}

/** A visitor at one door of theirs; judged by `judge-visits`. */
export function visitorTypes(world: World, visit: Visit, named: Named): Fact[] {
	const { record, now } = world;
	const told = record.visits.get(visit.id)?.told;
	const facts: Fact[] = [];
	for (const [lockId, pins] of told ?? []) {
		const device = deviceOf(world, lockId);
		const works = device.usable(now) ? pins.find(({ pin }) => device.opens(pin, now)) : undefined;
		if (works) facts.push(...used(world, lockId, works.pin, named));
	}
	return facts;
}
