// The trips that every stack plays.
import { expect } from "vitest";
import { type Clock, House, STRANGER, type Stack } from "./world.js";

/** A trip, by its name. */
export type Trip = (stack: Stack, clock: Clock) => Promise<House>;

/** From a booking to the end of its stay. */
const booking: Trip = async (stack, clock) => {
	const house = new House(stack, clock);
	await stack.front.put(STRANGER);
	await house.book(1, "2026-10-26");
	await house.until("2026-10-23T12:00:00Z");
	expect(await house.opens(house.told())).toBe(false);
	await house.until("2026-10-23T13:00:00Z");
	const pin = house.told();
	expect(await house.opens(pin)).toBe(true);
	expect(house.notices).not.toContain("backup_told host");
	// Over the end of summer time.
	await house.until("2026-10-26T09:59:00Z");
	expect(await house.opens(pin)).toBe(true);
	await house.until("2026-10-26T12:00:00Z");
	expect(await house.opens(pin)).toBe(false);
	await house.until("2026-10-27T12:00:00Z");
	expect(await house.opens(STRANGER)).toBe(true);
	return house;
};

/** A house whose guest has been in since the afternoon before. */
async function inStay(stack: Stack, clock: Clock): Promise<House> {
	const house = new House(stack, clock);
	await house.book(1, "2026-10-26");
	await house.until("2026-10-24T08:00:00Z");
	return house;
}

/** The stay is extended while the lock is silent. */
const extension: Trip = async (stack, clock) => {
	const house = new House(stack, clock);
	await house.book(1, "2026-10-26");
	await house.until("2026-10-26T09:45:00Z");
	const pin = house.told();
	await silent(house, true);
	await house.book(2, "2026-10-28");
	await house.until("2026-10-26T10:31:00Z");
	expect(await house.opens(house.told())).toBe(true);
	await silent(house, false);
	await house.until("2026-10-27T12:00:00Z");
	expect(await house.opens(house.told())).toBe(true);
	await house.until("2026-10-28T12:00:00Z");
	expect(await house.opens(house.told())).toBe(false);
	expect(await house.opens(pin)).toBe(false);
	await house.until("2026-10-29T12:00:00Z");
	return house;
};

/** The booking is cancelled the day before, and another time in the stay. */
const cancellation: Trip = async (stack, clock) => {
	const house = new House(stack, clock);
	await house.book(1, "2026-10-26");
	await house.until("2026-10-23T18:00:00Z");
	const pin = house.told();
	expect(await house.opens(pin)).toBe(true);
	await house.book(2, "2026-10-26", "cancelled");
	await house.until("2026-10-23T18:10:00Z");
	expect(await house.opens(pin)).toBe(false);
	return house;
};

/** The lock is silent over the start: a backup that is on it already opens. */
const backup: Trip = async (stack, clock) => {
	const house = new House(stack, clock);
	await house.play();
	await house.until("2026-10-23T12:30:00Z");
	await silent(house, true);
	await house.book(1, "2026-10-26");
	await house.until("2026-10-23T13:00:00Z");
	const pin = house.told();
	expect(await house.opens(pin)).toBe(true);
	expect(house.notices).toContain("backup_told host");
	await silent(house, false);
	await house.until("2026-10-24T13:00:00Z");
	expect(await house.opens(pin)).toBe(true);
	await house.until("2026-10-27T12:00:00Z");
	expect(await house.opens(pin)).toBe(false);
	return house;
};

/** A craftsman has a code for some hours. */
const visitor: Trip = async (stack, clock) => {
	const house = new House(stack, clock);
	await house.visit("2026-10-21T08:00:00Z", "2026-10-21T12:00:00Z");
	await house.until("2026-10-21T08:00:00Z");
	const pin = house.visitorPin();
	expect(await house.opens(pin)).toBe(true);
	await house.until("2026-10-21T11:59:00Z");
	expect(await house.opens(pin)).toBe(true);
	await house.until("2026-10-21T13:00:00Z");
	expect(await house.opens(pin)).toBe(false);
	return house;
};

/** In the stay another lock is put in the place of the first. */
const replaced: Trip = async (stack, clock) => {
	const house = await inStay(stack, clock);
	const pin = house.told();
	const at = clock.now();
	house.isReplaced = true;
	await house.play([
		{ type: "lock", lock: { id: "spare", name: "Front door", ...stack.spare.lock } },
		{
			...{ type: "host_order", id: "o1", at },
			order: { kind: "replace_lock", lockId: "front", by: "spare" },
		},
	]);
	await house.until("2026-10-24T08:10:00Z");
	expect(await house.opens(house.told(), stack.spare)).toBe(true);
	expect(house.told()).toBe(pin);
	await house.until("2026-10-27T12:00:00Z");
	return house;
};

/** In the stay the lock loses all of its codes. */
const forgotten: Trip = async (stack, clock) => {
	const house = await inStay(stack, clock);
	const pin = house.told();
	await stack.front.forget();
	expect(await house.opens(pin)).toBe(false);
	await house.play([{ type: "lock_reset", id: "r1", at: clock.now(), lockId: "front" }]);
	await house.until("2026-10-24T08:05:00Z");
	expect(house.told()).toBe(pin);
	expect(await house.opens(pin)).toBe(true);
	await house.until("2026-10-27T12:00:00Z");
	return house;
};

/** Somebody deletes the guest's code at the lock, and the guest says that it does not open. */
const hands: Trip = async (stack, clock) => {
	const house = await inStay(stack, clock);
	await stack.front.erase(house.told() ?? "");
	const complaint = { id: "q1", at: clock.now(), reservationId: "ada", lockId: "front" };
	await house.play([{ type: "guest_locked_out", ...complaint }]);
	await house.until("2026-10-24T08:05:00Z");
	expect(await house.opens(house.told())).toBe(true);
	await house.until("2026-10-27T12:00:00Z");
	return house;
};

async function silent(house: House, on: boolean): Promise<void> {
	house.isSilent = on;
	await house.stack.front.silent(on);
}

/** All trips. */
export const TRIPS: Record<string, Trip> = {
	"a booking": booking,
	"an extension while the lock is silent": extension,
	"a cancellation": cancellation,
	"a backup is told": backup,
	"a visitor": visitor,
	"a replaced lock": replaced,
	"a lock that forgets": forgotten,
	"the host's hands": hands,
};

/** Plays a trip, and looks for what is left. */
export async function plays(name: string, stack: Stack, clock: Clock): Promise<House> {
	const trip = TRIPS[name];
	if (trip === undefined) throw new Error(`no such trip: ${name}`);
	const house = await trip(stack, clock);
	await house.nothingLeft();
	return house;
}
