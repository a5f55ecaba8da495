// What follows from each error and warning of Seam. Every one becomes a note, too. A test holds
// these names against `@seamapi/types`: a name that is new there fails until it is here.

/** What an error or a warning of a device says. */
export type DeviceEffect =
	/** The lock, or a device on the way to it, does not answer. */
	| "offline"
	/** The platform knows nothing any more. Unknown is not offline. */
	| "unknown"
	/** The connection comes and goes. */
	| "flaky"
	/** Codes do not open the door. */
	| "codes_do_not_open"
	/** Nothing can be programmed from afar. */
	| "not_remote"
	/** The lock's clock does not fit its zone. */
	| "clock_suspect"
	/** That the platform calls the lock online is no evidence. */
	| "no_evidence"
	/** The report says how many codes the lock holds. */
	| "capacity"
	/** Nothing in the lock: the note is all. */
	| "note";

/** The errors of devices, and of the accounts and bridges behind them. */
export const DEVICE_ERRORS: Record<string, DeviceEffect> = {
	account_disconnected: "unknown",
	august_lock_not_authorized: "unknown",
	auxiliary_heat_running: "note",
	bridge_disconnected: "offline",
	device_disconnected: "offline",
	device_offline: "offline",
	device_removed: "unknown",
	dormakaba_sites_disconnected: "unknown",
	empty_backup_access_code_pool: "note",
	hub_disconnected: "offline",
	missing_device_credentials: "unknown",
	salto_ks_subscription_limit_exceeded: "note",
	subscription_required: "unknown",
};

/** Names of earlier versions of Seam that are still met. */
export const OLDER_DEVICE_ERRORS: Record<string, DeviceEffect> = {
	account_reauthorization_requested: "unknown",
	being_deleted: "unknown",
	dormakaba_sites_unapproved: "unknown",
	provider_service_unavailable: "unknown",
	setup_required: "unknown",
	unknown_issue_with_connected_account: "unknown",
};

/** The warnings of devices. */
export const DEVICE_WARNINGS: Record<string, DeviceEffect> = {
	accessory_keypad_setup_required: "not_remote",
	device_communication_degraded: "flaky",
	device_has_flaky_connection: "flaky",
	hub_required_for_additional_capabilities: "note",
	insufficient_permissions: "not_remote",
	keynest_unsupported_locker: "not_remote",
	lockly_time_zone_not_configured: "note",
	many_active_backup_codes: "note",
	max_access_codes_reached: "capacity",
	partial_backup_access_code_pool: "note",
	power_saving_mode: "note",
	privacy_mode: "codes_do_not_open",
	provider_issue: "note",
	salto_ks_lock_access_code_support_removed: "note",
	salto_ks_office_mode: "codes_do_not_open",
	salto_ks_privacy_mode: "codes_do_not_open",
	salto_ks_subscription_limit_almost_reached: "note",
	scheduled_maintenance_window: "note",
	temperature_threshold_exceeded: "note",
	third_party_integration_detected: "note",
	time_zone_mismatch: "clock_suspect",
	time_zone_unknown: "note",
	ttlock_lock_gateway_unlocking_not_enabled: "note",
	ttlock_weak_gateway_signal: "flaky",
	two_n_device_missing_timezone: "note",
	ultraloq_time_zone_unknown: "note",
	unknown_issue_with_phone: "note",
	unreliable_online_status: "no_evidence",
};

/** What an error or a warning of a code says. */
export type CodeEffect =
	/** The cloud has the code; the lock may have it or not. */
	| "accepted"
	/** The code is on the lock and opens nothing. */
	| "disabled"
	/** With `change_type: "removed"` the code is not on the lock, and Seam leaves it so. */
	| "honoured"
	/** Nothing in the list: the note is all. */
	| "note";

/** The errors of codes. A code carries those of its device as well. */
export const CODE_ERRORS: Record<string, CodeEffect> = {
	access_code_inactive: "disabled",
	conflicting_external_modification: "accepted",
	duplicate_code_on_device: "accepted",
	failed_to_remove_from_device: "note",
	failed_to_set_on_device: "accepted",
	insufficient_permissions: "note",
	no_space_for_access_code_on_device: "accepted",
	provider_issue: "note",
};

/** The warnings of codes. */
export const CODE_WARNINGS: Record<string, CodeEffect> = {
	being_deleted: "accepted",
	code_rotates_periodically: "note",
	delay_in_removing_from_device: "note",
	delay_in_setting_on_device: "accepted",
	external_modification_in_effect: "honoured",
	igloo_algopin_must_be_used_within_24_hours: "note",
	management_transferred: "note",
	third_party_integration_detected: "note",
	time_frame_adjusted_for_unknown_time_zone: "note",
	unknown_issue_with_access_code: "note",
	using_backup_access_code: "note",
};

/** What a name says; `note` where it is not known. */
export function effectOf<Effect>(tables: Record<string, Effect>[], name: string): Effect | "note" {
	const table = tables.find((table) => Object.hasOwn(table, name));
	return table?.[name] ?? "note";
}

/** What an error of a device says. */
export function deviceError(name: string): DeviceEffect {
	return effectOf([DEVICE_ERRORS, OLDER_DEVICE_ERRORS], name);
}
