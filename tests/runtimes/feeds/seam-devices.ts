// Devices as Seam gives them, brand by brand, and their locks. The schema of Seam checks each
// device in tests/runtimes/node/seam.test.ts.
import type { Lock } from "../../../js/generated/types.js";
import type { LockNote } from "../../../js/seam.js";

export interface SeamCase {
	name: string;
	device: Record<string, unknown>;
	lock: Lock;
	notes?: LockNote[];
}

const ID = "0f3a1c52-6d0e-4a8b-9c11-5b7e2d4f6a80";
const AT = "2026-10-20T05:58:00.000Z";

/** A device that is well, and changes to it. */
export function device(
	device_type: string,
	changes: Record<string, unknown> = {},
	properties: Record<string, unknown> = {},
): Record<string, unknown> {
	return {
		device_id: ID,
		device_type,
		display_name: "Front Door",
		capabilities_supported: ["access_code", "lock"],
		connected_account_id: "9f1d2f0a-8d55-4a52-8c3c-1f8d3a3f9b01",
		workspace_id: "5c2a7a10-33a8-4f0e-a7d9-0c9f3f0d1c02",
		space_ids: [],
		created_at: AT,
		custom_metadata: {},
		is_managed: true,
		errors: [],
		warnings: [],
		can_program_online_access_codes: true,
		can_program_offline_access_codes: false,
		can_unlock_with_code: true,
		location: { location_name: "Paris", time_zone: "Europe/Paris", timezone: "Europe/Paris" },
		...changes,
		properties: {
			name: "Front Door",
			appearance: { name: "Front Door" },
			model: { display_name: "Lock", manufacturer_display_name: "Lock" },
			online: true,
			battery: { level: 0.87, status: "good" },
			...properties,
		},
	};
}

/** What Seam says of a lock that it sees and that is well. */
const well = { reachability: "online", batteryPercent: 87, usable: true, flaky: false } as const;

function lock(profile: string | undefined, changes: Partial<Lock> = {}): Lock {
	return {
		id: ID,
		name: "Front Door",
		platform: "seam",
		...(profile !== undefined && { profile }),
		timeZone: "Europe/Paris",
		remote: true,
		timeFrames: { offline: [] },
		state: { ...well },
		...changes,
	};
}

function error(error_code: string, ofAccount = false) {
	const scope = ofAccount
		? { is_connected_account_error: true, is_device_error: false, is_bridge_error: false }
		: { is_device_error: true };
	return { error_code, message: "Something is wrong", created_at: AT, ...scope };
}

function warning(warning_code: string, more: object = {}) {
	return { warning_code, message: "Take care", created_at: AT, ...more };
}

function noted(kind: "error" | "warning", ...codes: string[]): LockNote[] {
	return codes.map((code, at) => ({
		kind,
		path: `${kind}s[${at}]`,
		said: `${code}: ${kind === "error" ? "Something is wrong" : "Take care"}`,
	}));
}

export const BRANDS: SeamCase[] = [
	{
		name: "August: nothing but the brand is known",
		device: device("august_lock"),
		lock: lock("august"),
	},
	{
		name: "Nuki: six digits, no zero, not beginning with 12, short labels",
		device: device(
			"nuki_lock",
			{},
			{
				supported_code_lengths: [6],
				max_active_codes_supported: 200,
				code_constraints: [
					{ constraint_type: "no_zeros" },
					{ constraint_type: "cannot_start_with_12" },
					{ constraint_type: "name_length", max_length: 20 },
					{ constraint_type: "name_must_be_unique" },
				],
			},
		),
		lock: lock("nuki", {
			rules: {
				lengths: [6],
				constraints: ["no_zeros", "cannot_start_with_12", "name_must_be_unique"],
				nameLength: { min: 1, max: 20 },
			},
			capacity: 200,
		}),
	},
	{
		name: "Schlage: first four digits unique",
		device: device(
			"schlage_lock",
			{},
			{
				supported_code_lengths: [8, 4, 5, 6, 7, 4],
				max_active_codes_supported: 30,
				code_constraints: [
					{ constraint_type: "unique_first_four_digits" },
					{ constraint_type: "name_length", min_length: 1, max_length: 12 },
				],
			},
		),
		lock: lock("schlage", {
			rules: {
				lengths: [4, 5, 6, 7, 8],
				constraints: ["unique_first_four_digits"],
				nameLength: { min: 1, max: 12 },
			},
			capacity: 30,
		}),
	},
	{
		name: "Kwikset: a start has to lie ahead",
		device: device(
			"kwikset_lock",
			{},
			{
				supported_code_lengths: [4, 5, 6, 7, 8],
				code_constraints: [
					{ constraint_type: "start_date_in_future" },
					{ constraint_type: "name_length", min_length: 2, max_length: 14 },
				],
			},
		),
		lock: lock("kwikset", {
			rules: {
				lengths: [4, 5, 6, 7, 8],
				constraints: ["start_date_in_future"],
				nameLength: { min: 2, max: 14 },
			},
		}),
	},
	{
		name: "Salto KS: the platform makes the PIN",
		device: device(
			"salto_lock",
			{},
			{
				supported_code_lengths: [6],
				code_constraints: [
					{ constraint_type: "cannot_specify_pin_code" },
					{ constraint_type: "pin_code_matches_existing_set" },
				],
			},
		),
		lock: lock("salto_ks", {
			rules: {
				lengths: [6],
				constraints: ["cannot_specify_pin_code", "pin_code_matches_existing_set"],
			},
		}),
	},
	{
		name: "Tedee: no constraint is an answer, too",
		device: device(
			"tedee_lock",
			{},
			{ supported_code_lengths: [5, 6, 7, 8], code_constraints: [] },
		),
		lock: lock("tedee", { rules: { lengths: [5, 6, 7, 8], constraints: [] } }),
	},
	{
		name: "TTLock: offline codes for any window, in whole hours",
		device: device(
			"ttlock_lock",
			{ can_program_offline_access_codes: true },
			{
				supported_code_lengths: [4, 5, 6, 7, 8, 9],
				code_constraints: [{ constraint_type: "cannot_contain_0789" }],
			},
		),
		lock: lock("ttlock", {
			rules: { lengths: [4, 5, 6, 7, 8, 9], constraints: ["cannot_contain_0789"] },
			timeFrames: { offline: [{ stepMinutes: 60 }] },
		}),
	},
	{
		name: "igloohome: hourly and daily windows, no way to program it from afar",
		device: device(
			"igloohome_lock",
			{ can_program_online_access_codes: false, can_program_offline_access_codes: true },
			{
				offline_time_frame_options: [
					{ display_name: "Hourly", min_duration: "PT1H", max_duration: "PT672H" },
					{
						display_name: "Daily",
						min_duration: "P29D",
						max_duration: "P367D",
						matching_start_end_time: true,
					},
				],
			},
		),
		lock: lock("igloohome", {
			remote: false,
			timeFrames: {
				offline: [
					{ name: "Hourly", minMinutes: 60, maxMinutes: 40_320, stepMinutes: 60 },
					{
						name: "Daily",
						minMinutes: 41_760,
						maxMinutes: 528_480,
						stepMinutes: 60,
						sameTimeOfDay: true,
					},
				],
			},
		}),
	},
	{
		name: "dormakaba Oracode: fixed pairs of times, no name of a zone of its own",
		device: device(
			"dormakaba_oracode_door",
			{
				can_program_online_access_codes: false,
				can_program_offline_access_codes: true,
				capabilities_supported: ["access_code"],
				location: { timezone: "America/Denver" },
			},
			{
				code_constraints: [{ constraint_type: "cannot_specify_pin_code" }],
				offline_time_frame_options: [
					{
						display_name: "Fixed start times",
						max_duration: "P31D",
						time_pairs: [
							{ display_name: "Guest", start_time: "16:00", end_time: "11:00" },
							{ display_name: "Late", start_time: "16:00", end_time: "14:00" },
						],
						time_zone: "America/Denver",
					},
				],
			},
		),
		lock: lock("oracode", {
			timeZone: "America/Denver",
			rules: { constraints: ["cannot_specify_pin_code"] },
			remote: false,
			timeFrames: {
				offline: [
					{
						name: "Fixed start times",
						maxMinutes: 44_640,
						pairs: [
							{ from: "16:00", to: "11:00" },
							{ from: "16:00", to: "14:00" },
						],
					},
				],
			},
		}),
	},
	{
		name: "SmartThings: lengths that no rule here makes are named",
		device: device("smartthings_lock", {}, { supported_code_lengths: [4, 6, 8, 10, 12, 20] }),
		lock: lock("smartthings", { rules: { lengths: [4, 6, 8, 10] } }),
		notes: [
			{ kind: "lengths_left_out", path: "properties.supported_code_lengths", said: "12, 20" },
		],
	},
	{
		name: "Lockly: a clock that nobody has set is noted",
		device: device("lockly_lock", {
			warnings: [warning("lockly_time_zone_not_configured")],
			location: {},
		}),
		lock: (({ timeZone: _, ...rest }) => rest)(lock("lockly")),
		notes: noted("warning", "lockly_time_zone_not_configured"),
	},
	{
		name: "a brand of which nothing is known",
		device: device("akiles_lock"),
		lock: lock(undefined),
	},
	{
		name: "date rules come down to steps where they are about whole days or hours",
		device: device(
			"yale_lock",
			{},
			{
				online_time_frame_options: [
					{
						display_name: "Half hours",
						start_date_recurrence_rule: "FREQ=MINUTELY;INTERVAL=30",
						end_date_recurrence_rule: "RRULE:FREQ=HOURLY",
					},
					{ display_name: "Any day", start_date_recurrence_rule: "FREQ=DAILY" },
					{
						display_name: "Mondays",
						min_duration: "P1M",
						max_duration: "P1Y2M1W3DT4H5M6S",
						start_date_recurrence_rule: "FREQ=WEEKLY;BYDAY=MO",
						time_zone: "Europe/Berlin",
					},
				],
			},
		),
		lock: lock("yale", {
			timeFrames: {
				online: [
					{ name: "Half hours", stepMinutes: 60 },
					{ name: "Any day" },
					// A month has 31 days at least. A year has 365 days and a month 28 days at most.
					{ name: "Mondays", minMinutes: 44_640, maxMinutes: (365 + 56 + 10) * 1440 + 245 },
				],
				offline: [],
			},
		}),
		notes: [
			{
				kind: "frame_time_zone",
				path: "properties.online_time_frame_options[2].time_zone",
				said: "Europe/Berlin",
			},
			{
				kind: "frame_rule_not_kept",
				path: "properties.online_time_frame_options[2].start_date_recurrence_rule",
				said: "FREQ=WEEKLY;BYDAY=MO",
			},
		],
	},
	{
		name: "a full lock tells its capacity by a warning",
		device: device("august_lock", {
			warnings: [
				warning("max_access_codes_reached", {
					active_access_code_count: 50,
					max_active_access_code_count: 50,
				}),
			],
		}),
		lock: lock("august", { capacity: 50 }),
		notes: noted("warning", "max_access_codes_reached"),
	},
	{
		name: "C8 a clock that does not fit its zone is suspect",
		device: device("ultraloq_lock", { warnings: [warning("time_zone_mismatch")] }),
		lock: lock("ultraloq", { clockSuspect: true }),
		notes: noted("warning", "time_zone_mismatch"),
	},
];

interface StateCase {
	name: string;
	device: Record<string, unknown>;
	state: NonNullable<Lock["state"]>;
}

function state(
	name: string,
	seen: Partial<NonNullable<Lock["state"]>>,
	changes: Record<string, unknown>,
	properties: Record<string, unknown> = {},
): StateCase {
	// What is well is said where Seam sees the lock.
	const { reachability = well.reachability, batteryPercent = well.batteryPercent } = seen;
	const known = reachability === "online" ? well : { reachability, batteryPercent };
	return { name, device: device("august_lock", changes, properties), state: { ...known, ...seen } };
}

const offline = { reachability: "offline" } as const;
const unknown = { reachability: "unknown" } as const;
const noBattery = { battery: undefined };

export const STATES: StateCase[] = [
	state("online", {}, {}),
	{
		...state("offline, which hides the battery", offline, {}, { online: false, ...noBattery }),
		state: offline,
	},
	...["device_offline", "device_disconnected", "hub_disconnected"].map((code) =>
		state(`the platform's word: ${code}`, offline, { errors: [error(code)] }),
	),
	state(
		"A3 unknown is not offline: account_disconnected",
		unknown,
		{
			errors: [error("account_disconnected", true), error("device_disconnected")],
		},
		{ online: false },
	),
	...[
		"missing_device_credentials",
		"august_lock_not_authorized",
		"device_removed",
		"subscription_required",
	].map((code) =>
		state(
			`A3 unknown is not offline: ${code}`,
			unknown,
			{ errors: [error(code)] },
			{ online: false },
		),
	),
	state("F32 online is no evidence where the platform can't know", unknown, {
		warnings: [warning("unreliable_online_status")],
	}),
	state(
		"F32 offline is evidence even there",
		offline,
		{ warnings: [warning("unreliable_online_status")] },
		{ online: false },
	),
	state(
		"an error about backups says nothing about the connection",
		{},
		{
			errors: [error("empty_backup_access_code_pool")],
		},
	),
	...[
		"device_has_flaky_connection",
		"device_communication_degraded",
		"ttlock_weak_gateway_signal",
	].map((code) =>
		state(
			`a connection that comes and goes: ${code}`,
			{ flaky: true },
			{ warnings: [warning(code)] },
		),
	),
	...["privacy_mode", "salto_ks_privacy_mode", "salto_ks_office_mode"].map((code) =>
		state(`codes do not open in ${code}`, { usable: false }, { warnings: [warning(code)] }),
	),
	state("a lock that takes no codes", { usable: false }, { can_unlock_with_code: false }),
	state(
		"a keypad that is not connected",
		{ usable: false },
		{},
		{ accessory_keypad: { is_connected: false } },
	),
	state(
		"a keypad of its own needs no other",
		{},
		{},
		{
			accessory_keypad: { is_connected: false },
			model: { display_name: "Lock", manufacturer_display_name: "Lock", has_built_in_keypad: true },
		},
	),
	state(
		"the lower charge of lock and keypad",
		{ batteryPercent: 12 },
		{},
		{ keypad_battery: { level: 0.129 } },
	),
	state(
		"the lower charge of lock and accessory keypad",
		{ batteryPercent: 0 },
		{},
		{
			accessory_keypad: { is_connected: true, battery: { level: 0 } },
		},
	),
	state(
		"29 hundredths are 29 percent, 24.9 are below 25",
		{ batteryPercent: 29 },
		{},
		{
			battery: { level: 0.29, status: "low" },
		},
	),
	state(
		"24.9 hundredths are below 25 percent",
		{ batteryPercent: 24 },
		{},
		{
			battery: { level: 0.249, status: "low" },
		},
	),
	state(
		"the older key for the charge",
		{ batteryPercent: 55 },
		{},
		{ ...noBattery, battery_level: 0.55 },
	),
];
