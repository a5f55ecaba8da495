// L The host on Workers under attack: refused, nothing changed, nothing revealed.
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { booking, HOUSE } from "../../support/cloudflare/house.js";
import { type Asking, Lab, OPERATOR, SEAM_SECRET } from "../../support/cloudflare/lab.js";
import { event } from "../feeds/seam-codes.js";

// A machine that does other things takes its time.
vi.setConfig({ testTimeout: 60_000 });

const lab = new Lab({ START: "2026-10-21T10:00:00Z" });
let [token, other] = ["", ""];
/** Addresses that nobody has guessed from yet. */
let addresses = 0;
const from = () => {
	addresses += 1;
	return { "cf-connecting-ip": `192.0.2.${addresses}` };
};
const ask = (method: string, path: string, asking: Asking = {}) =>
	lab.ask(method, path, { headers: from(), ...asking });

beforeAll(async () => {
	await lab.start();
	token = await lab.create("casa", HOUSE);
	other = await lab.create("other", HOUSE);
	await ask("PUT", "/v1/sites/casa/bookings/b1", { token, body: booking() });
	await lab.site("casa").passTo("2026-10-21T14:00:00Z");
}, 60_000);
afterAll(async () => await lab.end());

/** All that a site is, to see that nothing of it changed. */
const all = async () => {
	const parts = [
		"/codes?reveal=true",
		"/bookings",
		"/listings",
		"/locks",
		"/audit",
		"/tokens",
		"/feeds",
	];
	const texts = await Promise.all(
		parts.map(async (part) => (await ask("GET", `/v1/sites/casa${part}`, { token })).text),
	);
	return texts.join("\n");
};

/** One request for each operation, as the OpenAPI document has them. */
async function operations(site: string): Promise<[string, string, Asking, string][]> {
	const { body } = await lab.ask("GET", "/openapi.json");
	return Object.entries(
		body.paths as Record<string, Record<string, Record<string, unknown>>>,
	).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, described]): [string, string, Asking, string] => {
			const filled = path.replace("{site}", site).replace(/\{\w+\}/g, "b1");
			const content = (described.requestBody as { content?: object } | undefined)?.content ?? {};
			const [type] = Object.keys(content);
			const asking = type === undefined ? {} : { text: "{}", type };
			return [method.toUpperCase(), filled, asking, String(described["x-scope"])];
		}),
	);
}

describe("whoever has no right", () => {
	test("is refused at every operation: no token, another site's, a forged one, a wrong form", async () => {
		const before = await all();
		const [, id = "", secret = ""] = token.split("_");
		const forged = [
			undefined,
			other,
			`ls_${id}_${"0".repeat(64)}`,
			`ls_${id}_${secret.slice(0, -1)}${secret.endsWith("0") ? "1" : "0"}`,
			`ls_${"0".repeat(16)}_${secret}`,
			`${token}x`,
			"' OR 1=1 --",
		];
		for (const [method, path, asking, scope] of await operations("casa")) {
			if (scope === "webhook") continue;
			for (const wrong of forged) {
				const { status, body, headers } = await ask(method, path, { ...asking, token: wrong });
				expect({ method, path, wrong, status }).toEqual({ method, path, wrong, status: 401 });
				expect(body.code).toBe("unauthorized");
				expect(headers.get("www-authenticate")).toBe("Bearer");
			}
		}
		expect(await all()).toBe(before);
	}, 30_000);

	test("hears the same of a site that is there and of one that is not, and makes none", async () => {
		for (const [method, path, asking, scope] of await operations("nobody")) {
			if (scope === "webhook") continue;
			const missing = await ask(method, path, { ...asking, token });
			const present = await ask(method, path.replace("nobody", "other"), { ...asking, token });
			expect([missing.status, missing.text]).toEqual([present.status, present.text]);
		}
		expect(await lab.site("nobody").raw()).toBe("");
	}, 30_000);

	test("and a narrow token does what its scope says only", async () => {
		const before = await all();
		const every = ["read", "reveal", "bookings", "settings", "orders", "events", "feeds", "audit"];
		const scopes = process.env.VITE_LONG === "1" ? every : ["read", "bookings"];
		const body = (scope: string) => ({ name: scope, scopes: [scope] });
		for (const scope of scopes) {
			const made = await ask("POST", "/v1/sites/casa/tokens", { token, body: body(scope) });
			const narrow = made.body.token;
			for (const [method, path, asking, wanted] of await operations("casa")) {
				if (wanted === scope || wanted === "webhook") continue;
				const { status } = await ask(method, path, { ...asking, token: narrow });
				expect({ scope, method, path, status }).toEqual({ scope, method, path, status: 403 });
			}
			if (scope === "read") {
				const path = "/v1/sites/casa/codes?reveal=true";
				expect((await ask("GET", path, { token: narrow })).status).toBe(403);
				const listing = await ask("GET", "/v1/sites/casa/listings", { token: narrow });
				expect(listing.text).not.toContain("7531");
			}
			await ask("DELETE", `/v1/sites/casa/tokens/${made.body.row.id}`, { token });
			expect((await ask("GET", "/v1/sites/casa", { token: narrow })).status).toBe(401);
		}
		expect(await all()).toBe(before);
	}, 60_000);

	test("nobody gives more than they have, and a token ends at its time", async () => {
		const admin = { name: "admin", scopes: ["admin"] };
		const made = await ask("POST", "/v1/sites/casa/tokens", { token, body: admin });
		const more = { name: "more", scopes: ["admin", "reveal"] };
		const path = "/v1/sites/casa/tokens";
		expect(await ask("POST", path, { token: made.body.token, body: more })).toMatchObject({
			...{ status: 403, body: { path: "scopes" } },
		});
		const operator = { name: "more", scopes: ["operator"] };
		expect((await ask("POST", path, { token, body: operator })).status).toBe(422);
		const over = { name: "old", scopes: ["read"], expiresAt: "2026-01-01T00:00:00Z" };
		const old = await ask("POST", path, { token, body: over });
		expect((await ask("GET", "/v1/sites/casa", { token: old.body.token })).status).toBe(401);
		for (const { id, name } of (await ask("GET", path, { token })).body)
			if (name !== "first") await ask("DELETE", `${path}/${id}`, { token });
	});
});

describe("guessing", () => {
	test("is slowed down, by address and for a site, and whoever has a token goes on", async () => {
		const slow = new Lab({ FAILURES: "30" });
		await slow.start();
		const right = await slow.create("casa", HOUSE);
		const path = "/v1/sites/casa";
		const headers = { "cf-connecting-ip": "203.0.113.9" };
		const guess = (at: number, from: Record<string, string>) => {
			const wrong = `ls_${"a".repeat(16)}_${String(at).padStart(64, "0")}`;
			return slow.ask("GET", path, { token: wrong, headers: from });
		};
		const statuses: number[] = [];
		for (let at = 0; at < 40; at += 1) statuses.push((await guess(at, headers)).status);
		expect(statuses.slice(0, 30)).toEqual(Array(30).fill(401));
		expect(statuses.at(-1)).toBe(429);
		// From there the right one is not heard either; from elsewhere it is, and guesses are not.
		const refused = await slow.ask("GET", path, { token: right, headers });
		expect(refused.status).toBe(429);
		expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
		expect((await guess(41, { "cf-connecting-ip": "203.0.113.10" })).status).toBe(429);
		const elsewhere = { "cf-connecting-ip": "203.0.113.11" };
		expect((await slow.ask("GET", path, { token: right, headers: elsewhere })).status).toBe(200);
		await slow.end();
	}, 30_000);
});

describe("webhooks", () => {
	const body = JSON.stringify({ ...event("device.disconnected"), device_id: "front" });
	const signed = (secret: string, at = new Date(), text = body, id = "m") => ({
		...{ text: body },
		headers: {
			...{ ...from(), "svix-id": id, "svix-timestamp": String(Math.floor(at.getTime() / 1000)) },
			"svix-signature": new Webhook(secret).sign(id, at, text),
		},
	});

	test("that are forged, old, changed or of no known name are refused", async () => {
		const before = await all();
		const path = "/v1/sites/casa/webhooks/seam";
		const anotherSecret = `whsec_${Buffer.from("x".repeat(24)).toString("base64")}`;
		const hour = 3_600_000;
		for (const asking of [
			{ text: body },
			signed(anotherSecret),
			signed(SEAM_SECRET, new Date(Date.now() - hour)),
			signed(SEAM_SECRET, new Date(Date.now() + hour)),
			signed(SEAM_SECRET, new Date(), `${body} `),
		])
			expect(await ask("POST", path, asking)).toMatchObject({
				status: 422,
				body: { path: "headers" },
			});
		for (const name of ["ttlock", "__proto__", "constructor"])
			expect(
				(await ask("POST", `/v1/sites/casa/webhooks/${name}`, signed(SEAM_SECRET))).status,
			).toBe(404);
		expect((await ask("POST", "/v1/sites/nobody/webhooks/seam", signed(SEAM_SECRET))).status).toBe(
			404,
		);
		expect(await lab.site("nobody").raw()).toBe("");
		expect(await all()).toBe(before);
	});
});

describe("bodies", () => {
	test("that are too large, no JSON, of another type or too deep are refused", async () => {
		const before = await all();
		const put = (asking: Asking) => ask("PUT", "/v1/sites/casa/bookings/b1", { token, ...asking });
		expect((await put({ text: `{"a":"${"x".repeat(1_100_000)}"}` })).status).toBe(413);
		expect((await put({ text: '{"a":' })).body.code).toBe("invalid_json");
		expect((await put({ text: "{}", type: "text/plain" })).status).toBe(415);
		expect((await put({ text: "[]" })).status).toBe(422);
		expect((await put({ text: "null" })).status).toBe(422);
		const deep = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
		expect((await put({ text: deep })).status).toBeGreaterThanOrEqual(400);
		expect((await put({ text: '{"__proto__":{"status":"cancelled"}}' })).status).toBe(422);
		expect(
			(await ask("GET", "/v1/sites/casa/codes?reveal=true&reveal=false", { token })).status,
		).toBe(422);
		expect((await ask("GET", "/v1/sites/casa/codes?door=1", { token })).status).toBe(422);
		for (const site of ["..", "%2e%2e", "a%2Fb", "a%00b", "x".repeat(65), "-a"])
			expect((await ask("GET", `/v1/sites/${site}/codes`, { token })).status, site).toBe(404);
		expect(await all()).toBe(before);
	});

	test("with names that look like SQL, HTML, templates or lines of another message stay text", async () => {
		const name = `Robert'); DROP TABLE site_rows;-- {allAccessCodes} <script>\u202e`;
		const put = await ask("PUT", "/v1/sites/other/bookings/b1", {
			...{ token: other, body: booking({ guest: { name } }) },
		});
		expect(put.body.guest.name).toBe(name);
		await lab.site("other").passTo("2026-10-21T14:00:00Z");
		const { told } = await lab.world("other").heard();
		expect(told.map(({ kind }) => kind)).toEqual(["guest access_ready"]);
		expect((await ask("GET", "/v1/sites/other/bookings/b1", { token: other })).status).toBe(200);
		const id = encodeURIComponent("b'; DELETE FROM tokens; --");
		expect((await ask("GET", `/v1/sites/other/bookings/${id}`, { token: other })).status).toBe(404);
		expect((await ask("GET", "/v1/sites/other/tokens", { token: other })).body).toHaveLength(1);
		const line = booking({ guest: { name: "Ada\u0000" } });
		const bad = await ask("PUT", "/v1/sites/other/bookings/b2", { token: other, body: line });
		expect(bad).toMatchObject({ status: 422, body: { path: "guest.name" } });
	});

	test("a refusal never repeats what may be a PIN", async () => {
		const put = await ask("PUT", "/v1/sites/casa/bookings/b1", {
			...{ token, body: booking({ preferredCode: 736251, "736251": 1 }) },
		});
		expect(put.status).toBe(422);
		expect(put.text).not.toContain("736251");
	});
});

test("each function of the entry refuses nonsense with its code, path and hint", async () => {
	const said = await lab.ask("POST", "/test/nonsense", { body: [] });
	expect(said.body).toHaveLength(36);
	for (const [call, error] of said.body)
		expect(error, call).toEqual({
			...{ name: "LatchstringError", code: expect.stringMatching(/^[a-z_]+$/) },
			...{ path: expect.any(String), hint: expect.stringMatching(/./) },
		});
});

describe("what is not set", () => {
	test("without an operator's token nobody makes a site, and without keys nothing is stored", async () => {
		const bare = new Lab({ OPERATOR_TOKEN_SHA256: "" });
		await bare.start();
		for (const wrong of [OPERATOR, "x"])
			expect((await bare.ask("PUT", "/v1/sites/a", { token: wrong, body: HOUSE })).status).toBe(
				401,
			);
		await bare.end();
		for (const bindings of [{ ROW_KEYS: "k1:c2hvcnQ=" }, { PIN_KEY: "short" }]) {
			const open = new Lab(bindings);
			await open.start();
			const made = await open.ask("PUT", "/v1/sites/a", { token: OPERATOR, body: HOUSE });
			expect(made.status).toBeGreaterThanOrEqual(422);
			expect(made.text).not.toContain("c2hvcnQ=");
			expect(await open.site("a").raw()).toBe("");
			await open.end();
		}
	}, 60_000);
});
