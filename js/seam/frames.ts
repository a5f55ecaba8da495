// Seam's time frame options become time frames.

import type { TimeFrame, TimePair } from "../generated/types.js";
import type { LockNote } from "./note.js";
import { line, type Part } from "./part.js";

/**
 * The frames of `properties[key]`; none if the device takes any window.
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
	return properties.parts(key, 32).map((option) => {
		const zone = option.text("time_zone");
		if (zone !== undefined && zone !== timeZone) {
			notes.push({ kind: "frame_time_zone", path: option.path("time_zone"), said: line(zone) });
		}
		const name = option.text("display_name");
		const [min, max] = [
			minutes(option, "min_duration", "most"),
			minutes(option, "max_duration", "least"),
		];
		const pairs = option.parts("time_pairs", 64).map(readPair);
		const sameTimeOfDay = option.flag("matching_start_end_time");
		const steps = ["start_date_recurrence_rule", "end_date_recurrence_rule"].flatMap((rule) =>
			step(option, rule, notes),
		);
		if (steps.length === 0 && pairs.length === 0 && stepMinutes !== undefined)
			steps.push(stepMinutes);
		return {
			...(name !== undefined && { name: line(name) }),
			...(min !== undefined && { minMinutes: min }),
			...(max !== undefined && { maxMinutes: max }),
			...(steps.length > 0 && { stepMinutes: Math.max(...steps) }),
			...(sameTimeOfDay === true && { sameTimeOfDay }),
			...(pairs.length > 0 && { pairs }),
		};
	});
}

function readPair(pair: Part): TimePair {
	const [from, to] = ["start_time", "end_time"].map((key) => {
		// Seconds are left out, or zero.
		const time = /^((?:[01]\d|2[0-3]):[0-5]\d)(?::00)?$/.exec(pair.text(key) ?? "")?.[1];
		if (time === undefined)
			throw pair.refuse("invalid_value", key, "not a time of day such as 15:00");
		return time;
	});
	return { from: from as string, to: to as string };
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
function minutes(option: Part, key: string, side: "least" | "most"): number | undefined {
	const text = option.text(key);
	if (text === undefined) return undefined;
	const parts = DURATION.exec(text)?.slice(1);
	if (parts === undefined)
		throw option.refuse("invalid_value", key, "not an ISO 8601 duration such as PT1H or P29D");
	const sum = UNITS.reduce((total, unit, at) => total + Number(parts[at] ?? 0) * unit[side], 0);
	const whole = side === "least" ? Math.floor(sum) : Math.ceil(sum);
	if (whole >= 2 ** 32)
		throw option.refuse("out_of_range", key, "the duration is longer than 8,000 years");
	return whole;
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
