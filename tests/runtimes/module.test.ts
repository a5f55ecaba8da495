// I12, M1, M2: the module fails with a typed error, starts anew, and never mixes two open sites.
import * as latchstring from "latchstring";
import { describe, expect, test } from "vitest";
import { isRefusal, refusal } from "../support/refusal.js";

const KEY = "thirty-two bytes that nobody knows!";
const NOW = "2026-05-01T08:00:00Z";

const newSite = (id: string) =>
	latchstring.createSite({ id, listings: [], locks: [{ id: "door", name: "Door" }] });
const open = (id: string) => latchstring.openSite(newSite(id), { key: KEY });

async function rejection(loading: Promise<unknown>): Promise<latchstring.LatchstringError> {
	const thrown = await loading.then(
		() => undefined,
		(error: unknown) => error,
	);
	if (isRefusal(thrown)) return thrown;
	throw new Error(`no LatchstringError: ${thrown}`);
}

/** Calls with a setter on the prototype of every object, as on a polluted page. */
function withSetter<T>(key: string, set: (value: unknown) => void, call: () => T): T {
	Object.defineProperty(Object.prototype, key, { set, configurable: true });
	try {
		return call();
	} finally {
		Reflect.deleteProperty(Object.prototype, key);
	}
}

/** Lets a call fail inside the module, which ends the instance. */
const breakModule = (why = "not here") =>
	withSetter(
		"package",
		() => {
			throw new Error(why);
		},
		() => refusal(latchstring.version),
	);

const answers = () => expect(latchstring.maskCode("492817")).toBe("••••17");

// These come first, because a runtime keeps the module that it has loaded.
describe("M2, F66: a source that is not our module gives a typed error", () => {
	const page = "<!doctype html><title>Not found</title>";
	const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
	const sources: [string, () => object][] = [
		["other bytes", () => Uint8Array.of(1, 2, 3)],
		["no bytes", () => new ArrayBuffer(0)],
		["a page", () => new Response(page, { headers: { "content-type": "text/html" } })],
		["a page that says 404", () => new Response(page, { status: 404 })],
		["an empty module", () => empty],
		["a module that is cut off", () => empty.subarray(0, 6)],
		["something else", () => ({})],
		["a promise that fails", () => Promise.reject(new Error("no network"))],
	];
	test.each(sources)("%s", async (_, source) => {
		expect((await rejection(latchstring.load(source()))).code).toBe("load_failed");
	});

	test("the next load works", async () => {
		await latchstring.load();
		answers();
	});
});

describe("I12: the module lives on", () => {
	test("the module works after a full stack", async () => {
		await latchstring.load();
		const held = open("before");
		let codes: unknown[] = [];
		const deeper = (): void => {
			try {
				latchstring.validityWindow({
					timeZone: "Europe/Paris",
					arrival: "2026-10-23",
					departure: "2026-10-25",
					checkIn: "15:00",
					checkOut: "11:00",
				});
			} catch (thrown) {
				codes.push(thrown instanceof latchstring.LatchstringError ? thrown.code : "untyped");
				throw thrown;
			}
			deeper();
		};
		for (let round = 0; round < 4; round += 1) {
			codes = [];
			expect(deeper).toThrow();
			// If even our error finds no room, the runtime's own error comes through.
			expect(codes.every((code) => code === "module_failed" || code === "untyped")).toBe(true);
			answers();
		}
		// The site is still open if the stack was full before the module was entered.
		try {
			held.toJSON();
		} catch (thrown) {
			expect((thrown as latchstring.LatchstringError).code).toBe("site_closed");
		}
	}, 60_000);

	test("the module works after a setter that throws, and open sites say why they are closed", () => {
		const held = open("before");
		const error = breakModule("not here: 492817");
		expect(error.code).toBe("module_failed");
		expect(JSON.stringify({ ...error, message: error.message, cause: error.cause })).not.toContain(
			"492817",
		);
		answers();
		for (const call of [
			() => held.toJSON(),
			() => held.advance([], NOW),
			() => held.accessCodes(),
			() => held.review(NOW),
		]) {
			const closed = refusal(call);
			expect(closed.code).toBe("site_closed");
			expect(closed.message).toContain("the module failed in a call of version");
		}
		held.close();
		expect(open("after").toJSON().header.id).toBe("after");
	});

	test("the module works after a setter that calls it", () => {
		const held = open("before");
		let inner: unknown;
		withSetter(
			"package",
			() => {
				inner = refusal(() => held.toJSON()).code;
			},
			latchstring.version,
		);
		expect(inner).toBe("module_failed");
		// The outer call went on, and the site is still open.
		expect(held.toJSON().header.id).toBe("before");
		held.close();
	});

	test("the module works after a hundred failures", () => {
		for (let round = 0; round < 100; round += 1) {
			breakModule();
			answers();
		}
	});
});

describe("M1, F65: one instance at a time", () => {
	test("a handle never reaches the site of another instance", () => {
		const alice = open("alice");
		breakModule();
		const bob = open("bob");
		expect(refusal(() => alice.toJSON()).code).toBe("site_closed");
		alice.close();
		expect(bob.toJSON().header.id).toBe("bob");
	});

	test("a load during use changes nothing", async () => {
		const alice = open("alice");
		await Promise.all([latchstring.load(), latchstring.load(Uint8Array.of(1, 2, 3))]);
		expect(alice.toJSON().header.id).toBe("alice");
	});
});

test("a site is closed at the end of its block", () => {
	const held = open("block");
	const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
	held[dispose]();
	expect(refusal(() => held.toJSON()).code).toBe("site_closed");
	held[dispose]();
});
