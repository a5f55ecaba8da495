// P9, I12: a refusal comes soon, says what to do, and shows no digits that may be a PIN.
import * as latchstring from "latchstring";
import * as ttlock from "latchstring/ttlock";
import { beforeAll, expect, test } from "vitest";
import { refusal } from "../support/refusal.js";

beforeAll(() => latchstring.load());

test("a class with methods and values of its own is read as options", () => {
	class Options {
		rules = { lengths: [6] };
		describe() {
			return "six digits";
		}
	}
	expect(latchstring.checkCode("492817", new Options())).toEqual([]);
});

test("an option that copying would leave out is named", () => {
	class WithAccessor {
		holder = "stay-1";
		get key() {
			return "k".repeat(32);
		}
	}
	const error = refusal(() => latchstring.generateCode(new WithAccessor()));
	expect(error).toMatchObject({ code: "invalid_value", path: "key" });
});

test("bytes are refused at once, whatever their length", () => {
	const before = performance.now();
	for (const bytes of [new Uint8Array(3e7), new Float64Array(3e7)]) {
		const error = refusal(() => latchstring.maskCode(bytes as never));
		expect(error).toMatchObject({ code: "wrong_type", path: "code" });
	}
	expect(performance.now() - before).toBeLessThan(2_000);
});

test("P9 no digits of a name stand in the error of a template, in whatever script", () => {
	const names = ["accessCode:Flat 49 28 17", "４９２８１７", "٤٩٢٨١٧", "𝟒𝟗𝟐𝟖", "4️⃣9️⃣2️⃣8️⃣"];
	for (const name of names) {
		const { message } = refusal(() => latchstring.renderMessage(`{${name}}`, {}));
		expect(message).toMatch(/^\P{N}* at line 1, column 1 \P{N}*$/u);
	}
});

test("P9 no long number of the input stands in an error", () => {
	const policy = { window: { beforeCheckInMinutes: 492817 } };
	const error = refusal(() =>
		latchstring.createSite({ id: "casa", listings: [], locks: [], policy }),
	);
	expect(error.code).toBe("out_of_range");
	expect(error.message).not.toContain("492817");
});

test("the hint about a missing key names the key", () => {
	const window = { startsAt: new Date(0), endsAt: new Date(3_600_000) };
	const options = { timeZone: "Europe/Paris" } as never;
	const error = refusal(() => latchstring.fitWindow(window, [], options));
	expect(error).toMatchObject({
		code: "missing_key",
		path: "now",
		hint: "write fitWindow(window, timeFrames, { now, timeZone })",
	});
});

test("I12 the hint about an argument of a call shows how to write that call", () => {
	const site = latchstring.createSite({ id: "casa", listings: [], locks: [] });
	const key = "k".repeat(32);
	const open = latchstring.openSite(site, { key });
	const called = (name: string, ...given: unknown[]) =>
		(latchstring as unknown as Record<string, (...given: unknown[]) => unknown>)[name]?.(...given);
	const advance = open.advance as (...given: unknown[]) => unknown;
	const now = new Date(0);
	const calls: [() => unknown, string, string][] = [
		[() => called("advance", site, []), "now", "write advance(site, facts, { now, key })"],
		[() => called("advance", site, [], { now }), "key", "write advance(site, facts, { now, key })"],
		[() => called("advance", site, [], now), "options", "write advance(site, facts, { now, key })"],
		[() => called("review", site), "now", "write review(site, now)"],
		[() => advance([]), "now", "write site.advance(facts, now)"],
		[() => called("openSite", site, key), "options", "write openSite(site, { key })"],
		[
			() => called("renderMessage", "Hi"),
			"values",
			"write renderMessage(template, values, { locale })",
		],
		[() => called("defaultTemplate"), "kind", "write defaultTemplate(kind)"],
		[
			() => called("guestCard", site, "stay"),
			"options",
			"write guestCard(site, { reservationId, now })",
		],
	];
	for (const [call, path, hint] of calls) {
		const error = refusal(call);
		expect(error).toMatchObject({ path, hint });
		expect(error.message).toMatch(/^\w+: (missing (key|argument) `\w+`|expected an object)$/);
	}
	// What stands in one object is added to it.
	const booked = refusal(() => called("validityWindow", {}));
	expect(booked.hint).toMatch(/^add `/);
});

test("I12 a key that is an argument of its own is refused in the options", () => {
	const twice: [() => unknown, string][] = [
		[() => latchstring.checkCode("4917", { code: "4971" } as never), "code"],
		[() => latchstring.verifyOfflineCode("618801132", { code: "1" } as never), "code"],
		[() => latchstring.accessCodes({} as never, { site: {} } as never), "site"],
		[() => latchstring.guestCard({} as never, { site: {} } as never), "site"],
		[() => latchstring.explain({} as never, { decision: {} } as never), "decision"],
		[() => latchstring.renderMessage("", {}, { values: {} } as never), "values"],
	];
	for (const [call, path] of twice) {
		const hint = "remove it from the options";
		expect(refusal(call)).toMatchObject({ code: "unknown_key", path, hint });
	}
});

test("I12 the hint about an unknown key names no argument of its own", () => {
	const { hint } = refusal(() => latchstring.checkCode("4917", { inUze: [] } as never));
	expect(hint).toBe("expected one of `rules`, `inUse`, `retired`, `advice`");
});

test("what should be a kind of command or a text is told what it is instead", () => {
	const read = (kind: unknown) => ttlock.requests({ id: "c", lockId: "a", kind } as never, device);
	const device = { lockId: "a", ttlockId: 1 } as never;
	expect(refusal(() => read("erase")).message).toContain("expected a kind of command, found erase");
	expect(refusal(() => read("492817")).message).not.toContain("492817");
	expect(refusal(() => read(undefined)).message).toContain("found nothing");
	const account = { clientId: "", clientSecret: "b", username: "c", passwordMd5: "0".repeat(32) };
	expect(refusal(() => ttlock.tokenRequest(account)).message).toContain(
		"expected a string, found an empty one",
	);
	const number = { ...account, clientId: 12 } as never;
	expect(refusal(() => ttlock.tokenRequest(number)).message).toContain(
		"expected a string, found a number",
	);
});
