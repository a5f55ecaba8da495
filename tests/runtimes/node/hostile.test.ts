// I12: any object in any place of an input, also one that throws when it is looked at, gives a
// result or a LatchstringError with its four parts; never what the object threw, and no PIN.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as latchstring from "latchstring";
import * as host from "latchstring/host";
import * as ical from "latchstring/ical";
import * as matter from "latchstring/matter";
import * as pms from "latchstring/pms";
import * as seam from "latchstring/seam";
import * as webhook from "latchstring/seam/webhook";
import * as ttlock from "latchstring/ttlock";
import * as virtual from "latchstring/virtual";
import * as zwave from "latchstring/zwave";
import { beforeAll, describe, expect, test } from "vitest";
import { addWords } from "../../../js/schedule/languages.js";
import { renderSchedule } from "../../../js/schedule/render.js";
import { en } from "../../../js/schedule/words/en.js";
import { guesty, hospitable } from "../feeds/pms.js";
import { code, event } from "../feeds/seam-codes.js";
import { device } from "../feeds/seam-devices.js";

// biome-ignore lint/suspicious/noExplicitAny: the arguments are wrong on purpose
type Any = any;
type Case = [name: string, call: (...given: Any[]) => unknown, given: unknown[]];

await latchstring.load();

const now = "2026-05-01T12:00:00Z";
const day = { startsAt: "2026-05-01T13:00:00Z", endsAt: "2026-05-03T09:00:00Z" };
const command = {
	...{ id: "c1", kind: "program_code", lockId: "front", codeId: "k1", pin: "492817", slot: 3 },
	...{ name: "Guest k1", window: day, deadline: "2026-05-01T12:01:00Z" },
};
const zone = { timeZone: "Europe/Paris" };
const night = JSON.parse(
	readFileSync(join(import.meta.dirname, "../../../examples/schedule/night.json"), "utf8"),
);
const site = latchstring.createSite({
	id: "site",
	listings: [
		{ id: "flat", name: "Flat", ...zone, checkIn: "15:00", checkOut: "11:00", locks: ["front"] },
	],
	locks: [{ id: "front", name: "Front", nativeSchedule: true }],
} as Any);
const feed = [
	...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1@x"],
	...["DTSTART;VALUE=DATE:20260510", "DTEND;VALUE=DATE:20260512", "SUMMARY:Reserved"],
	...["END:VEVENT", "END:VCALENDAR", ""],
].join("\r\n");
const asked = { feedId: "feed", listingId: "flat", ...zone, now };
const { state } = ical.readFeed(feed, asked);
const lock = virtual.virtualLock({ id: "front", name: "Front", nativeSchedule: true });
const account = { clientId: "a", clientSecret: "b", username: "c", passwordMd5: "0".repeat(32) };
const form = { method: "POST", path: "/v3/keyboardPwd/add", form: { lockId: "1" } };
const node = {
	...{ ready: true, commandClasses: {}, supportsCC: () => true, getValue: () => 3 },
	...{ on: () => undefined, off: () => undefined },
};
const driver = {
	options: { interview: { queryAllUserCodes: true } },
	controller: { nodes: { get: () => undefined } },
};
const endpoint = { act: () => ({ places: 3, lengths: [4, 8], schedules: 1 }) };
const zwaveLock = { keeps: "user_code", places: 30, now };
const occasion = { now, entropy: 7 };
const report = { reachability: "online", reportedAt: now };

const CASES: Case[] = [
	["advance", latchstring.advance, [site, [fact()], { now, key: "k".repeat(32) }]],
	["accessCodes", latchstring.accessCodes, [site, { lockId: "front" }]],
	["seam requests", seam.requests, [command, { now, deviceId: "d" }]],
	["seam facts", seam.facts, [command, [seamAnswer()], { now }]],
	["laterFacts", seam.laterFacts, [command, code({}), { at: now }]],
	["codesFromSeam", seam.codesFromSeam, [[code({})], { at: now, lockId: "front" }]],
	["eventFromSeam", seam.eventFromSeam, [event("device.connected"), {}]],
	["lockFromSeam", seam.lockFromSeam, [device("nuki_lock"), {}]],
	["seamPlatform", seam.seamPlatform, [{ apiKey: "seam_key" }]],
	["seamWebhook", webhook.seamWebhook, ["whsec_bGF0Y2hzdHJpbmc="]],
	["ttlock requests", ttlock.requests, [command, { lockId: 1, now }]],
	[
		"ttlock facts",
		ttlock.facts,
		[command, [{ request: form, status: 200, body: { errcode: 0 } }], { lockId: 1, now }],
	],
	["signed", ttlock.signed, [form, { clientId: "a", accessToken: "b", now }]],
	["tokenRequest", ttlock.tokenRequest, [account, { refreshToken: "x" }]],
	[
		"ttlockPlatform",
		ttlock.ttlockPlatform,
		[{ account, locks: { front: { lockId: 1, by: "wifi" } }, server: "https://x.example" }],
	],
	["zwave requests", zwave.requests, [command, zwaveLock]],
	[
		"zwave facts",
		zwave.facts,
		[
			command,
			[{ request: { on: "User Code", method: "get", args: [3] }, value: { userIdStatus: 0 } }],
			zwaveLock,
		],
	],
	[
		"eventFacts",
		zwave.eventFacts,
		[
			{ name: "notification", type: 6, event: 6, userId: 3 },
			{ lockId: "front", at: now },
		],
	],
	[
		"zwavePlatform",
		zwave.zwavePlatform,
		[{ driver, locks: { front: { nodeId: 4, places: 3, ...zone, clockIsSet: true } } }],
	],
	["lockFromZwave", zwave.lockFromZwave, [node, { nodeId: 4, places: 3, ...zone }]],
	["matter requests", matter.requests, [command, { now }]],
	[
		"matter facts",
		matter.facts,
		[command, [{ request: { command: "getUser", fields: {} }, value: {} }], { now }],
	],
	[
		"matterPlatform",
		matter.matterPlatform,
		[{ locks: { front: { endpoint, schedules: true, ...zone } } }],
	],
	["lockFromMatter", matter.lockFromMatter, [endpoint, zone]],
	[
		"renderSchedule",
		renderSchedule,
		[
			night.data,
			{
				...{ width: 1000, theme: "light", listings: { flat: "x" }, folded: ["x"], locale: "de" },
				...{ id: "x", verdict: true, past: night.past, suppose: night.suppose },
				...{ from: night.data.preview.from, to: night.data.preview.to },
			},
		],
	],
	["addWords", addWords, [en]],
	[
		"applyChanges",
		host.applyChanges,
		[host.rowsOfSite(site), [{ op: "put", table: "locks", id: "front", row: {} }]],
	],
	["siteFromRows", host.siteFromRows, [host.rowsOfSite(site)]],
	["rowsOfSite", host.rowsOfSite, [site]],
	[
		"webhookMessenger",
		host.webhookMessenger,
		[
			{
				url: "https://example.com/n",
				secret: `whsec_${"bGF0Y2hzdHJpbmch".repeat(2)}`,
				locale: "de",
			},
		],
	],
	["virtualDoors", host.virtualDoors, [{ locks: new Map(), lockOf: () => undefined }]],
	["runSite", started, [running()]],
	["readFeed", ical.readFeed, [feed, { ...asked, state, blocks: ["x"], lastDay: "departure" }]],
	["reservationsFromIcal", ical.reservationsFromIcal, [feed, { listingId: "flat", ...zone, now }]],
	["forgetGuest", ical.forgetGuest, [state, "x"]],
	["reservationFromGuesty", pms.reservationFromGuesty, [guesty(), { at: now }]],
	["reservationFromHospitable", pms.reservationFromHospitable, [hospitable(), { at: now }]],
	["virtualLock", virtual.virtualLock, [{ id: "f", name: "F" }, { quirks: ["masked_pins"] }]],
	["runCommand", virtual.runCommand, [lock, command, occasion]],
	["passTime", virtual.passTime, [lock, occasion]],
	["typePin", virtual.typePin, [lock, "492817", now]],
	["readList", virtual.readList, [lock, occasion]],
	["readStatus", virtual.readStatus, [lock, occasion]],
	["byHand", virtual.byHand, [lock, { kind: "add", pin: "7777", name: "x" }, now]],
];

function fact() {
	return { type: "lock_report", id: "r", at: now, lockId: "front", state: report };
}

function seamAnswer() {
	return { path: "/access_codes/create", status: 200, body: { access_code: code({}) } };
}

function running() {
	const platform = { async *run() {} };
	const clock = { now: () => new Date(now), after: () => () => undefined };
	const store = host.memoryStore();
	return {
		...{ store, platform, clock, site, key: "k".repeat(32) },
		notify: async () => undefined,
	};
}

async function started(options: host.SiteOptions): Promise<void> {
	const running = await host.runSite(options);
	await running.stop();
}

const boom = (): never => {
	throw new RangeError("492817 stands in here");
};
const trap = (value: object, keys: string[]) =>
	new Proxy(value, {
		get: (target, key) => (keys.includes(String(key)) ? boom() : Reflect.get(target, key)),
	});
const everyTrap = Object.fromEntries(
	["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"].map((name) => [
		name,
		boom,
	]),
);
const cyclic: Record<string, unknown> = { a: 1 };
cyclic.self = cyclic;
const revoked = [Proxy.revocable({}, {}), Proxy.revocable([] as unknown[], {})];
for (const one of revoked) one.revoke();
let deep: unknown = [];
for (let depth = 0; depth < 10_000; depth += 1) deep = [deep];

/** What is put in each place. */
const HOSTILE: [string, unknown][] = [
	["a proxy of which all traps throw", new Proxy({}, everyTrap)],
	["an object of which a value can't be read", trap({ a: 1 }, ["a"])],
	["a list of which an item can't be read", trap([1, 2], ["0"])],
	["a list of which the length can't be read", trap([1, 2], ["length"])],
	["a getter that throws inside", Object.defineProperty({}, "x", { enumerable: true, get: boom })],
	["an object that is no text", { toString: boom, valueOf: boom, [Symbol.toPrimitive]: boom }],
	["an object that is no JSON", { toJSON: boom }],
	["an object that holds itself", cyclic],
	["a revoked proxy", revoked[0]?.proxy],
	["a revoked proxy of a list", revoked[1]?.proxy],
	["an object without a prototype", Object.create(null)],
	["no time at all", new Date(Number.NaN)],
	["nesting past all bounds", deep],
	["a symbol", Symbol("s")],
	["a BigInt", 7n],
	["a function", () => 1],
	["null", null],
	["nothing", undefined],
	["a number past 64 bits", 1e300],
	["a negative number", -1],
	["a text", "x"],
	["half of a surrogate pair", "\ud800"],
	["a list with null", [null]],
	["an object with null", { a: null }],
	["a Map", new Map([[1, 2]])],
	["a boolean", true],
];

type Path = (string | number)[];

/** Every place in a value, as the keys that lead there. */
function places(value: unknown, path: Path = []): Path[] {
	if (typeof value !== "object" || value === null || value instanceof Map) return [path];
	const inner = Object.entries(value).flatMap(([key, item]) =>
		places(item, [...path, Array.isArray(value) ? Number(key) : key]),
	);
	return [path, ...inner];
}

/** A copy with another value at one of its places, or with a getter there. */
function changed(value: Any, [key, ...rest]: Path, put: PropertyDescriptor): Any {
	const copy = Array.isArray(value) ? [...value] : { ...value };
	const inner = rest.length > 0 ? { value: changed(value[key as never], rest, put) } : put;
	return Object.defineProperty(copy, key as string, {
		...{ enumerable: true, configurable: true },
		...inner,
	});
}

/** At most so many places of an input: each of those near its root, and some below. */
const MOST = 60;

function tried(given: unknown[]): Path[] {
	const all = places(given).filter((path) => path.length > 0);
	const near = all.filter((path) => path.length <= 2);
	const below = all.filter((path) => path.length > 2);
	const step = Math.max(1, Math.ceil(below.length / MOST));
	return [...near, ...below.filter((_, at) => at % step === 0)];
}

/** What a call throws, or its promise is rejected with within a moment. */
async function thrown(call: () => unknown): Promise<unknown> {
	try {
		const given = call();
		if (given instanceof Promise)
			await Promise.race([given, new Promise((done) => setTimeout(done, 20))]);
		return undefined;
	} catch (error) {
		return error ?? "nothing";
	}
}

/** What is wrong with an error. */
function faultOf(error: unknown): string | undefined {
	if (!(error instanceof latchstring.LatchstringError)) return `raw: ${String(error)}`;
	const { code, path, message, hint } = error;
	const parts = [code, path, message, hint];
	if (!parts.every((part) => typeof part === "string")) return "a part is missing";
	if ([code, message, hint].includes("")) return "a part is empty";
	return parts.join(" ").includes("4928") ? `a PIN: ${message}` : undefined;
}

beforeAll(() => {
	// What a platform does later is no answer to a call.
	process.on("unhandledRejection", () => undefined);
});

describe.each(CASES)("I12 P9 %s", { timeout: 60_000 }, (_, call, given) => {
	test("answers its good input", async () => {
		expect(String(await thrown(() => call(...given)))).toBe("undefined");
	});

	test("gives a result or a typed error for any object in any place", async () => {
		const faults: string[] = [];
		const getter: [string, PropertyDescriptor] = ["a getter that throws", { get: boom }];
		const all = HOSTILE.map(([what, value]): [string, PropertyDescriptor] => [what, { value }]);
		for (const path of tried(given))
			for (const [what, put] of path.length > 1 ? [...all, getter] : all) {
				const error = await thrown(() => call(...changed(given, path, put)));
				const fault = error === undefined ? undefined : faultOf(error);
				if (fault !== undefined) faults.push(`${path.join(".")}: ${what}: ${fault}`);
			}
		expect(faults).toEqual([]);
	});
});

test("I12 the error of a value that can't be read names its place, and says what to do", () => {
	const rows = host.rowsOfSite(site) as Any;
	const bad = changed([rows], [0, 1, "row", "name"], { get: boom });
	expect(() => host.siteFromRows(changed(bad[0], [1, "table"], { get: boom }))).toThrow(
		expect.objectContaining({
			...{ code: "invalid_value", path: "rows[1].table", hint: "give plain data" },
		}),
	);
});
