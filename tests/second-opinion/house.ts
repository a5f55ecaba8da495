// A house to live in: one to four listings behind one to four doors, locks of every brand, and any
// policy.
import {
	advance,
	createSite,
	type LatchstringError,
	type Listing,
	type Lock,
	type PartialPolicy,
} from "latchstring";
import { type Character, drawCharacter } from "./character.js";
import type { Dice } from "./random.js";

export interface House {
	id: string;
	listings: Listing[];
	locks: Lock[];
	policy: PartialPolicy;
	/** How the cloud of each lock is. */
	characters: Record<string, Character>;
	/** How often the host's software reads every lock by itself, in minutes; 0 is never. */
	pollMinutes: number;
}

/** Every brand that the package knows, as an error's hint lists them. */
export function profiles(): string[] {
	try {
		createSite({
			id: "s",
			listings: [],
			locks: [{ id: "d", name: "D", profile: "no such brand" }],
		});
	} catch (error) {
		const { hint } = error as LatchstringError;
		const names = /choose one of: (.*)$/.exec(hint)?.[1]?.split(", ") ?? [];
		// Locks that make every PIN themselves hold none of ours.
		return names.filter((name) => name !== "oracode" && name !== "salto_ks");
	}
	throw new Error("an unknown profile was taken");
}

const known = new Map<string, boolean>();

/** Whether anything is ever sent to a lock of this brand. */
function takesCodes(profile: string): boolean {
	let takes = known.get(profile);
	if (takes === undefined) {
		const listing = {
			id: "l",
			name: "L",
			timeZone: "Etc/UTC",
			checkIn: "15:00",
			checkOut: "11:00",
		};
		const locks = [{ id: "d", name: "D", profile }];
		const site = createSite({ id: "s", listings: [{ ...listing, locks: ["d"] }], locks });
		const now = "2026-03-01T12:00:00Z";
		takes =
			advance(site, [], { now, key: "any key of thirty-two bytes or more" }).commands.length > 0;
		known.set(profile, takes);
	}
	return takes;
}

const ZONES = ["Europe/Paris", "America/New_York", "Australia/Sydney", "Asia/Kathmandu", "Etc/UTC"];
const DOORS = ["Street door", "Flat door", "Garden gate", "Lift"];

export function drawHouse(dice: Dice, brands: readonly string[]): House {
	const doors = dice.between(1, dice.one([1, 2, 2, 4]));
	const locks = DOORS.slice(0, doors).map((name, at) => drawLock(dice, `d${at + 1}`, name, brands));
	const zone = dice.one(ZONES);
	const count = dice.between(1, dice.one([1, 2, 4]));
	const listings = Array.from({ length: count }, (_, at): Listing => {
		const own = locks.filter(() => dice.happens(0.5)).map(({ id }) => id);
		return {
			id: `l${at + 1}`,
			name: `Flat ${at + 1}`,
			timeZone: zone,
			checkIn: dice.one(["15:00", "16:00", "14:00"]),
			checkOut: dice.one(["11:00", "10:00", "12:00"]),
			locks: own.length > 0 ? own : [dice.one(locks).id],
			...(dice.happens(0.4) && { entryMethod: { instructions: "Lockbox behind the bench" } }),
		};
	});
	const characters: Record<string, Character> = {};
	for (const { id, profile } of locks) {
		const character = drawCharacter(dice);
		if (profile !== undefined && !takesCodes(profile)) character.habit = "algorithmic";
		characters[id] = character;
	}
	return {
		id: "house",
		listings,
		locks,
		policy: drawPolicy(dice),
		characters,
		pollMinutes: dice.one([0, 0, 0, 120, 360]),
	};
}

function drawLock(dice: Dice, id: string, name: string, brands: readonly string[]): Lock {
	return {
		id,
		name,
		...(dice.happens(0.75) ? { profile: dice.one(brands) } : { nativeSchedule: dice.happens(0.5) }),
		capacity: dice.one([3, 4, 5, 6, 8, 12, 20, 30, 100]),
		...(dice.happens(0.1) && { canUpdate: false }),
		...(dice.happens(0.1) && { canReadBack: false }),
		...(dice.happens(0.1) && { clockSuspect: true }),
	};
}

function drawPolicy(dice: Dice): PartialPolicy {
	if (dice.happens(0.3)) return {};
	return {
		window: {
			beforeCheckInMinutes: dice.one([0, 0, 15, 60, 180]),
			afterCheckOutMinutes: dice.one([0, 15, 30, 30, 90, 180]),
		},
		backups: {
			poolSize: dice.one([0, 1, 2, 2, 3]),
			brand: dice.one(["", "Casa", "Casa Flora"]),
			discloseToGuest: dice.happens(0.2),
			rotateDays: dice.one([90, 90, 30, 7]),
			manualRemovalMinutes: dice.one([60, 60, 10, 0]),
		},
		emergency: {
			enabled: dice.happens(0.7),
			rotateAfterCheckoutMinutes: dice.one([60, 60, 0, 300]),
			rotateDays: dice.one([90, 90, 30]),
		},
		codes: {
			length: dice.one([6, 6, 4, 5, 8]),
			retireDays: dice.one([180, 180, 30]),
			activateAheadHours: dice.one([72, 72, 24, 240]),
		},
		notices: { revealHours: dice.one([72, 72, 24, 2, 200]) },
		commands: { tries: dice.one([5, 5, 3]) },
	};
}
