// L The restart rule on Workers: wherever a site's object ends, or workerd with all of them, what
// it begins again ends as if nothing had happened, and nothing is told twice.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { booking, DOORS, HOUSE } from "../../support/cloudflare/house.js";
import { Lab } from "../../support/cloudflare/lab.js";

// A machine that does other things takes its time.
vi.setConfig({ testTimeout: 60_000 });

const IS_LONG = process.env.VITE_LONG === "1";

describe("between every two writes of a trip", () => {
	const START = "2026-10-21T10:00:00Z";
	const lab = new Lab({ START });
	let count = 0;
	beforeAll(async () => await lab.start(), 60_000);
	afterAll(async () => await lab.end());

	const TRIP: [string, string, object | undefined][] = [
		[START, "b1", booking({ revision: 1 })],
		[
			"2026-10-21T10:10:00Z",
			"b2",
			booking({ revision: 1, arrival: "2026-10-22", departure: "2026-10-23" }),
		],
		["2026-10-21T17:00:00Z", "b1", booking({ revision: 2, checkOut: "12:00" })],
		[
			"2026-10-21T18:00:00Z",
			"b2",
			booking({ revision: 2, arrival: "2026-10-22", departure: "2026-10-23", status: "cancelled" }),
		],
		["2026-10-22T14:00:00Z", "", undefined],
	];

	/** Plays the trip; the object dies at its n-th write. */
	async function play(at: number, how: "before" | "after") {
		count += 1;
		const id = `casa-${count}`;
		const token = await lab.create(id, HOUSE);
		const created = await lab.site(id).writes();
		if (at > 0) await lab.site(id).dieAt(at, how);
		const passTo = async (when: string) => {
			for (let again = 0; ; again += 1)
				try {
					return await lab.site(id).passTo(when);
				} catch (error) {
					if (again > 2) throw error;
				}
		};
		let writes = 0;
		for (const [when, name, body] of TRIP) {
			await passTo(when);
			if (body === undefined) continue;
			const ask = () => lab.ask("PUT", `/v1/sites/${id}/bookings/${name}`, { token, body });
			let answer = await ask();
			// What nobody took, or nobody answered, is asked once more.
			if (answer.status === 503) answer = await ask();
			expect(answer.status, answer.text).toBe(200);
		}
		writes = (await lab.site(id).writes()) - created;
		expect(await lab.site(id).hasDied()).toBe(at > 0);
		const world = lab.world(id);
		const { told, sent } = await world.heard();
		const get = async (path: string) =>
			(await lab.ask("GET", `/v1/sites/${id}${path}`, { token })).body;
		const codes = (await get("/codes?reveal=true")) as Record<string, unknown>[];
		const { rows } = await get("");
		return {
			writes,
			codes: codes.map(({ lockId, holder, startsAt, endsAt, reservationId }) => [
				lockId,
				holder,
				startsAt,
				endsAt,
				reservationId,
			]),
			bookings: await get("/bookings"),
			// PINs differ between sites, so the count of codes on the locks is compared.
			onLocks: (await world.codes(DOORS)).length,
			told: told.map(({ key }) => key),
			sent,
			left: Object.fromEntries(
				["inbox", "outbox", "mail"].map((table) => [table, rows[table] ?? 0]),
			),
		};
	}

	for (const how of ["before", "after"] as const)
		test(
			`an object that dies ${how} a write`,
			async () => {
				const calm = await play(0, how);
				expect(calm.writes).toBeGreaterThan(30);
				expect(calm.left).toEqual({ inbox: 0, outbox: 0, mail: 0 });
				const step = IS_LONG ? 1 : 29;
				for (let at = how === "before" ? 1 : 2; at <= calm.writes; at += step) {
					const ending = await play(at, how);
					const name = `write ${at}`;
					expect(ending.codes, name).toEqual(calm.codes);
					expect(ending.bookings, name).toEqual(calm.bookings);
					expect(ending.onLocks, name).toBe(calm.onLocks);
					expect(ending.left, name).toEqual(calm.left);
					expect(new Set(ending.sent).size, `${name}: a command was sent twice`).toBe(
						ending.sent.length,
					);
					// A command whose fate nobody knows is the host's to hear of; all else is told as ever.
					const once = [...new Set(ending.told)];
					expect(
						once.filter((key) => !calm.told.includes(key) && !key.startsWith("code_failed:")),
						name,
					).toEqual([]);
					expect(
						calm.told.filter((key) => !once.includes(key)),
						name,
					).toEqual([]);
					// What was leaving at that moment may come twice, with its key.
					expect(ending.told.length - once.length, name).toBeLessThanOrEqual(1);
				}
			},
			IS_LONG ? 600_000 : 60_000,
		);
});

describe("of workerd itself, on the clock of the machine", () => {
	const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
	const stay = () => booking({ arrival: day(-1), departure: day(2), revision: 1 });

	/** The guest of a running stay: what they were told, and whether it opens both doors. */
	async function guest(lab: Lab, id: string) {
		const world = lab.world(id);
		const { told, sent } = await world.heard();
		// What was leaving at the cut may come twice, with its key.
		const once = [...new Map(told.map((one) => [one.key, one])).values()];
		const ready = once.filter(({ kind }) => kind.startsWith("guest "));
		const doors: { code: string }[] = JSON.parse(ready[0]?.doors ?? "[]");
		const opens = await Promise.all(
			DOORS.map((door) => world.opens(door, doors[0]?.code ?? "", new Date().toISOString())),
		);
		return { ready: ready.map(({ kind }) => kind), opens, sent };
	}

	test(
		"a power cut at any moment loses nothing and tells nobody twice",
		async () => {
			// Of the short run, one cut that leaves nothing open: what is unknown takes its time.
			const cuts = IS_LONG ? 40 : 2;
			const lab = new Lab();
			await lab.start();
			for (let cut = IS_LONG ? 0 : 1; cut < cuts; cut += 1) {
				const id = `cut-${cut}`;
				const token = await lab.create(id, HOUSE);
				// The cloud takes its time, so that the cut comes while something is under way.
				await lab.world(id).behave(cut % 2 === 0 ? 150 : 0, false);
				const put = lab
					.ask("PUT", `/v1/sites/${id}/bookings/b1`, { token, body: stay() })
					.catch(() => undefined);
				await new Promise((done) => setTimeout(done, 40 + 97 * cut));
				await lab.kill();
				await put;
				await lab.start();
				// Nobody answered: the sender asks again, and the same again changes nothing.
				const again = await lab.ask("PUT", `/v1/sites/${id}/bookings/b1`, { token, body: stay() });
				expect(again, id).toMatchObject({ status: 200, body: { revision: 1 } });
				await lab.world(id).behave(0, false);
				await expect
					.poll(async () => (await guest(lab, id)).opens, { timeout: 90_000, message: id })
					.toEqual([true, true]);
				const { ready, sent } = await guest(lab, id);
				expect(
					ready.filter((kind) => kind === "guest access_ready"),
					id,
				).toHaveLength(1);
				expect(new Set(sent).size, id).toBe(sent.length);
			}
			await lab.end();
		},
		IS_LONG ? 600_000 : 100_000,
	);

	test("an alarm that came due while nothing ran fires by itself", async () => {
		const lab = new Lab();
		await lab.start();
		const token = await lab.create("casa", HOUSE);
		const lost = { ...stay(), listingId: "nowhere" };
		await lab.world("casa").behave(0, true);
		await lab.ask("PUT", "/v1/sites/casa/bookings/lost", { token, body: lost });
		await new Promise((done) => setTimeout(done, 300));
		expect((await lab.world("casa").heard()).told).toEqual([]);
		await lab.world("casa").behave(0, false);
		await lab.kill();
		await new Promise((done) => setTimeout(done, 2500));
		await lab.start();
		// Nobody asks the site for anything.
		await expect
			.poll(async () => (await lab.world("casa").heard()).told.map(({ kind }) => kind), {
				timeout: 8000,
			})
			.toContain("host listing_unknown");
		await lab.end();
	}, 60_000);

	test("a slow cloud holds up no request", async () => {
		const lab = new Lab();
		await lab.start();
		const token = await lab.create("casa", HOUSE);
		const world = lab.world("casa");
		await world.behave(3000, false);
		const begun = Date.now();
		const put = await lab.ask("PUT", "/v1/sites/casa/bookings/b1", { token, body: stay() });
		expect(put.status).toBe(200);
		const codes = await lab.ask("GET", "/v1/sites/casa/codes", { token });
		expect(codes.status).toBe(200);
		expect(Date.now() - begun).toBeLessThan(2500);
		await lab.end();
	}, 30_000);
});
