// Any deeds in any order: the house goes on, the page has words for all of it, and time is one.
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressOf, readAddress } from "../../examples/demo/address.js";
import { shifted, withStatus } from "../../examples/demo/bookings.js";
import { aheadOf } from "../../examples/demo/sim/ahead.js";
import { type Act, type Deed, inOrder } from "../../examples/demo/sim/deeds.js";
import { BOOKED, JONAS, SHOWN_FROM, START, TOMASZ } from "../../examples/demo/sim/house.js";
import { pastOf } from "../../examples/demo/sim/past.js";
import { wayOf } from "../../examples/demo/sim/ways.js";
import { World } from "../../examples/demo/sim/world.js";
import { entryWords } from "../../examples/demo/words/entry.js";
import { textOf } from "../../examples/demo/words/host.js";
import { ladderOf } from "../../examples/demo/words/ladder.js";
import { auditWords, commandWords, outcomeWords } from "../../examples/demo/words/record.js";
import { verdictOf } from "../../examples/demo/words/verdict.js";
import { houseOf } from "../../js/schedule/model.js";

const RUNS = process.env.LONG === "1" ? 400 : 8;
const MINUTE = 60_000;
const LAST = START + 40 * 60 * MINUTE;
const lockId = fc.constantFrom("street", "garden-door", "attic-door");
const reservationId = fc.constantFrom(JONAS, TOMASZ, "direct-0041");

/** A booking that is moved, cancelled or booked again; each is newer than what came before. */
const booking = fc
	.record({
		id: reservationId,
		edge: fc.constantFrom("start", "end"),
		hours: fc.integer({ min: -14, max: 14 }),
		off: fc.boolean(),
	})
	.map(({ id, edge, hours, off }): Deed => {
		const known = BOOKED.find((one) => one.id === id) ?? expect.fail(`no ${id}`);
		const moved = shifted(known, edge as "start" | "end", hours);
		return { kind: "booking", reservation: off ? withStatus(moved, "cancelled") : moved };
	});

const deed: fc.Arbitrary<Deed> = fc.oneof(
	fc.record({ kind: fc.constant("plug"), lockId, on: fc.boolean() }),
	fc.record({ kind: fc.constant("answers"), lockId, on: fc.boolean() }),
	fc.record({ kind: fc.constant("battery"), lockId, percent: fc.constantFrom(0, 5, 20, 90) }),
	fc.record({ kind: fc.constant("reset"), lockId }),
	fc.record({ kind: fc.constant("deleted"), lockId, reservationId }),
	fc.record({ kind: fc.constant("slip"), lockId, reservationId }),
	fc.record({
		kind: fc.constant("typed"),
		lockId,
		pin: fc.constantFrom("1234", "418497", "000000"),
	}),
	fc.record({ kind: fc.constant("says"), reservationId }),
	fc.constant({ kind: "flat" }),
	booking,
	fc
		.record({ kind: fc.constantFrom("tell_next", "tell_emergency"), lockId, reservationId })
		.map((order) => ({
			kind: "order",
			order,
		})),
) as fc.Arbitrary<Deed>;

const acts: fc.Arbitrary<Act[]> = fc
	.array(fc.record({ at: fc.integer({ min: 1, max: 38 * 60 }), deed }), { maxLength: 14 })
	.map((all) => {
		const counts = new Map<string, number>();
		return inOrder(all.map(({ at, deed }) => ({ at: START + at * MINUTE, deed }))).map((act) => {
			if (act.deed.kind !== "booking") return act;
			const { reservation } = act.deed;
			const count = (counts.get(reservation.id) ?? 0) + 1;
			counts.set(reservation.id, count);
			return {
				...act,
				deed: {
					...act.deed,
					reservation: { ...reservation, revision: reservation.revision + count },
				},
			};
		});
	});

/** All that the page says of a house. */
function said(world: World, all: Act[]): string[] {
	const { record, rows, now } = world;
	const ahead = aheadOf(world, all, now);
	const past = pastOf(world, SHOWN_FROM, now);
	houseOf({ data: ahead, past });
	const { lead, red, more } = verdictOf(world, ahead, all.length === 0);
	return [
		`${lead}${red}`,
		more,
		...record.told.map(({ notice }) => textOf(notice)),
		...record.sent.flatMap((one) => [commandWords(one, rows), outcomeWords(one)]),
		...record.audit.map((row) => auditWords(row, rows)),
		...record.entries.map((entry) => entryWords(world, entry)),
		...record.decisions.flatMap(({ decision }) => ladderOf(decision).map(({ why }) => why)),
	];
}

test("any night runs to its end, has its words, and comes back from its address", {
	timeout: 600_000,
}, () => {
	fc.assert(
		fc.property(acts, fc.integer({ min: START, max: LAST }), (all, stop) => {
			const world = new World(wayOf("latchstring"));
			world.runTo(START);
			world.plan(all);
			// The clock stops somewhere, and goes on.
			world.runTo(stop);
			for (const text of said(world, all)) expect(text).toMatch(/\S/);
			world.runTo(LAST);
			for (const text of said(world, all)) expect(text).not.toMatch(/undefined|NaN|\{/);
			const state = { acts: all, now: LAST, guest: "", lockId: "" };
			const again = new World(wayOf("latchstring"));
			again.runTo(START);
			again.plan((readAddress(addressOf(state)) ?? { acts: [] }).acts);
			again.runTo(LAST);
			expect(JSON.stringify(again.record)).toBe(JSON.stringify(world.record));
			world.close();
			again.close();
		}),
		{
			numRuns: RUNS,
			...(process.env.VITE_SEED && { seed: Number(process.env.VITE_SEED) % 2 ** 31 }),
		},
	);
});
