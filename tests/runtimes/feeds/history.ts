// Plays a random history through an exporter and `readFeed`, and judges every reading.
import type { Reservation } from "latchstring";
import type { FeedReading } from "latchstring/ical";
import { made } from "./build.js";
import { type Booked, Calendar, type Exporter, random, text } from "./calendar.js";
import { Season } from "./season.js";

const [HOUR, DAY] = [3600, 86_400];

/** What a history showed. */
export interface Played {
	/** What `readFeed` did wrong, in words. */
	faults: string[];
	readings: number;
	guests: number;
	/** Guests of whom another calendar gives the same readings. */
	ambiguous: number;
	/** Of these, those of whom a note says so. */
	said: number;
}

/** What is known of a guest while they are in the feed. */
interface Seen {
	id: string;
	arrival: number;
	departure: number;
	/** The last reading that showed them. */
	at: number;
}

/** Plays one history of forty days. */
export function play(exporter: Exporter, seed: number): Played {
	const draw = random(seed);
	const calendar = new Calendar(draw);
	const season = new Season(exporter.head, { timeZone: "UTC" });
	const judge = new Judge(exporter, season);
	let now = Date.UTC(2026, 4, 1) / 1000;
	const end = now + 40 * DAY;
	for (let reading = 0; now < end; reading += 1) {
		while (draw() < 0.35) calendar.change(now);
		now += Math.floor((1 + draw() * 11) * HOUR);
		const today = Math.floor(now / DAY);
		const shown = calendar.bookings.flatMap((booked) => {
			const event = exporter.event(booked, today, reading);
			return event === undefined ? [] : [{ booked: { ...booked }, event }];
		});
		const trouble = draw();
		const kind = trouble < 0.03 ? "empty" : trouble < 0.05 ? "cut" : "whole";
		const events = kind === "empty" ? [] : shown.map(({ event }) => event);
		const feed = made(events, exporter.head);
		const at = new Date(now * 1000).toISOString().slice(0, 19);
		const result = season.readText(at.slice(0, 16), kind === "cut" ? feed.slice(0, -15) : feed);
		const bookings = kind === "empty" ? [] : shown.map(({ booked }) => booked);
		judge.look(now, kind, bookings, calendar.bookings, result);
	}
	return judge.played;
}

/** Readings that prove that an id is nobody's. */
interface Gap {
	first: number;
	empties: number;
	since?: number;
	readings: number;
}

const isoDay = (now: number) => text(Math.floor(now / DAY));

/** Looks at each reading. */
class Judge {
	readonly played: Played = { faults: [], readings: 0, guests: 0, ambiguous: 0, said: 0 };
	readonly #exporter: Exporter;
	readonly #season: Season;
	readonly #seen = new Map<number, Seen>();
	/** Ids of which a note says that they may be another guest's, since the last whole reading. */
	readonly #said = new Set<string>();
	/** The last day of each stay, as the reading before gave it. */
	readonly #departures = new Map<string, string>();
	/** For each id that no guest has: the first reading that proves it. */
	readonly #orphans = new Map<string, Gap>();
	/** The last days that feeds that were cut off showed of guests, since a whole one showed them. */
	readonly #cut = new Map<number, number[]>();
	/** Bookings, by guest and days, that were in a reading that counted. */
	readonly #proven = new Set<string>();

	constructor(exporter: Exporter, season: Season) {
		this.#exporter = exporter;
		this.#season = season;
	}

	look(now: number, kind: string, shown: Booked[], all: Booked[], reading: FeedReading): void {
		this.played.readings += 1;
		const today = Math.floor(now / DAY);
		const held = [...this.#season.held.values()].filter(
			({ status, departure }) => status === "confirmed" && departure > text(today),
		);
		for (const { kind, reservationId } of reading.notes)
			if (reservationId !== undefined && /another|ambiguous/.test(kind))
				this.#said.add(reservationId);
		if (kind === "whole") {
			const proof = this.#proofOf(now, shown, reading);
			for (const booked of shown) this.#expect(now, today, booked, held);
			this.#noWrongOnes(now, today, held, all, proof);
		}
		if (kind === "whole") {
			this.#said.clear();
			// Whoever is not in it has the last day that a feed which was cut off showed.
			for (const { guest } of shown) this.#cut.delete(guest);
		}
		if (kind === "cut")
			for (const { guest, departure } of shown) {
				this.#cut.set(guest, [...(this.#cut.get(guest) ?? []), departure]);
				// Whoever is in it is back, also under the UID of a guest who is not.
				for (const stay of held)
					if (stay.departure === text(departure)) this.#orphans.delete(stay.id);
			}
		this.#nobodyOutside(today, held, all);
		for (const { id, departure } of this.#season.held.values()) this.#departures.set(id, departure);
	}

	/** Whether the reading counts, which it does if an entry is as it was. */
	#proofOf(now: number, shown: Booked[], { notes }: FeedReading): "counts" | "empty" | "nothing" {
		const named = shown.map(({ guest, arrival, departure }) => `${guest} ${arrival} ${departure}`);
		const isSame = shown.some(({ guest, arrival, departure }, at) => {
			const before = this.#seen.get(guest);
			const isAsBefore = before?.arrival === arrival && before.departure === departure;
			// A running stay that was gone comes back as another guest's where UIDs are first days.
			const isSure = this.#exporter.tellsGuests || text(arrival) > isoDay(now);
			return isAsBefore && isSure && this.#proven.has(named[at] ?? "");
		});
		const isNone = notes.some(({ kind }) => kind === "nothing_known");
		// Who came in with a reading that did not count does not show whose feed it is.
		if (!isNone) for (const booking of named) this.#proven.add(booking);
		const isEmpty = notes.some(({ kind }) => kind === "feed_empty");
		if (isNone && isSame) this.#fault(now, "an entry that is as it was is not known");
		if (isEmpty && shown.length > 0) this.#fault(now, "a feed with bookings is called empty");
		return isNone ? "nothing" : isEmpty ? "empty" : "counts";
	}

	/** A guest in the feed has their days, told, under the id that they had. */
	#expect(now: number, today: number, booked: Booked, held: Reservation[]): void {
		const before = this.#seen.get(booked.guest);
		const ofDays = held.filter(
			({ arrival, departure }) =>
				departure === text(booked.departure) &&
				(arrival === text(booked.arrival) || (booked.arrival < today && arrival <= text(today))),
		);
		const own = ofDays.find(({ id }) => id === before?.id) ?? ofDays.at(-1);
		// Who came where nobody was known is told when the feed shows whose it is.
		const named = `${booked.guest} ${booked.arrival} ${booked.departure}`;
		const mayBeHeld = !this.#proven.has(named) && booked.arrival * DAY + 11 * HOUR > now;
		if (own === undefined || (own.hold && !mayBeHeld)) {
			this.#fault(now, `guest ${booked.guest} has no booking, or one on hold`);
			return;
		}
		const taken = [...this.#seen].find(
			([guest, { id }]) => id === own.id && guest !== booked.guest,
		);
		// A running stay takes the UID of each day, which may have been another guest's.
		const isAnother =
			taken !== undefined &&
			taken[1].arrival >= booked.arrival &&
			taken[1].arrival <= Math.max(booked.arrival, today);
		if (before === undefined) this.played.guests += 1;
		if (taken !== undefined && (this.#exporter.tellsGuests || !isAnother))
			this.#fault(now, `guests ${booked.guest} and ${taken[0]} have ${own.id}`);
		if (taken !== undefined && isAnother) {
			this.played.ambiguous += 1;
			const said = this.#said.has(own.id);
			// The same days under the same UID: the feed did not change at all.
			const isSilent =
				taken[1].departure === booked.departure ||
				this.#departures.get(own.id) === text(booked.departure);
			if (said || isSilent) this.played.said += 1;
			else
				this.#fault(now, `guest ${booked.guest} has ${own.id} of another one, and no note says so`);
			this.#seen.delete(taken[0]);
		}
		// Other first days are other UIDs, and running stays that grow overnight are new ones.
		const hasMoved = before?.arrival !== booked.arrival || before.departure !== booked.departure;
		// No entry takes a guest out of the house: whose stay had begun, and is to come, has two.
		const hasLeft =
			before !== undefined && before.arrival * DAY + 15 * HOUR <= now && booked.arrival > today;
		const isBound = (this.#exporter.tellsGuests && !hasLeft) || !hasMoved;
		if (before !== undefined && before.id !== own.id && isBound)
			this.#fault(now, `guest ${booked.guest} had ${before.id} and has ${own.id}`);
		this.#seen.set(booked.guest, { ...booked, id: own.id, at: now });
		this.#orphans.delete(own.id);
	}

	/** What nobody booked any more goes within the delays, unless it has begun. */
	#noWrongOnes(
		now: number,
		today: number,
		held: Reservation[],
		all: Booked[],
		proof: "counts" | "empty" | "nothing",
	): void {
		const owners = new Set(
			[...this.#seen]
				.filter(([guest]) => all.some((booked) => booked.guest === guest))
				.map(([, { id }]) => id),
		);
		for (const { id, arrival } of held) {
			if (owners.has(id) || arrival <= text(today)) continue;
			if (proof === "nothing") continue;
			const gap = this.#orphans.get(id) ?? { first: now, empties: 0, readings: 0 };
			this.#orphans.set(id, gap);
			if (proof === "empty") gap.empties += 1;
			else {
				gap.since ??= now;
				gap.readings += 1;
			}
			const isLong = gap.readings >= 2 && now - (gap.since ?? now) >= 6 * HOUR;
			const isEmptyForLong = gap.readings + gap.empties >= 3 && now - gap.first >= 24 * HOUR;
			if (proof === "counts" ? isLong : isEmptyForLong)
				this.#fault(now, `${id} of nobody stands for ${(now - gap.first) / HOUR} hours`);
		}
	}

	/** Whoever booked, and was seen, is held whatever the feed says today. */
	#nobodyOutside(today: number, held: Reservation[], all: Booked[]): void {
		for (const { guest, departure } of all) {
			const seen = this.#seen.get(guest);
			if (seen === undefined || departure <= today || seen.departure <= today) continue;
			const ends = [seen.departure, ...(this.#cut.get(guest) ?? [])].map(text);
			const isHeld = held.some((each) => ends.includes(each.departure));
			if (!isHeld) this.#fault(seen.at, `guest ${guest} stands outside`);
		}
	}

	#fault(now: number, words: string): void {
		this.played.faults.push(`${new Date(now * 1000).toISOString().slice(0, 16)} ${words}`);
	}
}
