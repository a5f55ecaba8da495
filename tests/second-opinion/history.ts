// What happens at a house: bookings and their changes, visits, outages, batteries, the host's
// hands, crashes. A history is a plain list, so that a failing one can be made shorter by leaving
// events out.
import type { Reservation, Visit, WeeklySpan } from "latchstring";
import type { House } from "./house.js";
import type { Dice } from "./random.js";
import { DAY, dayNumber, dayText, HOUR, instant, MINUTE } from "./time.js";

export type Happening =
	| { do: "book"; reservation: Reservation }
	| { do: "visit"; visit: Visit }
	| { do: "outage"; lock: string; until: number }
	| { do: "battery"; lock: string; percent: number; until: number }
	| { do: "hand"; lock: string; what: "delete" | "edit" | "disable"; pick: number }
	| { do: "stranger"; lock: string; odd: "plain" | "tab" | "place" | "end" | "empty" }
	| { do: "crash"; sent: boolean }
	| { do: "order"; order: "reissue" | "revoke"; reservationId: string }
	| { do: "bad" };

export type Event = { at: number } & Happening;

export interface History {
	seed: number;
	house: House;
	begins: number;
	/** When the last stay is over, and every lock and cloud does what it should from then on. */
	calm: number;
	ends: number;
	events: Event[];
}

const SPAN_DAYS = 9;

export function drawHistory(seed: number, house: House, dice: Dice): History {
	const begins =
		dayNumber("2026-02-01") * DAY + dice.between(0, 300) * DAY + dice.between(0, 23) * HOUR;
	const events: Event[] = [];
	const bookings = house.listings.flatMap((listing) => drawStays(dice, listing.id, begins));
	for (const booking of bookings) events.push(...drawBooking(dice, house, booking, begins));
	if (dice.happens(1 / 3))
		for (let at = dice.between(1, 3); at > 0; at--)
			events.push(...drawVisit(dice, house, at, begins));
	const span = SPAN_DAYS * DAY;
	for (const { id: lock } of house.locks) {
		for (let left = dice.one([0, 0, 1, 1, 2]); left > 0; left--) {
			const edge = dice.happens(0.6) ? dice.one(bookings) : undefined;
			const at = edge ? nearEdge(dice, house, edge) : begins + dice.between(0, span);
			const length = dice.one([5 * MINUTE, 40 * MINUTE, 5 * HOUR, 30 * HOUR]);
			events.push({ at, do: "outage", lock, until: at + dice.between(length / 2, length) });
		}
		if (dice.happens(0.15)) {
			const at = begins + dice.between(DAY, span);
			const percent = dice.one([20, 8, 0]);
			events.push({ at, do: "battery", lock, percent, until: at + dice.between(HOUR, DAY) });
		}
		for (let left = dice.one([0, 0, 0, 1, 2]); left > 0; left--) {
			const what = dice.one(["delete", "edit", "disable"] as const);
			const at = begins + dice.between(DAY, span);
			events.push({ at, do: "hand", lock, what, pick: dice.between(0, 99) });
		}
		const odd = house.characters[lock]?.habit === "strangers";
		for (let left = odd ? 2 : dice.one([0, 0, 0, 1]); left > 0; left--) {
			const kind = odd ? dice.one(["tab", "place", "end", "empty"] as const) : "plain";
			events.push({ at: begins + dice.between(0, span), do: "stranger", lock, odd: kind });
		}
	}
	for (let left = dice.one([0, 0, 1, 2]); left > 0; left--)
		events.push({ at: begins + dice.between(0, span), do: "crash", sent: dice.happens(0.5) });
	if (dice.happens(0.2)) {
		const reservationId = dice.one(bookings).id;
		const order = dice.one(["reissue", "revoke"] as const);
		events.push({ at: begins + dice.between(DAY, span), do: "order", order, reservationId });
	}
	if (dice.happens(0.2)) events.push({ at: begins + dice.between(0, span), do: "bad" });
	events.sort((one, other) => one.at - other.at);
	const calm =
		Math.max(...events.map((event) => lastInstant(event, house)), begins + span) + 4 * HOUR;
	const quiet = dice.happens(0.05) ? 400 : 2;
	return { seed, house, begins, calm, ends: calm + quiet * DAY, events };
}

/** Stays of one listing, one after the other; joined where one guest books twice. */
function drawStays(dice: Dice, listingId: string, begins: number): Reservation[] {
	const list: Reservation[] = [];
	let day = Math.floor(begins / DAY) + dice.between(1, 3);
	const last = Math.floor(begins / DAY) + SPAN_DAYS;
	let guest = 0;
	while (day < last && list.length < 4) {
		guest++;
		const joined = dice.happens(0.15) ? 2 : 1;
		for (let part = 0; part < joined; part++) {
			const nights = dice.between(1, 3);
			const name = `Guest ${listingId}-${guest}`;
			list.push({
				id: `r-${listingId}-${guest}${part > 0 ? "b" : ""}`,
				revision: 1,
				listingId,
				status: "confirmed",
				guest: { id: `g-${listingId}-${guest}`, name },
				arrival: dayText(day),
				departure: dayText(day + nights),
			});
			day += nights;
		}
		day += dice.one([0, 0, 1, 2]);
	}
	return list;
}

function edges(
	house: House,
	{ listingId, arrival, departure, checkIn, checkOut }: Reservation,
): [number, number] {
	const listing = house.listings.find(({ id }) => id === listingId);
	if (listing === undefined) throw new Error(listingId);
	const zone = listing.timeZone;
	return [
		instant(zone, arrival, checkIn ?? listing.checkIn),
		instant(zone, departure, checkOut ?? listing.checkOut),
	];
}

function nearEdge(dice: Dice, house: House, booking: Reservation): number {
	const [start, end] = edges(house, booking);
	return (
		dice.one([start, start, start, end]) -
		dice.one([HOUR, 20 * MINUTE, 8 * MINUTE, -HOUR, 5 * HOUR])
	);
}

/** A booking, made weeks or minutes before, and what becomes of it. */
function drawBooking(dice: Dice, house: House, first: Reservation, begins: number): Event[] {
	const [start, end] = edges(house, first);
	const booked = Math.max(
		begins,
		dice.one([
			begins,
			begins,
			start - 2 * DAY,
			start - 5 * HOUR,
			start - 10 * MINUTE,
			start + HOUR,
		]),
	);
	const list: Event[] = [{ at: booked, do: "book", reservation: first }];
	if (!dice.happens(0.4)) return list;
	const at = dice.one([
		dice.between(booked + MINUTE, Math.max(booked + MINUTE, start)),
		dice.between(start, end),
		end - 30 * MINUTE,
	]);
	if (at <= booked) return list;
	const change = drawChange(dice, house, first);
	list.push({ at, do: "book", reservation: { ...first, ...change, revision: 2 } });
	if (change.status === "cancelled" && dice.happens(0.3))
		list.push({
			at: at + dice.between(MINUTE, HOUR),
			do: "book",
			reservation: { ...first, revision: 3 },
		});
	return list;
}

function drawChange(
	dice: Dice,
	house: House,
	{ arrival, departure }: Reservation,
): Partial<Reservation> {
	const days = dayNumber(departure) - dayNumber(arrival);
	const others = house.listings.map(({ id }) => id);
	return dice.one<() => Partial<Reservation>>([
		() => ({ departure: dayText(dayNumber(departure) + 1) }),
		() => (days > 1 ? { departure: dayText(dayNumber(departure) - 1) } : { checkOut: "09:00" }),
		() => ({ checkOut: "13:00" }),
		() => ({ checkIn: "12:30" }),
		() => ({ status: "cancelled" }),
		() => ({ listingId: dice.one(others) }),
	])();
}

function drawVisit(dice: Dice, house: House, number: number, begins: number): Event[] {
	const listingId = dice.one(house.listings).id;
	const kind = dice.one(["time_bound", "one_time", "recurring", "turnover", "permanent"] as const);
	const starts = begins + dice.between(DAY, SPAN_DAYS * DAY);
	const length = dice.between(1, 30) * HOUR;
	const weekly: WeeklySpan[] = [
		{ days: ["monday", "wednesday", "saturday"], from: "09:00", to: dice.one(["12:00", "08:00"]) },
	];
	const visit: Visit = {
		id: `v${number}`,
		revision: 1,
		listingId,
		visitor: `Visitor ${number}`,
		purpose: "cleaning",
		kind,
		status: "active",
		...(kind === "time_bound" || kind === "one_time"
			? { startsAt: dateText(starts), endsAt: dateText(starts + length) }
			: {}),
		...(kind === "recurring" && { weekly }),
	};
	const made = begins + dice.between(0, 2 * DAY);
	const over = Math.max(made, starts) + dice.between(HOUR, 4 * DAY);
	return [
		{ at: made, do: "visit", visit },
		{ at: over, do: "visit", visit: { ...visit, revision: 2, status: "revoked" } },
	];
}

function dateText(at: number): string {
	return new Date(at * 1000).toISOString().replace(".000Z", "Z");
}

function lastInstant(event: Event, house: House): number {
	if (event.do === "book") return Math.max(event.at, edges(house, event.reservation)[1]);
	return "until" in event ? event.until : event.at;
}
