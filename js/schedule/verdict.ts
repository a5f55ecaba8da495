// The sentence above the picture: who, where, how long.
import type { Trouble } from "../generated/types.js";
import { localAt } from "./clock.js";
import type { Door, House, Thing } from "./model.js";
import { rangeOf, whoOf } from "./sentence.js";
import type { Times } from "./times.js";

/** A thing and its door. */
export interface Found {
	thing: Thing;
	door: Door;
}

/** Whoever will be outside, and what will be open too long, first by time. */
export function problemsOf(house: House): Found[] {
	const all = house.doors.flatMap((door) =>
		door.things
			.filter(({ kind }) => kind === "outside" || kind === "over")
			.map((thing) => ({ thing, door })),
	);
	return all.sort((a, b) => a.thing.from - b.thing.from || a.thing.id.localeCompare(b.thing.id));
}

/** The verdict in three parts: what leads to it, who waits, and what else. */
export interface Verdict {
	lead: string;
	red: string;
	more: string;
}

export function verdictOf(house: House, times: Times, supposed: readonly Trouble[]): Verdict {
	const { verdict } = times.words;
	const ahead = problemsOf(house).filter(({ thing }) => thing.to > house.now);
	const waiting = ahead.filter(({ thing }) => thing.kind === "outside");
	const tooLong = ahead.length - waiting.length;
	const [first] = waiting;
	if (first === undefined) {
		return {
			lead: verdict.calm,
			red: "",
			more: tooLong > 0 ? verdict.tooLong(tooLong) : verdict.nothing,
		};
	}
	const { thing, door } = first;
	const others = new Set(waiting.map((one) => one.thing.reservationId)).size - 1;
	const range = `${door.door}, ${rangeOf(thing, door, times)}.`;
	return {
		lead: leadOf(house, times, supposed) ?? verdict.on(times.moment(thing.fromLocal, door.clock)),
		red: verdict.waits(whoOf(thing, times), times.duration(thing.to - thing.from)),
		more: others > 0 ? `${range} ${verdict.more(others)}` : range,
	};
}

function leadOf(house: House, times: Times, supposed: readonly Trouble[]): string | undefined {
	const [first] = supposed;
	if (first === undefined) return undefined;
	const { verdict } = times.words;
	if (supposed.length > 1) return verdict.ifAll;
	const door = house.doors.find(({ lockId }) => lockId === first.lockId);
	if (door === undefined) return verdict.ifAll;
	return verdict.if[first.kind](
		door.door,
		times.short(localAt(door.clock, Date.parse(first.from))),
	);
}
