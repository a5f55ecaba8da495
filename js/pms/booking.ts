// The part of a reading that all systems share: from a booking's values to a fact that the rules
// take.

import { noInstant, plainOptions, wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { isDay, isInstant, secondsOf } from "../core/instant.js";
import { toJson } from "../core/json.js";
import { isNoName } from "../core/no-name.js";
import { isId, isObject, line, Part } from "../core/part.js";
import { same } from "../core/same.js";
import type { Guest, Reservation } from "../generated/types.js";
import type { PmsNote, PmsOptions, PmsReading } from "./reading.js";

/** What a system's word for the state of a booking means. */
export type Meaning = "confirmed" | "hold" | "cancelled" | "inquiry";

/** What one system says of a booking, under its own keys. */
export interface Said {
	/** Where the booking's id is. */
	id: string;
	/** The word for its state, and its path. */
	status: { word: string | undefined; path: string };
	/** The listing's id, as far as the booking names it. */
	listingId: string | undefined;
	/** What to ask the system for, where it does not. */
	listingHint: string;
	/** The keys of the days; the day is at the beginning of their text. */
	arrival: string;
	departure: string;
	/** The times of day, where they count. */
	checkIn?: string | undefined;
	checkOut?: string | undefined;
	guest: { id: string | undefined; names: (string | undefined)[]; phone: string | undefined };
	/** The texts that may say when it was booked, the best first. */
	bookedAt: (string | undefined)[];
	/** When it was changed last, and the path of that. */
	changedAt: { text: string | undefined; path: string };
}

/** A booking that is being read. */
export interface Open {
	options: {
		at: string;
		listingId?: string;
		times?: string;
		guestName: string;
		known: unknown;
		knownChangedAt: string | undefined;
	};
	notes: PmsNote[];
	booking: Part;
	/** What the webhook says around the booking. */
	envelope: Part | undefined;
}

/** Checks the options, and opens the JSON of a booking, in a webhook's envelope or without. */
export function open(given: object, options: PmsOptions, envelope: string, hint: string): Open {
	const {
		at,
		listingId,
		times,
		guestName = "Guest",
		known: before,
		knownChangedAt,
	} = plainOptions(options, ["at", "listingId", "times", "guestName", "known", "knownChangedAt"]);
	if (typeof at !== "string" || !isInstant(at)) throw noInstant("at");
	if (listingId !== undefined && (typeof listingId !== "string" || !isId(listingId)))
		throw refusal("invalid_value", "listingId", "not an id", "give the listing's id");
	if (times !== undefined && times !== "ignore" && times !== "keep")
		throw refusal("invalid_value", "times", "not a known word", "expected `ignore` or `keep`");
	if (typeof guestName !== "string" || guestName.length > 200)
		throw refusal("invalid_value", "guestName", "not a name", "give at most 200 letters");
	if (before !== undefined && !isObject(before))
		throw wrongType("known", "an object", before, "give the site's reservation of this id");
	if (knownChangedAt !== undefined)
		if (typeof knownChangedAt !== "string" || !isInstant(knownChangedAt))
			throw noInstant("knownChangedAt");
	const notes: PmsNote[] = [];
	const leave = (path: string, said: string) => {
		notes.push({ kind: "left_out", path, said });
	};
	const body: unknown = JSON.parse(toJson({}, given));
	const outer = new Part(body, { hint, leave });
	const inner = outer.value(envelope);
	const isEnveloped = typeof inner === "object" && !Array.isArray(inner);
	const within = isEnveloped ? outer.part(envelope) : undefined;
	const known = {
		at,
		guestName: line(guestName),
		known: before,
		knownChangedAt,
		...(listingId !== undefined && { listingId }),
		...(times !== undefined && { times }),
	};
	return {
		options: known,
		notes,
		booking: within ?? outer,
		envelope: within === undefined ? undefined : outer,
	};
}

/** Makes the fact. `meanings` are the words of the system. */
export function finish(
	{ options, notes, booking }: Open,
	said: Said,
	meanings: Record<string, Meaning>,
): PmsReading {
	const { word = "", path } = said.status;
	const isKnown = Object.hasOwn(meanings, word);
	if (!isKnown) notes.push({ kind: "unknown_status", path, said: line(word) });
	// A guest who is taken for none stands outside: what nobody knows is programmed and not told.
	const meaning = isKnown ? meanings[word] : "hold";
	if (meaning === "inquiry") return { leftOut: { kind: "inquiry", said: line(word) }, notes };
	const id = booking.text(said.id);
	if (id === undefined) throw booking.refuse("missing_key", said.id, "the booking has no id");
	if (!isId(id)) throw booking.refuse("invalid_value", said.id, "not an id");
	const listingId = options.listingId ?? said.listingId;
	if (listingId === undefined || !isId(listingId)) {
		const message = "the booking does not name its listing";
		throw refusal("missing_key", "listingId", message, said.listingHint);
	}
	const [arrival, departure] = [dayAt(booking, said.arrival), dayAt(booking, said.departure)];
	for (const day of [arrival, departure])
		if (day < "2020" || day >= "2100")
			return { leftOut: { kind: "year_out_of_range", said: day }, notes };
	if (departure < arrival)
		return { leftOut: { kind: "ends_before_start", said: `${arrival} to ${departure}` }, notes };
	const bookedAt = said.bookedAt.find((text) => text !== undefined && isInstant(text));
	const changed = secondsOf(said.changedAt.text ?? options.at);
	if (changed === undefined)
		notes.push({
			kind: "left_out",
			path: said.changedAt.path,
			said: line(said.changedAt.text ?? ""),
		});
	const changedAt = changed === undefined ? options.at : (said.changedAt.text ?? options.at);
	const revision = secondsOf(changedAt) ?? 0;
	const reservation: Reservation = {
		id,
		revision: Math.min(revision, 2 ** 32 - 1),
		listingId,
		status: meaning === "cancelled" ? "cancelled" : "confirmed",
		guest: guestOf(said.guest, knownGuest(options.known, id), {
			...{ nobody: options.guestName, path: booking.path("guest"), notes },
		}),
		arrival,
		departure,
		...(said.checkIn !== undefined && { checkIn: said.checkIn }),
		...(said.checkOut !== undefined && { checkOut: said.checkOut }),
		...(bookedAt !== undefined && { bookedAt }),
		...(meaning === "hold" && { hold: true }),
	};
	keepOfHost(reservation, options.known, said, notes);
	reservation.revision = revisionOf(reservation, options.known, {
		...{ changedAt, knownAt: options.knownChangedAt },
	});
	const { checkIn = "", checkOut = "" } = reservation;
	if (arrival === departure && checkIn >= checkOut && reservation.status === "confirmed")
		notes.push({ kind: "same_day", path: booking.path(said.departure), said: departure });
	return { fact: { type: "reservation", reservation }, changedAt, notes };
}

/**
 * What the host may have done to the known booking of this guest. Times that the system does not
 * say stay. Listing and hold are the system's, which may have changed them as well: a note says so.
 */
function keepOfHost(now: Reservation, given: unknown, { status }: Said, notes: PmsNote[]): void {
	const known = given as Reservation | undefined;
	if (known?.id !== now.id) return;
	const [one, other] = [now.guest, known.guest];
	const isSame = one.id === undefined ? one.name === other?.name : one.id === other?.id;
	if (!isSame) return;
	for (const key of ["checkIn", "checkOut"] as const) {
		const time = known[key];
		if (now[key] === undefined && typeof time === "string") now[key] = time;
	}
	if (typeof known.listingId === "string" && known.listingId !== now.listingId)
		notes.push({ kind: "differs_from_known", path: "listingId", said: line(known.listingId) });
	if (known.hold === true && now.hold !== true && now.status === "confirmed")
		notes.push({ kind: "differs_from_known", path: status.path, said: "hold" });
}

/** What a reading says of a booking. A site may have added more. */
const KEYS = [
	...(["id", "listingId", "status", "guest", "arrival", "departure"] as const),
	...(["checkIn", "checkOut", "bookedAt", "hold"] as const),
];

/** The revision of a reservation: newer than the known one's where it was changed after that. */
function revisionOf(
	now: Reservation,
	known: unknown,
	{ changedAt, knownAt }: { changedAt: string; knownAt: string | undefined },
): number {
	const before = known as Reservation | undefined;
	const { revision } = now;
	if (before?.id !== now.id || typeof before.revision !== "number") return revision;
	if (before.revision < revision || KEYS.every((key) => same(before[key], now[key])))
		return revision;
	// Who knows when the known one was changed can tell more than two changes of a second apart.
	if (knownAt === undefined && before.revision !== revision) return revision;
	if (knownAt !== undefined && isBefore(changedAt, knownAt))
		return Math.min(revision, Math.max(before.revision - 1, 0));
	return Math.min(before.revision + 1, 2 ** 32 - 1);
}

/** Whether an instant is before another one, to the last digit that both say. */
function isBefore(one: string, other: string): boolean {
	const [seconds, later] = [secondsOf(one) ?? 0, secondsOf(other) ?? 0];
	if (seconds !== later) return seconds < later;
	const [fraction, another] = [one, other].map((text) => /\.(\d+)/.exec(text)?.[1] ?? "");
	return Number(`0.${fraction}`) < Number(`0.${another}`);
}

/** A text as a time of day; midnight stands for none. What is none becomes a note. */
export function timeAt(
	text: string | undefined,
	path: string,
	notes: PmsNote[],
): string | undefined {
	if (text === undefined) return undefined;
	const time = /^((?:[01]\d|2[0-3]):[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?$/.exec(text)?.[1];
	if (time !== undefined && time !== "00:00") return time;
	notes.push({ kind: "time_left_out", path, said: line(text) });
	return undefined;
}

/** The day at the beginning of a text, on the clock of the house. */
function dayAt(booking: Part, key: string): string {
	const text = booking.text(key);
	if (text === undefined) throw booking.refuse("missing_key", key, "the booking has no such day");
	const day = text.slice(0, 10);
	// `2026-05-01T22:00:00Z` may be the next day at the house.
	const isLocal = !/[Zz]$/.test(text) || /T00:00:00(?:\.0+)?[Zz]$/.test(text);
	if (!isDay(day) || !isLocal) throw booking.refuse("invalid_value", key, "not a day of the house");
	return day;
}

/** The guest that the site has of a booking. */
function knownGuest(known: unknown, id: string): Guest | undefined {
	const { id: own, guest } = (known ?? {}) as Partial<Reservation>;
	return own === id && isObject(guest) && typeof guest.name === "string" ? guest : undefined;
}

/** The guest. Where the answer names nobody, as fields were not asked for, the known one stays. */
function guestOf(
	{ id, names, phone = "" }: Said["guest"],
	known: Guest | undefined,
	{ nobody, path, notes }: { nobody: string; path: string; notes: PmsNote[] },
): Guest {
	const full = names.map((name) =>
		line(name ?? "")
			.replace(/\s+/gu, " ")
			.trim(),
	);
	const given = full.find((name) => name !== "" && !isNoName(name));
	const isAnother = id !== undefined && known?.id !== undefined && known.id !== id;
	if (given === undefined && phone.trim() === "" && known !== undefined && !isAnother)
		return { ...known, ...(id !== undefined && isId(id) && { id }) };
	if (given === undefined) notes.push({ kind: "no_guest", path, said: full.join(" ").trim() });
	const name = given ?? nobody;
	const phoneLastDigits = lastFour(phone);
	// The digits may be a PIN.
	if (phone.trim() !== "" && phoneLastDigits === undefined)
		notes.push({ kind: "left_out", path, said: line(phone.replace(/\p{N}/gu, "•")) });
	return {
		...(id !== undefined && isId(id) && { id }),
		name,
		...(phoneLastDigits !== undefined && { phoneLastDigits }),
	};
}

/** The last four digits of the first whole number, without its extension. */
function lastFour(phone: string): string | undefined {
	for (const one of phone.slice(0, 500).split(/[,;|\n]|\s\/\s|\sor\s/iu)) {
		const number = one.replace(/(?:x|ext|extension|durchwahl|#)[\s.:]*\d{1,8}\s*$/iu, "");
		const digits = number.replace(/\D/g, "");
		if (digits.length >= 7 && digits.length <= 20) return digits.slice(-4);
	}
	return undefined;
}

/** An id that may be given as a number. */
export function idAt(part: Part | undefined, key: string): string | undefined {
	const value = part?.value(key);
	if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
	return part?.text(key);
}

/** The first text of a list of texts. */
export function firstText(part: Part | undefined, key: string): string | undefined {
	const list = part?.list(key, 100) ?? [];
	const text = list.find((one) => one !== null && one !== "");
	if (text === undefined || typeof text === "string") return text;
	throw wrongType(part?.path(`${key}[0]`) ?? key, "a string", text, "give texts");
}
