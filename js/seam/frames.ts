// Seam's time frame options become time frames.

import { timeOfDay } from "../core/instant.js";
import { line, type Part } from "../core/part.js";
import type { TimeFrame } from "../generated/types.js";
import type { LockNote } from "./note.js";

/**
 * The frames of `properties[key]`; none if the device takes any window. A frame with a value that
 * can't be read is left out: without it the frame would say that the platform takes more.
 *
 * @param stepMinutes the brand's step, for frames without a step of their own
 */
export function readFrames(
	properties: Part,
	key: string,
	stepMinutes: number | undefined,
	timeZone: string | undefined,
	notes: LockNote[],
): TimeFrame[] {
	return properties.parts(key, 32).flatMap((option) => {
		const zone = option.text("time_zone");
		if (zone !== undefined && zone !== timeZone) {
			notes.push({ kind: "frame_time_zone", path: option.path("time_zone"), said: line(zone) });
		}
		const bad: string[] = [];
		const frame = readFrame(option, stepMinutes, bad, notes);
		for (const name of bad) {
			notes.push({ kind: "frame_left_out", path: option.path(name), said: option.said(name) });
		}
		return bad.length === 0 ? [frame] : [];
	});
}

/** The frame of an option. The keys of values that can't be read go to `bad`. */
function readFrame(
	option: Part,
	stepMinutes: number | undefined,
	bad: string[],
	notes: LockNote[],
): TimeFrame {
	const name = option.text("display_name");
	const min = minutes(option, "min_duration", "most", bad);
	const max = minutes(option, "max_duration", "least", bad);
	// No window is that short.
	if (max !== undefined && (max === 0 || (min ?? 0) > max)) bad.push("max_duration");
	const sameTimeOfDay = option.flag("matching_start_end_time");
	const pairs = option.parts("time_pairs", 64).flatMap((pair) => {
		const [from, to] = ["start_time", "end_time"].map((key) => timeOfDay(pair.text(key) ?? ""));
		if (from !== undefined && to !== undefined && (sameTimeOfDay !== true || from === to))
			return [{ from, to }];
		bad.push("time_pairs");
		return [];
	});
	const rules = ["start_date_recurrence_rule", "end_date_recurrence_rule"];
	const steps = rules.flatMap((rule) => step(option, rule, notes));
	if (steps.length === 0 && stepMinutes !== undefined) steps.push(stepMinutes);
	return {
		...(name !== undefined && { name: line(name) }),
		...(min !== undefined && { minMinutes: min }),
		...(max !== undefined && { maxMinutes: max }),
		// Pairs of times say more than steps.
		...(steps.length > 0 && pairs.length === 0 && { stepMinutes: Math.max(...steps) }),
		...(sameTimeOfDay === true && { sameTimeOfDay }),
		...(pairs.length > 0 && { pairs }),
	};
}

/** The minutes of each unit of a duration, at least and at most. */
const DAY = 1440;
const UNITS = [
	{ least: 365 * DAY, most: 366 * DAY },
	{ least: 28 * DAY, most: 31 * DAY },
	{ least: 7 * DAY, most: 7 * DAY },
	{ least: DAY, most: DAY },
	{ least: 60, most: 60 },
	{ least: 1, most: 1 },
	{ least: 1 / 60, most: 1 / 60 },
];

const DATE_PART = /(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?/.source;
const TIME_PART = /(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?/.source;
const DURATION = new RegExp(`^P(?=.)${DATE_PART}${TIME_PART}$`);

/** An ISO 8601 duration in whole minutes, rounded so that the platform refuses no window. */
function minutes(
	option: Part,
	key: string,
	side: "least" | "most",
	bad: string[],
): number | undefined {
	const text = option.text(key);
	if (text === undefined) return undefined;
	const parts = DURATION.exec(text)?.slice(1) ?? [];
	const sum = UNITS.reduce((total, unit, at) => total + Number(parts[at] ?? 0) * unit[side], 0);
	const whole = side === "least" ? Math.floor(sum) : Math.ceil(sum);
	// Longer than 8,000 years, or no duration at all.
	if (parts.length > 0 && whole < 2 ** 32) return whole;
	bad.push(key);
	return undefined;
}

/** The step of a date rule in whole days, hours or minutes; none for any other rule. */
function step(option: Part, key: string, notes: LockNote[]): number[] {
	const rule = option.text(key);
	if (rule === undefined) return [];
	const parts = new Map(
		rule
			.replace(/^RRULE:/i, "")
			.toUpperCase()
			.split(";")
			.map((part) => part.split("=", 2) as [string, string]),
	);
	const unit = { MINUTELY: 1, HOURLY: 60, DAILY: DAY }[parts.get("FREQ") ?? ""];
	const plain = [...parts.keys()].every((name) => name === "FREQ" || name === "INTERVAL");
	const every = (unit ?? 0) * Number(parts.get("INTERVAL") ?? 1);
	// A rule that allows any day says nothing about the time of day.
	if (plain && every === DAY) return [];
	if (plain && every >= 1 && DAY % every === 0) return [every];
	notes.push({ kind: "frame_rule_not_kept", path: option.path(key), said: line(rule) });
	return [];
}
