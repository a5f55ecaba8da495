// Numbers that may be given, each with its default, the least and the most.

import { refusal } from "./error.js";

/** By name: the default, the least and the most. */
export type Ranges<Numbers> = Record<keyof Numbers, [number, number, number]>;

/**
 * The numbers that are given, and the defaults of the others.
 *
 * @throws {LatchstringError} if one is not within its limits
 */
export function within<Numbers extends Record<keyof Numbers, number>>(
	ranges: Ranges<Numbers>,
	given: Partial<Numbers>,
): Numbers {
	const numbers: Partial<Record<keyof Numbers, number>> = {};
	for (const name of Object.keys(ranges) as (keyof Numbers & string)[]) {
		const [otherwise, least, most] = ranges[name];
		const value: unknown = given[name] ?? otherwise;
		if (typeof value !== "number" || !(value >= least && value <= most))
			throw refusal("out_of_range", name, "not within its limits", `give ${least} to ${most}`);
		numbers[name] = value;
	}
	return numbers as Numbers;
}
