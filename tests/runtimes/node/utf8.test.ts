// Text as UTF-8 where a runtime has no `TextEncoder`: the same bytes and letters as where it has
// one.
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { classes, utf8 } from "../../../js/core/utf8.js";

const runs = { seed: Number(process.env.VITE_SEED ?? Date.now()), numRuns: 2000 };
/** Whole letters of every length, and halves of pairs. */
const unit = fc.oneof(
	fc.constantFrom("a", "é", "€", "😀", "\ud800", "\udc00", "\ufeff", "\0", "\uffff"),
	fc.string({ unit: "binary", maxLength: 3 }),
);
const text = fc.array(unit, { maxLength: 20 }).map((units) => units.join(""));

afterEach(() => vi.unstubAllGlobals());

test("the plain classes give what the runtime's own give", () => {
	const [encoder, decoder] = [new TextEncoder(), new TextDecoder("utf-8", { ignoreBOM: true })];
	vi.stubGlobal("TextEncoder", undefined);
	vi.stubGlobal("TextDecoder", undefined);
	const plain = new (classes().TextDecoder)();
	fc.assert(
		fc.property(text, (given) => {
			const bytes = encoder.encode(given);
			expect(utf8(given)).toEqual(bytes);
			expect(plain.decode(bytes)).toBe(decoder.decode(bytes));
		}),
		runs,
	);
	expect(plain.decode()).toBe("");
});

test("what the runtime has is taken at the time of the call", () => {
	vi.stubGlobal("TextEncoder", undefined);
	expect(classes().TextEncoder).not.toBe(undefined);
	vi.unstubAllGlobals();
	expect(classes().TextEncoder).toBe(TextEncoder);
});
