// L `latchstring/seam` in a host, against Seam's own fake server behind a network that loses,
// doubles and refuses. Seam's own state is the judge: does the told PIN open, does any other, is
// anything left.
import { accessCodes, createSite, type Fact, guestCard, type Site } from "latchstring";
import { type LockPlatform, memoryStore, type RunningSite, runSite } from "latchstring/host";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seamPlatform } from "../../../js/seam.js";
import {
	addressOfFake,
	type Fake,
	SEAM_KEY,
	type SeamWorld,
	seamWorld,
	startFake,
} from "../../support/fake-seam.js";
import { KEY, siteOf } from "../../support/hosted-house.js";
import { drained, type ManualClock, manualClock } from "../../support/manual-clock.js";
import { type Fault, type SeamProxy, seamProxy } from "../../support/seam-proxy.js";

const LOCKS = ["august_device_1", "august_device_2"];
const START = "2026-10-21T08:00:00Z";
/** Check-in at 13:00 and check-out at 09:00 UTC. */
const CHECK_IN = "2026-10-21T13:00:00Z";
const NIGHT = "2026-10-21T20:00:00Z";
const CHECK_OUT = "2026-10-22T09:00:00Z";
const END = "2026-10-22T13:00:00Z";

const FAULTS: Fault[] = [
	...(["pass", "delay", "drop_request", "drop_answer", "double", "cut"] as const),
	...([404, 409, 429, 503] as const),
];
/** Every other request passes, and the others have every fault in turn. */
const unsteady = (from: number) => (_: string, count: number) =>
	count % 2 === 0 ? "pass" : (FAULTS[((count - 1) / 2 + from) % FAULTS.length] ?? "pass");
const steady = (): Fault => "pass";

const booking = (changes: object = {}): Fact => ({
	type: "reservation",
	reservation: {
		...{ id: "b1", revision: 1, listingId: "flat", guest: { name: "Ada" } },
		...{ arrival: "2026-10-21", departure: "2026-10-22", status: "confirmed" },
		...changes,
	},
});

const house = () =>
	createSite({
		id: "casa",
		listings: [
			{
				...{ id: "flat", name: "Flat", timeZone: "Europe/Paris", checkIn: "15:00" },
				...{ checkOut: "11:00", locks: LOCKS },
			},
		],
		locks: LOCKS.map((id) => ({ id, name: id, profile: "august", rules: { lengths: [6] } })),
		policy: { backups: { poolSize: 2 } },
	});

class Home {
	readonly store = memoryStore();
	readonly clock: ManualClock;
	readonly sent: string[] = [];
	readonly #platform: LockPlatform;
	running: RunningSite | undefined;
	/** Does something when a command is given out, before or after Seam has it. */
	onCommand: (count: number) => Promise<void> = async () => undefined;
	#underWay = 0;

	constructor(
		readonly world: SeamWorld,
		proxy: SeamProxy,
	) {
		this.clock = manualClock(START, () => this.settle());
		const inner = seamPlatform({
			...{ apiKey: SEAM_KEY, baseUrl: proxy.address, clock: this.clock },
			fetch: async (address, init) => {
				this.#underWay += 1;
				try {
					const response = await fetch(address, init);
					const text = await response.text();
					const { status, headers } = response;
					return { status, headers, text: async () => text };
				} finally {
					this.#underWay -= 1;
				}
			},
		});
		const { sent } = this;
		const begun = (count: number) => this.onCommand(count);
		this.#platform = {
			async *run(command, signal) {
				sent.push(command.id);
				await begun(sent.length);
				yield* inner.run(command, signal);
			},
		};
	}

	async begin(): Promise<void> {
		this.running = await runSite({
			...{ store: this.store, clock: this.clock, key: KEY, site: house() },
			...{ platform: this.#platform, notify: () => undefined },
		});
	}

	async take(...facts: Fact[]): Promise<void> {
		await this.running?.take(facts);
		await this.settle();
	}

	/** Waits until no request is under way, and lets the devices do their part. */
	async settle(): Promise<void> {
		await drained();
		while (this.#underWay > 0) {
			await new Promise((done) => setTimeout(done, 1));
			await drained();
		}
		this.world.move();
	}

	site(): Site {
		return siteOf(this.store.rows());
	}

	told(reservationId = "b1"): Map<string, string> {
		const now = this.clock.now().toISOString();
		const { doors } = guestCard(this.site(), { reservationId, now });
		return new Map(
			doors.flatMap(({ lockId, code }) => (code === undefined ? [] : [[lockId, code]])),
		);
	}
}

/** At every quarter of an hour: who gets in, and who else. */
async function judge(home: Home, until: string, isIn: (now: number) => boolean): Promise<void> {
	for (;;) {
		const next = Math.min(home.clock.now().getTime() + 15 * 60_000, Date.parse(until));
		await home.clock.passTo(new Date(next));
		const now = home.clock.now();
		const at = now.toISOString();
		if (isIn(next)) {
			const told = home.told();
			for (const lockId of LOCKS)
				expect(home.world.opens(lockId, told.get(lockId) ?? "", now), `${at} ${lockId}`).toBe(true);
		}
		for (const lockId of LOCKS) expect(strangers(home, lockId, now), `${at} ${lockId}`).toEqual([]);
		if (next === Date.parse(until)) return;
	}
}

/**
 * Whose PINs open a lock that should not: those of stays and visits outside their times, and
 * nobody's.
 */
function strangers(home: Home, lockId: string, now: Date): string[] {
	const codes = accessCodes(home.site()).filter((code) => code.lockId === lockId);
	return home.world.opening(lockId, now).flatMap((pin) => {
		const code = codes.find((one) => one.code === pin);
		if (code === undefined) return [`nobody's ${pin}`];
		if (code.holder === "backup" || code.holder === "emergency") return [];
		const isIn =
			Date.parse(code.startsAt ?? START) <= now.getTime() &&
			now.getTime() < Date.parse(code.endsAt ?? END);
		return isIn ? [] : [`${code.holder} ${pin}`];
	});
}

/** In their stay, a few minutes after check-in and until check-out. */
const staying =
	(until = CHECK_OUT) =>
	(now: number) =>
		now > Date.parse(CHECK_IN) && now < Date.parse(until);
const never = () => false;

interface Trip {
	name: string;
	play: (home: Home, fake: Fake) => Promise<void>;
}

const TRIPS: Trip[] = [
	{
		name: "booking",
		async play(home) {
			await home.take(booking());
			await judge(home, END, staying());
		},
	},
	{
		name: "extension while silent",
		async play(home) {
			await home.take(booking());
			await judge(home, NIGHT, staying());
			home.world.setOnline(false);
			await home.take(booking({ revision: 2, departure: "2026-10-23" }));
			await judge(home, "2026-10-23T08:45:00Z", staying("2026-10-23T09:00:00Z"));
			home.world.setOnline(true);
			await judge(home, "2026-10-23T13:00:00Z", never);
		},
	},
	{
		name: "cancellation",
		async play(home) {
			await home.take(booking());
			await judge(home, "2026-10-21T11:00:00Z", never);
			const pin = accessCodes(home.site(), { reservationId: "b1" })[0]?.code ?? "none";
			expect(home.world.rows().map(({ code }) => code)).toContain(pin);
			await home.take(booking({ revision: 2, status: "cancelled" }));
			await judge(home, "2026-10-21T13:00:00Z", never);
			expect(home.world.rows().map(({ code }) => code)).not.toContain(pin);
			await judge(home, END, never);
		},
	},
	{
		name: "backup told",
		async play(home) {
			await judge(home, "2026-10-21T09:00:00Z", never);
			home.world.setOnline(false);
			await home.take(booking());
			await judge(home, NIGHT, staying());
			const backups = accessCodes(home.site()).filter(({ holder }) => holder === "backup");
			for (const pin of home.told().values())
				expect(backups.map(({ code }) => code)).toContain(pin);
			home.world.setOnline(true);
			await judge(home, END, staying());
		},
	},
	{
		name: "cleaner",
		async play(home) {
			await home.take({
				type: "visit",
				visit: {
					...{ id: "v1", revision: 1, listingId: "flat", visitor: "Cleo", purpose: "cleaning" },
					...{ kind: "time_bound", status: "active" },
					...{ startsAt: "2026-10-21T10:00:00Z", endsAt: "2026-10-21T12:00:00Z" },
				},
			});
			await judge(home, "2026-10-21T11:00:00Z", never);
			const visit = accessCodes(home.site(), { visitId: "v1" });
			expect(visit).toHaveLength(2);
			for (const { lockId, code = "" } of visit)
				expect(home.world.opens(lockId, code, home.clock.now())).toBe(true);
			await judge(home, END, never);
		},
	},
	{
		name: "host's hands",
		async play(home, fake) {
			await home.take(booking());
			await judge(home, NIGHT, staying());
			const lockId = LOCKS[0] ?? "";
			const pin = home.told().get(lockId);
			const row = home.world.rows().find((one) => one.device_id === lockId && one.code === pin);
			fake.database.deleteAccessCode(row?.access_code_id ?? "");
			home.world.move();
			expect(home.world.opens(lockId, pin ?? "", home.clock.now())).toBe(false);
			const at = home.clock.now();
			await home.take({ type: "guest_locked_out", id: "out", at, reservationId: "b1", lockId });
			await judge(home, END, (now) => now > at.getTime() && staying()(now));
		},
	},
];

/** What is left when all is over: the lock's own codes, and nothing of a guest. */
function expectNothingLeft(home: Home): void {
	const own = accessCodes(home.site())
		.filter(({ holder }) => holder === "backup" || holder === "emergency")
		.map(({ lockId, code }) => `${lockId} ${code}`);
	for (const { device_id, code } of home.world.rows())
		expect(own, "left on a lock").toContain(`${device_id} ${code}`);
}

describe("six trips", () => {
	let fake: Fake;
	beforeAll(async () => {
		fake = await startFake();
	});
	afterAll(async () => fake.stopServer());

	async function with_(
		faultOf: (path: string, count: number) => Fault,
		play: (home: Home) => Promise<void>,
	) {
		for (const { access_code_id } of [...fake.database.access_codes])
			fake.database.deleteAccessCode(access_code_id);
		const proxy = await seamProxy(addressOfFake(fake), faultOf);
		try {
			const world = seamWorld(fake, LOCKS);
			world.setOnline(true);
			const home = new Home(world, proxy);
			await home.begin();
			await play(home);
			expectNothingLeft(home);
			await home.running?.stop();
		} finally {
			await proxy.close();
		}
		return proxy.seen;
	}

	for (const { name, play } of TRIPS)
		test(`${name}, over a steady network`, async () => {
			const seen = await with_(steady, (home) => play(home, fake));
			expect(seen.length).toBeGreaterThan(10);
		}, 60_000);

	for (const [at, { name, play }] of TRIPS.entries())
		test(`${name}, over a network that fails at every other request`, async () => {
			const seen = await with_(unsteady(at), (home) => play(home, fake));
			expect(seen.filter(({ fault }) => fault !== "pass").length).toBeGreaterThan(5);
		}, 60_000);

	test("a booking, with the host restarted at every command", async () => {
		let commands = 0;
		await with_(steady, async (home) => {
			await TRIPS[0]?.play(home, fake);
			commands = home.sent.length;
		});
		expect(commands).toBeGreaterThan(8);
		for (let at = 1; at <= commands; at += 1)
			await with_(steady, async (home) => {
				home.onCommand = async (count) => {
					if (count !== at) return;
					// The platform goes on: whoever is gone can't call a request back.
					await home.running?.stop();
					await home.begin();
				};
				await TRIPS[0]?.play(home, fake);
				expect(new Set(home.sent).size, `restart at ${at}`).toBe(home.sent.length);
			});
	}, 120_000);
});
