// The room of Seam's devices. It promises that a device becomes a lock, that a note tells what the
// lock cannot express, and that a value which Seam does not document is refused with its path.

import { noInstant, plainOptions } from "../core/checks.js";
import { guarded } from "../core/guard.js";
import { toJson } from "../core/json.js";
import type { Lock, TimeFrame } from "../generated/types.js";
import { readFrames } from "./frames.js";
import type { LockNote } from "./note.js";
import { line, Part } from "./part.js";
import { readRules } from "./rules.js";
import { readReports, readState } from "./state.js";

/** Options of `lockFromSeam`. */
export interface SeamOptions {
	/** When Seam answered. It becomes `state.reportedAt`, the age of the state. */
	reportedAt?: string | Date;
}

/** A lock, and what else the device says. */
export interface SeamLock {
	lock: Lock;
	/** In the order in which the device was read. */
	notes: LockNote[];
}

/**
 * Reads a lock from a device of Seam's API (`/devices/get`, `/devices/list`, `/locks/get`).
 *
 * Keys that Seam adds later are ignored. The `profile` of the brand says what Seam does not say:
 * whether the lock stores windows and can change them, and whether its clock misses clock changes.
 * The lock is plain data, and a host may overrule any of it:
 * `{ ...lockFromSeam(device).lock, name: "Street door", revision: 2 }`.
 *
 * @throws {LatchstringError} if the device is not a lock, or a value is not as Seam documents it;
 * `path` is a path in the device
 * @example
 * const device = await seam.devices.get({ device_id });
 * const { lock, notes } = lockFromSeam(device, { reportedAt: new Date() });
 */
export const lockFromSeam = guarded((device: object, options?: SeamOptions): SeamLock => {
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
});

/** What is known of a brand that Seam does not say. */
interface Brand {
	/** A value of `Lock.profile`. */
	profile: string;
	/** The step of the edges of codes that the lock's algorithm makes. */
	offlineStepMinutes?: number;
}

/** The brands by Seam's device types. */
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
	if (!isLock) throw device.refuse("invalid_value", "device_type", "the device is not a lock");
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
	// An igloohome lock cannot be programmed until its keypad is linked to a bridge.
	if (warnings.includes("accessory_keypad_setup_required")) return false;
	return (
		device.flag("can_program_online_access_codes") ?? properties.flag("online_access_codes_enabled")
	);
}

/** The frames of codes that the lock's algorithm makes; none if Seam makes no such codes. */
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
	// Without options any window will do.
	return frames.length > 0 ? frames : [stepMinutes === undefined ? {} : { stepMinutes }];
}

function readOptions(given: SeamOptions | undefined): { reportedAt: string | undefined } {
	const { reportedAt } = plainOptions(given, ["reportedAt"]);
	if (reportedAt === undefined) return { reportedAt };
	if (typeof reportedAt !== "string" || Number.isNaN(Date.parse(reportedAt))) {
		throw noInstant("reportedAt");
	}
	return { reportedAt };
}
