// One feed that is read again and again, with its state stored as JSON in between.

import type { Reservation } from "latchstring";
import { type FeedReading, type FeedState, type ReadFeedOptions, readFeed } from "latchstring/ical";
import { made } from "./build.js";

export const AIRBNB = "PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN";
export const BOOKING = "PRODID:-//Booking.com//Calendar//EN";

/** A feed and what its host holds. */
export class Season {
	state: FeedState | undefined;
	/** The bookings that the facts made, by id. */
	readonly held = new Map<string, Reservation>();
	readonly #head: string[];
	readonly #options: Partial<ReadFeedOptions>;

	constructor(head: string | string[] = [], options: Partial<ReadFeedOptions> = {}) {
		this.#head = [head].flat();
		this.#options = options;
	}

	/** Reads these events at an instant such as `2026-06-01T08:00`. */
	read(at: string, ...events: string[][]): FeedReading {
		return this.readText(at, made(events, ...this.#head));
	}

	readText(at: string, text: string): FeedReading {
		const reading = readFeed(text, {
			...{ feedId: "f", listingId: "flat", timeZone: "Europe/Paris", now: `${at}:00Z` },
			...this.#options,
			...(this.state && { state: JSON.parse(JSON.stringify(this.state)) }),
		});
		this.state = reading.state;
		for (const { reservation } of reading.facts) {
			const before = this.held.get(reservation.id);
			if (before !== undefined && before.revision >= reservation.revision)
				throw new Error(`${reservation.id} has no newer revision`);
			this.held.set(reservation.id, reservation);
		}
		return reading;
	}

	/** The bookings that stand, by arrival: `id arrival..departure`. */
	stands(): string[] {
		return [...this.held.values()]
			.filter(({ status }) => status === "confirmed")
			.sort((a, b) => (a.arrival + a.id < b.arrival + b.id ? -1 : 1))
			.map(
				({ id, arrival, departure, hold }) =>
					`${id} ${arrival}..${departure}${hold ? " on hold" : ""}`,
			);
	}
}

/** The kinds of the notes about stays. */
export function kinds({ notes }: FeedReading): string[] {
	return notes.map(({ kind }) => kind);
}
