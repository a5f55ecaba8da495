// What the summary of an event says: a guest, a block, or something in between (R3).
//
// A guest who is taken for a block stands outside. A single word therefore counts only alone or
// apart, and whatever is in doubt is a booking with a note.

import { isNoName } from "../core/no-name.js";
import { anyOf, cut, fold, listed, plain } from "./text.js";
import { ALSO_NAMES, IN_NAMES, WORDS } from "./words.js";

/** What an event is. */
export type Meaning =
	| "booking"
	| "closed"
	| "block"
	| "pending"
	| "cancelled"
	| "arrives"
	| "departs";

/** What a summary says. */
export interface Said {
	meaning: Meaning;
	/** The guest's name, if there is one. */
	name: string | undefined;
	/** Whether it may be a block all the same. */
	inDoubt: boolean;
}

/** Patterns of the host's own, for whole summaries. */
export interface Patterns {
	blocks: { test(summary: string): boolean } | undefined;
	bookings: Patterns["blocks"];
}

/** The forms that count. */
export interface Forms {
	patterns: Patterns;
	/** Whether Booking.com wrote it, for which "closed" is its word for a booking, too. */
	isBooking: boolean;
	/** Whether Vrbo wrote it, which writes nothing but names after "reserved". */
	isVrbo: boolean;
}

const languages = Object.values(WORDS);
const whole = (words: string[], flags = "u") =>
	new RegExp(`(?<![\\p{L}\\p{N}])${anyOf(words)}(?![\\p{L}\\p{N}])`, flags);
const list = (key: "blocks" | "pending" | "cancelled" | "occupied" | "arrives" | "departs") =>
	listed(...languages.map((words) => words[key]));

const PHRASES = whole(listed(...languages.map(({ phrases }) => phrases)));
const BLOCKS = new Set(list("blocks"));
const PENDING = new Set(list("pending"));
const CANCELLED = new Set(list("cancelled"));
const OCCUPIED = new Set(list("occupied"));
const ARRIVES = beginning(list("arrives"));
const DEPARTS = beginning(list("departs"));
const NAMES = new Set(listed(ALSO_NAMES));
const INNER = new Set(listed(IN_NAMES));
/** Booking.com's word for every entry: bookings, and days that the host closed. */
const CLOSED = /^closed\s*(?:[-–—]\s*(.*))?$/isu;
/** The names of platforms, which stand before or after what counts. */
const PLATFORM = `(?:${[
	...["airbnb", "vrbo", "homeaway", "abritel", "fewo-?direkt", "stayz", "booking\\.com", "expedia"],
	...["agoda", "tripadvisor", "flipkey", "smoobu", "guesty", "lodgify", "hostaway", "hospitable"],
	...["google", "direct"],
].join("|")})`;
const ONLY_PLATFORM = new RegExp(`^${PLATFORM}$`, "iu");
/** "Booked", alone or before a name, and perhaps after a platform. The accents may be missing. */
const BOOKED = new RegExp(
	`^(?:${PLATFORM}\\s+)?${anyOf(withoutAccents(languages.map(({ booked }) => booked)))}(?!\\.com)(?![\\p{L}\\p{N}])`,
	"iu",
);

/** "Booking" behind what it is: "Pending booking", "Cancelled reservation". */
const A_BOOKING = /\s(?:booking|reservation|buchung|reservierung|boeking|reservering)$/iu;

/** Reads a summary. A reservation address or a phone in the description proves a booking. */
export function understand(
	summary: string,
	isProven: boolean,
	{ patterns, isBooking, isVrbo }: Forms,
): Said {
	// Merged feeds put the listing's number first.
	const text = plain(cut(summary, 300))
		.replace(/^\d{6,} (?=\S)/u, "")
		// French and Spanish write both endings: "Occupé(e)".
		.replace(/(?<=\p{L})\((?:e|a|s|es|in)\)/gu, "");
	if (patterns.bookings?.test(text)) return booking(says(text) ? undefined : text);
	if (patterns.blocks?.test(text)) return { meaning: "block", name: undefined, inDoubt: false };
	const [closed, rest = ""] = CLOSED.exec(text) ?? [];
	if (closed !== undefined && (isBooking || PHRASES.test(fold(rest)))) return afterClosed(rest);
	// "Booking request" is no booking yet.
	const first = fold(segments(text)[0] ?? "");
	const booked = PENDING.has(first) ? undefined : BOOKED.exec(text)?.[0];
	if (booked !== undefined) return afterBooked(text, booked.length, isProven, isVrbo);
	return free(text, isProven);
}

function afterClosed(rest: string): Said {
	if (rest === "" || PHRASES.test(fold(rest)))
		return { meaning: "closed", name: undefined, inDoubt: false };
	return BLOCKS.has(fold(rest))
		? { meaning: "block", name: undefined, inDoubt: false }
		: booking(rest);
}

/** `Reserved - X`: X is the guest, whatever their name means, unless it is a phrase of blocks. */
function afterBooked(text: string, from: number, isProven: boolean, isVrbo: boolean): Said {
	const rest = text.slice(from);
	const name = rest
		.replace(/^\s*\((.*)\)$/u, "$1")
		.replace(/^[\s\-–—:|(]+/u, "")
		.replace(/^(?:for|by|für|von|pour|par|para|por|per|voor|door|для)\s+/iu, "");
	const folded = fold(name);
	// "Reserved by owner", "Reserva del propietario".
	const isPhrase = PHRASES.test(folded) || PHRASES.test(fold(text));
	if (isVrbo && name !== "") return booking(name, isPhrase && !isProven);
	if (isPhrase) return blockUnless(isProven);
	// "Booking pending" says how it stands; "Booked - Pending" may be a name.
	if (!isProven && PENDING.has(folded) && /^ \p{L}/u.test(rest))
		return { meaning: "pending", name: undefined, inDoubt: false };
	const parts = segments(name);
	const kept = parts.filter((part) => !CANCELLED.has(fold(part)));
	if (kept.length < parts.length)
		return { ...booking(kept.join(" ") || undefined), meaning: "cancelled" };
	if (name === "" || ONLY_PLATFORM.test(name.replace(/^by |\)$/giu, ""))) return booking(undefined);
	return booking(name, PENDING.has(folded));
}

/** A summary of any other form. */
function free(text: string, isProven: boolean): Said {
	const parts = segments(text).filter((part) => !ONLY_PLATFORM.test(part));
	const is = (part: string, words: Set<string>) =>
		words.has(fold(part)) || words.has(fold(part.replace(A_BOOKING, "")));
	const others = (words: Set<string>) =>
		parts.filter((part) => !is(part, words)).join(" ") || undefined;
	const has = (words: Set<string>) => parts.some((part) => is(part, words));
	if (has(CANCELLED)) return { meaning: "cancelled", name: others(CANCELLED), inDoubt: false };
	if (has(PENDING))
		return isProven
			? booking(others(PENDING), true)
			: { meaning: "pending", name: others(PENDING), inDoubt: false };
	const spaced = fold(text).replace(/(?<=\p{L})-(?=\p{L})/gu, " ");
	const isBlock = parts.some((part) => BLOCKS.has(fold(part)));
	if (PHRASES.test(fold(text)) || PHRASES.test(spaced) || isBlock) return blockUnless(isProven);
	for (const [meaning, words] of [
		["arrives", ARRIVES],
		["departs", DEPARTS],
	] as const) {
		const rest = marked(parts, words);
		if (rest !== undefined) return { meaning, name: rest || undefined, inDoubt: true };
	}
	if (has(OCCUPIED)) return booking(others(OCCUPIED), !isProven);
	const isNameless = parts.every((part) => BOOKED.exec(part)?.[0] === part);
	return booking(isNameless ? undefined : text, !isProven && !isName(parts.join(" ")));
}

/** What is left of an event that marks an arrival or a departure. */
function marked(parts: string[], words: RegExp): string | undefined {
	for (const [at, part] of parts.entries()) {
		const match = words.exec(fold(part));
		if (match === null) continue;
		// Folding may shorten a text, but these words only by their accents.
		const rest = plain(part).slice(match[0].length);
		return [...parts.slice(0, at), rest, ...parts.slice(at + 1)].join(" ").trim();
	}
	return undefined;
}

/** The separate parts of a summary. A comma separates names, and a dash with no space. */
function segments(text: string): string[] {
	return text
		.split(/\s+[-–—/•·]+\s+|\s*[:;|()[\]]+\s*|^[-–—/•·]+\s+|\s+[-–—/•·]+$/u)
		.map((part) => part.trim())
		.filter(Boolean);
}

/** Whether a text looks like names: capitals, small words between, no numbers, no block. */
function isName(text: string): boolean {
	if (/\p{N}/u.test(text)) return false;
	const words = text.split(/[^\p{L}\p{M}]+/u).filter(Boolean);
	const areLetters = words.length !== 1 && words.every((word) => word.length === 1);
	if (text !== "" && areLetters) return false;
	return words.every((word, at) => {
		const folded = fold(word);
		if (BLOCKS.has(folded) || PENDING.has(folded))
			return NAMES.has(folded) && at > 0 && /^\p{Lu}/u.test(word);
		return INNER.has(folded) || !/^\p{Ll}/u.test(word);
	});
}

function says(text: string): boolean {
	const folded = fold(text);
	return PHRASES.test(folded) || segments(text).some((part) => BLOCKS.has(fold(part)));
}

function booking(name: string | undefined, inDoubt = false): Said {
	const isNone = name === undefined || isNoName(name);
	return {
		meaning: "booking",
		name: isNone ? undefined : cut(name, 200).trim() || undefined,
		inDoubt,
	};
}

function blockUnless(isProven: boolean): Said {
	return isProven
		? booking(undefined, true)
		: { meaning: "block", name: undefined, inDoubt: false };
}

function beginning(words: string[]): RegExp {
	return new RegExp(`^${anyOf(words)}(?![\\p{L}\\p{N}])`, "u");
}

/** Words as they are written, and the same without their accents. */
function withoutAccents(lists: string[]): string[] {
	const all = lists.flatMap((list) => list.split(",")).map((word) => plain(word));
	return [...new Set([...all, ...all.map(fold)])].sort((a, b) => b.length - a.length);
}
