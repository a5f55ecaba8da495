// Locks out of devices as Seam's API answers them.

import { LatchstringError } from "../core/error.js";
import { toJson } from "../core/json.js";
import type { CodeConstraint, CodeRules, Lock, NameLength, TimeFrame } from "../generated/types.js";
import { readFrames } from "./frames.js";
import type { LockNote } from "./note.js";
import { line, Part } from "./part.js";
import { readReports, readState } from "./state.js";

/** Options of `lockFromSeam`. */
export interface SeamOptions {
	/** When Seam answered: it becomes `state.reportedAt`, without which nobody knows how old the state is (A3). */
	reportedAt?: string | Date;
}

/** A lock and what else its device says. */
export interface SeamLock {
	lock: Lock;
	/** In the order in which the device was read. */
	notes: LockNote[];
}

/**
 * Reads a lock out of a device as Seam's API answers it (`/devices/get`, `/devices/list`, `/locks/get`).
 *
 * What Seam adds to its devices later is passed over. Where Seam says nothing, the `profile` of the brand stands in:
 * whether the lock stores windows, whether they can be changed, whether its clock slips at clock changes. All of it is
 * plain data that a host may overrule: `{ ...lockFromSeam(device).lock, name: "Street door", revision: 2 }`.
 *
 * @throws {LatchstringError} where it is no lock, or a value is not what Seam documents; its `path` is the device's
 * @example
 * const { lock, notes } = lockFromSeam(await seam.devices.get({ device_id }), { reportedAt: new Date() });
 */
export function lockFromSeam(device: object, options?: SeamOptions): SeamLock {
	const { reportedAt } = readOptions(options);
	const part = new Part(JSON.parse(toJson({}, device)));
	const notes: LockNote[] = [];
	const type = readType(part);
	const properties = part.part("properties") ?? new Part({}, "properties");
	const brand = Object.hasOwn(BRANDS, type) ? BRANDS[type] : undefined;
	const reports = readReports(part, notes);
	const location = part.part("location");
	const timeZone = location?.text("time_zone") || location?.text("timezone") || undefined;
	const rules = readRules(properties, notes);
	const warned = part
		.parts("warnings", 100)
		.map((warning) => warning.count("max_active_access_code_count", 2 ** 32 - 1));
	const capacity =
		properties.count("max_active_codes_supported", 2 ** 32 - 1) ??
		warned.find((count) => count !== undefined);
	const remote = readRemote(part, properties, reports.warnings, notes);
	const online = readFrames(properties, "online_time_frame_options", undefined, timeZone, notes);
	const offline = readOfflineFrames(part, properties, brand?.offlineStepMinutes, timeZone, notes);
	const lock: Lock = {
		id: readId(part),
		name: readName(part, properties),
		platform: "seam",
		...(brand !== undefined && { profile: brand.profile }),
		...(timeZone !== undefined && { timeZone }),
		...(Object.keys(rules).length > 0 && { rules }),
		...(capacity !== undefined && { capacity }),
		...(remote !== undefined && { remote }),
		...(reports.warnings.includes("time_zone_mismatch") && { clockSuspect: true }),
		timeFrames: { ...(online.length > 0 && { online }), offline },
		state: readState(part, properties, reports, reportedAt, notes),
	};
	return { lock, notes };
}

/** What stands in for what Seam does not say. */
interface Brand {
	/** A name that `Lock.profile` knows. */
	profile: string;
	/** What the edges of its algorithmic codes fall on. */
	offlineStepMinutes?: number;
}

/** By Seam's device types. */
const BRANDS: Record<string, Brand> = {
	august_lock: { profile: "august" },
	brivo_access_point: { profile: "brivo" },
	dormakaba_oracode_door: { profile: "oracode" },
	igloohome_lock: { profile: "igloohome", offlineStepMinutes: 60 },
	kwikset_lock: { profile: "kwikset" },
	lockly_lock: { profile: "lockly" },
	nuki_lock: { profile: "nuki" },
	salto_lock: { profile: "salto_ks" },
	schlage_lock: { profile: "schlage" },
	smartthings_lock: { profile: "smartthings" },
	tedee_lock: { profile: "tedee" },
	ttlock_lock: { profile: "ttlock", offlineStepMinutes: 60 },
	two_n_intercom: { profile: "2n" },
	ultraloq_lock: { profile: "ultraloq" },
	wyze_lock: { profile: "wyze" },
	yale_lock: { profile: "yale" },
};

function readType(device: Part): string {
	const type = device.text("device_type");
	if (type === undefined)
		throw device.refuse("missing_key", "device_type", "the device has no type");
	const capabilities = device.list("capabilities_supported", 100);
	const takesCodes = [
		"can_program_online_access_codes",
		"can_program_offline_access_codes",
		"can_unlock_with_code",
	];
	const isLock =
		!/_(?:thermostat|sensor|activity_zone|phone|camera)$/.test(type) &&
		(capabilities.includes("lock") ||
			capabilities.includes("access_code") ||
			/_(?:lock|door)$/.test(type) ||
			takesCodes.some((flag) => device.flag(flag) !== undefined));
	if (!isLock) throw device.refuse("invalid_value", "device_type", "the device is no lock");
	return type;
}

function readId(device: Part): string {
	const id = device.text("device_id");
	if (id === undefined) throw device.refuse("missing_key", "device_id", "the device has no id");
	if (id === "" || new TextEncoder().encode(id).length > 128 || /\p{Cc}/u.test(id)) {
		throw device.refuse("invalid_value", "device_id", "not an id");
	}
	return id;
}

function readName(device: Part, properties: Part): string {
	const names = [device.text("display_name"), device.text("nickname"), properties.text("name")];
	return line(names.find((name) => name !== undefined && name.trim() !== "") ?? "");
}

function readRemote(
	device: Part,
	properties: Part,
	warnings: string[],
	notes: LockNote[],
): boolean | undefined {
	if (device.flag("is_managed") === false) {
		notes.push({ kind: "unmanaged", path: "is_managed", said: "false" });
		return false;
	}
	// igloohome: nothing can be programmed until the keypad is linked to its bridge.
	if (warnings.includes("accessory_keypad_setup_required")) return false;
	return (
		device.flag("can_program_online_access_codes") ?? properties.flag("online_access_codes_enabled")
	);
}

/** The frames of codes that the lock's algorithm makes; none where Seam makes none, whatever the brand can do. */
function readOfflineFrames(
	device: Part,
	properties: Part,
	stepMinutes: number | undefined,
	timeZone: string | undefined,
	notes: LockNote[],
): TimeFrame[] {
	const frames = readFrames(properties, "offline_time_frame_options", stepMinutes, timeZone, notes);
	const enabled = properties.flag("offline_access_codes_enabled");
	if (!(device.flag("can_program_offline_access_codes") ?? enabled ?? false)) return [];
	// Seam leaves the options out where any window will do.
	return frames.length > 0 ? frames : [stepMinutes === undefined ? {} : { stepMinutes }];
}

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

function readRules(properties: Part, notes: LockNote[]): CodeRules {
	const lengths = readLengths(properties, notes);
	const constraints = properties.has("code_constraints") ? new Set<CodeConstraint>() : undefined;
	let nameLength: NameLength | undefined;
	for (const constraint of properties.parts("code_constraints", 100)) {
		const type = constraint.text("constraint_type");
		if (type === undefined)
			throw constraint.refuse("missing_key", "constraint_type", "the constraint has no type");
		if (type === "name_length") nameLength = readNameLength(constraint);
		else if (Object.hasOwn(CONSTRAINTS, type)) constraints?.add(type as CodeConstraint);
		else
			notes.push({
				kind: "unknown_constraint",
				path: constraint.path("constraint_type"),
				said: line(type),
			});
	}
	return {
		...(lengths.length > 0 && { lengths }),
		// An empty list says that there are none, whatever the brand is known for.
		...(constraints !== undefined && { constraints: [...constraints] }),
		...(nameLength !== undefined && { nameLength }),
	};
}

/** The shortest label is one letter; the longest that a rule can hold has 255. */
function readNameLength(constraint: Part): NameLength {
	const min = Math.min(Math.ceil(constraint.number("min_length", 0, 2 ** 32) ?? 1), 255);
	const max = Math.min(Math.floor(constraint.number("max_length", 0, 2 ** 32) ?? 255), 255);
	if (min > max) {
		throw constraint.refuse(
			"invalid_value",
			"max_length",
			"the longest label is shorter than the shortest",
		);
	}
	return { min, max };
}

function readLengths(properties: Part, notes: LockNote[]): number[] {
	const key = "supported_code_lengths";
	const given = properties.list(key, 100).map((length) => {
		if (typeof length !== "number" || !Number.isInteger(length)) {
			throw properties.refuse("invalid_value", key, "not a list of whole numbers");
		}
		return length;
	});
	const usable = [...new Set(given)]
		.filter((length) => length >= 4 && length <= 10)
		.sort((a, b) => a - b);
	if (given.length > 0 && usable.length === 0) {
		throw properties.refuse("out_of_range", key, "the device takes no codes of 4 to 10 digits");
	}
	const others = given.filter((length) => !usable.includes(length));
	if (others.length > 0)
		notes.push({ kind: "lengths_left_out", path: properties.path(key), said: others.join(", ") });
	return usable;
}

function readOptions(given: SeamOptions | undefined): { reportedAt: string | undefined } {
	const options: Record<string, unknown> = given === undefined ? {} : JSON.parse(toJson({}, given));
	const unknown = Object.keys(options).find((name) => name !== "reportedAt");
	if (unknown !== undefined) {
		// A number may be a PIN in the wrong place.
		const path = /\d{4}/.test(unknown) ? "" : unknown.slice(0, 64);
		const hint = "the only option is reportedAt";
		throw new LatchstringError({ code: "unknown_key", path, message: "no such option", hint });
	}
	const { reportedAt } = options;
	if (
		reportedAt !== undefined &&
		(typeof reportedAt !== "string" || Number.isNaN(Date.parse(reportedAt)))
	) {
		const hint = "give a Date, or RFC 3339 text such as 2026-05-01T15:00:00Z";
		throw new LatchstringError({
			code: "invalid_value",
			path: "reportedAt",
			message: "not an instant",
			hint,
		});
	}
	return { reportedAt };
}
