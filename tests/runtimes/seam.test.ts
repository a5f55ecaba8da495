// Seam's devices become locks, and notes keep what a lock cannot express.
import fc from "fast-check";
import { createSite, load } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { LatchstringError, type LockNote, lockFromSeam } from "../../js/seam.js";
import { refusal } from "../support/refusal.js";
import { BRANDS, device, STATES } from "./feeds/seam-devices.js";

const refused = (given: unknown, options?: unknown) =>
	refusal(() => lockFromSeam(given as object, options as never));

const seed = Number(import.meta.env.VITE_SEED ?? Date.now()) % 2 ** 31;
console.log(`seed ${seed}`);

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
		expect(lockFromSeam(later).lock.state).toEqual({
			reachability: "online",
			usable: true,
			flaky: false,
		});
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
		expect(lock.state).toMatchObject({ reachability: "online", batteryPercent: 10 });
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

describe("what the rules do not take is left out with a note, and the rest of the lock counts", () => {
	const at = "properties.online_time_frame_options[0]";
	const frame = (option: object) => ({ online_time_frame_options: [option] });
	const length = { constraint_type: "name_length", min_length: 9, max_length: 2 };
	const pair = { start_time: "24:00", end_time: "11:00" };
	const apart = { start_time: "16:00", end_time: "11:00" };

	test.each<[Record<string, unknown>, LockNote["kind"], string, string]>([
		[{ battery: { level: 87 } }, "left_out", "properties.battery.level", "87"],
		[
			{ supported_code_lengths: [6.5, 3, "4", 12] },
			"lengths_left_out",
			"properties.supported_code_lengths",
			'6.5, 3, "4", 12',
		],
		[{ max_active_codes_supported: -1 }, "left_out", "properties.max_active_codes_supported", "-1"],
		[
			{ max_active_codes_supported: 1.5 },
			"left_out",
			"properties.max_active_codes_supported",
			"1.5",
		],
		[
			{ code_constraints: [{}] },
			"unknown_constraint",
			"properties.code_constraints[0].constraint_type",
			"",
		],
		[{ code_constraints: [length] }, "left_out", "properties.code_constraints[0].max_length", "2"],
		[frame({ min_duration: "an hour" }), "frame_left_out", `${at}.min_duration`, "an hour"],
		[frame({ max_duration: "P" }), "frame_left_out", `${at}.max_duration`, "P"],
		[frame({ max_duration: "P1DT" }), "frame_left_out", `${at}.max_duration`, "P1DT"],
		[frame({ max_duration: "PT0S" }), "frame_left_out", `${at}.max_duration`, "PT0S"],
		[frame({ max_duration: "P99999999D" }), "frame_left_out", `${at}.max_duration`, "P99999999D"],
		[
			frame({ min_duration: "P2D", max_duration: "P1D" }),
			"frame_left_out",
			`${at}.max_duration`,
			"P1D",
		],
		[
			frame({ time_pairs: [pair] }),
			"frame_left_out",
			`${at}.time_pairs`,
			'[{"start_time":"24:00","end_time":"11:00"}]',
		],
		[
			frame({ time_pairs: [apart], matching_start_end_time: true }),
			"frame_left_out",
			`${at}.time_pairs`,
			'[{"start_time":"16:00","end_time":"11:00"}]',
		],
	])("%j", (properties, kind, path, said) => {
		const { lock, notes } = lockFromSeam(device("nuki_lock", {}, properties));
		expect(notes.filter((note) => note.path.startsWith(path))).toEqual([{ kind, path, said }]);
		expect(lock).toMatchObject({ name: "Front Door", timeFrames: { offline: [] } });
		expect([lock.capacity, lock.timeFrames?.online, lock.rules?.lengths]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	test("an option that can't be read is no leave to take any window of the algorithm", () => {
		const options = [{ max_duration: "long" }, { display_name: "Hourly", max_duration: "PT672H" }];
		const offline = (offline_time_frame_options: object[]) =>
			lockFromSeam(
				device(
					"igloohome_lock",
					{ can_program_offline_access_codes: true },
					{ offline_time_frame_options },
				),
			).lock.timeFrames?.offline;
		expect(offline(options)).toEqual([{ name: "Hourly", maxMinutes: 40_320, stepMinutes: 60 }]);
		expect(offline(options.slice(0, 1))).toEqual([]);
	});

	test.each([
		"2026-03-01T00:00:00",
		"2026",
		"March 7",
		"2026-02-30T00:00:00Z",
		"2026-03-01T24:00:00Z",
		"2200-01-01T00:00:00Z",
		"1969-12-31T23:59:59Z",
		"9999-12-31T23:59:59Z",
		new Date(8.64e15),
		new Date(Number.NaN),
	])("%s is no instant for the rules, and none here", (reportedAt) => {
		expect(refused(device("nuki_lock"), { reportedAt })).toMatchObject({
			code: "invalid_value",
			path: "reportedAt",
		});
	});
});

describe("bad devices", () => {
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
			device("nuki_lock", {}, { battery: { level: "full" } }),
			"wrong_type",
			"properties.battery.level",
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
			{ seed, numRuns: 500 },
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
