// The state of a lock: its reachability, battery and keypad, by Seam's reports.

import { line, type Part } from "../core/part.js";
import type { LockState, Reachability } from "../generated/types.js";
import { type LockNote, withoutCodes } from "./note.js";
import { DEVICE_WARNINGS, type DeviceEffect, deviceError, effectOf } from "./reports.js";

/** The effects of the errors and warnings of a device, which become notes, too. */
export function readReports(device: Part, notes: LockNote[]): Set<DeviceEffect> {
	const names = {
		error: namesIn(device, "error", notes),
		warning: namesIn(device, "warning", notes),
	};
	return new Set([
		...names.error.map(deviceError),
		...names.warning.map((name) => effectOf([DEVICE_WARNINGS], name)),
	]);
}

/** The names in a list of errors or warnings. Each becomes a note in the platform's words. */
export function namesIn(part: Part, kind: "error" | "warning", notes: LockNote[]): string[] {
	return part.parts(`${kind}s`, 100).map((report) => {
		const name = report.text(`${kind}_code`) ?? "";
		const message = report.text("message");
		const words = message === undefined ? "" : `: ${withoutCodes(message)}`;
		const said = line(name + words);
		notes.push({ kind, path: report.path("").slice(0, -1), said });
		return name;
	});
}

/** How a lock can be reached, by the effects of its reports. */
export function reachability(
	effects: Set<DeviceEffect>,
	online: boolean | undefined,
): Reachability {
	if (effects.has("unknown")) return "unknown";
	if (effects.has("offline") || online === false) return "offline";
	// From a platform with unreliable reports "online" is no evidence, and "offline" is.
	return online === undefined || effects.has("no_evidence") ? "unknown" : "online";
}

/**
 * The state of a lock. A report takes nothing back that it leaves out, so that what is well is
 * said, too, where the platform sees the lock.
 */
export function readState(
	reaches: Reachability,
	effects: Set<DeviceEffect>,
	opens: boolean | undefined,
	batteryPercent: number | undefined,
	reportedAt: string | undefined,
): LockState {
	const usable = opens !== false && !effects.has("codes_do_not_open");
	const isSeen = reaches === "online";
	return {
		reachability: reaches,
		...(reportedAt !== undefined && { reportedAt }),
		...(batteryPercent !== undefined && { batteryPercent }),
		...((isSeen || !usable) && { usable }),
		...((isSeen || effects.has("flaky")) && { flaky: effects.has("flaky") }),
	};
}
