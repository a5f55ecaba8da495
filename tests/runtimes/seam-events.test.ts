// Seam's events become facts that the rules take, and name what else has to be read.
import { advance, createSite, type Fact, load } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { EVENTS } from "../../js/seam/event-types.js";
import { eventFromSeam, type SeamEvent } from "../../js/seam.js";
import { refusal } from "../support/refusal.js";
import { DEVICE, event } from "./feeds/seam-codes.js";

beforeAll(() => load());

const [id, at] = ["7d1e2f30-0000-4000-8000-000000000001", "2026-10-24T06:00:00.000Z"];
const happened = { id, at, lockId: DEVICE };
const CODE = "0a1b2c3d-0000-4000-8000-000000000001";

/** What an event says, after the rules took its facts. */
function read(given: object, options?: object): SeamEvent & { kinds: string[] } {
	const said = eventFromSeam(given, options as never);
	const site = createSite({ id: "casa", listings: [], locks: [{ id: DEVICE, name: "Door" }] });
	const step = advance(site, said.facts, {
		now: "2026-10-24T06:00:05Z",
		key: "a key that only this test knows about",
	});
	expect([step.rejected, step.notes ?? []]).toEqual([[], []]);
	return { ...said, kinds: said.notes.map(({ kind }) => kind) };
}

const report = (state: object): Fact[] => [
	{ type: "lock_report", ...happened, state } as unknown as Fact,
];
const issue = (error_code: string) => ({
	error_code,
	message: "Something is wrong",
	created_at: at,
});
const issues = (...device_errors: object[]) => ({
	...{ device_errors, device_warnings: [] },
	...{ connected_account_errors: [], connected_account_warnings: [] },
});

describe("what happens at the door", () => {
	test("a code opens", () => {
		const opened = { method: "keycode", access_code_id: CODE, code: "492817" };
		expect(read(event("lock.unlocked", opened)).facts).toEqual([
			{ type: "code_used", ...happened, externalId: CODE, pin: "492817" },
		]);
		// No code of Seam's, but one of the lock's app.
		const { facts } = read(event("lock.unlocked", { method: "keycode", code: "7351" }));
		expect(facts).toEqual([{ type: "code_used", ...happened, pin: "7351" }]);
	});

	test.each([
		["a hand", { method: "manual" }],
		["an app", { method: "remote", access_code_id: CODE }],
	])("%s opens, and no code is used", (_, opened) => {
		const { facts, kinds, ignored } = read(event("lock.unlocked", opened));
		expect([facts, kinds, ignored]).toEqual([[], ["not_by_code"], "not_by_code"]);
	});

	test.each([{}, { code: "7A31" }])(
		"a code that nothing names opens, and the lock works",
		(code) => {
			const said = read(event("lock.unlocked", { method: "keycode", ...code }));
			expect([said.facts, said.kinds]).toEqual([
				[{ type: "code_used", ...happened }],
				["code_not_named"],
			]);
			expect(said).not.toHaveProperty("ignored");
		},
	);

	test("an entry is refused", () => {
		expect(read(event("lock.access_denied", { access_code_id: CODE })).facts).toEqual([
			{ type: "access_denied", ...happened },
		]);
		const reason = { reason_code: "unknown_code", message: "Code 7777 is not known" };
		const { facts, notes } = read(event("lock.access_denied", { reason }));
		expect(facts).toEqual([{ type: "access_denied", ...happened }]);
		expect(notes).toEqual([
			{ kind: "event", path: "reason", said: "unknown_code: Code •••• is not known" },
		]);
	});

	test.each(["739-154", "7 3 9 1 5 4", "73.91"])("a note has no PIN that is written %s", (pin) => {
		const reason = { reason_code: "unknown_code", message: `Code ${pin} is not known` };
		expect(read(event("lock.access_denied", { reason })).notes[0]?.said).toBe(
			"unknown_code: Code •••• is not known",
		);
	});

	test.each([
		[
			"device.connected",
			{ device_errors: [{ error_code: "device_offline" }] },
			"offline",
			undefined,
		],
		[
			"device.connection_stabilized",
			{ device_errors: [{ error_code: "hub_disconnected" }] },
			"offline",
			undefined,
		],
		[
			"device.accessory_keypad_connected",
			{ device_warnings: [{ warning_code: "privacy_mode" }] },
			"online",
			false,
		],
		["device.connected", {}, "online", undefined],
	])("%s with %j is no better than that says", (type, more, reachability, usable) => {
		const [fact] = read(event(type, more)).facts;
		expect(fact).toMatchObject({ type: "lock_report", state: { reachability } });
		expect((fact as { state: { usable?: boolean } }).state.usable).toBe(usable);
	});

	test("a card is no entry, and privacy mode takes no code", () => {
		const denied = (reason_code: string) =>
			read(event("lock.access_denied", { reason: { reason_code, message: "No" } }));
		expect(denied("credential_error").facts).toEqual([]);
		expect(denied("blocked_by_privacy_mode").facts).toEqual([
			{ type: "access_denied", ...happened },
			{
				...{ type: "lock_report", ...happened, id: `${id} state` },
				state: { reachability: "online", usable: false },
			},
		]);
	});
});

describe("the state of a lock", () => {
	test.each<[string, object, object]>([
		["device.connected", {}, { reachability: "online" }],
		["device.unmanaged.connected", {}, { reachability: "online" }],
		[
			"device.disconnected",
			{ error_code: "device_disconnected", ...issues() },
			{ reachability: "offline" },
		],
		[
			"device.disconnected",
			{ error_code: "hub_disconnected", ...issues() },
			{ reachability: "offline" },
		],
		// Unknown is not offline (A3).
		[
			"device.disconnected",
			{ error_code: "account_disconnected", ...issues() },
			{ reachability: "unknown" },
		],
		[
			"device.unmanaged.disconnected",
			{ ...issues(issue("subscription_required")) },
			{ reachability: "unknown" },
		],
		["device.disconnected", { error_code: "gone_fishing" }, { reachability: "offline" }],
		["device.connection_became_flaky", issues(), { reachability: "unknown", flaky: true }],
		["device.connection_stabilized", {}, { reachability: "online", flaky: false }],
		["device.accessory_keypad_connected", {}, { reachability: "online", usable: true }],
		["device.accessory_keypad_disconnected", issues(), { reachability: "online", usable: false }],
		["device.salto.privacy_mode_activated", {}, { reachability: "online", usable: false }],
		["device.salto.privacy_mode_deactivated", {}, { reachability: "online", usable: true }],
		["device.error.subscription_required", issues(), { reachability: "unknown" }],
		["device.removed", {}, { reachability: "unknown" }],
		["device.deleted", { device_name: "Attic" }, { reachability: "unknown" }],
	])("%s %j", (type, more, state) => {
		expect(read(event(type, { ...more })).facts).toEqual(report(state));
	});

	test("C7: one that comes after a newer one changes nothing", () => {
		const lock = { id: DEVICE, name: "Door", timeZone: "Europe/Paris" };
		let site = createSite({ id: "s", listings: [], locks: [lock] });
		const status = () => site.locks[0]?.lastStatus;
		for (const [type, at, reachability] of [
			["device.connected", "2026-10-24T06:00:00Z", "online"],
			["device.disconnected", "2026-10-24T05:59:59Z", "online"],
			["device.disconnected", "2026-10-24T06:00:01Z", "offline"],
			["device.connected", "2026-10-24T06:00:00Z", "offline"],
		] as const) {
			const { facts } = read(event(type, { occurred_at: at, event_id: `${type} ${at}` }));
			const key = "k".repeat(32);
			site = advance(site, facts, { now: "2026-10-24T06:01:00Z", key }).site;
			expect(status()?.reachability).toBe(reachability);
		}
	});

	test("every error that came with it becomes a note", () => {
		const more = issues(issue("hub_disconnected"), issue("moonstruck"));
		const { facts, notes } = read(event("device.disconnected", more));
		expect(facts).toEqual(report({ reachability: "offline" }));
		expect(notes).toEqual([
			{ kind: "error", path: "device_errors[0]", said: "hub_disconnected: Something is wrong" },
			{ kind: "error", path: "device_errors[1]", said: "moonstruck: Something is wrong" },
		]);
	});
});

describe("codes", () => {
	test("F16: a code that left its device is gone", () => {
		for (const type of ["access_code.removed_from_device", "access_code.unmanaged.removed"])
			expect(read(event(type, { access_code_id: CODE })).facts).toEqual([
				{ type: "lock_report", ...happened, codes: [], codesOf: [CODE] },
			]);
	});

	test("F16: which code left, where nobody names it, a list of all codes shows", () => {
		for (const type of ["access_code.removed_from_device", "access_code.unmanaged.removed"]) {
			const { facts, kinds, read: next } = read(event(type, {}));
			expect([facts, kinds, next]).toEqual([[], ["code_not_named"], { deviceId: DEVICE }]);
		}
	});

	test("what changed about a code has to be read: the event does not say its window", () => {
		for (const [type, effect] of Object.entries(EVENTS)) {
			if (effect.read !== "code") continue;
			const { facts, read: next } = read(event(type, { access_code_id: CODE, code: "492817" }));
			expect([facts, next]).toEqual([[], { deviceId: DEVICE, accessCodeId: CODE }]);
		}
	});

	test("why a code failed becomes a note without its PIN", () => {
		const access_code_errors = [{ error_code: "duplicate_code_on_device", message: "492817 is" }];
		const { notes } = read(
			event("access_code.failed_to_set_on_device", { access_code_id: CODE, access_code_errors }),
		);
		expect(notes).toEqual([
			{
				kind: "error",
				path: "access_code_errors[0]",
				said: "duplicate_code_on_device: •••• is",
			},
		]);
	});
});

describe("what has to be read, or is about nothing here", () => {
	const account = { device_id: undefined };

	test.each<[string, object, object | undefined, SeamEvent["ignored"], string[]]>([
		["device.name_changed", {}, { deviceId: DEVICE }, undefined, []],
		["device.added", {}, { deviceId: DEVICE }, undefined, []],
		// A cloud tells the charge of locks that it does not reach, too.
		["device.low_battery", { battery_level: 0.14 }, { deviceId: DEVICE }, undefined, ["battery"]],
		["device.converted_to_unmanaged", {}, { deviceId: DEVICE }, undefined, ["event"]],
		["device.tampered", {}, undefined, undefined, ["event"]],
		[
			"connected_account.disconnected",
			account,
			{ accountId: "9f1d2f0a-8d55-4a52-8c3c-1f8d3a3f9b01" },
			undefined,
			["event"],
		],
		["lock.locked", { method: "keycode", access_code_id: CODE }, undefined, "not_about_locks", []],
		["thermostat.manually_adjusted", {}, undefined, "not_about_locks", []],
		["space.created", account, undefined, "not_about_locks", []],
		["device.became_sentient", {}, undefined, "unknown_event", []],
	])("%s", (type, more, next, ignored, kinds) => {
		const said = read(event(type, { ...more }));
		expect([said.facts, said.read, said.ignored, said.kinds]).toEqual([[], next, ignored, kinds]);
	});

	test.each([
		[{ battery_level: 0.29, battery_status: "low" }, "battery_level", "low, 29%"],
		[{ battery_level: 0 }, "battery_level", "0%"],
		[{ battery_status: "critical" }, "battery_status", "critical"],
	])("a charge is said as it is: %j", (more, path, said) => {
		const reading = read(event("device.battery_status_changed", { ...more }));
		expect(reading.facts).toEqual([]);
		expect(reading.notes).toEqual([{ kind: "battery", path, said }]);
		expect(reading.read).toEqual({ deviceId: DEVICE });
	});

	test("events of other devices are ignored, where the site's locks are named", () => {
		const other = event("device.connected", { device_id: "thermostat" });
		expect(eventFromSeam(other, { locks: [DEVICE] })).toEqual({
			facts: [],
			notes: [],
			ignored: "other_device",
		});
		expect(eventFromSeam(event("device.connected"), { locks: [DEVICE] }).facts).toHaveLength(1);
	});
});

describe("bad events", () => {
	test("a time that can't be read gives way to the other one", () => {
		const { facts, notes } = read(
			event("device.connected", { occurred_at: "9999-12-31T24:00:00Z" }),
		);
		expect(facts[0]).toMatchObject({ at: "2026-10-24T06:00:02.000Z" });
		expect(notes).toEqual([
			{ kind: "left_out", path: "occurred_at", said: "9999-12-31T24:00:00Z" },
		]);
	});

	test.each<[unknown, unknown, string, string]>([
		[undefined, undefined, "missing_key", "event_type"],
		[[], undefined, "wrong_type", ""],
		[{}, undefined, "missing_key", "event_type"],
		[event("device.connected", { event_id: undefined }), undefined, "missing_key", "event_id"],
		[event("device.connected", { event_id: "" }), undefined, "invalid_value", "event_id"],
		[
			event("device.connected", { occurred_at: "now", created_at: undefined }),
			undefined,
			"invalid_value",
			"occurred_at",
		],
		[event("device.connected", { device_id: 7 }), undefined, "wrong_type", "device_id"],
		[event("device.connected"), { locks: "all" }, "wrong_type", "locks"],
		[event("device.connected"), { locks: [7] }, "wrong_type", "locks[0]"],
		[event("device.connected"), { lock: [] }, "unknown_key", "lock"],
	])("event %# is refused", (given, options, error, path) => {
		expect(refusal(() => eventFromSeam(given as object, options as never))).toMatchObject({
			code: error,
			path,
		});
	});
});
