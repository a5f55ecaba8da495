// L The host on Workers, in real workerd: what its API does for a house, from the site to its
// codes.
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { booking, DOORS, HOUSE } from "../../support/cloudflare/house.js";
import {
	type Asking,
	Lab,
	NEWER_KEYS,
	ONLY_NEW_KEY,
	OPERATOR,
	SEAM_SECRET,
} from "../../support/cloudflare/lab.js";
import { event } from "../feeds/seam-codes.js";

// A machine that does other things takes its time.
vi.setConfig({ testTimeout: 60_000 });

const lab = new Lab({ START: "2026-10-21T10:00:00Z" });
let token = "";
const ask = (method: string, path: string, asking: Asking = {}) =>
	lab.ask(method, `/v1/sites/casa${path}`, { token, ...asking });

beforeAll(async () => {
	await lab.start();
	token = await lab.create("casa", HOUSE);
}, 60_000);
afterAll(async () => await lab.end());

const seam = (id: string, body: string, at = new Date()) => ({
	...{ token: "", text: body },
	headers: {
		...{ "svix-id": id, "svix-timestamp": String(Math.floor(at.getTime() / 1000)) },
		"svix-signature": new Webhook(SEAM_SECRET).sign(id, at, body),
	},
});

describe("a house over the API", () => {
	test("a booking opens both doors in its time, and codes are masked unless the scope says reveal", async () => {
		const put = await ask("PUT", "/bookings/b1", { body: booking() });
		expect(put).toMatchObject({ status: 200, body: { id: "b1", revision: 1 } });
		await lab.site("casa").passTo("2026-10-21T18:00:00Z");
		const shown = await ask("GET", "/codes?reservationId=b1&reveal=true");
		const [{ code }] = shown.body;
		expect(shown.body.map((one: { code: string }) => one.code)).toEqual([code, code]);
		const world = lab.world("casa");
		for (const door of DOORS)
			expect(await world.opens(door, code, "2026-10-21T18:00:00Z")).toBe(true);
		const masked = await ask("GET", "/codes?reservationId=b1");
		expect(masked.body[0].code).toBe(`••••${code.slice(4)}`);
		const card = await ask("GET", "/bookings/b1/card");
		expect(card.body).toMatchObject({ state: "staying", guestName: "Ada Lovelace" });
		expect(card.text).not.toContain(code);
		expect((await ask("GET", "/bookings/b1/card?reveal=true")).text).toContain(code);
		const { told } = await world.heard();
		expect(told.map(({ kind }) => kind)).toEqual(["guest access_ready"]);
		expect(told[0]?.doors).toContain(code);
	});

	test("the same again changes nothing; another content of one revision is a conflict", async () => {
		expect((await ask("PUT", "/bookings/b1", { body: booking() })).body.revision).toBe(1);
		const other = await ask("PUT", "/bookings/b1", {
			body: booking({ revision: 1, departure: "2026-10-24" }),
		});
		expect(other).toMatchObject({ status: 409, body: { code: "same_revision_other_content" } });
		const later = await ask("PUT", "/bookings/b1", { body: booking({ checkOut: "12:00" }) });
		expect(later.body).toMatchObject({ revision: 2, checkOut: "12:00" });
		const gone = await ask("PUT", "/bookings/b9", {
			body: booking({ arrival: "2026-10-25", departure: "2026-10-27" }),
		});
		expect(gone.status).toBe(200);
		expect((await ask("DELETE", "/bookings/b9")).body).toMatchObject({
			...{ status: "cancelled", revision: 2 },
		});
		expect((await ask("DELETE", "/bookings/b9")).body.revision).toBe(2);
	});

	test("errors of the rules keep code, path and hint", async () => {
		const bad = await ask("PUT", "/bookings/b2", { body: booking({ arrival: "2026-02-30" }) });
		expect(bad.headers.get("content-type")).toBe("application/problem+json");
		expect(bad).toMatchObject({
			status: 422,
			body: { type: "about:blank", status: 422, code: "invalid_value", path: "arrival" },
		});
		expect(bad.body.hint.length).toBeGreaterThan(5);
		const half = await ask("PUT", "/bookings/b2", {
			text: JSON.stringify(booking()).replace("Ada Lovelace", "Ada \\ud83d"),
		});
		expect(half).toMatchObject({ status: 400, body: { code: "invalid_json", path: "guest.name" } });
		const aside = await ask("GET", "/aside");
		expect(aside.body.items).toMatchObject([
			{ factType: "reservation", error: { code: "invalid_json" } },
		]);
		const unknown = await ask("PUT", "/listings/flat", { body: { ...HOUSE.listings[0], flor: 2 } });
		expect(unknown).toMatchObject({ status: 422, body: { code: "unknown_key", path: "flor" } });
	});

	test("listings, locks, visits and the policy are put, read and listed", async () => {
		const cleaner = {
			...{ listingId: "flat", visitor: "Cleo", purpose: "cleaning", kind: "time_bound" },
			...{ startsAt: "2026-10-22T10:00:00Z", endsAt: "2026-10-22T12:00:00Z", status: "active" },
		};
		expect((await ask("PUT", "/visits/v1", { body: cleaner })).status).toBe(200);
		expect((await ask("GET", "/visits")).body.items).toMatchObject([{ id: "v1", revision: 1 }]);
		expect((await ask("DELETE", "/visits/v1")).body.status).toBe("revoked");
		const lock = { name: "Cellar", profile: "nuki" };
		expect((await ask("PUT", "/locks/cellar", { body: lock })).body.id).toBe("cellar");
		const page = await ask("GET", "/locks?limit=2");
		expect(page.body).toMatchObject({ items: [{ id: "cellar" }, { id: "front" }], next: "front" });
		expect((await ask("GET", "/locks?after=front")).body.items).toMatchObject([{ id: "street" }]);
		const policy = { backups: { poolSize: 2 } };
		expect((await ask("PUT", "/policy", { body: policy })).body).toMatchObject(policy);
		expect((await ask("GET", "/policy")).body).toMatchObject(policy);
	});

	test("orders, events and views", async () => {
		const order = { kind: "reissue", reservationId: "b1" };
		const ordered = await ask("POST", "/orders", { body: { order }, key: "once" });
		expect(ordered.status).toBe(200);
		const bad = await ask("POST", "/orders", { body: { order: { kind: "reissue" } } });
		expect(bad).toMatchObject({ status: 422, body: { path: "reservationId" } });
		const at = "2026-10-21T18:00:00Z";
		const complaint = { type: "guest_locked_out", id: "c1", at, reservationId: "b1" };
		const told = await ask("POST", "/events", {
			body: { facts: [complaint, { ...complaint, id: 7 }] },
		});
		expect(told.body.rejected).toMatchObject([{ index: 1 }]);
		const forged = { type: "command_result", id: "r", at, commandId: "k1-1", outcome: "confirmed" };
		expect(await ask("POST", "/events", { body: { facts: [forged] } })).toMatchObject({
			...{ status: 422, body: { path: "facts[0].type" } },
		});
		const preview = await ask("GET", "/preview?to=2026-10-25T00:00:00Z");
		expect(preview.body.lanes.map(({ lockId }: { lockId: string }) => lockId)).toContain("front");
		const assume = [{ lockId: "front", kind: "silent", from: at }];
		const until = "2026-10-23T00:00:00Z";
		const forecast = await ask("POST", "/forecast", { body: { until, assume } });
		expect(Object.keys(forecast.body).sort()).toEqual([
			...["commands", "notices", "outside", "overOpen", "preview", "rejected"],
		]);
		expect((await ask("GET", "/bookings/b1/survival")).body.doors).toHaveLength(2);
		expect(Array.isArray((await ask("GET", "/review")).body)).toBe(true);
		const audit = await ask("GET", "/audit?limit=200");
		const kinds = audit.body.items.map(({ kind }: { kind: string }) => kind);
		expect(kinds).toEqual(expect.arrayContaining(["code_issued", "host_ordered"]));
		// Whatever is seen without `reveal` opens no door.
		const codes = (await ask("GET", "/codes?reveal=true")).body;
		for (const { code } of codes)
			for (const { text } of [preview, forecast, audit]) expect(text).not.toContain(code);
	});

	test("R1 a feed is read and remembered; its address is shown to nobody", async () => {
		const url = "https://calendar.example.com/ical/secret-part.ics";
		const feed = await ask("PUT", "/feeds/airbnb", { body: { listingId: "flat", url } });
		expect(feed).toMatchObject({ status: 200, body: { address: "calendar.example.com" } });
		const calendar = (summary: string) =>
			[
				...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN"],
				...["BEGIN:VEVENT", "UID:1@airbnb.com", "DTSTAMP:20261021T100000Z"],
				...["DTSTART;VALUE=DATE:20261105", "DTEND;VALUE=DATE:20261108", `SUMMARY:${summary}`],
				...["END:VEVENT", "END:VCALENDAR", ""],
			].join("\r\n");
		const read = (text: string) =>
			ask("POST", "/feeds/airbnb/readings", { text, type: "text/calendar" });
		expect((await read(calendar("Reserved"))).body).toMatchObject({ facts: 1, rejected: 0 });
		expect((await read(calendar("Reserved"))).body).toMatchObject({ facts: 0 });
		expect(await read("nonsense")).toMatchObject({ status: 422, body: { code: "invalid_value" } });
		// Nothing known is in it: the host looks, and says so once.
		const other = calendar("Reserved").replace("UID:1@", "UID:2@").replaceAll("202611", "202612");
		const hint = expect.stringContaining("sameListing");
		const unknown = { kind: "nothing_known", countsFrom: expect.any(String), hint };
		expect((await read(other)).body.notes).toEqual([unknown]);
		// A polled feed has nobody who reads the answer: its notes stay with it.
		expect((await ask("GET", "/feeds")).body[0].notes).toEqual([
			{ at: expect.any(String), kind: "nothing_known", hint },
		]);
		const body = { listingId: "flat", url, sameListing: true };
		expect((await ask("PUT", "/feeds/airbnb", { body })).status).toBe(200);
		expect((await read(other)).body.notes).toMatchObject([{ kind: "vanished" }]);
		expect((await read(other)).body.notes).toEqual([]);
		const feeds = await ask("GET", "/feeds");
		expect(feeds.body).toMatchObject([{ id: "airbnb", stays: 2 }]);
		expect(feeds.text).not.toContain("secret-part");
		for (const address of [
			"http://example.com/a",
			"https://127.0.0.1/a",
			"https://localhost/a",
			"https://u:p@example.com/a",
			"https://[::1]/a",
			"https://host.internal/a",
			"https://2130706433/",
		])
			expect(
				await ask("PUT", "/feeds/x", { body: { listingId: "flat", url: address } }),
				address,
			).toMatchObject({ status: 422, body: { path: "url" } });
		expect((await ask("DELETE", "/feeds/airbnb")).status).toBe(204);
	});

	test("R1 a feed with an address is polled at once, and no private address is followed", async () => {
		const put = (id: string, url: string) =>
			ask("PUT", `/feeds/${id}`, { body: { listingId: "flat", url } });
		await put("good", "https://good.example.com/a.ics");
		await put("lured", "https://lured.example.com/a.ics");
		await put("large", "https://large.example.com/a.ics");
		const shown = async () =>
			Object.fromEntries(
				(await ask("GET", "/feeds")).body.map((feed: { id: string }) => [feed.id, feed]),
			);
		await expect.poll(async () => (await shown()).good?.readAt).toBeDefined();
		await expect.poll(async () => (await shown()).large?.error).toContain("too large");
		expect((await shown()).lured.error).toContain("not an https address");
		expect((await ask("GET", "/bookings")).text).toContain("good/2@airbnb.com");
		for (const id of ["good", "lured", "large"]) await ask("DELETE", `/feeds/${id}`);
	});
});

describe("requests that come twice, or at once", () => {
	test("an idempotency key answers again and changes nothing", async () => {
		const body = { name: "desk", scopes: ["read"] };
		const first = await ask("POST", "/tokens", { body, key: "k-1" });
		const again = await ask("POST", "/tokens", { body, key: "k-1" });
		expect(first.status).toBe(201);
		expect(again.body).toEqual(first.body);
		expect(again.headers.get("idempotent-replayed")).toBe("true");
		const tokens = (await ask("GET", "/tokens")).body;
		expect(tokens.filter(({ name }: { name: string }) => name === "desk")).toHaveLength(1);
		const other = await ask("POST", "/tokens", { body: { ...body, name: "x" }, key: "k-1" });
		expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
		expect((await ask("POST", "/tokens", { body, key: "with space" })).status).toBe(400);
	});

	test("two requests at once are both taken, and one key is carried out once", async () => {
		const days = { arrival: "2026-11-10", departure: "2026-11-12" };
		const put = (id: string, key?: string) =>
			ask("PUT", `/bookings/${id}`, {
				body: booking({ ...days, status: "cancelled" }),
				...(key && { key }),
			});
		const both = await Promise.all([put("p1"), put("p2"), put("p1")]);
		expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
		const make = () =>
			ask("POST", "/tokens", { body: { name: "twin", scopes: ["read"] }, key: "twin" });
		const twins = await Promise.all([make(), make(), make()]);
		for (const { status } of twins) expect([201, 409]).toContain(status);
		const tokens = (await ask("GET", "/tokens")).body;
		expect(tokens.filter(({ name }: { name: string }) => name === "twin")).toHaveLength(1);
	});

	test("webhooks that are repeated or come in another order are taken once", async () => {
		const body = (occurred_at: string) =>
			JSON.stringify({ ...event("device.disconnected"), device_id: "front", occurred_at });
		const [newer, older] = [body("2026-10-21T17:59:00.000Z"), body("2026-10-21T17:00:00.000Z")];
		const hear = (id: string, text: string) =>
			lab.ask("POST", "/v1/sites/casa/webhooks/seam", seam(id, text));
		expect((await hear("m1", newer)).status).toBe(204);
		const state = async () => (await ask("GET", "/preview")).text;
		const once = await state();
		for (const [id, text] of [
			["m1", newer],
			["m0", older],
			["m1", newer],
		] as const)
			expect((await hear(id, text)).status).toBe(204);
		expect(await state()).toBe(once);
	});
});

describe("what lies on the disk", () => {
	test("holds no PIN, no name, no token and no address; a rotation of the key seals all anew", async () => {
		const site = lab.site("casa");
		const codes = (await ask("GET", "/codes?reveal=true")).body;
		const pins: string[] = codes.map(({ code }: { code: string }) => code);
		// Six digits may stand in what is sealed by chance, and hardly ever by themselves.
		const alone = (text: string) => new RegExp(`(?<![\\w+/])${text}(?![\\w+/])`);
		const secrets = [...pins, "Ada", "Cleo"].map(alone);
		const raw = await site.raw();
		for (const secret of secrets) expect(raw).not.toMatch(secret);
		expect(raw).not.toContain(token.slice(20));
		const rows = (await ask("GET", "/codes?reveal=true")).text;
		await lab.stop();
		lab.bindings.ROW_KEYS = NEWER_KEYS;
		await lab.start();
		expect((await ask("GET", "")).body.keys.underOtherKeys).toBeGreaterThan(10);
		// What was asked with a key of before is answered for a day, so it is not sealed anew.
		const { left } = (await ask("POST", "/keys/rotate")).body;
		const { current, underOtherKeys } = (await ask("GET", "")).body.keys;
		expect({ current, underOtherKeys }).toEqual({ current: "k2", underOtherKeys: left });
		await lab.stop();
		lab.bindings.ROW_KEYS = ONLY_NEW_KEY;
		await lab.start();
		expect((await ask("GET", "/codes?reveal=true")).text).toBe(rows);
		await lab.stop();
		lab.bindings.ROW_KEYS = `k3:${Buffer.from("c".repeat(32)).toString("base64")}`;
		await lab.start();
		expect(await ask("GET", "/codes")).toMatchObject({ status: 503, body: { code: "row_key" } });
		await lab.stop();
		lab.bindings.ROW_KEYS = ONLY_NEW_KEY;
		await lab.start();
	});
});

describe("clocks", () => {
	test("D6 a clock that went back keeps facts, and `accept_clock` goes on", async () => {
		const site = lab.site("other");
		const other = await lab.create("other", HOUSE);
		await site.setClock("2026-10-21T08:00:00Z");
		const put = (id: string) =>
			lab.ask("PUT", `/v1/sites/other/bookings/${id}`, { token: other, body: booking() });
		expect(await put("b1")).toMatchObject({ status: 503, body: { code: "clock_went_back" } });
		const order = { order: { kind: "accept_clock" } };
		const accepted = await lab.ask("POST", "/v1/sites/other/orders", { token: other, body: order });
		expect(accepted.status).toBe(200);
		const stored = await lab.ask("GET", "/v1/sites/other/bookings/b1", { token: other });
		expect(stored.body.revision).toBe(1);
	});
});

test("a site is deleted with all of its rows", async () => {
	await lab.create("gone", HOUSE);
	const [again, gone] = [HOUSE, "/v1/sites/gone"];
	expect(await lab.ask("PUT", gone, { token: OPERATOR, body: again })).toMatchObject({
		...{ status: 409, body: { code: "site_exists" } },
	});
	expect((await lab.ask("DELETE", gone, { token: OPERATOR })).status).toBe(204);
	expect((await lab.ask("GET", gone, { token: OPERATOR })).status).toBe(404);
	expect(await lab.site("gone").raw()).toBe("");
});
