// The demands of a lock on codes and on their labels.

import { line, type Part } from "../core/part.js";
import type { CodeConstraint, CodeRules, NameLength } from "../generated/types.js";
import type { LockNote } from "./note.js";

const CONSTRAINTS: Record<CodeConstraint, true> = {
	no_zeros: true,
	cannot_start_with_12: true,
	no_triple_consecutive_ints: true,
	no_ascending_or_descending_sequence: true,
	at_least_three_unique_digits: true,
	no_all_same_digits: true,
	cannot_contain_089: true,
	cannot_contain_0789: true,
	unique_first_four_digits: true,
	cannot_specify_pin_code: true,
	pin_code_matches_existing_set: true,
	start_date_in_future: true,
	name_must_be_unique: true,
};

/** The rules that `properties` states. */
export function readRules(properties: Part, notes: LockNote[]): CodeRules {
	const lengths = readLengths(properties, notes);
	const constraints = properties.has("code_constraints") ? new Set<CodeConstraint>() : undefined;
	let nameLength: NameLength | undefined;
	for (const constraint of properties.parts("code_constraints", 100)) {
		const type = constraint.text("constraint_type") ?? "";
		if (type === "name_length") nameLength = readNameLength(constraint);
		else if (Object.hasOwn(CONSTRAINTS, type)) constraints?.add(type as CodeConstraint);
		else
			notes.push({
				kind: "unknown_constraint",
				path: constraint.path("constraint_type"),
				said: line(type),
			});
	}
	const salto = properties.loosely().part("salto_ks_metadata");
	const isNotOwn = salto?.flag("has_custom_pin_subscription") === false;
	if (isNotOwn && !constraints?.has("cannot_specify_pin_code"))
		notes.push({
			...{ kind: "no_custom_pins", said: "false" },
			path: salto.path("has_custom_pin_subscription"),
		});
	return {
		...(lengths.length > 0 && { lengths }),
		// An empty list says that there are none, whatever the profile of the brand says.
		...(constraints !== undefined && { constraints: [...constraints] }),
		...(nameLength !== undefined && { nameLength }),
	};
}

/** A rule holds label lengths from 1 to 255. */
function readNameLength(constraint: Part): NameLength | undefined {
	const min = Math.min(Math.ceil(constraint.number("min_length", 0, 2 ** 32) ?? 1), 255);
	const max = Math.min(Math.floor(constraint.number("max_length", 0, 2 ** 32) ?? 255), 255);
	// A label that is at least longer than at most: whatever is meant, it is no limit.
	return min <= max && max > 0 ? { min, max } : constraint.leave("max_length");
}

function readLengths(properties: Part, notes: LockNote[]): number[] {
	const key = "supported_code_lengths";
	const given = properties.list(key, 100);
	const usable = (length: unknown): length is number =>
		Number.isInteger(length) && (length as number) >= 4 && (length as number) <= 10;
	const others = given.filter((length) => !usable(length));
	if (others.length > 0) {
		const said = line(others.map((length) => JSON.stringify(length)).join(", "));
		notes.push({ kind: "lengths_left_out", path: properties.path(key), said });
	}
	return [...new Set(given.filter(usable))].sort((a, b) => a - b);
}
