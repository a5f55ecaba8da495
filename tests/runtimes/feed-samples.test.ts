// W9, W10, R3: what a first reading of each small feed gives, in every runtime.
import { load, PLATFORMS, readFeed, reservationsFromIcal } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { ASKED, readings } from "./feeds/all.js";
import { brief } from "./feeds/build.js";
import { SAMPLES } from "./feeds/samples.js";

const golden = import.meta.glob<string>("../golden/feeds.json", {
	query: "?raw",
	import: "default",
	eager: true,
});
const NOW = "2026-01-01T08:00:00Z";
beforeAll(() => load());

describe("w9 w10 r3 small feeds", () => {
	test.each(SAMPLES)("$name", ({ text, options, gives }) => {
		const reading = reservationsFromIcal(text, { listingId: "flat", now: NOW, ...options });
		expect(brief(reading)).toEqual(gives);
	});

	test("there are sixty, under names of their own", () => {
		expect(new Set(SAMPLES.map(({ name }) => name)).size).toBe(SAMPLES.length);
		expect(SAMPLES.length).toBeGreaterThanOrEqual(60);
	});

	test.each(SAMPLES)("r1 readFeed reads alike: $name", ({ text, options, gives }) => {
		const zone = { timeZone: "Europe/Paris", ...options };
		const given = text.includes("X-WR") ? { ...options } : zone;
		const { facts, notes, leftOut } = readFeed(text, {
			...{ feedId: "f", listingId: "flat", now: NOW },
			...given,
		});
		// A booking that is cancelled before it is known is no fact.
		const cancelled = gives.filter((line) => line.endsWith(" cancelled")).length;
		const stays = gives.filter((line) => /^\d/.test(line)).length - cancelled;
		expect(facts.length).toBe(stays);
		expect(leftOut.length).toBe(gives.filter((line) => line.startsWith("-")).length + cancelled);
		expect(
			notes
				.map(({ kind }) => kind)
				.filter((kind) => kind !== "details")
				.sort(),
		).toEqual(
			gives
				.filter((line) => line.startsWith("? "))
				.map((line) => line.slice(2))
				.sort(),
		);
	});

	// `WRITE_FEEDS=1 npx vitest run --project node feed-zones` writes the file.
	test("f49 w9 every runtime gives the same bytes", () => {
		const [text = ""] = Object.values(golden);
		const all = ASKED.map((asked) => readings(asked));
		expect(JSON.stringify(all)).toBe(JSON.stringify(JSON.parse(text)));
	});

	test("r2 each platform says where its habit was seen", () => {
		for (const habits of Object.values(PLATFORMS)) expect(habits.source).not.toBe("");
	});
});
