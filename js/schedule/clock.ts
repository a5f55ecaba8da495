// The clock of a house, known from the data alone: local times carry their offsets, and marks tell
// of every change. No zone table is asked, so that picture and engine never differ.
import type { Lane } from "../generated/types.js";

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** One change of the clocks: when, and the offsets before and after it, in milliseconds. */
export interface Change {
	at: number;
	before: number;
	after: number;
}

/** The offset at the beginning of the data, and every change in it. */
export interface Clock {
	offset: number;
	changes: Change[];
}

/** A local time of the data, as milliseconds on a clock without a zone. */
export const wallOf = (local: string): number => Date.parse(`${local.slice(0, 19)}Z`);

/** The offset of a local time of the data. */
export const offsetOf = (local: string): number => wallOf(local) - Date.parse(local);

/** The clock of the zone that these lanes have in common. An empty house shows UTC. */
export function clockOf(lanes: Lane[]): Clock {
	const changes = new Map<number, Change>();
	let [first, local] = ["", ""];
	for (const { spans, marks } of lanes) {
		for (const span of spans)
			if (first === "" || span.from < first) [first, local] = [span.from, span.fromLocal];
		for (const { at, atLocal, beforeLocal } of marks) {
			if (first === "" || at < first) [first, local] = [at, atLocal];
			if (beforeLocal === undefined) continue;
			const [when, after] = [Date.parse(at), offsetOf(atLocal)];
			const before = after + wallOf(beforeLocal) - wallOf(atLocal);
			changes.set(when, { at: when, before, after });
		}
	}
	const sorted = [...changes.values()].sort((a, b) => a.at - b.at);
	return { offset: sorted[0]?.before ?? (local === "" ? 0 : offsetOf(local)), changes: sorted };
}

/** What the clock shows at an instant, as milliseconds without a zone. */
export function wallAt(clock: Clock, at: number): number {
	let offset = clock.offset;
	for (const change of clock.changes) if (change.at <= at) offset = change.after;
	return at + offset;
}

/** The same with its offset, as the engine writes it. */
export function localAt(clock: Clock, at: number): string {
	const wall = wallAt(clock, at);
	const minutes = Math.round((wall - at) / MINUTE);
	const size = Math.abs(minutes);
	const two = (value: number) => String(value).padStart(2, "0");
	const offset = `${two(Math.floor(size / 60))}:${two(size % 60)}`;
	return `${new Date(wall).toISOString().slice(0, 19)}${minutes < 0 ? "-" : "+"}${offset}`;
}

/** The first instant at which the clock shows a time, or has leapt over it. */
export function instantOf(clock: Clock, wall: number): number {
	let [start, offset] = [Number.NEGATIVE_INFINITY, clock.offset];
	for (const change of clock.changes) {
		const at = Math.max(wall - offset, start);
		if (at < change.at) return at;
		[start, offset] = [change.at, change.after];
	}
	return Math.max(wall - offset, start);
}

/** A day of the house: when it begins and ends, and its date at midnight. */
export interface HouseDay {
	from: number;
	to: number;
	wall: number;
}

/** The days that a range touches: 23 or 25 hours long where the clock changes. */
export function daysIn(clock: Clock, from: number, to: number): HouseDay[] {
	const days: HouseDay[] = [];
	let wall = Math.floor(wallAt(clock, from) / DAY) * DAY;
	for (;;) {
		const start = instantOf(clock, wall);
		if (start >= to) return days;
		const end = instantOf(clock, wall + DAY);
		if (end > from) days.push({ from: start, to: end, wall });
		wall += DAY;
	}
}

/** Whether the clock shows a time twice, before and after a change. */
export const isTwice = ({ at, before, after }: Change, wall: number): boolean =>
	at + after <= wall && wall < at + before;
