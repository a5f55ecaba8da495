// The text of a feed becomes its events. ical.js reads each line; this file finds the event of each
// line, so that a broken event spoils no other.

import ICAL from "ical.js";
import { wrongType } from "../core/checks.js";
import { type LatchstringError, refusal } from "../core/error.js";

/** The longest feed, in UTF-16 units. */
export const MAX_FEED_LENGTH = 5 * 1024 * 1024;
/** The most events of a feed. */
export const MAX_EVENTS = 10_000;
/** The part of a line that is read. Long lines take ical.js long and hold nothing more of use. */
const MAX_LINE_LENGTH = 16_384;
/** A calendar, an event and an alarm, with room to spare. */
const MAX_DEPTH = 8;
/** The most zones that a feed describes, and the most lines of one. */
const [MAX_ZONES, MAX_ZONE_LINES] = [64, 400];

/** One `VEVENT`: the first of each property. */
export interface RawEvent {
	properties: Map<string, string>;
	/** The `TZID` of each property that has one. */
	zones: Map<string, string>;
	/** Names of the properties that could not be read. */
	broken: Set<string>;
}

/** A whole feed. */
export interface Feed {
	/** `METHOD`, such as `CANCEL`. */
	method: string | undefined;
	/** `PRODID`: which program wrote it. */
	prodId: string | undefined;
	/** `X-WR-TIMEZONE`: the zone of the whole calendar. */
	timeZone: string | undefined;
	/** The lines of each `VTIMEZONE`, by its name. */
	zones: Map<string, string>;
	events: RawEvent[];
	/** Whether the end is missing. The event that was cut is left out. */
	cutOff: boolean;
}

const READ = new Set([
	"method",
	"prodid",
	"x-wr-timezone",
	"uid",
	"dtstart",
	"dtend",
	"duration",
	"summary",
	"description",
	"url",
	"status",
	"transp",
	"sequence",
	"last-modified",
	"dtstamp",
	"created",
	"rrule",
	"rdate",
	"recurrence-id",
]);

/** The edges of an event, which some exporters write with dashes. */
const EDGES = new Set(["dtstart", "dtend"]);

/** Reads the text of a feed. A feed that breaks off is refused, or read as far as it goes. */
export function readText(text: unknown, mayBreakOff = false): Feed {
	if (typeof text !== "string") {
		throw wrongType("text", "a string", text, "give the text of the .ics file");
	}
	if (text.length > MAX_FEED_LENGTH) {
		const hint = "ask the platform for a feed of one listing";
		throw refused("too_long", "the feed is longer than 5 MiB", hint);
	}
	const lines = unfold(text);
	if (lines[0]?.toUpperCase().trim() !== "BEGIN:VCALENDAR") {
		const hint =
			"a feed begins with BEGIN:VCALENDAR; a page of HTML means that the address is wrong";
		throw refused("invalid_value", "the text is not an iCalendar feed", hint);
	}
	const outline = new Outline();
	for (const line of lines) {
		const [, edge, name] = /^(BEGIN|END):([\w-]+)\s*$/i.exec(line) ?? [];
		outline.keep(line);
		if (edge === undefined || name === undefined) outline.read(line);
		else if (edge.toUpperCase() === "BEGIN") outline.enter(name.toUpperCase());
		else outline.leave(name.toUpperCase());
	}
	return outline.finish(mayBreakOff);
}

/** Finds the event of each line. */
class Outline {
	/** The components that are open, outermost first. */
	#open: string[] = [];
	#calendar = emptyEvent();
	#events: RawEvent[] = [];
	#zones: string[][] = [];

	enter(name: string): void {
		// An event is always directly in the calendar, so whatever is still open lacks its END.
		if (name === "VEVENT" && this.#open.length > 1) this.#open.length = 1;
		if (this.#open.length === MAX_DEPTH) {
			const hint = "check that it is a calendar";
			throw refused("invalid_value", "the feed is nested too deeply", hint);
		}
		if (name === "VEVENT" && this.#open.length === 1) {
			if (this.#events.length === MAX_EVENTS) {
				const hint = "split it into several feeds";
				throw refused("too_long", "the feed has more than 10,000 events", hint);
			}
			this.#events.push(emptyEvent());
		}
		if (name === "VTIMEZONE" && this.#open.length === 1) this.#zones.push(["BEGIN:VTIMEZONE"]);
		this.#open.push(name);
	}

	leave(name: string): void {
		// An END also closes what is still open inside.
		const at = this.#open.lastIndexOf(name);
		if (at >= 0) this.#open.length = at;
	}

	/** Keeps a line of a zone as it is. */
	keep(line: string): void {
		const zone = this.#zones.at(-1);
		if (this.#open[1] === "VTIMEZONE" && zone !== undefined && zone.length < MAX_ZONE_LINES)
			zone.push(line);
	}

	read(line: string): void {
		const event = this.#events.at(-1);
		if (this.#open.length === 1) readLine(line, this.#calendar);
		else if (this.#open.length === 2 && this.#open[1] === "VEVENT" && event !== undefined)
			readLine(line, event);
	}

	finish(mayBreakOff: boolean): Feed {
		const cutOff = this.#open.length > 0;
		if (cutOff && !mayBreakOff) {
			const hint = "fetch it again: a missing end must not look like cancelled bookings";
			throw refused("invalid_value", "the feed breaks off before its end", hint);
		}
		const isCut = this.#open[1] === "VEVENT";
		const { properties } = this.#calendar;
		return {
			method: properties.get("method")?.toUpperCase(),
			prodId: properties.get("prodid") || undefined,
			timeZone: properties.get("x-wr-timezone") || undefined,
			zones: new Map(this.#zones.slice(0, MAX_ZONES).flatMap(named)),
			events: isCut ? this.#events.slice(0, -1) : this.#events,
			cutOff,
		};
	}
}

function emptyEvent(): RawEvent {
	return { properties: new Map(), zones: new Map(), broken: new Set() };
}

/** A zone's lines as one text, with its name. A zone without an end is none. */
function named(lines: string[]): [string, string][] {
	const id = lines.map((line) => /^TZID[^:]*:(.*)$/i.exec(line)?.[1]?.trim()).find(Boolean);
	const isWhole = /^END:VTIMEZONE\s*$/i.test(lines.at(-1) ?? "");
	return id !== undefined && isWhole ? [[id, lines.join("\r\n")]] : [];
}

/** The content lines without byte order marks, what is blank before them, folds and empty lines. */
function unfold(text: string): string[] {
	const lines: string[] = [];
	for (const line of text
		.trimStart()
		.replace(/(?:\r\n|\r|\n)[ \t]/g, "")
		.split(/\r\n|\r|\n/)) {
		if (line.trim() === "") continue;
		if (lines.length === 0 || /^[A-Za-z][\w-]*[:;]/.test(line)) lines.push(line);
		// What stands behind a calendar belongs to no line of it.
		else if (/^END:VCALENDAR\s*$/i.test(lines.at(-1) ?? "")) continue;
		// Some exporters do not escape a line break in a description.
		else lines.push(`${lines.pop() ?? ""}\\n${line}`);
	}
	return lines;
}

function readLine(line: string, event: RawEvent): void {
	const name = (/^[\w-]+/.exec(line)?.[0] ?? "").toLowerCase();
	if (!READ.has(name) || event.properties.has(name)) return;
	try {
		const plain = EDGES.has(name) ? withoutDashes(line) : line;
		const [, parameters, , value] = ICAL.parse.property(plain.slice(0, MAX_LINE_LENGTH)) as [
			string,
			Record<string, unknown>,
			string,
			unknown,
		];
		if (typeof parameters.tzid === "string") event.zones.set(name, parameters.tzid.trim());
		event.properties.set(name, clean(typeof value === "string" ? value : JSON.stringify(value)));
	} catch {
		event.broken.add(name);
	}
}

/** `2026-12-01T15:00:00Z` as RFC 5545 writes it. */
function withoutDashes(line: string): string {
	return line
		.replace(/:(\d{4})-(\d\d)-(\d\d)(?=[T\s]|$)/i, ":$1$2$3")
		.replace(/(T\d\d):(\d\d):(\d\d)(Z?)\s*$/i, "$1$2$3$4");
}

/** Text without control characters and halves of surrogate pairs, for ids and names. */
function clean(text: string): string {
	return text
		.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD")
		.replace(/\r\n?/g, "\n")
		.replace(/[^\P{Cc}\n]/gu, " ")
		.trim();
}

function refused(
	code: "too_long" | "invalid_value",
	message: string,
	hint: string,
): LatchstringError {
	return refusal(code, "text", message, hint);
}
