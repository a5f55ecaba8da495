// A host who adds to the stays of a feed, and gives the site's reservations to each reading.

import {
	accessCodes,
	advance,
	createSite,
	type Fact,
	type Notice,
	type Reservation,
	type Site,
} from "latchstring";
import { type FeedReading, type ReadFeedOptions, readFeed } from "latchstring/ical";
import { expect } from "vitest";
import { made } from "./build.js";

const key = "a key that only this test knows about";

/** A site of one flat with one door, and the feed of the flat. */
export class Host {
	site: Site = createSite({
		id: "s",
		locks: [{ id: "door", name: "Door", profile: "nuki" }],
		listings: [
			{
				...{ id: "flat", name: "Flat", timeZone: "Europe/Paris", locks: ["door"] },
				...{ checkIn: "15:00", checkOut: "11:00" },
			},
		],
		policy: { backups: { poolSize: 0 }, emergency: { enabled: false } },
	});
	reading: FeedReading | undefined;
	notices: Notice[] = [];

	get ada(): Reservation | undefined {
		return this.site.reservations.find(({ id }) => id === "f/a");
	}

	/** The PIN of a stay. */
	pin(reservationId = "f/a"): string | undefined {
		const codes = accessCodes(this.site, { reservationId });
		return codes.find(({ state }) => state !== "absent")?.code;
	}

	read(at: string, events: string[][], more: Partial<ReadFeedOptions> = {}): FeedReading {
		const state = this.reading?.state;
		const known = this.site.reservations as Reservation[];
		this.reading = readFeed(made(events), {
			...{ feedId: "f", listingId: "flat", timeZone: "Europe/Paris" },
			...{ now: `${at}:00Z`, known, ...(state && { state }) },
			...more,
		});
		this.take(at, this.reading.facts);
		return this.reading;
	}

	add(at: string, changes: Partial<Reservation>): void {
		const { ada } = this;
		if (ada === undefined) throw new Error("no such stay");
		const reservation = { ...ada, ...changes, revision: changes.revision ?? ada.revision + 1 };
		this.take(at, [{ type: "reservation", reservation }]);
	}

	/** Takes facts; every command is done at once. */
	take(at: string, facts: Fact[]): void {
		let next = facts;
		for (let round = 0; round < 10; round += 1) {
			const step = advance(this.site, next, { now: `${at}:00Z`, key });
			expect(step.rejected).toEqual([]);
			this.site = step.site;
			this.notices.push(...step.notices);
			if (step.commands.length === 0) return;
			next = step.commands.map(({ id }) => ({
				...{ type: "command_result", id: `done ${id}`, at: `${at}:00Z` },
				...{ commandId: id, outcome: "confirmed" },
			})) as Fact[];
		}
	}
}
