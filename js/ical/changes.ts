// From the entries of a reading to facts, notes and the stays of the new state.

import { same } from "../core/same.js";
import type { Reservation } from "../generated/types.js";
import type { Entry } from "./bookings.js";
import { Cover } from "./cover.js";
import { addDays } from "./days.js";
import { detailsOf } from "./details.js";
import type { Booking } from "./event.js";
import { fullGuest, type Given, isElsewhere, type Known, type Taking, unproven } from "./given.js";
import { compare, startOf } from "./ids.js";
import { arrivalOf, assumptions, isAnotherStay, newId, withEndOf } from "./known.js";
import type { Match } from "./match.js";
import { factOf } from "./merge.js";
import { cancelledByHost, type Nights, whoWasPutOut } from "./put-out.js";
import type { FeedReading, LeftOutKind, StayNote, StayNoteKind } from "./reading.js";
import type { FeedState, FeedStay } from "./state.js";
import { foldName } from "./text.js";
import { mayHold, type Proof, weigh, widen } from "./vanished.js";
import { fullerName, isOfAnother } from "./who.js";
import { instants } from "./zones.js";

/** What one reading changes. */
export class Changes {
	readonly notes: StayNote[] = [];
	/** The stays of the state before, or those that the site has of it. */
	readonly stays: Known[];
	readonly #given: Given;
	readonly #ids: Set<string>;
	readonly #matched = new Set<Known>();
	readonly #kept: FeedStay[] = [];
	readonly #changed: Reservation[] = [];
	/** The nights that a stay of this reading has, and had not before. */
	readonly #cover = new Cover();
	/** The nights of stays that have begun. */
	readonly #running = new Cover();
	/** The stays that the host cancelled. */
	#offs: Nights | undefined;
	#keptUids = 0;
	#newUids = 0;

	constructor(given: Given) {
		this.#given = given;
		const stays = given.before?.stays ?? given.recovered;
		const zone = { name: given.timeZone };
		const starts = instants(
			stays.map(({ reservation }) => {
				// The host may let somebody in earlier than the feed knows, or later.
				const told = given.site.get(reservation.id);
				return {
					local: `${told?.arrival ?? reservation.arrival}T${told?.checkIn ?? reservation.checkIn ?? given.checkIn}`,
					zone,
				};
			}),
		);
		this.stays = stays.map((kept, at) => this.#toKnown(kept, (starts[at] ?? 0) / 1000));
		for (const { isLive, arrival, departure, id } of this.stays)
			if (isLive && arrival < given.today) this.#running.add(arrival, departure, id);
		this.#ids = new Set(stays.map(({ reservation }) => reservation.id));
	}

	#toKnown(kept: FeedStay, beginsAt: number): Known {
		const { reservation } = kept;
		const hasBegun = beginsAt <= this.#given.now;
		return {
			...{ kept, beginsAt, id: reservation.id, keys: kept.keys },
			...{ arrival: reservation.arrival, departure: reservation.departure },
			guest: fullGuest(kept),
			name: kept.nameless ? "" : foldName(reservation.guest.name),
			isLive: reservation.status === "confirmed",
			// An empty reading alone cancels nobody, but who comes after it may be another guest.
			isGone:
				(kept.gone?.readings ?? 0) > 0 || (hasBegun && (kept.asked || kept.gone) !== undefined),
			hasBegun,
			isForgotten: kept.forgotten === true,
		};
	}

	/** Whether some stay that is to come should be in the feed. */
	expects(): boolean {
		return this.stays.some((stay) => stay.isLive && !stay.hasBegun);
	}

	/** When each entry begins, in Unix seconds. */
	beginnings(entries: Entry[]): number[] {
		const zone = { name: this.#given.timeZone };
		const starts = instants(
			entries.map(({ booking: { arrival, checkIn } }) => ({
				local: `${arrival}T${checkIn ?? this.#given.checkIn}`,
				zone,
			})),
		);
		return starts.map((start = 0) => start / 1000);
	}

	/** Takes one entry; gives the reason where it is left out. */
	take(found: Entry, match: Match<Known> | undefined, how: Taking): LeftOutKind | undefined {
		const known = match?.stay;
		const booking = withEndOf(known?.isLive ? known : undefined, found.booking);
		const entry = { ...found, booking };
		if (known !== undefined) this.#matched.add(known);
		if (booking.cancelled) return this.#cancelled(known);
		if (known !== undefined && this.#endsInHouse(known, booking)) {
			if (!known.kept.asked) this.#note("vanished_in_stay", known.id);
			this.#kept.push({ ...known.kept, asked: true });
			return undefined;
		}
		if (known === undefined && booking.departure < how.yesterday) return "over";
		this.#watchUids(entry, known);
		const id = known?.id ?? this.#newId(entry);
		const guests = known && [this.#given.site.get(id)?.guest, known.guest];
		const isAnother = guests?.every((guest) => isOfAnother(guest, booking)) === true;
		const reservation = this.#reservation(id, booking, known, isAnother);
		const note = (kind: StayNoteKind, otherId?: string) => this.#note(kind, id, otherId);
		if (match?.why === "other_end" || isAnother) note("maybe_another_guest");
		if (match?.why === "same_days_no_name" || match?.why === "forgotten") note("ambiguous");
		const isLost = known !== undefined && this.#given.before === undefined;
		if (!isLost && (known?.isLive === false || known?.kept.gone || known?.kept.asked))
			note("returned");
		if (known === undefined) this.#noteNeighbour(booking, id);
		const putOut = known === undefined || isAnother ? this.#putOut(booking) : undefined;
		if (putOut !== undefined) note(isAnother ? "differs_from_known" : "ambiguous", putOut);
		if (entry.isDoubled && known?.kept.doubled === undefined) note("ambiguous");
		const isNew = known === undefined || !same(known.kept.reservation, reservation);
		if (isNew) for (const kind of assumptions(booking)) note(kind);
		this.#addCover(booking, id, known);
		// Who may be in the house is not held.
		const first = booking.isOfFirstDay ? addDays(booking.arrival, -1) : booking.arrival;
		const mayRun = known?.hasBegun || first < this.#given.today;
		const beginsAt = mayRun ? 0 : how.beginsAt;
		const isReinstated = this.#isOffElsewhere(known);
		if (isReinstated) note("differs_from_known");
		const isPutOut = putOut !== undefined || isReinstated;
		const taken = { ...how, beginsAt, isAnother, isPutOut, isReinstated };
		this.#keep(known?.kept, reservation, entry, taken);
		return undefined;
	}

	/**
	 * Whether another feed may have cancelled a stay that this one shows, or the host. Nobody can
	 * tell, so that it stands on hold, once.
	 */
	#isOffElsewhere(known: Known | undefined): boolean {
		const isOff = known !== undefined && this.#given.site.get(known.id)?.status === "cancelled";
		// No feed cancels a stay that has begun.
		return isOff && known.isLive && !known.hasBegun && known.kept.shared === true;
	}

	/** The stay that the host cancelled whose guest a booking may be. */
	#putOut(booking: Booking): string | undefined {
		const { site, before, today } = this.#given;
		this.#offs ??= cancelledByHost(this.stays, site, before === undefined);
		return whoWasPutOut(this.#offs, booking, today);
	}

	/** A cancelled entry ends its stay, unless that has begun. */
	#cancelled(known: Known | undefined): LeftOutKind | undefined {
		if (known === undefined || !known.isLive) {
			if (known !== undefined) this.#kept.push(known.kept);
			return "cancelled";
		}
		if (known.hasBegun) {
			if (!known.kept.asked) this.#note("cancelled_in_stay", known.id);
			this.#kept.push({ ...known.kept, asked: true });
			return undefined;
		}
		this.#put(known.kept, { status: "cancelled", hold: undefined }, {});
		return undefined;
	}

	/** Whether a booking would end a stay that runs, today or before. */
	#endsInHouse({ isLive, hasBegun, departure }: Known, booking: Booking): boolean {
		const { today } = this.#given;
		return isLive && hasBegun && booking.departure <= today && today < departure;
	}

	/** Weighs each known stay whose entry is gone: neither its keys nor its marks are there. */
	lookForMissing(proof: Proof, present: Set<string>, marked: Set<string>): void {
		const { now, today, before, feedId } = this.#given;
		const inUtc = new Date(now * 1000).toISOString().slice(0, 10);
		const latest = inUtc > today ? inUtc : today;
		for (const known of this.stays) {
			if (this.#matched.has(known)) continue;
			// A stay of the site under the platform's code may be of another feed.
			if (before === undefined && !known.id.startsWith(startOf(feedId))) continue;
			const { kept, isLive, departure, hasBegun, beginsAt } = known;
			const arrival = this.#given.site.get(known.id)?.arrival ?? known.arrival;
			// An entry that nobody can read today is not gone.
			const isThere = marked.has(known.id) || known.keys.some((key) => present.has(key));
			if (!isLive || departure <= today || isThere) {
				this.#kept.push(kept);
				continue;
			}
			if (isElsewhere(kept, this.#given)) {
				if (!kept.asked) this.#note("ambiguous", known.id);
				this.#put(kept, { hold: undefined }, { asked: true });
				continue;
			}
			const mayHaveBegun = hasBegun || (!this.#given.keepsFirstDay && arrival <= latest);
			const coveredBy = this.#cover.find(known);
			// A running stay is gone only where the feed goes on without it.
			const counts = !mayHaveBegun || proof === "counts";
			const gap = counts ? widen(kept.gone, proof, now) : kept.gone;
			const gone = gap === undefined ? {} : { gone: gap };
			const isCovered = coveredBy !== undefined;
			const outcome = weigh({ gap, mayHaveBegun, beginsAt, isCovered }, proof, now);
			if (outcome === "ask" && !kept.asked)
				this.#note(hasBegun ? "vanished_in_stay" : "ambiguous", known.id);
			const isNews = gap !== undefined && kept.gone === undefined;
			if (isNews && (outcome === "hold" || outcome === "keep")) this.#note("vanished", known.id);
			if (outcome === "cancel") {
				this.#note("cancelled_as_vanished", known.id, coveredBy);
				this.#put(kept, { status: "cancelled", hold: undefined }, gone);
			} else {
				const asked = outcome === "ask" ? ({ asked: true } as const) : {};
				const isHeld = outcome === "hold" || (kept.unproven && mayHold(beginsAt, now));
				this.#put(kept, { hold: isHeld ? true : undefined }, { ...gone, ...asked });
			}
		}
	}

	/** The facts, by arrival and id. */
	facts(): FeedReading["facts"] {
		return this.#changed
			.sort((a, b) => compare(a.arrival, b.arrival) || compare(a.id, b.id))
			.map((reservation) => ({ type: "reservation", reservation }));
	}

	/** The stays of the new state. */
	kept(): FeedStay[] {
		return this.#kept;
	}

	/** Whether UIDs stayed between the two readings; nothing where nobody can tell. */
	learnedUids(): FeedState["uids"] {
		if (this.#keptUids > 0) return "stay";
		// One stay alone may be another guest's.
		return this.#newUids > 1 ? "change" : undefined;
	}

	#watchUids({ keys, booking }: Entry, known: Known | undefined): void {
		if (known === undefined || booking.isOfFirstDay || booking.uid === undefined) return;
		if (keys.some((key) => known.keys.includes(key))) this.#keptUids += 1;
		else this.#newUids += 1;
	}

	#newId({ booking, keys: [key = ""] }: Entry): string {
		// Only the platform's own feed gives its code as an id: another one may drop the booking.
		const isOwn = key === booking.code && this.#given.hasOwnCodes;
		const base = isOwn ? key : startOf(this.#given.feedId) + key;
		const id = newId(base, (id) => {
			const told = isOwn ? undefined : this.#given.site.get(id);
			return this.#ids.has(id) || (told !== undefined && isAnotherStay(told, booking));
		});
		this.#ids.add(id);
		return id;
	}

	/** The reservation of an entry, with the revision of before. */
	#reservation(
		id: string,
		booking: Booking,
		known: Known | undefined,
		isAnother: boolean,
	): Reservation {
		const { listingId, guestName, now, today, before } = this.#given;
		const stay = known?.kept.reservation;
		// Nothing of one guest is the next one's.
		const old = isAnother ? undefined : stay;
		const arrival = known?.hasBegun ? arrivalOf(old, booking, today) : booking.arrival;
		const checkIn = booking.checkIn ?? (arrival === booking.arrival ? undefined : old?.checkIn);
		const seenFirst = before && new Date(now * 1000).toISOString().replace(".000", "");
		const bookedAt = old === undefined ? (booking.bookedAt ?? seenFirst) : old.bookedAt;
		const isForgotten = known?.kept.forgotten === true;
		const phone = booking.phoneLastDigits ?? old?.guest.phoneLastDigits;
		return {
			id,
			revision: stay?.revision ?? now,
			listingId,
			status: "confirmed",
			guest: {
				name: isForgotten ? "Guest" : (booking.guestName ?? old?.guest.name ?? guestName),
				...(phone !== undefined && !isForgotten && { phoneLastDigits: phone }),
			},
			arrival,
			departure: booking.departure,
			...(checkIn !== undefined && { checkIn }),
			...(booking.checkOut !== undefined && { checkOut: booking.checkOut }),
			...(bookedAt !== undefined && { bookedAt }),
		};
	}

	/** Keeps a stay that is in the feed, and says what its description says. */
	#keep(
		old: FeedStay | undefined,
		reservation: Reservation,
		{ booking, keys, isDoubled }: Entry,
		how: Taking & { isAnother: boolean; isPutOut: boolean; isReinstated: boolean },
	): void {
		const { isProven, beginsAt, isAnother, isPutOut, isReinstated } = how;
		const isFirstSeen = old === undefined || this.#given.before === undefined;
		const isOwn = reservation.id.startsWith(startOf(this.#given.feedId));
		const isShared = isFirstSeen && !isOwn && this.#given.site.has(reservation.id);
		const shared = isReinstated ? "asked" : isShared || old?.shared;
		const isForgotten = old?.forgotten === true;
		const isNamed = booking.guestName !== undefined || (old !== undefined && !old.nameless);
		const details = isForgotten ? {} : detailsOf(booking, isAnother ? undefined : old);
		if (!same(details, detailsOf({}, old)) && Object.keys(details).length > 0)
			this.notes.push({ kind: "details", reservationId: reservation.id, ...details });
		// A UID of a feed that may be another listing's shows nothing at the next reading.
		const isStrange = !isProven && old !== undefined && old.unproven === undefined;
		const others = this.#given.areNumbers && !isStrange ? [] : (old?.keys ?? []);
		const names = [...others, ...(isStrange ? [] : keys)];
		// Whose feed showed it, nobody knows yet: it is programmed, and told a little later.
		const isNew = !isProven && (old === undefined || old.unproven !== undefined);
		const isHeld = isPutOut || (isNew && mayHold(beginsAt, this.#given.now));
		const { name } = reservation.guest;
		const isFirst = old === undefined || old.nameless === true || isAnother;
		const full = isFirst || isForgotten ? name : fullerName(name, fullGuest(old).name);
		const now = { ...reservation, ...(isHeld && { hold: true }) };
		this.#kept.push({
			reservation: this.#raise(old, now, isAnother, isReinstated),
			...(shared && { shared }),
			...(isPutOut ? { heldByHost: true } : this.#holdOfHost(old, now)),
			...(full !== name && { fullName: full }),
			...(isDoubled && { doubled: true }),
			keys: [...new Set(names.reverse())].slice(0, 4).reverse(),
			...((!isNamed || isForgotten) && { nameless: true }),
			...(isNew && { unproven: unproven(old, this.#given.now, how) }),
			...(booking.isTransparent && { transparent: true }),
			...(isForgotten && { forgotten: true }),
			...details,
		});
	}

	/** Keeps a stay that is not in the feed, changed. */
	#put(
		kept: FeedStay,
		change: { status?: "cancelled"; hold: true | undefined },
		more: Partial<FeedStay>,
	): void {
		const { hold: _, ...plain } = kept.reservation;
		const { status = plain.status, hold } = change;
		const now = { ...plain, status, ...(hold && { hold }) };
		const { heldByHost: __, ...rest } = kept;
		const reservation = this.#raise(kept, now, false);
		this.#kept.push({ ...rest, ...more, ...this.#holdOfHost(kept, now), reservation });
	}

	/** Whether the host holds a stay that the feed holds from now on, too. */
	#holdOfHost(old: FeedStay | undefined, now: Reservation): { heldByHost?: true } {
		if (old === undefined || now.hold !== true) return {};
		const isHosts = old.reservation.hold !== true && this.#given.site.get(now.id)?.hold === true;
		return isHosts || old.heldByHost ? { heldByHost: true } : {};
	}

	/** A reservation with a new revision, and its fact, where it differs from the one before. */
	#raise(
		old: FeedStay | undefined,
		now: Reservation,
		isAnother: boolean,
		isReinstated = false,
	): Reservation {
		const before = old?.reservation;
		if (before !== undefined && same(before, now)) return before;
		const { site, before: state } = this.#given;
		const { fact, isInDoubt } = factOf({
			...{ now, before, isAnother, isReinstated, at: this.#given.now, site: site.get(now.id) },
			isHeldByHost: old?.heldByHost === true,
			isNameless: old?.nameless === true && !old.forgotten,
			isLost: old !== undefined && state === undefined,
		});
		if (isInDoubt) this.#note("differs_from_known", now.id);
		if (fact !== site.get(now.id)) this.#changed.push(fact);
		// What the feed says is compared with what it said, and not with the host's additions.
		return { ...now, revision: fact.revision };
	}

	/** Another stay that begins while one runs. */
	#noteNeighbour({ arrival }: Booking, id: string): void {
		if (arrival > this.#given.today) return;
		const running = this.#running.find({ arrival, departure: addDays(arrival, 1) });
		if (running !== undefined) this.#note("beside_running_stay", id, running);
	}

	#addCover({ arrival, departure }: Booking, id: string, known: Known | undefined): void {
		if (known?.isLive !== true) this.#cover.add(arrival, departure, id);
		else {
			this.#cover.add(arrival, known.arrival, id);
			this.#cover.add(known.departure, departure, id);
		}
	}

	#note(kind: StayNoteKind, reservationId: string, otherId?: string): void {
		this.notes.push({ kind, reservationId, ...(otherId !== undefined && { otherId }) });
	}
}
