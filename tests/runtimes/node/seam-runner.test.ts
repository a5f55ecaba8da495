// L `seamPlatform`: what is sent again and what is not, how long it waits, and where the key goes.
// `seamWebhook`: whose webhooks are read.
import type { Command, Fact } from "latchstring";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, test, vi } from "vitest";
import { secondsIn } from "../../../js/seam/runner/send.js";
import { type SeamFetch, type SeamRequest, seamPlatform } from "../../../js/seam.js";
import { seamWebhook } from "../../../js/seam-webhook.js";
import { drained, manualClock } from "../../support/manual-clock.js";
import { refusal } from "../../support/refusal.js";
import { code, event } from "../feeds/seam-codes.js";

const START = "2026-10-20T06:00:00Z";
const base = { id: "c1", lockId: "front", deadline: "2026-10-20T06:01:00Z" };
const remove: Command = { kind: "remove_code", ...base, codeId: "k1", externalId: "x" };
const read: Command = { kind: "read_lock", ...base };

interface Reply {
	status: number;
	body?: unknown;
	after?: string;
}
type Script = (path: string, body: SeamRequest["body"], count: number) => Reply | "hang" | "break";

/** Runs a command against a script of answers; time passes until `until`. */
async function run(command: Command, script: Script, until = "2026-10-20T06:20:00Z", options = {}) {
	const clock = manualClock(START);
	const asked: { path: string; at: number; authorization?: string | undefined }[] = [];
	const fetch: SeamFetch = async (address, { headers, body }) => {
		const path = address.replace("https://connect.getseam.com", "");
		const at = (clock.now().getTime() - Date.parse(START)) / 1000;
		asked.push({ path, at, authorization: headers.authorization });
		const reply = script(path, JSON.parse(body), asked.length);
		if (reply === "hang") return new Promise(() => undefined);
		if (reply === "break") throw new TypeError("fetch failed");
		const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {});
		const get = () => reply.after ?? null;
		return { status: reply.status, headers: { get }, text: async () => text };
	};
	const control = new AbortController();
	clock.after(Date.parse(until) - Date.parse(START), () => control.abort());
	const said: Fact[] = [];
	const platform = seamPlatform({ apiKey: "seam_key", clock, fetch, ...options });
	const done = (async () => {
		for await (const fact of platform.run(command, control.signal)) said.push(fact);
	})();
	await clock.passTo(until);
	await drained();
	await done;
	return { asked, said, paths: asked.map(({ path }) => path), times: asked.map(({ at }) => at) };
}

const busy = (status: number, after?: string): Reply => ({
	...{ status, body: { error: { type: "rate_limit_exceeded", message: "slow down" } } },
	...(after !== undefined && { after }),
});
const done: Reply = { status: 200, body: {} };

describe("what could not be set", () => {
	const window = { startsAt: null, endsAt: null } as const;
	const program = {
		kind: "program_code",
		...base,
		codeId: "k1",
		pin: "123456",
		name: "Guest",
		window,
	};
	const errors = [
		{ error_code: "failed_to_set_on_device", is_access_code_error: true, message: "no" },
	];
	const failed = { status: 200, body: { access_code: code({ errors }) } };
	const gone = { status: 404, body: { error: { type: "access_code_not_found" } } };
	const proxy = { status: 404, body: "not found" };

	test.each<[string, Reply, string]>([
		["deleted", done, "failed"],
		["not there", gone, "failed"],
		["perhaps there", proxy, "unknown"],
		["perhaps there, too", { status: 500 }, "unknown"],
	])("I5 is deleted before it is said: it is %s", async (_, reply, outcome) => {
		const { paths, said } = await run(program as Command, (path) =>
			path === "/access_codes/delete" ? reply : failed,
		);
		expect(paths.slice(0, 2)).toEqual(["/access_codes/create", "/access_codes/delete"]);
		expect(said[0]).toMatchObject({
			type: "command_result",
			outcome,
			externalId: code({}).access_code_id,
		});
	});
});

describe("what is sent again", () => {
	test("429 is sent again when Seam says, and three times at most", async () => {
		const once = await run(remove, (path, _, count) =>
			path !== "/access_codes/delete" || count > 1 ? done : busy(429, "7"),
		);
		expect(once.times.slice(0, 2)).toEqual([0, 7]);
		expect(once.said[0]).toMatchObject({ outcome: "accepted" });
		const ever = await run(remove, () => busy(429));
		expect(ever.times).toEqual([0, 1, 2, 3]);
		expect(ever.said).toMatchObject([{ outcome: "failed", failure: "busy" }]);
		const long = await run(remove, () => busy(429, "3600"));
		expect(long.times).toEqual([0]);
	});

	test("503 is sent again only where it says when", async () => {
		expect((await run(remove, () => busy(503))).times).toEqual([0]);
		const { times } = await run(remove, (_, __, count) => (count > 1 ? done : busy(503, "2")));
		expect(times.slice(0, 2)).toEqual([0, 2]);
	});

	test("nothing is sent again once the signal is aborted", async () => {
		const { times, said } = await run(remove, () => busy(429, "20"), "2026-10-20T06:00:10Z");
		expect(times).toEqual([0]);
		expect(said).toMatchObject([{ failure: "busy" }]);
	});

	test.each<[string, Script]>([
		["hangs", () => "hang"],
		["breaks", () => "break"],
		["is cut off", () => ({ status: 200, body: '{"action_attempt": {"act' })],
	])("C7 an answer that %s is never sent again: `unknown`", async (_, script) => {
		const { paths, said } = await run(remove, script);
		expect(paths).toEqual(["/access_codes/delete"]);
		expect(said).toMatchObject([{ outcome: "unknown", failure: "timeout" }]);
	});

	test("Retry-After is seconds or a date", () => {
		const now = new Date(START);
		expect(secondsIn("5", now)).toBe(5);
		expect(secondsIn("Tue, 20 Oct 2026 06:00:30 GMT", now)).toBe(30);
		expect(secondsIn("Tue, 20 Oct 2026 05:00:30 GMT", now)).toBe(0);
		expect([secondsIn(null, now), secondsIn("soon", now)]).toEqual([undefined, undefined]);
	});
});

describe("what Seam puts off", () => {
	const attempt = (more: object): Reply => ({
		...{ status: 200 },
		body: { action_attempt: { action_attempt_id: "a1", action_type: "X", ...more } },
	});

	test("F20 an action attempt is asked for until it is done, and then the code", async () => {
		const gone = { error: { type: "access_code_not_found", message: "Gone" } };
		const { times, said, paths } = await run(remove, (path, _, count) => {
			if (path !== "/access_codes/get")
				return attempt(count < 4 ? { status: "pending" } : { status: "success", result: {} });
			if (count < 6) return { status: 200, body: { access_code: code({ status: "removing" }) } };
			return { status: 404, body: gone };
		});
		const asked = paths.slice(1).map((path) => path.split("/")[1]);
		expect(asked).toEqual([
			...["action_attempts", "action_attempts", "action_attempts"],
			...["access_codes", "access_codes"],
		]);
		expect(times).toEqual([0, 1, 3, 7, 15, 30]);
		expect(said).toMatchObject([{ outcome: "accepted" }, { failure: "not_found" }]);
	});

	test("a removal is done once Seam does not find the code any more", async () => {
		const gone = { error: { type: "access_code_not_found", message: "Gone" } };
		const { said } = await run(remove, (path, _, count) => {
			if (path === "/access_codes/delete") return done;
			if (count < 4) return { status: 200, body: { access_code: code({ status: "removing" }) } };
			return { status: 404, body: gone };
		});
		expect(said).toMatchObject([{ outcome: "accepted" }, { failure: "not_found" }]);
	});

	test("a lost look is no answer, and the end of the signal ends it", async () => {
		const { said, times } = await run(remove, (path) =>
			path === "/access_codes/delete" ? done : "break",
		);
		expect(said).toHaveLength(1);
		expect(times.at(-1)).toBeLessThan(1200);
		expect(times.length).toBeGreaterThan(10);
	});
});

describe("lists", () => {
	const page = (ids: string[], next?: string): Reply => ({
		...{ status: 200 },
		body: {
			access_codes: ids.map((access_code_id) => code({ access_code_id, device_id: "front" })),
			pagination: { next_page_cursor: next ?? null, has_next_page: next !== undefined },
		},
	});
	const lists =
		(first: (cursor: unknown) => Reply | "break"): Script =>
		(path, body) => {
			if (path === "/access_codes/list") return first(body.page_cursor);
			if (path === "/access_codes/unmanaged/list") return page([]);
			return done;
		};

	test("a list in parts is read to its end", async () => {
		const { said } = await run(
			read,
			lists((cursor) => (cursor === undefined ? page(["a"], "2") : page(["b"]))),
		);
		const [report] = said;
		if (report?.type !== "lock_report") throw new Error("no report");
		expect(report.codes?.map(({ externalId }) => externalId)).toEqual(["a", "b"]);
	});

	test.each<[string, (cursor: unknown) => Reply | "break"]>([
		["whose second part is lost", (cursor) => (cursor === undefined ? page(["a"], "2") : "break")],
		["that never ends", () => page(["a"], "2")],
	])("C6 a list %s is no list", async (_, first) => {
		const { said } = await run(read, lists(first));
		expect(said).toMatchObject([{ type: "command_result", outcome: "unknown" }]);
	});
});

describe("the key", () => {
	test("goes to Seam as a bearer token", async () => {
		const { asked } = await run(remove, () => busy(400));
		expect(asked[0]?.authorization).toBe("Bearer seam_key");
	});

	test.each<[object, string, string]>([
		[{}, "wrong_type", "apiKey"],
		[{ apiKey: "a\nb" }, "invalid_value", "apiKey"],
		[{ apiKey: "a", baseUrl: "http://example.com" }, "invalid_value", "baseUrl"],
		[{ apiKey: "a", baseUrl: "seam" }, "invalid_value", "baseUrl"],
		[{ apiKey: "a", requestSeconds: 0 }, "out_of_range", "requestSeconds"],
	])("%j is refused", (options, error, path) => {
		const refused = refusal(() => seamPlatform(options as never));
		expect(refused).toMatchObject({ code: error, path });
		expect(JSON.stringify(refused)).not.toContain("a\\nb");
	});
});

describe("webhooks", () => {
	const SECRET = "whsec_bGF0Y2hzdHJpbmcgbGF0Y2hzdHJpbmc=";
	const now = new Date("2026-10-20T06:00:00Z");
	const body = JSON.stringify(event("device.disconnected"));
	afterEach(() => vi.useRealTimers());

	const signed = (at = now, secret = SECRET, text = body): Record<string, string> => ({
		"svix-id": "msg_1",
		"svix-timestamp": String(at.getTime() / 1000),
		"svix-signature": new Webhook(secret).sign("msg_1", at, text),
	});
	const receive = (headers: Record<string, string>, text = body) => {
		vi.useFakeTimers({ now, toFake: ["Date"] });
		return seamWebhook(SECRET)(text, new Headers(headers));
	};

	test("facts out of a `Headers` object, and out of Node's plain one", () => {
		expect(receive(signed()).facts).toMatchObject([{ type: "lock_report" }]);
		const { facts } = seamWebhook(SECRET)(body, signed());
		expect(facts).toEqual(receive(signed()).facts);
		const renamed = Object.entries(signed()).map(([name, text]) => [
			name.replace("svix", "webhook"),
			text,
		]);
		expect(receive(Object.fromEntries(renamed)).facts).toEqual(facts);
	});

	const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
	const other = `whsec_${btoa("another secret of somebody else")}`;
	test.each<[string, Record<string, string>, string]>([
		["another secret", signed(now, other), body],
		["another body", signed(), body.replace("device", "devise")],
		["one that is replayed after six minutes", signed(minutes(-6)), body],
		["one of the future", signed(minutes(6)), body],
		["no signature", { ...signed(), "svix-signature": "" }, body],
		["another version of signatures", { ...signed(), "svix-signature": "v2,abc" }, body],
		["no headers", {}, body],
		["no JSON", signed(now, SECRET, "{"), "{"],
	])("%s is refused", (_, headers, text) => {
		const refused = refusal(() => receive(headers, text));
		expect(refused).toMatchObject({ code: "invalid_value", path: "headers" });
	});

	test("a body that was parsed before, and a secret that is none", () => {
		expect(refusal(() => receive(signed(), {} as never))).toMatchObject({ path: "body" });
		expect(refusal(() => receive(signed(now, SECRET, "1"), "1"))).toMatchObject({ path: "body" });
		for (const secret of ["", "whsec_", "whsec_%%%", undefined])
			expect(refusal(() => seamWebhook(secret as never))).toMatchObject({ path: "secret" });
	});
});
