// Lists of Seam's access codes become reports that the rules take.
import { advance, createSite, type LockReport, load, type Site } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { codesFromSeam, type LockNote, lockFromSeam } from "../../js/seam.js";
import { refusal } from "../support/refusal.js";
import { code, DEVICE, mutation, unmanaged } from "./feeds/seam-codes.js";
import { device } from "./feeds/seam-devices.js";

beforeAll(() => load());

const at = "2026-10-24T06:00:00Z";
const options = { lockId: DEVICE, at };
const only = (one: object) => {
	const { report, notes } = codesFromSeam([one], options);
	return { listed: report.codes ?? [], notes, kinds: notes.map(({ kind }) => kind) };
};

describe("F20: a code is confirmed where Seam says that the device has it", () => {
	const error = (error_code: string, more = {}) => ({
		errors: [{ error_code, message: "No", is_access_code_error: true, ...more }],
	});
	const warning = (warning_code: string, more = {}) => ({
		warnings: [{ warning_code, message: "Care", ...more }],
	});
	const on = {};
	const accepted = { state: "accepted" };
	const off = { enabled: false };

	test.each<[string, object, object, LockNote["kind"][]]>([
		["set", code({ status: "set" }), on, []],
		["scheduled on the device", code({ status: "unset", is_scheduled_on_device: true }), on, []],
		["not there yet", code({ status: "unset" }), accepted, []],
		["setting", code({ status: "setting" }), accepted, []],
		["removing", code({ status: "removing" }), accepted, []],
		["of which Seam knows nothing", code({ status: "unknown" }), accepted, []],
		["with a word that is new", code({ status: "gliding" }), accepted, ["unknown_status"]],
		...["creating", "deferring_creation", "deleting", "updating_code", "updating_time_frame"].map(
			(pending): [string, object, object, LockNote["kind"][]] => [
				`${pending} is under way`,
				code({ pending_mutations: [mutation(pending)] }),
				accepted,
				[],
			],
		),
		["a new label is under way", code({ pending_mutations: [mutation("updating_name")] }), on, []],
		[
			"something new is under way",
			code({ pending_mutations: [{ ...mutation("creating"), mutation_code: "polishing" }] }),
			accepted,
			["unknown_status"],
		],
		...[
			"conflicting_external_modification",
			"duplicate_code_on_device",
			"failed_to_set_on_device",
			"no_space_for_access_code_on_device",
		].map((name): [string, object, object, LockNote["kind"][]] => [
			`the error ${name}`,
			code({ ...error(name) }),
			accepted,
			["error"],
		]),
		["the error failed_to_remove", code(error("failed_to_remove_from_device")), on, ["error"]],
		["an error that is new", code(error("moonstruck")), on, ["error"]],
		["inactive on the device", code(error("access_code_inactive")), off, ["error"]],
		["about to be deleted", code(warning("being_deleted")), accepted, ["warning"]],
		["a delay", code(warning("delay_in_setting_on_device")), accepted, ["warning"]],
		[
			"changed by hand, which is honoured",
			code(warning("external_modification_in_effect", { change_type: "modified" })),
			on,
			["warning"],
		],
		["in an app, and off the device", unmanaged({ status: "unset" }), { ...accepted, ...off }, []],
		["somebody else's", unmanaged({}), on, []],
	])("%s", (_, given, expected, notes) => {
		const { listed, kinds } = only(given);
		const { state, enabled } = listed[0] ?? { state: "accepted", enabled: true };
		expect(listed).toHaveLength(1);
		expect([{ ...(state && { state }), ...(enabled === false && { enabled }) }, kinds]).toEqual([
			expected,
			notes,
		]);
	});

	test.each<[string, object, LockNote["kind"][]]>([
		["another device's", code({ device_id: "d2" }), ["other_device"]],
		["of the lock's algorithm", code({ is_offline_access_code: true }), ["offline_code"]],
		[
			"over, and off the lock",
			code({ status: "unset", ends_at: "2026-10-24T05:59:59.000Z" }),
			["ended_code"],
		],
		[
			"removed by hand, which is honoured",
			code(warning("external_modification_in_effect", { change_type: "removed" })),
			["warning", "removed_by_hand"],
		],
	])("left out: %s", (_, given, notes) => {
		expect([only(given).listed, only(given).kinds]).toEqual([[], notes]);
	});

	test("P9: no note holds a PIN, whatever the platform says of a removal or a device", () => {
		const pin = "4821";
		const removed = { change_type: "removed", message: `The code ${pin} was removed` };
		const given = code({ code: pin, ...warning("external_modification_in_effect", removed) });
		expect(only(given).kinds).toEqual(["warning", "removed_by_hand"]);
		expect(JSON.stringify(only(given).notes)).not.toContain(pin);
		const errors = [{ error_code: "new_error", message: `code ${pin} is not on the lock` }];
		const { notes } = lockFromSeam(device("nuki_lock", { errors }));
		expect(notes.map(({ kind }) => kind)).toContain("error");
		expect(JSON.stringify(notes)).not.toContain(pin);
	});

	test("a code that is over and still set is still there", () => {
		expect(only(code({ ends_at: "2026-10-24T05:00:00.000Z" })).listed).toHaveLength(1);
	});
});

describe("what a list says of a code", () => {
	test("id, PIN, label and window", () => {
		expect(only(code({})).listed).toEqual([
			{
				externalId: "0a1b2c3d-0000-4000-8000-000000000001",
				pin: "492817",
				name: "Guest Ada",
				startsAt: "2026-10-23T13:00:00.000Z",
				endsAt: "2026-10-26T09:30:00.000Z",
			},
		]);
	});

	test("P7: the label is the one that the lock's app shows", () => {
		const [one] = only(code({ appearance: { name: "Guest A", first_name: "Guest" } })).listed;
		expect(one?.name).toBe("Guest A");
		const [odd] = only(code({ name: "Tab\there", appearance: { name: 7 } })).listed;
		expect(odd?.name).toBe("Tab here");
	});

	test("an ongoing code has no window, whatever its dates", () => {
		const [one] = only(code({ type: "ongoing", ends_at: null })).listed;
		expect([one?.startsAt, one?.endsAt]).toEqual([undefined, undefined]);
	});

	test.each([
		[null, undefined],
		["", undefined],
		["****", "****"],
		["7A31", "****"],
		[" 4928 ", "4928"],
	])("F18: the PIN %j reads %j", (given, pin) => {
		expect(only(code({ code: given })).listed[0]?.pin).toBe(pin);
	});

	test("T8: an end that stands for never is none", () => {
		const { listed, notes } = only(code({ ends_at: "9999-12-31T23:59:59Z" }));
		expect(listed[0]).not.toHaveProperty("endsAt");
		expect(notes).toEqual([
			{ kind: "left_out", path: "[0].ends_at", said: "9999-12-31T23:59:59Z" },
		]);
	});

	test("F62: an edge that can't be read costs nothing but the window", () => {
		const { report, notes } = codesFromSeam([code({ starts_at: "soon" }), unmanaged({})], options);
		expect(notes).toEqual([{ kind: "left_out", path: "[0].starts_at", said: "soon" }]);
		const step = advance(site(), [report], { now: at, key });
		expect([step.rejected, step.notes?.map(({ path }) => path)]).toEqual([
			[],
			["facts[0].codes[0].startsAt"],
		]);
	});

	test.each(["492817", "492-817", "4 9 2 8 1 7"])("no note holds the PIN of a code: %s", (pin) => {
		const message = `The code ${pin} already exists`;
		const errors = [{ error_code: "duplicate_code_on_device", message }];
		expect(only(code({ errors })).notes[0]?.said).toBe(
			"duplicate_code_on_device: The code •••• already exists",
		);
	});
});

const key = "a key that only this test knows about";

function site(): Site {
	return createSite({ id: "casa", listings: [], locks: [{ id: DEVICE, name: "Door" }] });
}

describe("the report", () => {
	const state = (codes: object[], more: object = {}) =>
		codesFromSeam(codes, { ...options, ...more }).report.state;

	test("names the lock, the time, and by itself", () => {
		const { report } = codesFromSeam([], options);
		expect(report).toEqual({
			type: "lock_report",
			id: `codes ${at} ${DEVICE}`,
			at,
			lockId: DEVICE,
			codes: [],
		});
		expect(codesFromSeam([], { ...options, id: "list 7" }).report.id).toBe("list 7");
		expect(codesFromSeam([], { at: new Date(at), lockId: "ü".repeat(64) }).report.id).toHaveLength(
			29 + 1 + 49,
		);
	});

	test("A3: with the device it says its state; a list of the cloud is no answer of a silent lock", () => {
		const silent = device("nuki_lock", {}, { online: false, battery: { level: 0.3 } });
		const { report } = codesFromSeam([code({ device_id: silent.device_id })], {
			at,
			device: silent,
		});
		expect(report.lockId).toBe(silent.device_id);
		expect(report.state).toEqual({ reachability: "offline", batteryPercent: 30 });
	});

	test("A3: without it a code's error of the connection counts", () => {
		const failing = (error_code: string) => [code({ errors: [{ error_code, message: "No" }] })];
		expect(state(failing("device_disconnected"))).toEqual({ reachability: "offline" });
		expect(state(failing("account_disconnected"))).toEqual({ reachability: "unknown" });
		expect(state(failing("failed_to_set_on_device"))).toBeUndefined();
		expect(state([code({})])).toBeUndefined();
	});

	test("A3: an error of the device at a code counts beside a device that is called online", () => {
		const failing = (error_code: string) => [code({ errors: [{ error_code, message: "No" }] })];
		const of = (online: boolean, error: string, more = {}) => {
			const door = { ...device("nuki_lock", more, { online }), device_id: DEVICE };
			const { batteryPercent: _, ...state } =
				codesFromSeam(failing(error), { at, device: door }).report.state ?? {};
			return state;
		};
		expect(of(true, "device_offline")).toEqual({ reachability: "offline" });
		expect(of(true, "account_disconnected")).toEqual({ reachability: "unknown" });
		expect(of(false, "device_offline")).toEqual({ reachability: "offline" });
		expect(of(false, "account_disconnected")).toEqual({ reachability: "unknown" });
		expect(of(true, "failed_to_set_on_device")).toMatchObject({ reachability: "online" });
		// What is not well stays so.
		const warnings = [{ warning_code: "privacy_mode", message: "Private" }];
		const closed = of(true, "device_offline", { warnings });
		expect(closed).toEqual({ reachability: "offline", usable: false });
	});

	test("F16: a code that was not asked for is left out", () => {
		const [one, other] = [code({ access_code_id: "c1" }), code({ access_code_id: "c9" })];
		const { report, notes } = codesFromSeam([one, other], { ...options, codesOf: ["c1"] });
		expect(report.codes?.map(({ externalId }) => externalId)).toEqual(["c1"]);
		expect(notes).toEqual([{ kind: "not_asked_for", path: "[1].access_code_id", said: "c9" }]);
	});

	test("F16: a report of some codes speaks of these alone", () => {
		const ids = ["0a1b2c3d-0000-4000-8000-000000000001"];
		expect(codesFromSeam([], { ...options, codesOf: ids }).report).toMatchObject({
			codes: [],
			codesOf: ids,
		});
	});

	test("C3: the engine's own code is confirmed by the list, and taken off by an empty one", () => {
		const listing = { timeZone: "Europe/Paris", checkIn: "15:00", checkOut: "11:00" };
		const house = createSite({
			id: "casa",
			listings: [{ id: "flat", name: "Flat", ...listing, locks: [DEVICE] }],
			locks: [{ id: DEVICE, name: "Door", nativeSchedule: true }],
			policy: { backups: { poolSize: 0 }, emergency: { enabled: false } },
		});
		const reservation = {
			id: "b1",
			revision: 1,
			listingId: "flat",
			arrival: "2026-10-23",
			departure: "2026-10-26",
			status: "confirmed" as const,
			guest: { name: "Ada" },
		};
		const begin = "2026-10-22T06:00:00Z";
		let step = advance(house, [{ type: "reservation", reservation }], { now: begin, key });
		const [command] = step.commands.filter(({ kind }) => kind === "program_code");
		if (command?.kind !== "program_code") throw new Error("nothing was programmed");
		const result = {
			...{ type: "command_result" as const, id: "r1", at: begin },
			...{ commandId: command.id, outcome: "accepted" as const, externalId: "code-1" },
		};
		step = advance(step.site, [result], { now: begin, key });
		const listed = code({
			access_code_id: "code-1",
			code: command.pin,
			starts_at: command.window?.startsAt,
			ends_at: command.window?.endsAt,
		});
		const seen = (codes: object[], when: string): Site => {
			const { report } = codesFromSeam(codes, { lockId: DEVICE, at: when });
			step = advance(step.site, [report], { now: when, key });
			expect(step.rejected).toEqual([]);
			return step.site;
		};
		const stateIn = ({ accessCodes }: Site) =>
			accessCodes.find(({ holder }) => holder.kind === "reservation")?.onLock.state;
		const pending = { ...listed, status: "setting" };
		expect(stateIn(seen([pending], "2026-10-22T06:01:00Z"))).toBe("accepted");
		expect(stateIn(seen([listed], "2026-10-22T06:02:00Z"))).toBe("confirmed");
		seen([], "2026-10-22T06:05:00Z");
		expect(stateIn(seen([], "2026-10-22T06:07:00Z"))).not.toBe("confirmed");
	});
});

describe("bad lists", () => {
	test.each<[unknown, unknown, string, string]>([
		[undefined, options, "wrong_type", "codes"],
		[{}, options, "wrong_type", "codes"],
		[[1], options, "wrong_type", "[0]"],
		[[code({ status: 1 })], options, "wrong_type", "[0].status"],
		[new Array(2001).fill({}), options, "too_long", "codes"],
		[[], { lockId: DEVICE }, "invalid_value", "at"],
		[[], { lockId: DEVICE, at: "2026-02-30T00:00:00Z" }, "invalid_value", "at"],
		[[], { at }, "missing_key", "lockId"],
		[[], { at, lockId: "" }, "invalid_value", "lockId"],
		[[], { at, lockId: 7 }, "wrong_type", "lockId"],
		[[], { at, device: {} }, "missing_key", "device_type"],
		[[], { ...options, codesOf: "a" }, "wrong_type", "codesOf"],
		[[], { ...options, codesOf: ["a", ""] }, "invalid_value", "codesOf[1]"],
		[[], { ...options, codesof: [] }, "unknown_key", "codesof"],
		[[], undefined, "invalid_value", "at"],
	])("list %# is refused", (given, more, error, path) => {
		expect(refusal(() => codesFromSeam(given as object[], more as never))).toMatchObject({
			code: error,
			path,
		});
	});
});

test("the report is typed as the fact that it is", () => {
	const fact: { type: "lock_report" } & LockReport = codesFromSeam([], options).report;
	expect(fact.type).toBe("lock_report");
});
