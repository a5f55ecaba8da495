// Things and happenings as sentences: what a screen reader says, the tip shows and the table holds.
import { wallOf } from "./clock.js";
import type { Happening } from "./events.js";
import type { Door, Thing } from "./model.js";
import { rangeOf, stateOfPiece, whoOf } from "./sentence.js";
import type { FullTimes } from "./times.js";
import type { State } from "./words.js";

/** The one state of a thing that matters most. */
export function stateOf(thing: Thing, now: number): State {
	if (thing.kind === "silent") return thing.isUnheard ? "unheard" : "silent";
	if (thing.kind === "outside" || thing.kind === "over") return thing.kind;
	if (thing.outside.length > 0) return "outside";
	const states = thing.opens.map(stateOfPiece);
	const order: State[] = ["emergency", "backup", "pending", "accepted", "none", "confirmed"];
	return order.find((state) => states.includes(state)) ?? (thing.to <= now ? "none" : "pending");
}

/** What the door does for a stay, against what it should do. */
export function doesOpen(thing: Thing, door: Door, now: number, times: FullTimes): string {
	const { words } = times;
	if (thing.kind === "silent") return "";
	if (thing.kind === "outside") return words.notFrom(rangeOf(thing, door, times));
	if (thing.kind === "over") return rangeOf(thing, door, times);
	if (thing.outside.length > 0) {
		const gaps = thing.outside.map((gap) => times.range(gap.fromLocal, gap.toLocal, door.clock));
		return words.notFrom(gaps.join(", "));
	}
	const backup = thing.opens.find(({ kind }) => kind === "backup" || kind === "emergency");
	if (backup !== undefined)
		return `${words.states[stateOfPiece(backup)]} ${words.from(times.moment(backup.fromLocal, door.clock))}`;
	return thing.opens.length === 0 && thing.to <= now ? words.unknown : words.asItShould;
}

const said = new WeakMap<Thing, { times: FullTimes; text: string }>();

/**
 * The whole of a thing in one sentence, which is made once: a drawing asks for it at every move.
 */
export function sentenceOf(thing: Thing, door: Door, now: number, times: FullTimes): string {
	const known = said.get(thing);
	if (known?.times === times) return known.text;
	const text = makeSentence(thing, door, now, times);
	said.set(thing, { times, text });
	return text;
}

function makeSentence(thing: Thing, door: Door, now: number, times: FullTimes): string {
	const { words } = times;
	const range = rangeOf(thing, door, times);
	const lasts = times.duration(thing.to - thing.from);
	if (thing.kind === "outside") return words.outside(whoOf(thing, times), door.door, range, lasts);
	const state = words.states[stateOf(thing, now)];
	if (thing.kind === "silent") return [door.door, state, range, lasts].join(", ");
	const parts = [whoOf(thing, times), door.door, range];
	if (thing.kind === "over") parts.push(state, lasts);
	else parts.push(thing.outside.length > 0 ? doesOpen(thing, door, now, times) : state);
	if (thing.isDouble) parts.push(words.doubly);
	return parts.join(", ");
}

/** What happened, without its time: `guest told, Jonas Weber`. */
export function eventWords(one: Happening, times: FullTimes): string {
	const { words } = times;
	if (one.kind === "clock" && one.beforeLocal !== undefined) return clockWords(one, times);
	const said = (one.notice && words.calls[one.notice]) || words.events[one.kind];
	return one.name === undefined ? said : `${said}, ${one.name}`;
}

/** A clock change with both wall times. */
export function clockWords(one: Happening, times: FullTimes): string {
	const [before, after] = [one.beforeLocal ?? one.local, one.local];
	const way = wallOf(after) < wallOf(before) ? "back" : "ahead";
	return times.words.clock[way](before.slice(11, 16), after.slice(11, 16));
}

const told = new WeakMap<Happening, { times: FullTimes; count: number; text: string }>();

/** Some happenings in one sentence, which is made once. */
export function eventsSentence(all: Happening[], door: Door, times: FullTimes): string {
	const [first] = all;
	if (first === undefined) return "";
	const known = told.get(first);
	if (known?.times === times && known.count === all.length) return known.text;
	const one = (happening: Happening) =>
		`${times.moment(happening.local, door.clock)}, ${eventWords(happening, times)}`;
	const text =
		all.length === 1
			? `${door.door}, ${one(first)}`
			: `${door.door}, ${times.words.several(all.length)}: ${all.map(one).join("; ")}`;
	told.set(first, { times, count: all.length, text });
	return text;
}
