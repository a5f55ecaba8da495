// What Seam's errors mean for a command. Each keeps its text, without PINs.

import { masked } from "../../core/command.js";
import type { Failure } from "../../generated/types.js";

/** The errors of Seam's API, and those that a code carries, by name. */
export const FAILURES: Record<string, Failure> = {
	access_code_inactive: "rejected",
	access_code_not_found: "not_found",
	account_disconnected: "offline",
	august_lock_not_authorized: "unauthorized",
	bridge_disconnected: "offline",
	conflicting_external_modification: "rejected",
	device_disconnected: "offline",
	device_not_found: "rejected",
	device_offline: "offline",
	device_removed: "rejected",
	dormakaba_sites_disconnected: "offline",
	duplicate_access_code: "duplicate_code",
	duplicate_code_on_device: "duplicate_code",
	failed_to_remove_from_device: "timeout",
	failed_to_set_on_device: "timeout",
	hub_disconnected: "offline",
	insufficient_permissions: "unauthorized",
	invalid_input: "rejected",
	missing_device_credentials: "unauthorized",
	no_space_for_access_code_on_device: "no_space",
	provider_issue: "timeout",
	rate_limit_exceeded: "busy",
	salto_ks_subscription_limit_exceeded: "no_space",
	subscription_required: "unauthorized",
	unauthorized: "unauthorized",
};

/** What older and brands' own names say, by their words. The first that fits counts. */
const BY_WORDS: [RegExp, Failure][] = [
	[/duplicate|already_(?:exists|in_use)/, "duplicate_code"],
	[/not_authorized|unauthorized|permission|credential|forbidden/, "unauthorized"],
	[/slots?_full|no_space|no_free|max(?:imum)?_.*(?:reached|exceeded)|limit_exceeded/, "no_space"],
	[/offline|disconnected|unreachable|gateway|bridge|hub_/, "offline"],
	[/too_many|rate_limit|busy/, "busy"],
	[/timeout|timed_out|delay|expired/, "timeout"],
];

/** The class of an error by its name; `rejected` for a name that says nothing. */
export function failureOf(name: string): Failure {
	if (Object.hasOwn(FAILURES, name)) return FAILURES[name] ?? "rejected";
	return BY_WORDS.find(([words]) => words.test(name.toLowerCase()))?.[1] ?? "rejected";
}

/** The text of an error for people. PINs are masked, whoever's they are. */
export function detailOf(name: string, message: string | undefined): string {
	const said = message === undefined || message === "" ? name : `${name}: ${message}`;
	return masked(said);
}
