// Random histories of a calendar of one flat, and models of exporters that show them as feeds.
import { days } from "./build.js";

const DAY = 86_400;

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** One guest's booking. Days are counted from 1970. */
export interface Booked {
	guest: number;
	arrival: number;
	departure: number;
}

/** A calendar that changes. Its days begin at midnight UTC. */
export class Calendar {
	readonly bookings: Booked[] = [];
	readonly #draw: () => number;
	#guests = 0;

	constructor(draw: () => number) {
		this.#draw = draw;
	}

	/** One change after `now`: a booking, a cancellation, other days, or none. */
	change(now: number): void {
		const today = Math.floor(now / DAY);
		const kind = this.#draw();
		const future = this.bookings.filter(({ arrival }) => arrival > today);
		const one = future[Math.floor(this.#draw() * future.length)];
		if (kind < 0.45 || one === undefined) this.#book(today);
		else if (kind < 0.65) this.bookings.splice(this.bookings.indexOf(one), 1);
		else if (kind < 0.75) this.#rebook(one);
		else if (kind < 0.9) this.#move(one, today);
		else this.#extend(today);
	}

	#book(today: number): void {
		const arrival = today + 1 + Math.floor(this.#draw() * 25);
		this.#add(arrival, arrival + 1 + Math.floor(this.#draw() * 5));
	}

	/** Somebody else takes the same first day. */
	#rebook({ arrival, departure }: Booked): void {
		this.bookings.splice(
			this.bookings.findIndex((other) => other.arrival === arrival),
			1,
		);
		const shift = this.#draw() < 0.5 ? 0 : 1;
		this.#add(arrival, departure + shift);
	}

	#move(one: Booked, today: number): void {
		const [arrival, departure] =
			this.#draw() < 0.5 ? [one.arrival, one.departure + 1] : [one.arrival + 1, one.departure + 1];
		if (arrival > today && this.#isFree(arrival, departure, one))
			Object.assign(one, { arrival, departure });
	}

	#extend(today: number): void {
		const one = this.bookings.find((each) => each.arrival <= today && each.departure > today);
		if (one !== undefined && this.#isFree(one.arrival, one.departure + 1, one)) one.departure += 1;
	}

	#add(arrival: number, departure: number): void {
		if (!this.#isFree(arrival, departure)) return;
		this.#guests += 1;
		this.bookings.push({ guest: this.#guests, arrival, departure });
	}

	#isFree(arrival: number, departure: number, but?: Booked): boolean {
		return this.bookings.every(
			(other) => other === but || other.arrival >= departure || other.departure <= arrival,
		);
	}
}

/** What an exporter shows of a booking: the lines of its event; none if it does not show it. */
export interface Exporter {
	name: string;
	head: string;
	/** Whether its UIDs tell guests apart. */
	tellsGuests: boolean;
	/** Whether it has the guests' names. */
	hasNames: boolean;
	/** Whether it drops stays on their first day. */
	drops: boolean;
	event(booked: Booked, today: number, reading: number): string[] | undefined;
}

export const text = (day: number) => new Date(day * DAY * 1000).toISOString().slice(0, 10);
/** Names that no two guests of a history have. */
const name = (guest: number) => {
	const [tens, hundreds] = [Math.floor(guest / 10), Math.floor(guest / 100)];
	const last = `${"klmnopqrst"[tens % 10]}${"uvwxyz"[hundreds % 6]}`;
	return `Guest${"abcdefghij"[guest % 10]} Number${last}`;
};

export const EXPORTERS: Exporter[] = [
	{
		...{ name: "Airbnb", head: "PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN" },
		...{ tellsGuests: true, hasNames: false, drops: false },
		event: ({ guest, arrival, departure }, today) =>
			departure <= today
				? undefined
				: days(
						`1418fb94e984-${guest}@airbnb.com`,
						text(arrival),
						text(departure),
						"Reserved",
						`DESCRIPTION:https://www.airbnb.com/hosting/reservations/details/HMAAAA${String(guest).padStart(4, "0")}`,
					),
	},
	{
		...{ name: "Vrbo", head: "PRODID:-//HomeAway.com, Inc.//EN" },
		...{ tellsGuests: true, hasNames: true, drops: false },
		event: ({ guest, arrival, departure }, today) =>
			departure <= today
				? undefined
				: days(`vrbo-${guest}`, text(arrival), text(departure), `Reserved - ${name(guest)}`),
	},
	{
		...{ name: "Booking.com", head: "PRODID:-//Booking.com//Calendar//EN" },
		...{ tellsGuests: false, hasNames: false, drops: false },
		event: ({ arrival, departure }, today) => {
			const from = Math.max(arrival, today);
			return from >= departure
				? undefined
				: days(`d${from}@booking.com`, text(from), text(departure), "CLOSED - Not available");
		},
	},
	{
		...{ name: "new UIDs", head: "PRODID:-//New//EN" },
		...{ tellsGuests: false, hasNames: true, drops: false },
		event: ({ guest, arrival, departure }, today, reading) =>
			departure <= today
				? undefined
				: days(`r${reading}-${guest}`, text(arrival), text(departure), name(guest)),
	},
	{
		...{ name: "drops running stays", head: "PRODID:-//Drops//EN" },
		...{ tellsGuests: true, hasNames: true, drops: true },
		event: ({ guest, arrival, departure }, today) =>
			arrival <= today ? undefined : days(`u${guest}`, text(arrival), text(departure), name(guest)),
	},
];
