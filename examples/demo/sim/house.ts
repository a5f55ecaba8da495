// The example house as the demo begins with it: what stands in `house.json`, with Tomasz booked for
// the usual check-in. That he comes in the middle of the night turns up later.
import type { Fact, Listing, Lock, NewSite, PartialPolicy, Reservation } from "latchstring";
import example from "../../house.json" with { type: "json" };

const { now, site, reservations } = example as unknown as {
	now: string;
	site: NewSite;
	reservations: Reservation[];
};

/** The key of the demo. It is public and opens no real lock; yours is a secret. */
export const DEMO_KEY = "a public key for the example house";

export const SITE = site;
export const TIME_ZONE = "Europe/Paris";

/** When the house was set up, and between which instants the clock of the page moves. */
export const FOUNDED = Date.parse(now);
export const START = Date.parse("2026-10-24T16:00:00Z");
export const END = Date.parse("2026-10-27T16:00:00Z");
/** From where the schedule shows the house. */
export const SHOWN_FROM = Date.parse("2026-10-24T04:00:00Z");

export const JONAS = "HMW8T4N6BX";
export const TOMASZ = "direct-0043";

/** The bookings that the house begins with. */
export const BOOKED: Reservation[] = reservations.map((reservation) => {
	if (reservation.id !== TOMASZ) return reservation;
	const { checkIn: _, ...usual } = reservation;
	return { ...usual, revision: 1 };
});

/** What the host tells the engine first, under a policy of a way to run the house. */
export const firstFacts = (): Fact[] =>
	BOOKED.map((reservation) => ({ type: "reservation", reservation }));

/** The policy of the house with that of a way to run it. */
export const policyOf = (more: PartialPolicy): PartialPolicy => ({ ...site.policy, ...more });

/** The flat into which a visitor's own calendar goes: it stands behind the same street door. */
export const YOURS: Listing = {
	id: "yours",
	name: "Your flat",
	timeZone: TIME_ZONE,
	checkIn: "15:00",
	checkOut: "11:00",
	locks: ["street", "your-door"],
};
export const YOUR_DOOR: Lock = {
	id: "your-door",
	name: "Your flat",
	profile: "nuki",
	timeZone: TIME_ZONE,
	state: { reachability: "online", reportedAt: now, batteryPercent: 90 },
};

/** A listing of the house. */
export const listingOf = (id: string): Listing | undefined =>
	[...site.listings, YOURS].find((listing) => listing.id === id);

/** The name of a listing. */
export const listingName = (id: string): string => listingOf(id)?.name ?? id;

/** The name of a door. */
export const doorName = (id: string): string =>
	[...site.locks, YOUR_DOOR].find((lock) => lock.id === id)?.name ?? id;

/** The doors of a listing, in the order in which a guest comes to them. */
export const doorsOf = (listingId: string): string[] => listingOf(listingId)?.locks ?? [];
