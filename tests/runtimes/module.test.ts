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

/** Calls with a replaced global function, through which every result of the module goes. */
function withDecoder<T>(before: () => void, call: () => T): T {
	const { decode } = TextDecoder.prototype;
	TextDecoder.prototype.decode = function (...given) {
		before();
		return decode.apply(this, given);
	};
	try {
		return call();
	} finally {
		TextDecoder.prototype.decode = decode;
	}
}

/** Lets a call fail inside the module, which ends the instance. */
const breakModule = (why: unknown = new Error("not here")) =>
	withDecoder(
		() => {
			throw why;
		},
		() => refusal(latchstring.version),
	);

/** A module whose start function is `unreachable`. */
const TRAPPING = Uint8Array.from([
	...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0],
	...[3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 0x0b],
]);

function detached(): Uint8Array {
	const bytes = new Uint8Array(8);
	structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
	return bytes;
}

const tagged = (tag: PropertyDescriptor) => Object.defineProperty({}, Symbol.toStringTag, tag);

function breaking(): never {
	throw new Error("not here");
}

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
		["a module that traps as it starts", () => TRAPPING],
		["a buffer that was transferred elsewhere", () => detached().buffer],
		["bytes that were transferred elsewhere", () => detached()],
		["an object whose tag throws", () => tagged({ get: () => breaking() })],
		[
			"a response that throws",
			() => Object.defineProperty(tagged({ value: "Response" }), "ok", { get: breaking }),
		],
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
			// If the call itself finds no room, the runtime's own error comes through.
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

	test("a full stack gives a typed error, wherever the stack has room for the call itself", () => {
		const stay = {
			timeZone: "Europe/Paris",
			arrival: "2026-10-23",
			departure: "2026-10-25",
			checkIn: "15:00",
			checkOut: "11:00",
		};
		// Stored without a call, for which a full stack has no room either.
		const thrown: unknown[] = new Array(2_000);
		let left = thrown.length;
		const deeper = (): void => {
			try {
				deeper();
			} catch {
				// Each frame on the way back has a little more room.
			}
			if (left === 0) return;
			left -= 1;
			try {
				latchstring.validityWindow(stay);
			} catch (error) {
				thrown[left] = error;
			}
		};
		deeper();
		const all = thrown.filter((error) => error !== undefined);
		const typed = all.filter((error) => error instanceof latchstring.LatchstringError);
		console.log(`${typed.length} of ${all.length} errors of a full stack are typed`);
		expect(typed.length).toBeGreaterThan(0);
		// Nobody can catch what the runtime throws in the frame of the caller.
		expect(all.length - typed.length).toBeLessThanOrEqual(typed.length / 2);
		expect(new Set(typed.map(({ code }) => code))).toEqual(new Set(["module_failed"]));
		answers();
	}, 60_000);

	test("a setter on a prototype changes no result", () => {
		const swallowing: [object, string, () => unknown][] = [
			[Object.prototype, "package", latchstring.version],
			[Object.prototype, "kind", () => latchstring.checkCode("1111")],
			[Array.prototype, "0", () => latchstring.checkCode("1111")],
		];
		for (const [prototype, key, call] of swallowing) {
			const before = JSON.stringify(call());
			for (const set of [() => undefined, breaking]) {
				Object.defineProperty(prototype, key, { set, configurable: true });
				try {
					expect(JSON.stringify(call())).toBe(before);
				} finally {
					Reflect.deleteProperty(prototype, key);
				}
			}
		}
	});

	test("an error of somebody else that looks like ours is not trusted", () => {
		const held = open("before");
		const details = { code: "wrong_type", path: "492817", message: "492817", hint: "492817" };
		for (const fake of [details, new latchstring.LatchstringError(details as never)]) {
			const error = breakModule(fake);
			expect(error.code).toBe("module_failed");
			expect(JSON.stringify([error, error.message, error.cause])).not.toContain("492817");
			expect(refusal(() => held.toJSON()).code).toBe("site_closed");
		}
		answers();
	});

	test("the module works after a function that throws, and open sites say why they are closed", () => {
		const held = open("before");
		const error = breakModule(new Error("not here: 492817"));
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

	test("the module works after a function that calls it", () => {
		const held = open("before");
		let inner: unknown;
		withDecoder(() => {
			inner = refusal(() => held.toJSON()).code;
		}, latchstring.version);
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
