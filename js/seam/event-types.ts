// What follows from each type of Seam's events. A test holds these names against `@seamapi/types`:
// a type that is new there fails until it is here.

import type { LockState } from "../generated/types.js";

/** What an event of a device or a code leads to. */
export interface EventEffect {
	/** What it says of the lock's state. */
	state?: LockState;
	/** What has to be read now, since the event does not say it. */
	read?: "device" | "code" | "account";
	/** What is special about it. */
	special?: "unlocked" | "denied" | "disconnected" | "code_gone" | "battery";
	/** Whether it becomes a note: no state here can express it. */
	note?: boolean;
}

const online = { reachability: "online" } as const;
const unknown = { reachability: "unknown" } as const;
const code: EventEffect = { read: "code" };

/** The events that are about locks, their codes, and the accounts behind them. */
export const EVENTS: Record<string, EventEffect> = {
	"access_code.backup_access_code_pulled": code,
	"access_code.changed": code,
	"access_code.code_changed": code,
	"access_code.created": code,
	"access_code.delay_in_removing_from_device": code,
	"access_code.delay_in_setting_on_device": code,
	"access_code.deleted": code,
	"access_code.deleted_external_to_seam": code,
	"access_code.failed_to_remove_from_device": code,
	"access_code.failed_to_set_on_device": code,
	"access_code.modified_external_to_seam": code,
	"access_code.mutations_requested": code,
	"access_code.name_changed": code,
	"access_code.removed_from_device": { special: "code_gone" },
	"access_code.scheduled_on_device": code,
	"access_code.set_on_device": code,
	"access_code.time_frame_changed": code,
	"access_code.unmanaged.converted_to_managed": code,
	"access_code.unmanaged.created": code,
	"access_code.unmanaged.failed_to_convert_to_managed": code,
	"access_code.unmanaged.removed": { special: "code_gone" },
	"connected_account.completed_first_sync": { read: "account" },
	"connected_account.completed_first_sync_after_reconnection": { read: "account" },
	"connected_account.connected": { read: "account" },
	"connected_account.created": { read: "account" },
	"connected_account.deleted": { read: "account", note: true },
	"connected_account.disconnected": { read: "account", note: true },
	"connected_account.reauthorization_requested": { read: "account", note: true },
	"connected_account.successful_login": { read: "account" },
	"device.accessory_keypad_connected": { state: { ...online, usable: true } },
	"device.accessory_keypad_disconnected": { state: { ...online, usable: false } },
	"device.added": { read: "device" },
	"device.battery_status_changed": { special: "battery", read: "device" },
	"device.connected": { state: online },
	"device.connection_became_flaky": { state: { ...unknown, flaky: true }, read: "device" },
	"device.connection_stabilized": { state: { ...online, flaky: false } },
	"device.converted_to_unmanaged": { read: "device", note: true },
	"device.deleted": { state: unknown, note: true },
	"device.disconnected": { special: "disconnected" },
	"device.error.subscription_required": { state: unknown, note: true },
	"device.error.subscription_required.resolved": { read: "device" },
	"device.low_battery": { special: "battery", read: "device" },
	"device.name_changed": { read: "device" },
	"device.removed": { state: unknown, note: true },
	"device.salto.privacy_mode_activated": { state: { ...online, usable: false } },
	"device.salto.privacy_mode_deactivated": { state: { ...online, usable: true } },
	"device.tampered": { note: true },
	"device.third_party_integration_detected": { note: true },
	"device.third_party_integration_no_longer_detected": { note: true },
	"device.unmanaged.connected": { state: online },
	"device.unmanaged.converted_to_managed": { read: "device" },
	"device.unmanaged.disconnected": { special: "disconnected" },
	"lock.access_denied": { special: "denied" },
	"lock.unlocked": { special: "unlocked" },
};

/** The beginnings of the types that are about nothing here. `lock.locked` locks a door. */
export const OTHER_EVENTS: readonly string[] = [
	"access_grant.",
	"access_method.",
	"acs_",
	"action_attempt.",
	"camera.",
	"client_session.",
	"connect_webview.",
	"device.doorbell_rang",
	"enrollment_automation.",
	"lock.locked",
	"noise_sensor.",
	"phone.",
	"space.",
	"thermostat.",
];
