// Whatever a system sends: a reader gives what the rules take, or throws an error of ours. The
// inputs are changed copies of real shapes, so that most of each is as its system sends it.
import fc from "fast-check";
import { advance, type Command, createSite, type Fact, type Lock, load } from "latchstring";
import { beforeAll, expect, test } from "vitest";
import { GUESTY_STATUSES } from "../../js/pms/guesty.js";
import { HOSPITABLE_STATUSES } from "../../js/pms/hospitable.js";
import { type PmsReading, reservationFromGuesty, reservationFromHospitable } from "../../js/pms.js";
import { EVENTS, OTHER_EVENTS } from "../../js/seam/event-types.js";
import {
	CODE_ERRORS,
	CODE_WARNINGS,
	DEVICE_ERRORS,
	DEVICE_WARNINGS,
} from "../../js/seam/reports.js";
import {
	codesFromSeam,
	eventFromSeam,
	facts,
	lockFromSeam,
	requests,
	type SeamAnswer,
} from "../../js/seam.js";
import { type Json, mutated } from "../support/mutate.js";
import { isRefusal } from "../support/refusal.js";
import { category, guesty, hospitable } from "./feeds/pms.js";
import { code, DEVICE, event, mutation, unmanaged } from "./feeds/seam-codes.js";
import { BRANDS, device, STATES } from "./feeds/seam-devices.js";

const seed = Number(import.meta.env.VITE_SEED ?? Date.now() % 2 ** 31);
const RUNS = { seed, numRuns: Math.ceil(Number(import.meta.env.VITE_RUNS ?? 500) / 2) };
const TIMEOUT = Math.max(60_000, RUNS.numRuns * 50);
const now = "2026-10-24T06:00:00Z";
const key = "a key that only this test knows about";

beforeAll(async () => {
	await load();
	console.log(`readers-fuzz: VITE_SEED=${seed}, ${RUNS.numRuns} inputs each`);
});

const REPORTS = [DEVICE_ERRORS, DEVICE_WARNINGS, CODE_ERRORS, CODE_WARNINGS];
const WORDS = REPORTS.flatMap(Object.keys);

/** A device of which every brand says something. */
const everything = device(
	"dormakaba_oracode_door",
	{
		can_program_offline_access_codes: true,
		nickname: "Attic",
		errors: [{ error_code: "device_offline", message: "No", created_at: now }],
		warnings: [
			{ warning_code: "max_access_codes_reached", message: "", max_active_access_code_count: 5 },
			{ warning_code: "privacy_mode", message: "" },
		],
	},
	{
		keypad_battery: { level: 0.5 },
		accessory_keypad: { is_connected: true, battery: { level: 0.2, status: "low" } },
		supported_code_lengths: [4, 5, 6],
		max_active_codes_supported: 30,
		code_constraints: [
			{ constraint_type: "no_zeros" },
			{ constraint_type: "name_length", min_length: 2, max_length: 14 },
		],
		online_time_frame_options: [
			{
				...{ display_name: "Any", min_duration: "PT1H", max_duration: "P31D" },
				...{ start_date_recurrence_rule: "FREQ=HOURLY", time_zone: "Europe/Rome" },
			},
		],
		offline_time_frame_options: [
			{ display_name: "Same", matching_start_end_time: true, min_duration: "P29D" },
			{ display_name: "Pairs", time_pairs: [{ start_time: "16:00", end_time: "11:00" }] },
		],
		august_metadata: { has_keypad: true, keypad_battery_level: "Medium", lock_name: "A" },
		nuki_metadata: { keypad_paired: true, keypad_2_paired: false, keypad_battery_critical: false },
		ttlock_metadata: {
			...{ lock_alias: "B", has_gateway: true, timezone_raw_offset_ms: 3_600_000 },
			features: { passcode: true, passcode_management: true, incomplete_keyboard_passcode: false },
		},
		igloohome_metadata: { keypad_id: "k", is_accessory_keypad_linked_to_bridge: true },
		omnitec_metadata: { time_zone: "Europe/Madrid", has_gateway: true },
		ultraloq_metadata: { time_zone: "Europe/Rome" },
		salto_ks_metadata: { battery_level: "fresh" },
		wyze_metadata: { keypad_uuid: "u" },
		tedee_metadata: { keypad_id: 7 },
		dormakaba_oracode_metadata: {
			iana_timezone: "America/Denver",
			predefined_time_slots: [
				{ name: "Guest", check_in_time: "16:00", check_out_time: "11:00", is_master: false },
			],
		},
	},
);

/** Calls a reader: nothing where it throws an error of ours. */
function read<T>(call: () => T): T | undefined {
	try {
		const result = call();
		// Plain data, as it would be stored.
		expect(JSON.parse(JSON.stringify(result))).toEqual(result);
		return result;
	} catch (thrown) {
		if (isRefusal(thrown)) return undefined;
		throw thrown;
	}
}

/** Whether the rules take the facts, at locks of their names. */
function takes(facts: Fact[], locks: Lock[] = []): void {
	const names = facts.flatMap((fact) => ("lockId" in fact && fact.lockId ? [fact.lockId] : []));
	const others = [...new Set(names)].map((id) => ({ id, name: "Door" }));
	const site = createSite({ id: "casa", listings: [], locks: [...locks, ...others] });
	expect(advance(site, facts, { now, key }).rejected).toEqual([]);
}

/** Takes many changed copies, and says how many of them a reader took. */
function fuzz<T>(
	name: string,
	inputs: fc.Arbitrary<Json>,
	reader: (input: object) => T,
	check: (read: T) => void,
): void {
	test(`${name}: what a reader gives, the rules take`, { timeout: TIMEOUT }, () => {
		let taken = 0;
		const property = fc.property(inputs, (input) => {
			const result = read(() => reader(input as object));
			if (result === undefined) return;
			taken += 1;
			check(result);
		});
		fc.assert(property, RUNS);
		// A fuzzer whose every input is refused shows nothing.
		expect(taken).toBeGreaterThan(RUNS.numRuns / 10);
	});
}

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;

fuzz(
	"devices",
	mutated([everything, ...[...BRANDS, ...STATES].map(({ device }) => device)].map(json), WORDS),
	(input) => lockFromSeam(input, { reportedAt: now }),
	({ lock }) => takes([{ type: "lock", lock: { ...lock, revision: 1 } }], [lock]),
);

/** So small that most changes are to a window option. */
const framed = {
	device_id: "d",
	device_type: "igloohome_lock",
	can_program_offline_access_codes: true,
	properties: {
		offline_time_frame_options: [
			{
				...{ min_duration: "P1D", max_duration: "P31D" },
				time_pairs: [{ start_time: "16:00", end_time: "11:00" }],
				start_date_recurrence_rule: "FREQ=HOURLY",
			},
			{ matching_start_end_time: true, max_duration: "PT672H" },
		],
	},
};

fuzz(
	"window options",
	mutated([json(framed)], []),
	(input) => lockFromSeam(input),
	({ lock }) => takes([], [lock]),
);

const pending = [...Array(5).keys()].map((at) => {
	const kinds = ["creating", "updating_code", "updating_name", "updating_time_frame", "deleting"];
	return code({ pending_mutations: [mutation(kinds[at] ?? "")], status: "unset" });
});
const message = "The code 492817 exists";
const failing = code({
	errors: Object.keys(CODE_ERRORS).map((error_code) => ({ error_code, message })),
	warnings: Object.keys(CODE_WARNINGS).map((warning_code) => ({ warning_code, message })),
});

fuzz(
	"codes",
	mutated([[code({}), unmanaged({}), ...pending].map(json), [json(failing)], []], WORDS),
	(input) => codesFromSeam(input as object[], { lockId: DEVICE, at: now, codesOf: ["a"] }),
	({ report }) => takes([report]),
);

fuzz(
	"codes with their device",
	mutated([json({ codes: [code({}), unmanaged({})], device: everything })], WORDS),
	(input) => {
		const { codes, device } = input as { codes: object[]; device: object };
		return codesFromSeam(codes, { device, at: now });
	},
	({ report }) => takes([report]),
);

const issues = (kind: "error" | "warning", names: string[]) =>
	names.map((name) => ({ [`${kind}_code`]: name, message: "No", created_at: now }));
const events = Object.keys(EVENTS).map((type) =>
	event(type, {
		access_code_id: "c1",
		code: "492817",
		method: "keycode",
		battery_level: 0.2,
		battery_status: "low",
		error_code: "hub_disconnected",
		reason: { reason_code: "blocked_by_privacy_mode", message },
		device_errors: issues("error", Object.keys(DEVICE_ERRORS)),
		device_warnings: issues("warning", Object.keys(DEVICE_WARNINGS)),
		event_description: message,
	}),
);

fuzz(
	"events",
	mutated(events.map(json), [...WORDS, ...Object.keys(EVENTS), ...OTHER_EVENTS]),
	(input) => eventFromSeam(input),
	({ facts }) => takes(facts),
);

const COMMANDS = [
	"program_code",
	"change_window",
	"remove_code",
	"issue_offline_code",
	"read_lock",
];
const answered = COMMANDS.flatMap((kind) => {
	const command = {
		...{ kind, id: "c1", lockId: DEVICE, deadline: now, codeId: "k1", pin: "492817" },
		...(kind !== "read_lock" && { window: { startsAt: now, endsAt: "2026-10-26T09:30:00Z" } }),
	};
	const list = { access_codes: [code({}), failing] };
	const attempt = { action_attempt_id: "a", status: "error", error: { type: "x", message } };
	const refused = { error: { type: "duplicate_access_code", message } };
	return [
		[{ path: "/access_codes/create", status: 200, body: { access_code: code({}) } }],
		[{ path: "/access_codes/update", status: 200, body: { action_attempt: attempt } }],
		[{ path: "/access_codes/delete", status: 404, body: refused }],
		[
			{ path: "/devices/get", status: 200, body: { device: everything } },
			{ path: "/access_codes/list", status: 200, body: list },
			{ path: "/access_codes/unmanaged/list", status: 200, body: list },
		],
		[{ path: "/access_codes/list", status: 200, body: list }],
	].map((answers) => ({ command, answers }));
});

fuzz(
	"answers to commands",
	mutated(answered.map(json), [...WORDS, ...COMMANDS]),
	(input) => {
		const { command, answers } = input as { command: Command; answers: SeamAnswer[] };
		const { facts: said, next } = facts(command, answers, { now });
		return { said, next: next ?? requests(command, { now }) };
	},
	({ said, next }) => {
		takes(said);
		expect(JSON.stringify(said.map((fact) => ({ ...fact, codes: [], pin: "" })))).not.toMatch(
			/The code \d{4}/,
		);
		for (const { method, path } of next) expect([method, path[0]]).toEqual(["POST", "/"]);
	},
);

const taken = ({ fact }: PmsReading) => takes(fact === undefined ? [] : [fact]);

fuzz(
	"Guesty's bookings",
	mutated(
		[guesty(), { event: "reservation.new", reservation: guesty({ status: "reserved" }) }].map(json),
		Object.keys(GUESTY_STATUSES),
	),
	(input) => reservationFromGuesty(input, { at: now, times: "keep" }),
	taken,
);

fuzz(
	"Hospitable's bookings",
	mutated(
		[hospitable(), { data: hospitable(category("request")), created: now }].map(json),
		Object.keys(HOSPITABLE_STATUSES),
	),
	(input) => reservationFromHospitable(input, { at: now }),
	taken,
);

test("whatever the options are, an error is ours", { timeout: TIMEOUT }, () => {
	const options = fc.anything({ maxDepth: 2, withDate: true, withBigInt: true, withMap: true });
	const property = fc.property(
		fc.anything({ withDate: true, withBigInt: true }),
		options,
		(a, b) => {
			for (const reader of [
				...[lockFromSeam, codesFromSeam, eventFromSeam],
				...[reservationFromGuesty, reservationFromHospitable],
			])
				try {
					(reader as (...given: unknown[]) => unknown)(a, b);
				} catch (thrown) {
					if (!isRefusal(thrown)) throw thrown;
				}
		},
	);
	fc.assert(property, RUNS);
});
