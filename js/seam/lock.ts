// The room of Seam's devices. It promises that a device becomes a lock that the rules take, that a
// note tells what the lock cannot express or what was left out, and that JSON of another shape than
// Seam documents is refused with its path.

import { noInstant, plainOptions } from "../core/checks.js";
import { guarded } from "../core/guard.js";
import { isInstant } from "../core/instant.js";
import { toJson } from "../core/json.js";
import { isId, Part } from "../core/part.js";
import type { Lock, TimeFrame } from "../generated/types.js";
import { readBattery } from "./battery.js";
import { readFrames } from "./frames.js";
import { readKeypad } from "./keypad.js";
import { readName } from "./names.js";
import { type LockNote, reading } from "./note.js";
import type { DeviceEffect } from "./reports.js";
import { readRules } from "./rules.js";
import { readSlots } from "./slots.js";
import { reachability, readReports, readState } from "./state.js";
import { readZone } from "./zone.js";

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
 * Keys that Seam adds later are ignored. A value that the rules do not take, such as a zone that
 * the zone table does not have, is left out with a note, and the rest of the lock counts. The
 * `profile` of the brand says what Seam does not say: whether the lock stores windows and can
 * change them, and whether its clock misses clock changes. The lock is plain data, and a host may
 * overrule any of it: `{ ...lockFromSeam(device).lock, name: "Street door", revision: 2 }`.
 *
 * Every error and warning of the device becomes a note. `docs/locks.md` says what else follows from
 * each. Where Seam sees the lock, `state` says `usable` and `flaky` in any case: a report takes
 * back nothing that it leaves out.
 *
 * @throws {LatchstringError} if the device is not a lock or has no id, or if a value has another
 * type than Seam documents; `path` is a path in the device
 * @example
 * const { lock, notes } = lockFromSeam(device, { reportedAt: new Date() });
 */
export const lockFromSeam = guarded((device: object, options?: SeamOptions): SeamLock => {
	const { reportedAt } = readOptions(options);
	return readLock(JSON.parse(toJson({}, device)), reportedAt);
});

/** Reads a lock from a device that is plain data. */
export function readLock(device: unknown, reportedAt: string | undefined): SeamLock {
	const notes: LockNote[] = [];
	const part = new Part(device, reading(notes, "give the device as Seam's API answers it"));
	const type = readType(part);
	const properties = part.part("properties") ?? new Part({}, reading(notes, ""), "properties");
	const brand = Object.hasOwn(BRANDS, type) ? BRANDS[type] : undefined;
	const effects = readReports(part, notes);
	const id = readId(part);
	const name = readName(part, properties, notes);
	const timeZone = readZone(part, properties, notes);
	const rules = readRules(properties, notes);
	const capacity = readCapacity(part, properties);
	const keypad = readKeypad(part, properties, notes);
	const remote = readRemote(part, effects, keypad.remote, notes);
	const online = readFrames(properties, "online_time_frame_options", undefined, timeZone, notes);
	const offline = readOfflineFrames(part, properties, brand?.offlineStepMinutes, timeZone, notes);
	const reaches = reachability(effects, properties.flag("online"));
	const battery = readBattery(properties, notes);
	const lock: Lock = {
		id,
		name,
		platform: "seam",
		...(brand !== undefined && { profile: brand.profile }),
		...(timeZone !== undefined && { timeZone }),
		...(Object.keys(rules).length > 0 && { rules }),
		...(capacity !== undefined && { capacity }),
		...(remote !== undefined && { remote }),
		...(effects.has("clock_suspect") && { clockSuspect: true }),
		timeFrames: { ...(online.length > 0 && { online }), offline },
		state: readState(reaches, effects, keypad.opens, battery, reportedAt),
	};
	return { lock, notes };
}

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
	if (!isId(id)) throw device.refuse("invalid_value", "device_id", "not an id");
	return id;
}

/** How many codes the lock holds: by its own word, or by the warning that it is full. */
function readCapacity(device: Part, properties: Part): number | undefined {
	const most = 2 ** 32 - 1;
	const warned = device
		.parts("warnings", 100)
		.map((warning) => warning.count("max_active_access_code_count", most));
	return (
		properties.count("max_active_codes_supported", most) ??
		warned.find((count) => count !== undefined)
	);
}

function readRemote(
	device: Part,
	effects: Set<DeviceEffect>,
	says: boolean | undefined,
	notes: LockNote[],
): boolean | undefined {
	if (device.flag("is_managed") === false) {
		notes.push({ kind: "unmanaged", path: "is_managed", said: "false" });
		return false;
	}
	return effects.has("not_remote") ? false : says;
}

/** The frames of codes that the lock's algorithm makes; none if Seam makes no such codes. */
function readOfflineFrames(
	device: Part,
	properties: Part,
	stepMinutes: number | undefined,
	timeZone: string | undefined,
	notes: LockNote[],
): TimeFrame[] {
	const key = "offline_time_frame_options";
	const frames = readFrames(properties, key, stepMinutes, timeZone, notes);
	const slots = properties.has(key) ? [] : readSlots(properties, notes);
	const enabled = properties.flag("offline_access_codes_enabled");
	if (!(device.flag("can_program_offline_access_codes") ?? enabled ?? false)) return [];
	if (frames.length > 0 || slots.length > 0) return [...frames, ...slots];
	// Options that can't be read are no leave to take any window.
	if (properties.parts(key, 32).length > 0) return [];
	// Without options any window will do.
	return [stepMinutes === undefined ? {} : { stepMinutes }];
}

function readOptions(given: SeamOptions | undefined): { reportedAt: string | undefined } {
	const { reportedAt } = plainOptions(given, ["reportedAt"]);
	if (reportedAt === undefined) return { reportedAt };
	if (typeof reportedAt !== "string" || !isInstant(reportedAt)) throw noInstant("reportedAt");
	return { reportedAt };
}
