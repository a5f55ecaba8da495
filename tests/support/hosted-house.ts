// A house that runs in a host, on virtual locks and a clock that the test moves.
import {
	createSite,
	type Fact,
	type Lock,
	type Notice,
	type Reservation,
	type Site,
} from "latchstring";
import {
	type HostReport,
	type LockPlatform,
	memoryStore,
	type RunningSite,
	runSite,
	type SiteOptions,
	type SiteStore,
	type StoredRow,
	siteFromRows,
} from "latchstring/host";
import { type ManualClock, manualClock } from "./manual-clock.js";
import { type Manners, type VirtualWorld, virtualWorld } from "./virtual-platform.js";

export const KEY = "a key that only this test knows about";
export const START = "2026-10-20T06:00:00Z";

export const LOCKS: Lock[] = [
	{ id: "street", name: "Street door", profile: "nuki" },
	{ id: "flat", name: "Flat", profile: "nuki" },
];

export function house(locks: Lock[] = LOCKS): Site {
	return createSite({
		id: "casa",
		listings: [
			{
				...{ id: "flat", name: "Flat", timeZone: "Europe/Paris", checkIn: "15:00" },
				...{ checkOut: "11:00", locks: locks.map(({ id }) => id) },
			},
		],
		locks,
		policy: { backups: { poolSize: 1 } },
	});
}

export function booking(changes: Partial<Reservation> = {}): Fact {
	return {
		type: "reservation",
		reservation: {
			...{ id: "b1", revision: 1, listingId: "flat", guest: { name: "Ada" } },
			...{ arrival: "2026-10-21", departure: "2026-10-22", status: "confirmed" },
			...changes,
		},
	};
}

export interface Hosted {
	clock: ManualClock;
	world: VirtualWorld;
	told: Notice[];
	reports: HostReport[];
	running: RunningSite;
	site(): Site;
	/** Runs the site again from its store. */
	again(): Promise<void>;
}

export interface HostedOptions extends Manners, Partial<Omit<SiteOptions, "store" | "clock">> {
	store?: SiteStore & { rows(): StoredRow[] };
	locks?: Lock[];
	clock?: ManualClock;
	world?: VirtualWorld;
}

export async function hosted(given: HostedOptions = {}): Promise<Hosted> {
	const { store = memoryStore(), locks = LOCKS, takes, ...options } = given;
	const clock = given.clock ?? manualClock(START);
	const world = given.world ?? virtualWorld(locks, clock, takes === undefined ? {} : { takes });
	const told: Notice[] = [];
	const reports: HostReport[] = [];
	const begin = () =>
		runSite({
			...{ store, clock, key: KEY, site: house(locks), platform: world.platform },
			notify: async (notice) => {
				told.push(notice);
				return { outcome: "delivered", channel: "message" };
			},
			report: (said) => reports.push(said),
			...options,
		});
	const all: Hosted = {
		...{ clock, world, told, reports, running: await begin() },
		site: () => siteOf(store.rows()),
		async again() {
			all.running = await begin();
		},
	};
	return all;
}

export function siteOf(rows: StoredRow[]): Site {
	const ofHost = ["inbox", "outbox", "mail", "audit"];
	return siteFromRows(rows.filter(({ table }) => !ofHost.includes(table)) as never);
}

/** A platform that does what a test says with a command. */
export function platformOf(run: LockPlatform["run"]): LockPlatform {
	return { run };
}

/** An answer that never comes. */
export function hanging(): AsyncIterable<Fact> {
	return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) };
}
