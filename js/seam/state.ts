// The state of a lock: its reachability, battery and keypad, by Seam's reports.

import type { LockState, Reachability } from "../generated/types.js";
import type { LockNote } from "./note.js";
import { line, type Part } from "./part.js";

/** Errors that say that the lock, or a device on the way to it, does not answer. */
const OFFLINE = [
	"device_offline",
	"device_disconnected",
	"hub_disconnected",
	"bridge_disconnected",
];
/** Errors that leave the platform without knowledge. Unknown is not offline. */
const BLIND = [
	"account_disconnected",
	"account_reauthorization_requested",
	"august_lock_not_authorized",
	"being_deleted",
	"device_removed",
	"dormakaba_sites_disconnected",
	"dormakaba_sites_unapproved",
	"missing_device_credentials",
	"provider_service_unavailable",
	"setup_required",
	"subscription_required",
	"unknown_issue_with_connected_account",
];
/** Warnings that the connection comes and goes. */
const FLAKY = [
	"device_has_flaky_connection",
	"device_communication_degraded",
	"ttlock_weak_gateway_signal",
];
/** Warnings of a mode in which codes do not open the door. */
const CODES_DO_NOT_OPEN = ["privacy_mode", "salto_ks_privacy_mode", "salto_ks_office_mode"];

/** The codes of the errors and warnings of a device, which become notes, too. */
export function readReports(
	device: Part,
	notes: LockNote[],
): { errors: string[]; warnings: string[] } {
	const read = (list: "errors" | "warnings", kind: "error" | "warning") =>
		device.parts(list, 100).map((report, at) => {
			const code = report.text(`${kind}_code`) ?? "";
			const message = report.text("message");
			notes.push({
				kind,
				path: `${list}[${at}]`,
				said: line(message === undefined ? code : `${code}: ${message}`),
			});
			return code;
		});
	return { errors: read("errors", "error"), warnings: read("warnings", "warning") };
}

/** The state of a lock. */
export function readState(
	device: Part,
	properties: Part,
	{ errors, warnings }: { errors: string[]; warnings: string[] },
	reportedAt: string | undefined,
	notes: LockNote[],
): LockState {
	const has = (codes: string[], known: string[]) => codes.some((code) => known.includes(code));
	const online = properties.flag("online");
	let reachability: Reachability;
	if (has(errors, BLIND)) reachability = "unknown";
	else if (has(errors, OFFLINE) || online === false) reachability = "offline";
	// From a platform with unreliable reports "online" is no evidence, and "offline" is.
	else if (online === undefined || warnings.includes("unreliable_online_status"))
		reachability = "unknown";
	else reachability = "online";

	const batteryPercent = readBattery(properties, notes);
	const keypad = hasKeypad(device, properties, notes) && !has(warnings, CODES_DO_NOT_OPEN);
	return {
		reachability,
		...(reportedAt !== undefined && { reportedAt }),
		...(batteryPercent !== undefined && { batteryPercent }),
		...(!keypad && { usable: false }),
		...(has(warnings, FLAKY) && { flaky: true }),
	};
}

/** The lower charge of lock and keypad: a guest needs both. */
function readBattery(properties: Part, notes: LockNote[]): number | undefined {
	const battery = properties.part("battery");
	const lock = battery?.number("level", 0, 1) ?? properties.number("battery_level", 0, 1);
	const status = battery?.text("status");
	if (battery !== undefined && status !== undefined && lock === undefined) {
		notes.push({ kind: "battery_without_level", path: battery.path("status"), said: line(status) });
	}
	const keypads = [
		properties.part("keypad_battery"),
		properties.part("accessory_keypad")?.part("battery"),
	];
	const levels = [lock, ...keypads.map((keypad) => keypad?.number("level", 0, 1))].filter(
		(level) => level !== undefined,
	);
	// In binary 0.29 is 28.999… hundredths.
	return levels.length === 0 ? undefined : Math.floor(Math.min(...levels) * 100 + 1e-6);
}

/** Whether a guest can type a code and the code opens. */
function hasKeypad(device: Part, properties: Part, notes: LockNote[]): boolean {
	if (device.flag("can_unlock_with_code") === false) {
		notes.push({
			kind: "codes_do_not_open",
			path: device.path("can_unlock_with_code"),
			said: "false",
		});
		return false;
	}
	const keypad = properties.part("accessory_keypad");
	if (
		keypad?.flag("is_connected") === false &&
		properties.part("model")?.flag("has_built_in_keypad") !== true
	) {
		notes.push({ kind: "codes_do_not_open", path: keypad.path("is_connected"), said: "false" });
		return false;
	}
	return true;
}
