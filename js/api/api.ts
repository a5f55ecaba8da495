// The room of the public functions. It promises one function per rule with its name, its types and
// its documentation, and decides nothing: every rule is in Rust. Each function throws a
// LatchstringError for a value that it refuses, and where the stack is full.

import { guarded } from "../core/guard.js";
import { call } from "../core/module.js";
import type {
	CheckCodeInput,
	CodeCheck,
	Fit,
	FitWindowInput,
	GenerateCodeInput,
	GeneratedCode,
	Guest,
	Instant,
	InstantsOfInput,
	IssueOfflineCodeInput,
	LocalTimesInput,
	LockProfile,
	OfflineAnswer,
	OfflineCode,
	ValidityWindow,
	ValidityWindowInput,
	VerifyOfflineCodeInput,
	Version,
	Violation,
	VisitWindows,
	VisitWindowsInput,
} from "../generated/types.js";

export { LatchstringError } from "../core/error.js";
export { load } from "../core/module.js";
export type * from "../generated/types.js";
export * from "./access.js";
export * from "./forecast.js";
export * from "./message.js";
export * from "./site.js";

/**
 * Makes a PIN that every given lock accepts and nobody else has.
 *
 * With a key the PIN is derived: the same holder at the same site gets the same PIN on every
 * runtime. Without a key the PIN is random. The type `GenerateCodeInput` says for which `holder`,
 * `lock` and `generation` a site derives its PINs.
 *
 * @example
 * const rules = { lengths: [4, 6] };
 * const { code } = generateCode({ rules, inUse: ["492817"], key, holder: "stay-1" });
 */
export const generateCode = guarded(
	(options: GenerateCodeInput = {}): GeneratedCode => call("generateCode", {}, options),
);

/**
 * Every rule that a PIN breaks. The list is empty if the PIN may be used.
 *
 * With `advice` the answer is an object. Its `violations` are that list, and its `advice` names the
 * slips that are between the PIN and another in use: a typing mistake of one guest would be taken
 * for the other.
 *
 * @example
 * checkCode("1234", { rules: { lengths: [6] } });
 * // [{ kind: "length_not_supported" }, { kind: "no_ascending_or_descending_sequence" }]
 * checkCode("4917", { inUse: ["4971"], advice: true });
 * // { violations: [], advice: [{ kind: "keys_swapped" }] }
 */
export const checkCode = guarded(check);

type CheckCodeOptions = Omit<CheckCodeInput, "code" | "advice">;

function check(code: string, options: CheckCodeOptions & { advice: true }): CodeCheck;
function check(code: string, options?: CheckCodeOptions & { advice?: false }): Violation[];
function check(code: string, options: Omit<CheckCodeInput, "code">): Violation[] | CodeCheck;
function check(code: string, options: Omit<CheckCodeInput, "code"> = {}): Violation[] | CodeCheck {
	return call("checkCode", { code }, options, "rules, inUse");
}

/**
 * Issues a code of nine digits that a lock accepts without a connection, since it shares the `key`
 * with whoever issues it. It can't be changed or taken back. `docs/offline-codes.md` says how it is
 * made, for those who build locks.
 *
 * @example
 * issueOfflineCode({
 *   key, lockId: "front", startsAt: "2026-05-01T15:00:00Z", endsAt: "2026-05-03T09:30:00Z",
 * }).useBy; // "2026-05-02T15:00:00Z": the guest has to use it once until then
 */
export const issueOfflineCode = guarded(
	(options: IssueOfflineCodeInput): OfflineCode => call("issueOfflineCode", {}, options),
);

/**
 * What a lock does with nine digits that somebody typed: it tries each window whose code may be
 * used first now, and those that it accepted before. It stores a grant that is used first.
 *
 * @example
 * const { opens, grant, firstUse } = verifyOfflineCode("618801132", {
 *   key, lockId: "front", now: "2026-05-01T18:20:00Z",
 * });
 * if (opens && firstUse) accepted.push(grant);
 */
export const verifyOfflineCode = guarded(
	(code: string, options: Omit<VerifyOfflineCodeInput, "code">): OfflineAnswer =>
		call("verifyOfflineCode", { code }, options, "key, lockId, now"),
);

/**
 * The window of a stay, on the house's clock: from check-in on the arrival day to check-out on the
 * departure day, with grace, kept out of the neighbours' stays, in the lock's steps.
 *
 * @example
 * validityWindow({
 *   timeZone: "Europe/Paris",
 *   arrival: "2026-10-23", departure: "2026-10-25",
 *   checkIn: "15:00", checkOut: "11:00",
 * }).endsAt; // "2026-10-25T10:30:00Z": winter time, and half an hour of grace
 */
export const validityWindow = guarded(
	(stay: ValidityWindowInput): ValidityWindow => call("validityWindow", {}, stay),
);

/**
 * What the clock of a zone shows at instants, by the zone table of the rules. At most 20,000.
 *
 * @throws {LatchstringError} `year_out_of_range` more than two weeks away from 2020 to 2099
 * @example
 * localTimes({ instants: ["2026-06-10T14:00:00Z"], timeZone: "Europe/Paris" });
 * // ["2026-06-10T16:00:00+02:00"]
 */
export const localTimes = guarded((times: LocalTimesInput): string[] =>
	call("localTimes", {}, times),
);

/**
 * When the clock of a zone shows times, each as `YYYY-MM-DDTHH:MM`. At most 20,000. A time that the
 * clock shows twice is the first one. A time that it skips counts by the offset before the jump, as
 * in calendars (RFC 5545).
 *
 * @throws {LatchstringError} `year_out_of_range` more than two weeks away from 2020 to 2099
 * @example
 * instantsOf({ localTimes: ["2026-06-10T16:00"], timeZone: "Europe/Paris" });
 * // ["2026-06-10T14:00:00Z"]
 */
export const instantsOf = guarded((times: InstantsOfInput): Instant[] =>
	call("instantsOf", {}, times),
);

/**
 * Whether a lock's platform can keep a window, and if not, the nearest window that it can keep.
 * The answer is there before anything is created.
 *
 * @example
 * const hourly = [{ name: "hourly", stepMinutes: 60 }];
 * fitWindow(window, hourly, { now: new Date(), timeZone: "Europe/Paris" });
 */
export const fitWindow = guarded(
	(
		window: FitWindowInput["window"],
		timeFrames: FitWindowInput["timeFrames"],
		options: Omit<FitWindowInput, "window" | "timeFrames">,
	): Fit => call("fitWindow", { window, timeFrames }, options, "now, timeZone"),
);

/**
 * When the code of a visit opens between two instants: in the visitor's window, at the times of a
 * week on the house's clock, or at the turnovers between stays.
 *
 * @example
 * const cleaner: Visit = {
 *   id: "cleaner", revision: 1, listingId: "loft", visitor: "Cleo", purpose: "cleaning",
 *   kind: "recurring", weekly: [{ days: ["friday"], from: "22:00", to: "02:00" }],
 *   status: "active",
 * };
 * const may = { from: "2026-05-01T00:00:00Z", until: "2026-06-01T00:00:00Z" };
 * const { windows } = visitWindows({ visit: cleaner, timeZone: "Europe/Paris", ...may });
 * windows[0].endsAtLocal; // "2026-05-02T02:00:00+02:00": the night ends on the next day
 */
export const visitWindows = guarded(
	(preview: VisitWindowsInput): VisitWindows => call("visitWindows", {}, preview),
);

/**
 * Whether another person comes under one booking: another `id`; without ids another name, unless
 * the last digits of the phone are the same. A name that is written out or shortened is the same
 * person's. So is one that comes where "Guest" or the like stood, unless the digits of the phone
 * differ. Another person gets another PIN. The readers of feeds ask the same.
 *
 * @example
 * isAnotherGuest({ name: "Ada" }, { name: "Ada Lovelace" }); // false
 * isAnotherGuest({ name: "Ada Lovelace" }, { name: "Zoe Young" }); // true
 */
export const isAnotherGuest = guarded((before: Guest, after: Guest): boolean =>
	call("isAnotherGuest", { before, after }),
);

/**
 * A PIN to show to people: all but the last two characters become dots.
 *
 * @example
 * maskCode("492817"); // "••••17"
 */
export const maskCode = guarded((code: string): string => call("maskCode", { code }));

/**
 * What a profile fills in for a lock that leaves it out: its rules for PINs and labels, its places,
 * whether it stores windows, and more. A lock's own fields come first.
 *
 * @example
 * lockProfile("nuki").lock.capacity; // 200
 */
export const lockProfile = guarded((name: string): LockProfile => call("lockProfile", { name }));

/** The release of this package, of its time zone data, and the version of stored sites. */
export const version = guarded((): Version => call("version", {}));
