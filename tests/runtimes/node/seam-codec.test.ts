// Commands become requests to Seam, and its answers facts. Seam's own fake server is the judge:
// what it holds afterwards is read from its database.
import { advance, type Command, createSite, type Fact, type Site } from "latchstring";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failureOf } from "../../../js/seam/codec/failures.js";
import {
	facts,
	laterFacts,
	requests,
	type SeamAnswer,
	type SeamFacts,
	type SeamRequest,
} from "../../../js/seam.js";
import { addressOfFake, type Fake, SEAM_KEY, startFake } from "../../support/fake-seam.js";
import { refusal } from "../../support/refusal.js";
import { code } from "../feeds/seam-codes.js";

const now = "2026-10-20T06:00:00Z";
const LOCK = "august_device_1";
const window = { startsAt: "2026-10-23T13:00:00Z", endsAt: "2026-10-26T09:30:00Z" };
const base = { id: "c1", lockId: LOCK, deadline: "2026-10-20T06:01:00Z", codeId: "k1" };
const program: Command = { kind: "program_code", ...base, pin: "492817", name: "Guest k1", window };
const door = { now };

describe("requests", () => {
	const body = (command: Command, more = {}) => requests(command, { ...door, ...more });

	test("both dates always", () => {
		const { startsAt, endsAt } = window;
		const sent = (window: object) => {
			const [request] = body({ ...program, window } as Command);
			return [request?.body.starts_at, request?.body.ends_at];
		};
		expect(sent(window)).toEqual([startsAt, endsAt]);
		expect(sent({ endsAt })).toEqual([now, endsAt]);
		expect(sent({ startsAt })).toEqual([startsAt, "2036-10-23T13:00:00Z"]);
		expect(sent({})).toEqual([undefined, undefined]);
		const change = { kind: "change_window", ...base, externalId: "x" };
		expect(body({ ...change, window: { endsAt } } as Command)).toEqual([
			{
				method: "POST",
				path: "/access_codes/update",
				body: { access_code_id: "x", type: "time_bound", starts_at: now, ends_at: endsAt },
			},
		]);
		expect(body({ ...change, window: {} } as Command)[0]?.body).toEqual({
			access_code_id: "x",
			type: "ongoing",
		});
	});

	test("each kind of command", () => {
		expect(body(program, { deviceId: "d", backupPool: true })).toEqual([
			{
				method: "POST",
				path: "/access_codes/create",
				body: {
					...{
						device_id: "d",
						name: "Guest k1",
						code: "492817",
						use_backup_access_code_pool: true,
					},
					...{ starts_at: window.startsAt, ends_at: window.endsAt },
				},
			},
		]);
		const offline = { kind: "issue_offline_code", ...base, window, name: "Guest" } as Command;
		expect(body(offline)[0]?.body).toMatchObject({ is_offline_access_code: true, name: "Guest" });
		const remove = { kind: "remove_code", ...base, pin: "492817" } as Command;
		expect(body({ ...remove, externalId: "x" } as Command)).toEqual([
			{ method: "POST", path: "/access_codes/delete", body: { access_code_id: "x" } },
		]);
		expect(body(remove).map(({ path }) => path)).toEqual(["/access_codes/list"]);
		const { codeId: _, ...read } = base;
		expect(body({ kind: "read_lock", ...read }).map(({ path }) => path)).toEqual([
			"/devices/get",
			"/access_codes/list",
			"/access_codes/unmanaged/list",
		]);
	});

	test.each<[unknown, unknown, string, string]>([
		[undefined, door, "wrong_type", "command"],
		[{ kind: "sing" }, door, "invalid_value", "command.kind"],
		[program, {}, "invalid_value", "now"],
		[program, { now, deviceId: 7 }, "wrong_type", "deviceId"],
		[program, { now, backupPool: 1 }, "wrong_type", "backupPool"],
	])("bad input %# is refused", (command, door, error, path) => {
		expect(refusal(() => requests(command as Command, door as never))).toMatchObject({
			code: error,
			path,
		});
	});
});

describe("answers", () => {
	const path = "/access_codes/create";
	const result = (answer: Omit<SeamAnswer, "path">, command: Command = program) => {
		const [said] = facts(command, [{ path, ...answer }], door).facts;
		if (said?.type !== "command_result") throw new Error("no result");
		const { type: _, id: __, at, commandId, ...rest } = said;
		expect([at, commandId]).toEqual([now, command.id]);
		return rest;
	};
	const error = (type: string, message = "No") => ({ error: { type, message, request_id: "r" } });
	const made = (changes: object) => ({
		status: 200,
		body: {
			access_code: code({ starts_at: window.startsAt, ends_at: window.endsAt, ...changes }),
		},
	});
	const externalId = "0a1b2c3d-0000-4000-8000-000000000001";
	const remove: Command = { kind: "remove_code", ...base, pin: "492817", externalId: "x" };

	test.each<[string, object, object]>([
		["set", made({ status: "set" }), { outcome: "confirmed", externalId }],
		[
			"scheduled on the device",
			made({ status: "unset", is_scheduled_on_device: true }),
			{ outcome: "confirmed", externalId },
		],
		["not on the device yet", made({ status: "setting" }), { outcome: "accepted", externalId }],
		[
			"with another window",
			made({ status: "set", ends_at: "2026-10-26T10:00:00Z" }),
			{
				outcome: "confirmed",
				externalId,
				window: { startsAt: window.startsAt, endsAt: "2026-10-26T10:00:00Z" },
			},
		],
		[
			"with another PIN",
			made({ status: "set", code: "7351" }),
			{ outcome: "confirmed", externalId, pin: "7351" },
		],
		["without a body", { status: 202 }, { outcome: "accepted" }],
		[
			"refused at once by the device",
			made({ errors: [{ error_code: "no_space_for_access_code_on_device", message: "Full" }] }),
			{
				...{ outcome: "failed", failure: "no_space", externalId },
				detail: "no_space_for_access_code_on_device: Full",
			},
		],
		[
			"400",
			{ status: 400, body: error("invalid_input", "code 492817 is bad") },
			{ outcome: "failed", failure: "rejected", detail: "invalid_input: code •••• is bad" },
		],
		[
			"an older name",
			{ status: 400, body: error("august_lock_slots_full") },
			{ outcome: "failed", failure: "no_space", detail: "august_lock_slots_full: No" },
		],
		["401", { status: 401, body: error("unauthorized") }, { failure: "unauthorized" }],
		["404 device", { status: 404, body: error("device_not_found") }, { failure: "rejected" }],
		["409", { status: 409, body: error("conflict") }, { failure: "busy" }],
		[
			"404 of somebody on the way",
			{ status: 404, body: error("not_found") },
			{ outcome: "unknown", failure: "timeout", detail: "not_found: No" },
		],
		["429", { status: 429, body: error("rate_limit_exceeded") }, { failure: "busy" }],
		["503", { status: 503, body: "<html>" }, { outcome: "failed", failure: "busy" }],
		["500", { status: 500, body: error("internal_server_error") }, { outcome: "unknown" }],
		["nothing in time", {}, { outcome: "unknown", failure: "timeout" }],
	])("%s", (_, answer, expected) => {
		const said = result(answer);
		if ("outcome" in expected && said.outcome !== "unknown" && said.failure !== "busy")
			expect(said).toEqual(expected);
		else expect(said).toMatchObject(expected);
	});

	test("C2: a removal that finds nothing is done, and one that is under way is not", () => {
		const missing = { status: 404, body: error("access_code_not_found") };
		expect(result(missing, remove)).toMatchObject({ outcome: "failed", failure: "not_found" });
		expect(result(made({ status: "set" }), remove)).toEqual({ outcome: "accepted" });
	});

	test("C2: a list that is not found, or not in its answer, says nothing of its codes", () => {
		const { codeId: _, ...rest } = base;
		const read: Command = { kind: "read_lock", ...rest };
		const list = (answer: object) => ({ path: "/access_codes/list", ...answer });
		const whole = list({ status: 200, body: { access_codes: [] } });
		const missing = list({ status: 404, body: error("not_found") });
		const unknownId = { kind: "remove_code", ...base, pin: "492817" } as Command;
		expect(facts(unknownId, [missing], door).facts).toMatchObject([{ outcome: "unknown" }]);
		for (const answers of [[whole], [list({ status: 200, body: {} }), whole], [missing, whole]])
			expect(facts(read, answers, door).facts).toMatchObject([
				{ type: "command_result", outcome: "unknown" },
			]);
		const unmanaged = { ...whole, path: "/access_codes/unmanaged/list" };
		expect(facts(read, [whole, unmanaged], door).facts).toMatchObject([
			{ type: "lock_report", codes: [] },
			{ outcome: "confirmed" },
		]);
	});

	test("A2: the list of a device that Seam does not hear is no reading", () => {
		const { codeId: _, ...rest } = base;
		const errors = [{ error_code: "device_offline", message: "Silent", is_device_error: true }];
		const device = {
			device_id: LOCK,
			device_type: "august_lock",
			errors,
			properties: { online: false },
		};
		const empty = { status: 200, body: { access_codes: [] } };
		const answers = [
			{ path: "/devices/get", status: 200, body: { device } },
			{ path: "/access_codes/list", ...empty },
			{ path: "/access_codes/unmanaged/list", ...empty },
		];
		expect(facts({ kind: "read_lock", ...rest }, answers, door).facts).toMatchObject([
			{ type: "lock_report", state: { reachability: "offline" } },
			{ type: "command_result", outcome: "failed", failure: "offline" },
		]);
	});

	test("A3b: a code of the lock's algorithm works as soon as it is made", () => {
		const command = { kind: "issue_offline_code", ...base, window } as Command;
		const offline = made({ status: "unset", code: "839201746", is_offline_access_code: true });
		expect(result(offline, command)).toEqual({
			...{ outcome: "confirmed", externalId, pin: "839201746" },
		});
	});

	test("what Seam sends for at once and for never is no other window", () => {
		const never = { starts_at: "2026-10-20T05:59:00Z", ends_at: "2036-10-20T06:00:00Z" };
		const ongoing = { ...program, window: {} } as Command;
		expect(result(made({ status: "set", ...never }), ongoing)).not.toHaveProperty("window");
	});

	test("F20 an action attempt that fails is the second result; of one that succeeds the code is asked", () => {
		const attempt = (more: object) => ({ action_attempt_id: "a1", action_type: "X", ...more });
		const pending = { status: 200, body: { action_attempt: attempt({ status: "pending" }) } };
		expect(facts(remove, [{ path, ...pending }], door)).toMatchObject({
			facts: [{ outcome: "accepted" }],
			later: { accessCodeId: "x", actionAttemptId: "a1" },
		});
		const later = (more: object, command: Command = remove) =>
			laterFacts(command, attempt(more), { at: "2026-10-20T06:01:00Z" });
		expect(later({ status: "pending" })).toEqual([]);
		expect(later({ status: "success", result: {} })).toEqual([]);
		const withCode = (status: string) =>
			later({ status: "success", result: { access_code: code({ status }) } }, program);
		expect(withCode("setting")).toEqual([]);
		expect(withCode("set")).toMatchObject([{ outcome: "confirmed" }]);
		const failed = { status: "error", error: { type: "device_offline", message: "Silent" } };
		expect(later(failed)).toMatchObject([
			{ outcome: "failed", failure: "offline", detail: "device_offline: Silent" },
		]);
	});

	test("a later look at the code gives the second result", () => {
		const later = (changes: object, command: Command = program) =>
			laterFacts(command, code({ ...changes }), { at: "2026-10-20T06:05:00Z" });
		expect(later({ status: "setting" })).toEqual([]);
		expect(later({ status: "set" })).toMatchObject([
			{ outcome: "confirmed", at: "2026-10-20T06:05:00Z" },
		]);
		const failed = (error_code: string) => ({ errors: [{ error_code, message: "No" }] });
		expect(later(failed("duplicate_code_on_device"))).toMatchObject([
			{ outcome: "failed", failure: "duplicate_code" },
		]);
		// What the device suffers from is no end of the command.
		expect(later({ status: "setting", ...failed("device_offline") })).toEqual([]);
		expect(later({ status: "set" }, remove)).toEqual([]);
		// Another try may do it: the code is asked, and tried again (C6).
		expect(later(failed("failed_to_remove_from_device"), remove)).toMatchObject([
			{ outcome: "failed", failure: "timeout" },
		]);
	});

	test("names that nobody knows have a class by their words", () => {
		const classes = {
			some_brand_duplicate_pin: "duplicate_code",
			some_brand_too_many_requests: "busy",
			some_brand_gateway_missing: "offline",
			some_brand_not_authorized: "unauthorized",
			some_brand_timed_out: "timeout",
			moonstruck: "rejected",
			toString: "rejected",
		};
		for (const [name, failure] of Object.entries(classes)) expect(failureOf(name)).toBe(failure);
	});
});

describe("Seam's fake server", () => {
	let fake: Fake;

	beforeEach(async () => {
		fake = await startFake();
	});

	afterEach(() => fake.stopServer());

	async function send({ method, path, body }: SeamRequest): Promise<SeamAnswer> {
		const address = `${addressOfFake(fake)}${path}`;
		const headers = {
			authorization: `Bearer ${SEAM_KEY}`,
			"content-type": "application/json",
		};
		const response = await fetch(address, { method, headers, body: JSON.stringify(body) });
		return { path, status: response.status, body: await response.json() };
	}

	/** Runs a command to its result. */
	async function run(command: Command): Promise<SeamFacts & { result: Fact | undefined }> {
		let todo: SeamRequest[] | undefined = requests(command, door);
		for (let rounds = 0; rounds < 4; rounds += 1) {
			const answers: SeamAnswer[] = [];
			for (const request of todo ?? []) answers.push(await send(request));
			const said = facts(command, answers, door);
			if (said.next === undefined) return { ...said, result: said.facts.at(-1) };
			todo = said.next;
		}
		throw new Error("no result after four rounds");
	}

	const held = () =>
		fake.database.access_codes.map(({ code, name, ...one }) => {
			const bound = one as { starts_at?: string; ends_at?: string };
			return [code, name, bound.starts_at, bound.ends_at];
		});

	test("made, changed, read, and removed; again and again", async () => {
		const first = await run(program);
		expect(first.result).toMatchObject({ outcome: expect.stringMatching(/accepted|confirmed/) });
		const externalId = first.later?.accessCodeId ?? "";
		expect(held()).toEqual([
			["492817", "Guest k1", "2026-10-23T13:00:00.000Z", "2026-10-26T09:30:00.000Z"],
		]);

		// An answer was lost, and the command is run again: the duplicate is ours.
		const again = await run(program);
		expect(again.result).toMatchObject({ externalId });
		expect((again.result as { failure?: string }).failure).toBeUndefined();
		expect(held()).toHaveLength(1);

		// Somebody else's code of the same PIN is none of ours.
		const stranger = await run({ ...program, name: "Guest k2" } as Command);
		expect(stranger.result).toMatchObject({ outcome: "failed", failure: "duplicate_code" });

		// Without the id it is found by its PIN.
		const later = { ...window, endsAt: "2026-10-28T09:30:00Z" };
		await run({ kind: "change_window", ...base, pin: "492817", window: later } as Command);
		expect(held()[0]?.slice(2)).toEqual(["2026-10-23T13:00:00.000Z", "2026-10-28T09:30:00.000Z"]);

		const { codeId: _, ...read } = base;
		const { facts: seen } = await run({ kind: "read_lock", ...read });
		expect(seen).toMatchObject([
			{
				...{ type: "lock_report", lockId: LOCK, at: now },
				state: { reachability: "online", batteryPercent: 100 },
				codes: [{ externalId, pin: "492817", name: "Guest k1" }],
			},
			{ type: "command_result", outcome: "confirmed" },
		]);

		const remove = { kind: "remove_code", ...base, pin: "492817" } as Command;
		const removed = { outcome: expect.stringMatching(/accepted|confirmed/) };
		expect((await run(remove)).result).toMatchObject(removed);
		expect(held()).toEqual([]);
		expect((await run(remove)).result).toMatchObject({ failure: "not_found" });
		const known = { ...remove, externalId } as Command;
		expect((await run(known)).result).toMatchObject({ failure: "not_found" });
	}, 60_000);

	test("a stay from its booking to its end: nobody else's code, and nothing left", async () => {
		const site = createSite({
			id: "casa",
			listings: [
				{
					...{ id: "flat", name: "Flat", timeZone: "Europe/Paris", locks: [LOCK] },
					...{ checkIn: "15:00", checkOut: "11:00" },
				},
			],
			locks: [{ id: LOCK, name: "Door", profile: "august", rules: { lengths: [6] } }],
			policy: { backups: { poolSize: 1 } },
		});
		const key = "a key that only this test knows about";
		const reservation = {
			...{ id: "b1", revision: 1, listingId: "flat", guest: { name: "Ada" } },
			...{ arrival: "2026-10-23", departure: "2026-10-26", status: "confirmed" as const },
		};
		let at = Date.parse(now);
		let current: Site = site;
		const play = async (given: Fact[]): Promise<void> => {
			let todo: Fact[] = given;
			for (let rounds = 0; rounds < 20; rounds += 1) {
				const step = advance(current, todo, { now: new Date(at), key });
				expect(step.rejected).toEqual([]);
				current = step.site;
				if (step.commands.length === 0) return;
				todo = [];
				for (const command of step.commands) {
					let next: SeamRequest[] | undefined = requests(command, { now: new Date(at) });
					while (next !== undefined) {
						const answers: SeamAnswer[] = [];
						for (const request of next) answers.push(await send(request));
						const said = facts(command, answers, { now: new Date(at) });
						todo.push(...said.facts);
						next = said.next;
					}
				}
				at += 1000;
			}
		};
		await play([{ type: "reservation", reservation }]);
		const own = () => current.accessCodes.find(({ holder }) => holder.kind === "reservation");
		const pin = own()?.pin ?? "";
		expect(pin).toMatch(/^\d{6}$/);
		const dates = held()
			.filter(([code]) => code === pin)
			.map((row) => row.slice(2));
		expect(dates).toEqual([["2026-10-23T13:00:00.000Z", "2026-10-26T10:30:00.000Z"]]);
		// The booking is cancelled: its code goes, and those of the pool stay.
		at += 60_000;
		const gone = { ...reservation, revision: 2, status: "cancelled" as const };
		await play([{ type: "reservation", reservation: gone }]);
		expect(held().filter(([code]) => code === pin)).toEqual([]);
	}, 60_000);
});
