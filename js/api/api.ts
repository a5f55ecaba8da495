import { call } from "../core/module.js";
import type {
	CheckCodeInput,
	Fit,
	FitWindowInput,
	GenerateCodeInput,
	GeneratedCode,
	ValidityWindow,
	ValidityWindowInput,
	Version,
	Violation,
	VisitWindows,
	VisitWindowsInput,
} from "../generated/types.js";

export { LatchstringError } from "../core/error.js";
export { load } from "../core/module.js";
export type * from "../generated/types.js";
export * from "./access.js";
export * from "./message.js";
export * from "./site.js";

// One function per rule, and nothing in it but its name and its arguments: what it does stands in Rust.
// All of them throw a LatchstringError for a value that they refuse.

/**
 * Makes a PIN that every given lock accepts and nobody else has: derived where a key is given, so that the same
 * holder at the same site gets the same PIN on every runtime, else random.
 *
 * @example
 * const { code } = generateCode({ rules: { lengths: [4, 6] }, inUse: ["492817"], key, holder: "stay-1" });
 */
export function generateCode(options: GenerateCodeInput = {}): GeneratedCode {
	return call("generateCode", {}, options);
}

/**
 * Names everything that speaks against a PIN; an empty list when it may be used.
 *
 * @example
 * checkCode("1234", { rules: { lengths: [6] } }); // [{ kind: "length_not_supported" }, { kind: "no_ascending_or_descending_sequence" }]
 */
export function checkCode(code: string, options: Omit<CheckCodeInput, "code"> = {}): Violation[] {
	return call("checkCode", { code }, options);
}

/**
 * The window of a stay: from the arrival day at check-in to the departure day at check-out on the house's clock,
 * with grace, kept out of the neighbours' stays, in the lock's steps.
 *
 * @example
 * validityWindow({
 *   timeZone: "Europe/Paris", arrival: "2026-10-23", departure: "2026-10-25", checkIn: "15:00", checkOut: "11:00",
 * }).endsAt; // "2026-10-25T10:30:00Z": winter time, and half an hour of grace
 */
export function validityWindow(stay: ValidityWindowInput): ValidityWindow {
	return call("validityWindow", {}, stay);
}

/**
 * What a lock's platform makes of a window, before anything is created: whether it fits, and if not, the nearest
 * one that does.
 *
 * @example
 * fitWindow(window, [{ name: "hourly", stepMinutes: 60 }], { now: new Date(), timeZone: "Europe/Paris" });
 */
export function fitWindow(
	window: FitWindowInput["window"],
	timeFrames: FitWindowInput["timeFrames"],
	options: Omit<FitWindowInput, "window" | "timeFrames">,
): Fit {
	return call("fitWindow", { window, timeFrames }, options);
}

/**
 * When the code of a visit opens between two instants: a visitor's window, the times of a week on the house's clock,
 * or the turnovers between stays.
 *
 * @example
 * const cleaner: Visit = {
 *   id: "cleaner", revision: 1, listingId: "loft", visitor: "Cleo", purpose: "cleaning", kind: "recurring",
 *   weekly: [{ days: ["friday"], from: "22:00", to: "02:00" }], status: "active",
 * };
 * const { windows } = visitWindows({ visit: cleaner, timeZone: "Europe/Paris", from: "2026-05-01T00:00:00Z", until: "2026-06-01T00:00:00Z" });
 * windows[0].endsAtLocal; // "2026-05-02T02:00:00+02:00": the night ends on the next day
 */
export function visitWindows(preview: VisitWindowsInput): VisitWindows {
	return call("visitWindows", {}, preview);
}

/**
 * A PIN for people's eyes: all but the last two characters become dots.
 *
 * @example
 * maskCode("492817"); // "••••17"
 */
export function maskCode(code: string): string {
	return call("maskCode", { code });
}

/** What this package is made of: its release, that of its time zone data, and the version of stored sites. */
export function version(): Version {
	return call("version", {});
}
