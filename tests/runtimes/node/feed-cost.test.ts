// R1: the cost of a reading grows with the feed and with what is known, not with their product.
import { readFeed, reservationsFromIcal } from "latchstring/ical";
import { describe, expect, test } from "vitest";
import { days, made } from "../feeds/build.js";

describe("r1 the cost", () => {
	/** Closed entries that all end on one day, under UIDs of their own. */
	const closed = (count: number, from: string, tag: string) =>
		made(
			Array.from({ length: count }, (_, at) =>
				days(`${tag}${at}@booking.com`, from, "2026-03-30", "CLOSED - Not available"),
			),
		);
	/**
	 * Stays on all days of some years, under UIDs of their own, with markers and one UID for many.
	 */
	const many = (count: number, tag: string) =>
		made(
			Array.from({ length: count }, (_, at) => {
				const day = new Date(Date.UTC(2026, 3, 1) + (at % 3000) * 86_400_000)
					.toISOString()
					.slice(0, 10);
				const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
				return at % 5 === 0
					? days(`m${tag}${at}`, day, next, "Check-in Ada Byron")
					: days(
							at % 5 === 1 ? "same" : `${tag}${at}`,
							day,
							next,
							at % 2 ? "Reserved" : `Reserved - Guest ${at}`,
						);
			}),
		);
	/** The faster of two runs, in milliseconds. */
	const fastest = (run: () => void) =>
		Math.min(
			...[1, 2].map(() => {
				const start = performance.now();
				run();
				return performance.now() - start;
			}),
		);
	const common = { feedId: "f", listingId: "flat", timeZone: "Europe/Paris" };
	const [first, second] = ["2026-03-09T08:00:00Z", "2026-03-10T08:00:00Z"];

	/** Two readings of `count` events, all under new UIDs. */
	function twice(build: (count: number, tag: string) => string, count: number): number {
		const [text, other] = [build(count, "a"), build(count, "b")];
		const { state } = readFeed(text, { ...common, now: first });
		const known = reservationsFromIcal(text, {
			...common,
			feedId: undefined,
			now: first,
		} as never).reservations;
		const once = { listingId: "flat", timeZone: "Europe/Paris", now: second, known };
		return fastest(() => {
			readFeed(other, { ...common, now: second, state });
			reservationsFromIcal(other, once);
		});
	}

	test.each([
		[
			"closed entries with one end",
			(count: number, tag: string) => closed(count, tag === "a" ? "2026-03-09" : "2026-03-10", tag),
		],
		["stays of every form", many],
	])(
		"ten times the events take about ten times as long: %s",
		(_, build) => {
			twice(build, 200);
			const [small, large] = [twice(build, 1000), twice(build, 10_000)];
			const [one, ten] = [small.toFixed(0), large.toFixed(0)];
			const ratio = (large / small).toFixed(1);
			console.log(`1,000 events: ${one} ms, 10,000 events: ${ten} ms, ratio ${ratio}`);
			// A cost that grew with the product would be a hundred times as large.
			expect(large / small).toBeLessThan(30);
		},
		600_000,
	);
});
