// What brands say beside Seam: keypads, their batteries, zones, time slots, other names. Nothing of
// it is lost in silence.
import { createSite, type LockState, load } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { type LockNote, lockFromSeam } from "../../js/seam.js";
import { device } from "./feeds/seam-devices.js";

beforeAll(() => load());

/** The lock and the notes, after the rules took the lock. */
function read(type: string, properties: object, changes: object = {}) {
	const { lock, notes } = lockFromSeam(
		device(type, { ...changes }, properties as Record<string, unknown>),
	);
	createSite({ id: "house", listings: [], locks: [lock] });
	return { lock, notes, said: notes.map(({ kind, path }) => [kind, path]) };
}

const at = (key: string) => `properties.${key}`;
const builtIn = { model: { display_name: "Lock", has_built_in_keypad: true } };
const connected = { accessory_keypad: { is_connected: true } };

describe("A3: a lock without a keypad is not usable", () => {
	test.each<[string, string, object, boolean, [LockNote["kind"], string][]]>([
		[
			"no keypad is paired",
			"nuki_lock",
			{ nuki_metadata: { keypad_paired: false, keypad_2_paired: false } },
			false,
			[
				["codes_do_not_open", at("nuki_metadata.keypad_paired")],
				["codes_do_not_open", at("nuki_metadata.keypad_2_paired")],
			],
		],
		[
			"one is not paired, of the other nobody knows",
			"nuki_lock",
			{ nuki_metadata: { keypad_paired: false } },
			false,
			[["codes_do_not_open", at("nuki_metadata.keypad_paired")]],
		],
		[
			"the second one is paired",
			"nuki_lock",
			{ nuki_metadata: { keypad_paired: false, keypad_2_paired: true } },
			true,
			[],
		],
		[
			"another keypad is connected",
			"nuki_lock",
			{ nuki_metadata: { keypad_paired: false, keypad_2_paired: false }, ...connected },
			true,
			[],
		],
		[
			"an August without one",
			"august_lock",
			{ august_metadata: { has_keypad: false } },
			false,
			[["codes_do_not_open", at("august_metadata.has_keypad")]],
		],
		[
			"a Yale in August's app that has its own",
			"yale_lock",
			{ august_metadata: { has_keypad: false }, ...builtIn },
			true,
			[],
		],
		[
			"a TTLock that takes no passcodes",
			"ttlock_lock",
			{ ttlock_metadata: { features: { passcode: false } } },
			false,
			[["codes_do_not_open", at("ttlock_metadata.features.passcode")]],
		],
		[
			"a TTLock whose passcodes nobody can manage from afar",
			"ttlock_lock",
			{ ttlock_metadata: { features: { passcode: true, passcode_management: false } } },
			true,
			[["codes_not_managed", at("ttlock_metadata.features.passcode_management")]],
		],
		[
			"a keypad without all keys, of which the device says no more",
			"ttlock_lock",
			{ ttlock_metadata: { features: { incomplete_keyboard_passcode: true } } },
			true,
			[["keypad_incomplete", at("ttlock_metadata.features.incomplete_keyboard_passcode")]],
		],
		[
			"a keypad without all keys, and which",
			"ttlock_lock",
			{
				ttlock_metadata: { features: { incomplete_keyboard_passcode: true } },
				code_constraints: [{ constraint_type: "cannot_contain_089" }],
			},
			true,
			[],
		],
		[
			"a Wyze that names none",
			"wyze_lock",
			{ wyze_metadata: { keypad_uuid: "" } },
			true,
			[["keypad_not_named", at("wyze_metadata.keypad_uuid")]],
		],
		[
			"a Tedee that names none",
			"tedee_lock",
			{ tedee_metadata: { keypad_id: null } },
			true,
			[["keypad_not_named", at("tedee_metadata.keypad_id")]],
		],
		["a Tedee that says nothing", "tedee_lock", { tedee_metadata: {} }, true, []],
		[
			"a Yale whose model has one connected",
			"yale_lock",
			{ model: { has_built_in_keypad: false }, ...connected },
			true,
			[],
		],
	])("%s", (_, type, properties, usable, notes) => {
		// Seam may say nothing of codes.
		for (const changes of [{}, { can_unlock_with_code: undefined }]) {
			const { lock, said } = read(type, properties, changes);
			expect([lock.state?.usable, said]).toEqual([usable, notes]);
		}
	});

	test.each([
		[{ can_program_online_access_codes: false }, false, "codes_do_not_open"],
		[{ can_program_online_access_codes: true }, true, "keypad_not_named"],
		[{ can_unlock_with_code: true }, true, undefined],
	])("a model without a keypad of its own, and none beside it: %j", (changes, usable, kind) => {
		const { lock, said } = read(
			"yale_lock",
			{ model: { display_name: "Lock", has_built_in_keypad: false } },
			{
				...{ can_unlock_with_code: undefined, can_program_online_access_codes: undefined },
				...{ can_program_offline_access_codes: undefined, ...changes },
			},
		);
		expect(lock.state?.usable).toBe(usable);
		const path = at("model.has_built_in_keypad");
		expect(said).toEqual(kind === undefined ? [] : [[kind, path]]);
	});

	test("P11: a Salto account without PINs of one's own says so", () => {
		const salto_ks_metadata = { has_custom_pin_subscription: false };
		const { said } = read("salto_lock", { salto_ks_metadata });
		expect(said).toEqual([["no_custom_pins", at("salto_ks_metadata.has_custom_pin_subscription")]]);
		const code_constraints = [{ constraint_type: "cannot_specify_pin_code" }];
		expect(read("salto_lock", { salto_ks_metadata, code_constraints }).said).toEqual([]);
	});

	test("what is well again is said, since a report takes nothing back that it leaves out", () => {
		const warnings = [{ warning_code: "privacy_mode", message: "" }];
		expect(read("salto_lock", {}, { warnings }).lock.state).toMatchObject({ usable: false });
		expect(read("salto_lock", {}).lock.state).toMatchObject({ usable: true, flaky: false });
	});
});

describe("what can't be programmed from afar", () => {
	test.each<[string, string, object, object, boolean | undefined, LockNote["kind"][]]>([
		[
			"an igloohome whose keypad is not linked to its bridge",
			"igloohome_lock",
			{ igloohome_metadata: { keypad_id: "k1", is_accessory_keypad_linked_to_bridge: false } },
			{},
			false,
			["keypad_not_linked"],
		],
		[
			"an igloohome without such a keypad",
			"igloohome_lock",
			{ igloohome_metadata: { is_accessory_keypad_linked_to_bridge: false } },
			{},
			true,
			[],
		],
		[
			"a TTLock without a gateway, of which Seam says no more",
			"ttlock_lock",
			{ ttlock_metadata: { has_gateway: false } },
			{ can_program_online_access_codes: undefined },
			false,
			["no_gateway"],
		],
		[
			"a TTLock on Wi-Fi",
			"ttlock_lock",
			{ ttlock_metadata: { has_gateway: false } },
			{},
			true,
			["no_gateway"],
		],
		[
			"an Omnitec without a gateway",
			"omnitec_lock",
			{ omnitec_metadata: { has_gateway: false } },
			{ can_program_online_access_codes: undefined },
			false,
			["no_gateway"],
		],
		...["insufficient_permissions", "keynest_unsupported_locker"].map(
			(warning_code): [string, string, object, object, boolean, LockNote["kind"][]] => [
				`the warning ${warning_code}`,
				"kwikset_lock",
				{},
				{ warnings: [{ warning_code, message: "No" }] },
				false,
				["warning"],
			],
		),
	])("%s", (_, type, properties, changes, remote, kinds) => {
		const { lock, notes } = read(type, properties, changes);
		expect([lock.remote, notes.map(({ kind }) => kind)]).toEqual([remote, kinds]);
	});
});

describe("C5: the battery of a keypad counts as the lock's", () => {
	const full = { battery: { level: 0.9, status: "full" } };
	const none = { battery: undefined };
	type Charge = LockState["batteryPercent"];

	test.each<[string, string, object, Charge, LockNote["kind"][]]>([
		[
			"Nuki: critical",
			"nuki_lock",
			{ ...full, nuki_metadata: { keypad_battery_critical: true } },
			10,
			["keypad_battery"],
		],
		[
			"Nuki: not critical",
			"nuki_lock",
			{ ...full, nuki_metadata: { keypad_battery_critical: false } },
			90,
			[],
		],
		...(
			[
				["Low", 20, ["keypad_battery"]],
				["critical", 10, ["keypad_battery"]],
				["Medium", 90, []],
				["Full", 90, []],
				["17%", 17, ["keypad_battery"]],
				["0.07", 7, ["keypad_battery"]],
				["21%", 21, []],
				["1", 90, ["keypad_battery"]],
				["purple", 90, ["keypad_battery"]],
			] as [string, number, LockNote["kind"][]][]
		).map(([word, percent, kinds]): [string, string, object, Charge, LockNote["kind"][]] => [
			`August: ${word}`,
			"august_lock",
			{ ...full, august_metadata: { has_keypad: true, keypad_battery_level: word } },
			percent,
			kinds,
		]),
		[
			"an accessory keypad in figures: low",
			"yale_lock",
			{ ...full, accessory_keypad: { is_connected: true, battery: { level: 0.03 } } },
			3,
			["keypad_battery"],
		],
		[
			"a keypad in figures, higher than the lock",
			"yale_lock",
			{ battery: { level: 0.1, status: "low" }, keypad_battery: { level: 0.2 } },
			10,
			[],
		],
		[
			"an accessory keypad in words",
			"nuki_lock",
			{ ...full, accessory_keypad: { is_connected: true, battery: { status: "low" } } },
			20,
			["keypad_battery"],
		],
		[
			"the lock itself in words: low",
			"nuki_lock",
			{ battery: { status: "low" } },
			20,
			["battery_without_level"],
		],
		[
			"the lock itself in words: good",
			"nuki_lock",
			{ battery: { status: "good" } },
			undefined,
			["battery_without_level"],
		],
		[
			"Salto KS in words",
			"salto_lock",
			{ ...none, salto_ks_metadata: { battery_level: "very_low" } },
			10,
			["battery_without_level"],
		],
		[
			"Salto KS in words, and in figures",
			"salto_lock",
			{ ...full, salto_ks_metadata: { battery_level: "low" } },
			90,
			[],
		],
	])("%s", (_, type, properties, percent, kinds) => {
		const { lock, notes } = read(type, properties);
		expect([lock.state?.batteryPercent, notes.map(({ kind }) => kind)]).toEqual([percent, kinds]);
	});
});

describe("W2: zones", () => {
	const nowhere = { location: {} };

	test.each<[string, string, object, object, string | undefined, [LockNote["kind"], string][]]>([
		[
			"Oracode's",
			"dormakaba_oracode_door",
			{ dormakaba_oracode_metadata: { iana_timezone: "America/Denver" } },
			nowhere,
			"America/Denver",
			[],
		],
		[
			"Ultraloq's",
			"ultraloq_lock",
			{ ultraloq_metadata: { time_zone: "Europe/Rome" } },
			nowhere,
			"Europe/Rome",
			[],
		],
		[
			"Omnitec's",
			"omnitec_lock",
			{ omnitec_metadata: { time_zone: "Europe/Madrid", timezone_raw_offset_ms: 3_600_000 } },
			nowhere,
			"Europe/Madrid",
			[],
		],
		[
			"that of a window option",
			"yale_lock",
			{ online_time_frame_options: [{ display_name: "Any", time_zone: "Asia/Tokyo" }] },
			nowhere,
			"Asia/Tokyo",
			[],
		],
		[
			"the location's, where the brand says another",
			"ultraloq_lock",
			{ ultraloq_metadata: { time_zone: "Europe/Rome" } },
			{},
			"Europe/Paris",
			[["time_zone_differs", at("ultraloq_metadata.time_zone")]],
		],
		[
			"none that the table does not have",
			"nuki_lock",
			{},
			{ location: { time_zone: "Mars/Olympus", timezone: "europe/paris" } },
			undefined,
			[
				["time_zone_left_out", "location.time_zone"],
				["time_zone_left_out", "location.timezone"],
			],
		],
		[
			"the brand's, where the location's is none",
			"ultraloq_lock",
			{ ultraloq_metadata: { time_zone: "Europe/Rome" } },
			{ location: { time_zone: "CEST" } },
			"Europe/Rome",
			[["time_zone_left_out", "location.time_zone"]],
		],
		[
			"an offset is no zone",
			"ttlock_lock",
			{ ttlock_metadata: { timezone_raw_offset_ms: 7_200_000 } },
			nowhere,
			undefined,
			[["zone_offset_only", at("ttlock_metadata.timezone_raw_offset_ms")]],
		],
	])("%s", (_, type, properties, changes, zone, notes) => {
		const { lock, said } = read(type, properties, changes);
		expect([lock.timeZone, said]).toEqual([zone, notes]);
	});
});

describe("W7: the time slots of Oracode locks", () => {
	const flags = {
		is_24_hour: false,
		is_biweekly_mode: false,
		is_one_shot: false,
		is_master: false,
	};
	const slot = (name: string, check_in_time: string, check_out_time: string, more = {}) => ({
		...{ name, check_in_time, check_out_time },
		...flags,
		...more,
	});
	const slots = [
		slot("Guest", "16:00:00", "11:00:00"),
		slot("Late", "16:00", "14:00"),
		slot("Owner", "00:00", "00:00", { is_master: true }),
		slot("Courier", "10:00", "12:00", { is_one_shot: true }),
		slot("Gardener", "08:00", "12:00", { is_biweekly_mode: true }),
		slot("Odd", "4 pm", "11:00"),
	];
	const door = (more: object) =>
		read(
			"dormakaba_oracode_door",
			{
				dormakaba_oracode_metadata: {
					iana_timezone: "America/Denver",
					predefined_time_slots: slots,
				},
				...more,
			},
			{ can_program_offline_access_codes: true, location: {} },
		);

	test("they are the windows of the lock, where it has no options of its own", () => {
		const { lock, said } = door({});
		expect(lock.timeFrames?.offline).toEqual([
			{ name: "Guest", maxMinutes: 44_640, pairs: [{ from: "16:00", to: "11:00" }] },
			{ name: "Late", maxMinutes: 44_640, pairs: [{ from: "16:00", to: "14:00" }] },
		]);
		const path = (place: number, key: string) =>
			at(`dormakaba_oracode_metadata.predefined_time_slots[${place}].${key}`);
		expect(said).toEqual([
			["time_slot_left_out", path(2, "is_master")],
			["time_slot_left_out", path(3, "is_one_shot")],
			["time_slot_left_out", path(4, "is_biweekly_mode")],
			["time_slot_left_out", path(5, "check_in_time")],
		]);
	});

	test("its options say more", () => {
		const pair = { display_name: "Guest", start_time: "15:00", end_time: "10:00" };
		const { lock } = door({
			offline_time_frame_options: [{ display_name: "Own", time_pairs: [pair] }],
		});
		expect(lock.timeFrames?.offline).toEqual([
			{ name: "Own", pairs: [{ from: "15:00", to: "10:00" }] },
		]);
	});
});

describe("names that tell two locks apart", () => {
	test("each other name of the door becomes a note, once", () => {
		const { lock, notes } = read("ttlock_lock", {
			appearance: { name: "D302_a1b2c3" },
			name: "D302_a1b2c3",
			ttlock_metadata: { lock_alias: "Attic left", lock_id: 7 },
			seam_bridge_metadata: { name: "Office" },
		});
		expect(lock.name).toBe("Front Door");
		expect(notes).toEqual([
			{ kind: "other_name", path: at("appearance.name"), said: "D302_a1b2c3" },
			{ kind: "other_name", path: at("ttlock_metadata.lock_alias"), said: "Attic left" },
		]);
	});
});

test("a brand's values of another type cost nothing else of the lock", () => {
	const { lock, notes } = read("nuki_lock", {
		nuki_metadata: { keypad_paired: "yes", device_name: 7 },
		august_metadata: [],
		wyze_metadata: "none",
		ttlock_metadata: { features: true, timezone_raw_offset_ms: "late" },
		dormakaba_oracode_metadata: { predefined_time_slots: [1, {}] },
	});
	expect(lock.name).toBe("Front Door");
	expect(new Set(notes.map(({ kind }) => kind))).toEqual(
		new Set(["left_out", "time_slot_left_out"]),
	);
});
