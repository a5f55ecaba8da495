// The example house in Node: `node examples/node.js`.
import { readFileSync } from "node:fs";
import { reservationsFromIcal } from "latchstring/ical";
import { lockFromSeam } from "latchstring/seam";
import { codesOf } from "./codes.js";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const house = JSON.parse(read("house.json"));

// The street door as Seam describes it, under the id that it has in this house.
const street = lockFromSeam(JSON.parse(read("seam-street-door.json")), { reportedAt: house.now });
house.site.locks = house.site.locks.map((lock) =>
	lock.id === "street" ? { ...street.lock, id: lock.id } : lock,
);

// The garden's bookings as Airbnb exports them; what the host added to them stays.
const known = house.reservations.filter(({ id }) => id.startsWith("HM"));
const feed = reservationsFromIcal(read("garden-airbnb.ics"), {
	listingId: "garden",
	now: house.now,
	known,
});
house.reservations = [
	...feed.reservations,
	...house.reservations.filter((booking) => !known.includes(booking)),
];

console.log(`${feed.counts.events} events in the feed, left out:`, feed.counts.leftOut);
console.table(codesOf(house, "a key of an example: yours is a secret"));
