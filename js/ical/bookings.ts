// The text of a feed becomes its bookings. It promises that each event is a booking or is left out
// with a reason, and that a broken event spoils no other. What is known of earlier readings plays
// no part here.

import { addDays } from "./days.js";
import { codeOf } from "./description.js";
import { isEcho } from "./echo.js";
import { type Booking, readEvent } from "./event.js";
import { type Feed, type RawEvent, readText } from "./feed.js";
import type { How } from "./how.js";
import { compare, shorten } from "./ids.js";
import { type Habits, habitsOf } from "./platforms.js";
import type { FeedNote, LeftOut, LeftOutKind } from "./reading.js";
import { readSpans } from "./span.js";
import type { FeedClosure } from "./state.js";
import { cut, foldName } from "./text.js";
import { isZone, windowsZone, Zones } from "./zones.js";

/** One booking, its event and its place in the feed. */
export interface Entry {
	at: number;
	event: RawEvent;
	booking: Booking;
	/** What it is called in the feed, best first; by its days where it has no id. */
	keys: string[];
	/** Whether stays of other feeds have all of its nights, too. */
	isDoubled?: boolean;
}

/** A stay that was taken from this feed before, and stands. */
export type Own = Days;

/** First day and day of departure. */
type Days = { arrival: string; departure: string };

/** What a feed says. */
export interface Read {
	feed: Feed;
	habits: Habits | undefined;
	/** The listing's zone, as the caller or the feed says. */
	timeZone: string | undefined;
	entries: Entry[];
	/** The blocks. */
	closures: FeedClosure[];
	leftOut: (LeftOut & { at: number; code: string | undefined })[];
	notes: FeedNote[];
}

/** Reads the bookings of a feed. */
export function readBookings(
	text: string,
	how: How,
	{ mayBreakOff = false, free = new Set<string>(), own = [] as Own[] } = {},
): Read {
	const feed = readText(text, mayBreakOff);
	const notes: FeedNote[] = [];
	const timeZone = how.timeZone ?? zoneOf(feed, notes);
	const zones = new Zones(feed.zones);
	const clock = {
		timeZone,
		keepTimes: how.keepTimes,
		endsOnLastNight: how.lastDay === "last_night",
	};
	const spans = readSpans(feed.events, clock, zones);
	notes.push(...zones.notes);
	const habits = habitsOf(how.platform, feed.prodId);
	const transparencies = feed.events.map(({ properties }) => properties.get("transp"));
	const reading = {
		allCancelled: feed.method === "CANCEL",
		saysOpaque: transparencies.some((value) => value?.toUpperCase() === "OPAQUE"),
		free,
		habits,
		patterns: how.patterns,
		keepTimes: how.keepTimes,
		now: new Date(how.now * 1000).toISOString(),
	};
	const read: Read = { feed, habits, timeZone, entries: [], closures: [], leftOut: [], notes };
	for (const [at, event] of feed.events.entries()) {
		const span = spans[at] ?? "unreadable";
		const booking = readEvent(event, span, reading);
		if (typeof booking !== "string") {
			read.entries.push({ at, event, booking, keys: [] });
			continue;
		}
		leave(read, booking, { at, event });
		if (booking === "not_available" && typeof span !== "string") {
			const uid = event.properties.get("uid");
			const { arrival, departure } = span;
			read.closures.push({ arrival, departure, ...(uid && { uid: shorten(uid) }) });
		}
	}
	withoutMarks(read);
	withoutDuplicates(read, how);
	withoutClosed(read, how, own);
	return read;
}

/**
 * Whether the UIDs of a feed only number its events, from 0 or 1 on. Whoever comes after one that
 * went has its number then.
 */
export function areNumbers({ feed: { events } }: Read): boolean {
	const parts = events.map(({ properties }) =>
		/^(\d{1,5})(\D.{0,80})?$/u.exec(properties.get("uid") ?? ""),
	);
	const [first] = parts;
	if (first === null || first === undefined) return false;
	const numbers = new Set(parts.map((part) => Number(part?.[1] ?? Number.NaN)));
	const areAlike = parts.every((part) => part?.[2] === first[2]);
	const from = numbers.has(0) ? 0 : 1;
	return (
		areAlike && numbers.size === parts.length && Math.max(...numbers) === from + parts.length - 1
	);
}

/** The zone that the feed itself names, where the caller gives none. */
function zoneOf({ timeZone }: Feed, notes: FeedNote[]): string | undefined {
	const found = timeZone && (isZone(timeZone) ? timeZone : windowsZone(timeZone));
	if (!found) return undefined;
	notes.push({ kind: "zone_of_feed", name: "X-WR-TIMEZONE", timeZone: found });
	return found;
}

/** Leaves an event out, with its reason. */
export function leave(
	read: Read,
	kind: LeftOutKind,
	{ at, event, days }: { at: number; event: RawEvent; days?: Days },
): void {
	const [uid, summary] = [event.properties.get("uid"), event.properties.get("summary")];
	read.leftOut.push({
		at,
		kind,
		code: codeOf(event.properties.get("description"), event.properties.get("url")),
		...(uid && { uid: shorten(uid) }),
		...(summary && { summary: cut(summary, 200) }),
		...(days && { arrival: days.arrival, departure: days.departure }),
	});
}

/** What is left out, in the order of the feed. */
export function inOrder({ leftOut }: Read): LeftOut[] {
	return leftOut.sort((a, b) => a.at - b.at).map(({ at: _, code: __, ...left }) => left);
}

/** Leaves out what only marks the arrival or the departure of a stay of this feed. */
function withoutMarks(read: Read): void {
	const names = {
		arrives: new Map<string, Set<string>>(),
		departs: new Map<string, Set<string>>(),
	};
	for (const { booking } of read.entries) {
		if (booking.marks !== undefined || booking.cancelled) continue;
		const name = foldName(booking.guestName ?? "");
		add(names.arrives, booking.arrival, name);
		add(names.departs, booking.departure, name);
	}
	read.entries = read.entries.filter((entry) => {
		const { marks, arrival, departure, guestName } = entry.booking;
		if (marks === undefined || departure > addDays(arrival, 1)) return true;
		const there = names[marks].get(arrival);
		const name = foldName(guestName ?? "");
		if (there === undefined || !(name === "" || there.has("") || there.has(name))) return true;
		leave(read, "marker", { ...entry, days: entry.booking });
		return false;
	});
	for (const { booking } of read.entries) booking.inDoubt ||= booking.marks !== undefined;
}

/** Leaves out all but the newest event of each booking. */
function withoutDuplicates(read: Read, { listingId }: How): void {
	const groups = new Map<string, Entry[]>();
	for (const entry of read.entries) {
		const { code, uid, arrival, departure } = entry.booking;
		entry.keys = [code, uid].flatMap((id) => (id === undefined ? [] : [shorten(id)]));
		if (entry.keys.length === 0) entry.keys.push(shorten(`${arrival}/${departure}/${listingId}`));
		const id = entry.keys[0] ?? "";
		const group = groups.get(id);
		if (group === undefined) groups.set(id, [entry]);
		else group.push(entry);
	}
	const lost = new Set<Entry>();
	for (const group of groups.values()) {
		if (group.length === 1) continue;
		const kept = new Set(isOneUidForAll(group) ? apart(group) : [group.reduce(newer)]);
		for (const entry of group) if (!kept.has(entry)) lost.add(entry);
		if (kept.size === 1) continue;
		for (const { keys, booking } of kept) keys[0] = shorten(`${booking.uid}/${booking.arrival}`);
	}
	read.entries = read.entries.filter((entry) => !lost.has(entry));
	for (const entry of lost) leave(read, "duplicate", { ...entry, days: entry.booking });
}

/** Whether several bookings have one UID: no version is newer, and there is no code. */
function isOneUidForAll([first, ...others]: Entry[]): boolean {
	if (first === undefined || first.booking.code !== undefined) return false;
	if (first.booking.uid === undefined) return false;
	const said = JSON.stringify(first.booking.version);
	return others.every(({ booking }) => JSON.stringify(booking.version) === said);
}

/** Those that fill no night of one before. What was cancelled makes room for what goes on. */
function apart(group: Entry[]): Entry[] {
	const goOn = inTurn(group.filter(({ booking }) => !booking.cancelled));
	const off = inTurn(group.filter(({ booking }) => booking.cancelled));
	let at = 0;
	const areFree = ({ booking: { arrival, departure } }: Entry) => {
		while ((goOn[at]?.booking.departure ?? "9") <= arrival) at += 1;
		return (goOn[at]?.booking.arrival ?? "9") >= departure;
	};
	return [...goOn, ...off.filter(areFree)];
}

/** Those that begin after the one before has ended. */
function inTurn(group: Entry[]): Entry[] {
	const kept: Entry[] = [];
	for (const entry of [...group].sort((a, b) => compare(a.booking.arrival, b.booking.arrival)))
		if (entry.booking.arrival >= (kept.at(-1)?.booking.departure ?? "")) kept.push(entry);
	return kept;
}

/** The newer version of a booking; of two equal ones the one that was not cancelled. */
function newer(a: Entry, b: Entry): Entry {
	const [[count, at], [otherCount, otherAt]] = [a.booking.version, b.booking.version];
	if (otherCount !== count) return otherCount > count ? b : a;
	if (otherAt !== at) return otherAt > at ? b : a;
	return a.booking.cancelled && !b.booking.cancelled ? b : a;
}

/** Leaves out closed entries that are no stays. Who was there before the others is no echo. */
function withoutClosed(read: Read, { leaveClosed, filled }: How, own: Own[]): void {
	const known = new Map<string, string>();
	for (const { arrival, departure } of own)
		if (!(arrival > (known.get(departure) ?? "9"))) known.set(departure, arrival);
	read.entries = read.entries.filter((entry) => {
		const { closed, arrival, departure } = entry.booking;
		if (!closed) return true;
		// The entry of a running stay begins anew each day.
		const isKnown = (known.get(departure) ?? "9") <= arrival;
		const mayBeEcho = isEcho(entry.booking, filled);
		const kind = leaveClosed ? "closed" : mayBeEcho && !isKnown ? "echo" : undefined;
		entry.isDoubled = mayBeEcho;
		if (kind === undefined) return true;
		leave(read, kind, { ...entry, days: entry.booking });
		return false;
	});
}

function add(days: Map<string, Set<string>>, day: string, name: string): void {
	const names = days.get(day);
	if (names === undefined) days.set(day, new Set([name]));
	else names.add(name);
}
