// What the schedule says, apart from dates: one object for each language.
import type { Notice } from "../generated/types.js";

/** The words of a language. Names and times are put in as they are. */
export interface Words {
	/** The language, as `Intl` knows it. */
	locale: string;
	/** Short units of a duration. */
	units: { day: string; days: string; h: string; min: string };
	range(from: string, to: string): string;
	from(time: string): string;
	until(time: string): string;
	/** For local times that come twice, by whether summer time is on. */
	summer: string;
	winter: string;
	/** States, as the table, the card and the legend name them. */
	states: Record<State, string>;
	/** Events at one instant. */
	events: Record<EventKind, string>;
	/** What a host is told, by the kind of the notice. */
	calls: Record<Call, string>;
	/** Why, by the kind of the reason. */
	reasons: Record<string, string>;
	/** What is odd about a stay's times, by the kind of the note. */
	notes: Record<string, string>;
	/** A sentence of several parts, for a screen reader. */
	outside(name: string, door: string, range: string, duration: string): string;
	verdict: {
		waits(name: string, duration: string): string;
		more(count: number): string;
		calm: string;
		nothing: string;
		tooLong(count: number): string;
		on(time: string): string;
		if: Record<
			"silent" | "battery_dies" | "loses_answers" | "keypad_broken",
			(door: string, time: string) => string
		>;
		ifAll: string;
	};
	/** A trouble that is supposed, as a chip. */
	troubles: Record<"silent" | "battery_dies" | "loses_answers" | "keypad_broken", string>;
	suppose: string;
	forget: string;
	hours(count: number): string;
	clock: {
		back(before: string, after: string): string;
		ahead(before: string, after: string): string;
	};
	backups: string;
	none: string;
	answers: string;
	visits: string;
	flats(count: number): string;
	doubly: string;
	battery(percent: number): string;
	was(time: string): string;
	several(count: number): string;
	asItShould: string;
	notFrom(range: string): string;
	unknown: string;
	table: Record<
		| "title"
		| "door"
		| "who"
		| "code"
		| "should"
		| "does"
		| "state"
		| "when"
		| "what"
		| "happens"
		| "nothing",
		string
	>;
	card: Record<"from" | "until" | "lasts" | "code" | "close" | "next", string>;
	tools: Record<
		| "range"
		| "night"
		| "days3"
		| "days9"
		| "all"
		| "in"
		| "out"
		| "now"
		| "legend"
		| "fold"
		| "unfold",
		string
	>;
	now: string;
	soFar: string;
	ahead: string;
	closer: string;
	schedule: string;
	keys: string;
	checkIn: string;
	checkOut: string;
	silence(duration: string, time: string): string;
}

/** What the first picture needs of the words: what stands in it, and the sentence above it. */
export type FirstWords = Pick<
	Words,
	| "locale"
	| "units"
	| "range"
	| "from"
	| "until"
	| "summer"
	| "winter"
	| "verdict"
	| "hours"
	| "now"
	| "schedule"
> & { states: Pick<Words["states"], "visit"> };

/** The kinds of notices to a host. */
type HostKind = Extract<Notice, { to: "host" }>["kind"];

/** Kinds about what others do or the house needs one day. The schedule does not show them. */
export type QuietKind = Extract<
	HostKind,
	"review_due" | "guest_arrived" | "rotation_done" | "removal_withdrawn"
>;

/** What a host is told that the schedule shows. */
export type Call = Exclude<HostKind, QuietKind>;

/** What a span can be, as people read it. */
export type State =
	| "stay"
	| "grace"
	| "confirmed"
	| "accepted"
	| "pending"
	| "none"
	| "backup"
	| "emergency"
	| "visit"
	| "outside"
	| "over"
	| "silent"
	| "unheard";

/** What can happen at one instant, as it is drawn. */
export type EventKind =
	| "told"
	| "reveal"
	| "checks"
	| "put"
	| "gone"
	| "changed"
	| "host"
	| "denied"
	| "double"
	| "clock"
	| "many";
