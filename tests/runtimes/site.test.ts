// A site that the module keeps open answers like `advance`, is a copy of its input, and can be
// closed.
import * as latchstring from "latchstring";
import { advance, createSite, type Fact, openSite, type Site, type Step } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { refusal } from "../support/refusal.js";

const key = "0123456789abcdef0123456789abcdef";
const april = "2026-04-01T12:00:00Z";

beforeAll(() => latchstring.load());

function house(): Site {
	return createSite({
		id: "casa",
		// A site without backups and emergency codes comes to rest.
		policy: { backups: { poolSize: 0 }, emergency: { enabled: false } },
		locks: [
			{ id: "door", name: "Flat door", profile: "nuki" },
			{ id: "street", name: "Street door", nativeSchedule: false },
		],
		listings: [
			{
				id: "flat",
				name: "Flat",
				timeZone: "Europe/Paris",
				checkIn: "15:00",
				checkOut: "11:00",
				locks: ["street", "door"],
			},
		],
	});
}

function booking(id: string, arrival: string, departure: string): Fact {
	return {
		type: "reservation",
		reservation: {
			id,
			revision: 1,
			listingId: "flat",
			status: "confirmed",
			guest: { name: "Ada" },
			arrival,
			departure,
			bookedAt: new Date("2026-03-31T12:00:00Z"),
		},
	};
}

/** The answers of platforms that do everything at once. */
function answers({ commands }: Step, at: Date): Fact[] {
	return commands.map(({ id }) => ({
		type: "command_result",
		id: `answer-${id}`,
		at,
		commandId: id,
		outcome: "confirmed",
	}));
}

/** The code and the path of a refusal. */
function refused(call: () => unknown): string {
	const { code, path } = refusal(call);
	return `${code} ${path}`.trim();
}

describe("an open site", () => {
	test("D1 an open site answers like advance, from the booking to the last thing it remembers", () => {
		let site = house();
		const open = openSite(site, { key });
		let facts: Fact[] = [
			booking("b", "2026-10-23", "2026-10-25"),
			booking("a", "2026-10-24", "2026-10-26"),
			{ type: "listing" } as Fact,
		];
		let now = new Date(april);
		let steps = 0;
		for (;;) {
			const step = open.advance(facts, now);
			const whole = advance(site, facts, { now, key });
			expect(JSON.stringify({ ...step, site: open.toJSON() })).toBe(JSON.stringify(whole));
			expect(JSON.stringify(open.accessCodes())).toBe(
				JSON.stringify(latchstring.accessCodes(whole.site)),
			);
			const filter = { reservationId: "a", lockId: "door" };
			expect(open.accessCodes(filter)).toEqual(latchstring.accessCodes(whole.site, filter));
			site = whole.site;
			steps += 1;
			facts = answers(step, now);
			if (facts.length > 0) continue;
			if (step.wakeAt === undefined) break;
			now = new Date(step.wakeAt);
			expect(steps).toBeLessThan(50);
		}
		expect(steps).toBeGreaterThan(10);
		expect(site.accessCodes).toEqual([]);
		open.close();
	});

	test("an open site is a copy of its input, and gives copies", () => {
		const site = house();
		const before = JSON.stringify(site);
		const open = openSite(site, { key });
		site.header.id = "another";
		site.locks.pop();
		open.toJSON().listings.pop();
		expect(JSON.stringify(open.toJSON())).toBe(before);
		open.close();
	});

	test("P3 an open site is written without the key, and can be opened again", () => {
		const open = openSite(house(), { key });
		open.advance([booking("stay", "2026-10-23", "2026-10-25")], april);
		const written = JSON.stringify(open);
		expect(written).toBe(JSON.stringify(open.toJSON()));
		expect(written).not.toContain(key);
		const again = openSite(JSON.parse(written), { key });
		expect(again.accessCodes()).toEqual(open.accessCodes());
		expect(again.advance([], april)).toEqual(open.advance([], april));
		open.close();
		again.close();
	});

	test("D6 a step that throws changes nothing", () => {
		const open = openSite(house(), { key });
		open.advance([booking("stay", "2026-10-23", "2026-10-25")], april);
		const before = JSON.stringify(open);
		const late = booking("late", "2026-10-27", "2026-10-28");
		expect(refused(() => open.advance([late], "2026-04-01T11:54:59Z"))).toBe("clock_went_back now");
		expect(refused(() => open.advance([late], new Date(Number.NaN)))).toBe("wrong_type now");
		expect(refused(() => open.advance(5 as unknown as Fact[], april))).toBe("wrong_type facts");
		expect(JSON.stringify(open)).toBe(before);
		open.close();
	});

	test("a closed site says site_closed, and other sites stay open", () => {
		const [open, other] = [openSite(house(), { key }), openSite(house(), { key })];
		open.close();
		open.close();
		const calls = [
			() => open.advance([], april),
			() => open.accessCodes(),
			() => open.toJSON(),
			() => JSON.stringify(open),
		];
		for (const call of calls) expect(refused(call)).toBe("site_closed");
		const later = openSite(house(), { key });
		expect(refused(() => open.toJSON())).toBe("site_closed");
		expect(other.toJSON()).toEqual(later.toJSON());
		other.close();
		later.close();
	});

	test("D6 P3 a site of a later release and a short key are refused", () => {
		const future = house();
		future.header.state = 2;
		expect(refused(() => openSite(future, { key }))).toBe("unknown_state site.header.state");
		expect(refused(() => openSite(house(), { key: "short" }))).toBe("out_of_range key");
		expect(refused(() => openSite(house(), {} as { key: string }))).toBe("missing_key key");
	});
});
