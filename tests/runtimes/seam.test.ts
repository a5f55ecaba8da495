// Seam's devices become locks, and notes keep what a lock cannot express.
import fc from "fast-check";
import { createSite, load } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { LatchstringError, lockFromSeam } from "../../js/seam.js";
import { refusal } from "../support/refusal.js";
import { BRANDS, device, STATES } from "./feeds/seam-devices.js";

const refused = (given: unknown, options?: unknown) =>
	refusal(() => lockFromSeam(given as object, options as never));

describe("brands", () => {
	test.each(BRANDS)("$name", ({ device, lock, notes }) => {
		expect(lockFromSeam(device)).toStrictEqual({ lock, notes: notes ?? [] });
	});

	test("an unknown constraint becomes a note", () => {
		const constraints = [{ constraint_type: "no_palindromes" }, { constraint_type: "no_zeros" }];
		const { lock, notes } = lockFromSeam(
			device("nuki_lock", {}, { code_constraints: constraints }),
		);
		expect(lock.rules).toEqual({ constraints: ["no_zeros"] });
		expect(notes).toEqual([
			{
				kind: "unknown_constraint",
				path: "properties.code_constraints[0].constraint_type",
				said: "no_palindromes",
			},
		]);
	});

	test("pairs of times need no step, and a step that does not divide the day is ignored", () => {
		const pair = { display_name: "Guest", start_time: "16:30", end_time: "11:30" };
		const options = [
			{ display_name: "Pairs", time_pairs: [pair] },
			{ display_name: "Odd", start_date_recurrence_rule: "FREQ=HOURLY;INTERVAL=7" },
			{ display_name: "Even", start_date_recurrence_rule: "FREQ=DAILY;INTERVAL=2" },
		];
		const { lock, notes } = lockFromSeam(
			device(
				"ttlock_lock",
				{ can_program_offline_access_codes: true },
				{ offline_time_frame_options: options },
			),
		);
		expect(lock.timeFrames?.offline).toEqual([
			{ name: "Pairs", pairs: [{ from: "16:30", to: "11:30" }] },
			{ name: "Odd", stepMinutes: 60 },
			{ name: "Even", stepMinutes: 60 },
		]);
		expect(notes.map(({ kind, said }) => [kind, said])).toEqual([
			["frame_rule_not_kept", "FREQ=HOURLY;INTERVAL=7"],
			["frame_rule_not_kept", "FREQ=DAILY;INTERVAL=2"],
		]);
	});

	test("a device that Seam does not manage cannot be programmed", () => {
		const { lock, notes } = lockFromSeam(device("nuki_lock", { is_managed: false }));
		expect([lock.remote, notes]).toEqual([
			false,
			[{ kind: "unmanaged", path: "is_managed", said: "false" }],
		]);
	});

	test("an igloohome lock cannot be programmed until its keypad is linked", () => {
		const warnings = [{ warning_code: "accessory_keypad_setup_required", message: "" }];
		expect(lockFromSeam(device("igloohome_lock", { warnings })).lock.remote).toBe(false);
	});

	test("names: the one in Seam, otherwise the device's own", () => {
		const name = (changes: object) => lockFromSeam(device("nuki_lock", { ...changes })).lock.name;
		expect(name({ display_name: " " })).toBe("Front Door");
		expect(name({ display_name: null, nickname: "Attic\n🗝" })).toBe("Attic 🗝");
		expect(name({ display_name: "x".repeat(300) })).toHaveLength(200);
	});

	test("unknown and empty keys are ignored", () => {
		const later = device(
			"nuki_lock",
			{ nickname: null, new_thing: {} },
			{ battery: null, new_thing: [] },
		);
		expect(lockFromSeam(later).lock.state).toEqual({ reachability: "online" });
		expect(lockFromSeam({ device_id: "a", device_type: "nuki_lock" })).toEqual({
			lock: {
				id: "a",
				name: "",
				platform: "seam",
				profile: "nuki",
				timeFrames: { offline: [] },
				state: { reachability: "unknown" },
			},
			notes: [],
		});
	});
});

describe("state", () => {
	test.each(STATES)("$name", ({ device, state }) => {
		expect(lockFromSeam(device).lock.state).toStrictEqual(state);
	});

	test("A3 the time of the answer is the time of the report", () => {
		const at = new Date("2026-10-20T06:00:15Z");
		expect(lockFromSeam(device("nuki_lock"), { reportedAt: at }).lock.state?.reportedAt).toBe(
			"2026-10-20T06:00:15.000Z",
		);
	});

	test("a battery status without a level becomes a note", () => {
		const { lock, notes } = lockFromSeam(
			device("nuki_lock", {}, { battery: { status: "critical" } }),
		);
		expect(lock.state).toEqual({ reachability: "online" });
		expect(notes).toEqual([
			{ kind: "battery_without_level", path: "properties.battery.status", said: "critical" },
		]);
	});

	test("every error and warning becomes a note in the platform's words", () => {
		const errors = [
			{ error_code: "brand_new_trouble", message: "Something\nnew" },
			{ error_code: "worse" },
		];
		const { lock, notes } = lockFromSeam(device("nuki_lock", { errors }));
		expect(lock.state?.reachability).toBe("online");
		expect(notes).toEqual([
			{ kind: "error", path: "errors[0]", said: "brand_new_trouble: Something new" },
			{ kind: "error", path: "errors[1]", said: "worse" },
		]);
	});
});

describe("the rules accept the locks", () => {
	beforeAll(() => load());

	test.each([...BRANDS, ...STATES])("$name", ({ device }) => {
		const { lock } = lockFromSeam(device, { reportedAt: new Date("2026-10-20T06:00:15Z") });
		expect(() => createSite({ id: "house", listings: [], locks: [lock] })).not.toThrow();
	});
});

describe("bad devices", () => {
	const frames = (option: object) =>
		device("nuki_lock", {}, { online_time_frame_options: [option] });
	const at = "properties.online_time_frame_options[0]";

	test.each([
		[undefined, "missing_key", "device_type"],
		[null, "wrong_type", ""],
		["august_lock", "wrong_type", ""],
		[[], "wrong_type", ""],
		[{}, "missing_key", "device_type"],
		[{ device_type: 7 }, "wrong_type", "device_type"],
		[
			device("ecobee_thermostat", { capabilities_supported: ["thermostat"], ...noFlags() }),
			"invalid_value",
			"device_type",
		],
		[device("nuki_lock", { device_id: undefined }), "missing_key", "device_id"],
		[device("nuki_lock", { device_id: "ü".repeat(65) }), "invalid_value", "device_id"],
		[{ ...device("nuki_lock"), properties: [] }, "wrong_type", "properties"],
		[device("nuki_lock", { location: { time_zone: 1 } }), "wrong_type", "location.time_zone"],
		[device("nuki_lock", { errors: {} }), "wrong_type", "errors"],
		[device("nuki_lock", { errors: [1] }), "wrong_type", "errors[0]"],
		[device("nuki_lock", { warnings: new Array(101).fill({}) }), "too_long", "warnings"],
		[device("nuki_lock", {}, { online: "yes" }), "wrong_type", "properties.online"],
		[
			device("nuki_lock", {}, { battery: { level: 87 } }),
			"out_of_range",
			"properties.battery.level",
		],
		[
			device("nuki_lock", {}, { battery: { level: "full" } }),
			"wrong_type",
			"properties.battery.level",
		],
		[
			device("nuki_lock", {}, { supported_code_lengths: [6.5] }),
			"invalid_value",
			"properties.supported_code_lengths",
		],
		[
			device("nuki_lock", {}, { supported_code_lengths: [3, 12] }),
			"out_of_range",
			"properties.supported_code_lengths",
		],
		[
			device("nuki_lock", {}, { max_active_codes_supported: -1 }),
			"out_of_range",
			"properties.max_active_codes_supported",
		],
		[
			device("nuki_lock", {}, { max_active_codes_supported: 1.5 }),
			"invalid_value",
			"properties.max_active_codes_supported",
		],
		[
			device("nuki_lock", {}, { code_constraints: [{}] }),
			"missing_key",
			"properties.code_constraints[0].constraint_type",
		],
		[
			device(
				"nuki_lock",
				{},
				{
					code_constraints: [{ constraint_type: "name_length", min_length: 9, max_length: 2 }],
				},
			),
			"invalid_value",
			"properties.code_constraints[0].max_length",
		],
		[frames({ min_duration: "an hour" }), "invalid_value", `${at}.min_duration`],
		[frames({ max_duration: "P" }), "invalid_value", `${at}.max_duration`],
		[frames({ max_duration: "P1DT" }), "invalid_value", `${at}.max_duration`],
		[frames({ max_duration: "P99999999D" }), "out_of_range", `${at}.max_duration`],
		[
			frames({ time_pairs: [{ start_time: "24:00", end_time: "11:00" }] }),
			"invalid_value",
			`${at}.time_pairs[0].start_time`,
		],
	])("device %# is refused", (given, code, path) => {
		expect(refused(given)).toMatchObject({ code, path });
	});

	test("unknown options are refused", () => {
		expect(refused(device("nuki_lock"), { now: 1 })).toMatchObject({
			code: "unknown_key",
			path: "now",
		});
		expect(refused(device("nuki_lock"), { "481592": 1 })).toMatchObject({
			code: "unknown_key",
			path: "",
		});
		expect(refused(device("nuki_lock"), { reportedAt: "soon" })).toMatchObject({
			code: "invalid_value",
			path: "reportedAt",
		});
	});

	test("a device that is not plain data is refused", () => {
		const cyclic: Record<string, unknown> = device("nuki_lock");
		cyclic.self = cyclic;
		const throwing = Object.defineProperty(device("nuki_lock"), "errors", {
			enumerable: true,
			get: () => {
				throw new Error("no");
			},
		});
		for (const given of [
			cyclic,
			throwing,
			device("nuki_lock", { location: 1n }),
			() => 1,
			Symbol("lock"),
		]) {
			expect(["wrong_type", "invalid_value"]).toContain(refused(given).code);
		}
	});

	test("any device gives a lock or a typed error", () => {
		const key = fc.constantFrom(...Object.keys(device("nuki_lock")), ...PROPERTY_KEYS);
		const value = fc.oneof(
			fc.anything(),
			fc.constantFrom(
				true,
				false,
				null,
				0,
				1,
				0.5,
				"",
				"P1D",
				"16:00",
				[],
				{},
				[{}],
				"unreliable_online_status",
			),
			fc.dictionary(
				fc.constantFrom("level", "warning_code", "constraint_type", "min_length"),
				fc.anything(),
			),
		);
		const list = fc.array(fc.dictionary(key, value, { maxKeys: 4 }), { maxLength: 3 });
		fc.assert(
			fc.property(
				fc.dictionary(key, fc.oneof(value, list), { maxKeys: 5 }),
				fc.dictionary(key, fc.oneof(value, list), { maxKeys: 5 }),
				(changes, properties) => {
					try {
						const { lock, notes } = lockFromSeam(device("ttlock_lock", changes, properties));
						expect(JSON.parse(JSON.stringify({ lock, notes }))).toEqual({ lock, notes });
						expect(lock.rules?.lengths ?? [6]).not.toEqual([]);
						expect(["online", "offline", "unknown"]).toContain(lock.state?.reachability);
					} catch (thrown) {
						expect(thrown).toBeInstanceOf(LatchstringError);
					}
				},
			),
			{ numRuns: 500 },
		);
	}, 60_000);
});

const PROPERTY_KEYS = [
	...[
		"online",
		"battery",
		"battery_level",
		"keypad_battery",
		"accessory_keypad",
		"supported_code_lengths",
	],
	...[
		"code_constraints",
		"online_time_frame_options",
		"offline_time_frame_options",
		"time_pairs",
		"start_time",
	],
	...[
		"max_active_codes_supported",
		"min_duration",
		"display_name",
		"start_date_recurrence_rule",
		"error_code",
	],
];

function noFlags(): object {
	return {
		can_program_online_access_codes: undefined,
		can_program_offline_access_codes: undefined,
		can_unlock_with_code: undefined,
	};
}
