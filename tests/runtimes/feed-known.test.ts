// R1: what the host adds to a stay stays, and no two feeds give one id.
import { advance, createSite, type Reservation, type Site } from "latchstring";
import { type FeedReading, load, type ReadFeedOptions, readFeed } from "latchstring/ical";
import { beforeAll, describe, expect, test } from "vitest";
import { days, made } from "./feeds/build.js";

beforeAll(() => load());

const key = "a key that only this test knows about";
const options = { feedId: "f", listingId: "flat", timeZone: "Europe/Paris" };
const bob = days("b", "2027-02-20", "2027-02-23", "Bob Hale");
const ada = (departure = "2027-02-14", name = "Ada Byron") =>
	days("a", "2027-02-10", departure, name);

/** A host who adds to the stays of a feed, and gives the site's reservations to each reading. */
class Host {
	site: Site = createSite({ id: "s", listings: [], locks: [] });
	reading: FeedReading | undefined;

	get ada(): Reservation | undefined {
		return this.site.reservations.find(({ id }) => id === "f/a");
	}

	read(at: string, events: string[][], more: Partial<ReadFeedOptions> = {}): FeedReading {
		const state = this.reading?.state;
		const known = this.site.reservations as Reservation[];
		this.reading = readFeed(made(events), {
			...{ ...options, now: `${at}:00Z`, known, ...(state && { state }) },
			...more,
		});
		this.#take(at, this.reading.facts);
		return this.reading;
	}

	add(at: string, changes: Partial<Reservation>): void {
		const { ada } = this;
		if (ada === undefined) throw new Error("no such stay");
		const reservation = { ...ada, ...changes, revision: changes.revision ?? ada.revision + 1 };
		this.#take(at, [{ type: "reservation", reservation }]);
	}

	#take(at: string, facts: FeedReading["facts"]): void {
		const step = advance(this.site, facts, { now: `${at}:00Z`, key });
		expect(step.rejected).toEqual([]);
		this.site = step.site;
	}
}

/** An exporter that shows stays on their first day. */
const air = { platform: "airbnb" } as const;
const booked = () => {
	const host = new Host();
	host.read("2027-01-02T08:00", [ada(), bob]);
	return host;
};

describe("r1 what the host adds", () => {
	test("an early check-in, a PIN, a hold and a phone stay when the feed changes the days", () => {
		const host = booked();
		const guest = { id: "g7", name: "Ada Byron", phoneLastDigits: "4401" };
		const own = { checkIn: "10:00", preferredCode: "492817", hold: true, guest };
		host.add("2027-01-03T08:00", own);
		expect(host.read("2027-01-03T09:00", [ada(), bob]).facts).toEqual([]);
		host.read("2027-01-04T08:00", [ada("2027-02-15"), bob]);
		expect(host.ada).toMatchObject({ ...own, departure: "2027-02-15" });
		// Without the site's reservations the fact is the feed's alone.
		const { facts } = host.read("2027-01-05T08:00", [ada("2027-02-16"), bob], { known: [] });
		expect(facts[0]?.reservation).not.toHaveProperty("checkIn");
	});

	test("who was let in early is in the house, and is not cancelled", () => {
		for (const own of [{ checkIn: "08:00" }, { arrival: "2027-02-09" }]) {
			const host = booked();
			host.add("2027-02-08T08:00", own);
			for (const at of ["2027-02-10T08:00", "2027-02-10T09:00"]) host.read(at, [bob], air);
			expect(host.ada?.status).toBe("confirmed");
			expect(host.ada).not.toHaveProperty("hold");
		}
		const host = booked();
		for (const at of ["2027-02-10T08:00", "2027-02-10T09:00"]) host.read(at, [bob], air);
		expect(host.ada?.status).toBe("cancelled");
	});

	test("another night stays until the feed itself changes the end", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { departure: "2027-02-15" });
		host.read("2027-01-04T08:00", [ada("2027-02-14", "Ada K. Byron"), bob]);
		expect(host.ada).toMatchObject({
			...{ departure: "2027-02-15", guest: { name: "Ada K. Byron" } },
		});
		host.read("2027-01-05T08:00", [ada("2027-02-13", "Ada K. Byron"), bob]);
		expect(host.ada?.departure).toBe("2027-02-13");
	});

	test("a cancellation counts however high the host's revision is", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { checkIn: "10:00", revision: 4_000_000_000 });
		for (const at of ["2027-01-04T08:00", "2027-01-04T14:00"]) host.read(at, [bob]);
		expect(host.ada).toMatchObject({ status: "cancelled", revision: 4_000_000_002 });
	});

	test("a stay that the host cancelled stays cancelled while the feed says nothing of it", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { status: "cancelled" });
		host.read("2027-01-04T08:00", [ada("2027-02-14", "Ada K. Byron"), bob]);
		expect(host.ada?.status).toBe("cancelled");
	});

	test("a lost state gives each stay its id again, with what the host added", () => {
		const host = booked();
		host.add("2027-01-03T08:00", { checkIn: "10:00" });
		host.reading = undefined;
		host.read("2027-01-03T08:30", [ada("2027-02-15"), bob]);
		expect(host.site.reservations).toHaveLength(2);
		expect(host.ada).toMatchObject({ checkIn: "10:00", departure: "2027-02-15" });
	});
});

test("r1 no two feeds of a site give one id", () => {
	const ids = [
		["a", "b/c"],
		["a/b", "c"],
		["a%2Fb", "c"],
	].map(([feedId = "", uid = ""]) => {
		const text = made([days(uid, "2027-02-10", "2027-02-14", "Ada Byron")]);
		const { facts } = readFeed(text, { ...options, feedId, now: "2027-01-02T08:00:00Z" });
		return facts[0]?.reservation.id;
	});
	expect(ids).toEqual(["a/b/c", "a%2Fb/c", "a%252Fb/c"]);
});
