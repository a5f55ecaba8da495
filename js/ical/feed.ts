// From the text of a feed to its events. ical.js reads the lines; which line belongs to which event is found here,
// so that one broken event costs no other.

import ICAL from "ical.js";
import { LatchstringError } from "../core/error.js";

/** The longest feed, in UTF-16 units. */
export const MAX_FEED_LENGTH = 5 * 1024 * 1024;
/** The most events of a feed. */
export const MAX_EVENTS = 10_000;
/** How much of a line is read: nothing that counts stands further back, and ical.js takes long over long ones. */
const MAX_LINE_LENGTH = 16_384;
/** An alarm in an event in a calendar, and some more. */
const MAX_DEPTH = 8;

/** What one `VEVENT` says, the first of each property. */
export interface RawEvent {
	properties: Map<string, string>;
	/** Names of the lines that could not be read. */
	broken: Set<string>;
}

/** A whole feed. */
export interface Feed {
	/** `METHOD`, such as `CANCEL`. */
	method: string | undefined;
	events: RawEvent[];
}

const READ = new Set([
	"method",
	"uid",
	"dtstart",
	"dtend",
	"duration",
	"summary",
	"description",
	"url",
	"status",
	"sequence",
	"last-modified",
	"dtstamp",
	"created",
	"rrule",
	"rdate",
	"recurrence-id",
]);

/** Reads the text of a feed. */
export function readFeed(text: unknown): Feed {
	if (typeof text !== "string") {
		throw refusal("wrong_type", "the feed is no text", "give the text of the .ics file");
	}
	if (text.length > MAX_FEED_LENGTH) {
		throw refusal(
			"too_long",
			"the feed is longer than 5 MiB",
			"ask the platform for a feed of one listing",
		);
	}
	const lines = unfold(text);
	if (lines[0]?.toUpperCase().trim() !== "BEGIN:VCALENDAR") {
		throw refusal(
			"invalid_value",
			"the text is no iCalendar feed",
			"it has to begin with BEGIN:VCALENDAR; a page of HTML means that the address is wrong or has expired",
		);
	}
	const outline = new Outline();
	for (const line of lines) {
		const [, edge, name] = /^(BEGIN|END):([\w-]+)\s*$/i.exec(line) ?? [];
		if (edge === undefined || name === undefined) outline.read(line);
		else if (edge.toUpperCase() === "BEGIN") outline.enter(name.toUpperCase());
		else outline.leave(name.toUpperCase());
	}
	return outline.finish();
}

/** Finds out which line belongs to which event. */
class Outline {
	/** The components that have begun and not ended, outermost first. */
	#open: string[] = [];
	#calendar: RawEvent = { properties: new Map(), broken: new Set() };
	#events: RawEvent[] = [];

	enter(name: string): void {
		// Events stand in the calendar and nowhere else: one that is still open lacks its END.
		if (name === "VEVENT" && this.#open.length > 1) this.#open.length = 1;
		if (this.#open.length === MAX_DEPTH) {
			throw refusal(
				"invalid_value",
				"the feed is nested too deeply",
				"check that it is a calendar",
			);
		}
		if (name === "VEVENT" && this.#open.length === 1) {
			if (this.#events.length === MAX_EVENTS) {
				throw refusal(
					"too_long",
					"the feed has more than 10,000 events",
					"split it into several feeds",
				);
			}
			this.#events.push({ properties: new Map(), broken: new Set() });
		}
		this.#open.push(name);
	}

	leave(name: string): void {
		// An END closes what was left open inside, too.
		const at = this.#open.lastIndexOf(name);
		if (at >= 0) this.#open.length = at;
	}

	read(line: string): void {
		const event = this.#events.at(-1);
		if (this.#open.length === 1) readLine(line, this.#calendar);
		else if (this.#open.length === 2 && this.#open[1] === "VEVENT" && event !== undefined)
			readLine(line, event);
	}

	finish(): Feed {
		if (this.#open.length > 0) {
			throw refusal(
				"invalid_value",
				"the feed breaks off before its end",
				"fetch it again: what is missing at its end must not look like cancelled bookings",
			);
		}
		return { method: this.#calendar.properties.get("method")?.toUpperCase(), events: this.#events };
	}
}

/** The content lines, without byte order mark, folds and empty lines. */
function unfold(text: string): string[] {
	const lines: string[] = [];
	for (const line of text
		.replace(/^\uFEFF/, "")
		.replace(/(?:\r\n|\r|\n)[ \t]/g, "")
		.split(/\r\n|\r|\n/)) {
		if (line.trim() === "") continue;
		if (lines.length === 0 || /^[A-Za-z][\w-]*[:;]/.test(line)) lines.push(line);
		// Some exporters break a description without escaping the line break.
		else lines.push(`${lines.pop() ?? ""}\\n${line}`);
	}
	return lines;
}

function readLine(line: string, event: RawEvent): void {
	const name = (/^[\w-]+/.exec(line)?.[0] ?? "").toLowerCase();
	if (!READ.has(name) || event.properties.has(name)) return;
	try {
		const [, , , value] = ICAL.parse.property(line.slice(0, MAX_LINE_LENGTH)) as [
			string,
			object,
			string,
			unknown,
		];
		event.properties.set(name, clean(typeof value === "string" ? value : JSON.stringify(value)));
	} catch {
		event.broken.add(name);
	}
}

/** Text without what ids and names must not hold: halves of surrogate pairs, control characters. */
function clean(text: string): string {
	return text
		.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD")
		.replace(/\r\n?/g, "\n")
		.replace(/[^\P{Cc}\n]/gu, " ")
		.trim();
}

function refusal(
	code: "wrong_type" | "too_long" | "invalid_value",
	message: string,
	hint: string,
): LatchstringError {
	return new LatchstringError({ code, path: "text", message, hint });
}
