// The one input object of a scenario becomes the arguments of a public function.
import * as latchstring from "latchstring";
import * as virtual from "latchstring/virtual";

/** Every public function that asks the module. */
export const api = { ...latchstring, ...virtual };
export type Latchstring = typeof api;
export type Input = Record<string, unknown>;

/** The functions that take other arguments than one object, with their positional arguments. */
const POSITIONAL: Record<string, { first: string[]; options: boolean }> = {
	accessCodes: { first: ["site"], options: true },
	advance: { first: ["site", "facts"], options: true },
	byHand: { first: ["lock", "hand", "now"], options: false },
	checkCode: { first: ["code"], options: true },
	defaultTemplate: { first: ["kind", "to"], options: false },
	diagnoseEntry: { first: ["site", "fact"], options: false },
	explain: { first: ["decision"], options: true },
	fitWindow: { first: ["window", "timeFrames"], options: true },
	forecast: { first: ["site"], options: true },
	guestCard: { first: ["site"], options: true },
	isAnotherGuest: { first: ["before", "after"], options: false },
	lockProfile: { first: ["name"], options: false },
	maskCode: { first: ["code"], options: false },
	openSite: { first: ["site"], options: true },
	passTime: { first: ["lock"], options: true },
	preview: { first: ["site"], options: true },
	readList: { first: ["lock"], options: true },
	readStatus: { first: ["lock"], options: true },
	renderMessage: { first: ["template", "values"], options: true },
	review: { first: ["site", "now"], options: false },
	runCommand: { first: ["lock", "command"], options: true },
	survival: { first: ["site"], options: true },
	typePin: { first: ["lock", "pin", "now"], options: false },
	verifyOfflineCode: { first: ["code"], options: true },
	version: { first: [], options: false },
	virtualLock: { first: ["lock"], options: true },
	withoutPin: { first: ["fact"], options: false },
	withoutPins: { first: ["site"], options: false },
};

/** The positional arguments of the public function `name` for one object that holds all of them. */
export function argumentsOf(name: string, input: Input): unknown[] {
	const shape = POSITIONAL[name] ?? { first: [], options: true };
	const options = { ...input };
	const first = shape.first.map((key) => {
		const value = options[key];
		delete options[key];
		return value;
	});
	return shape.options ? [...first, options] : first;
}

/** Calls the public function `name` of `api` with one object that holds all of its arguments. */
export function callByName(api: Latchstring, name: string, input: Input): unknown {
	const called = (api as unknown as Record<string, (...given: unknown[]) => unknown>)[name];
	if (called === undefined) throw new Error(`no public function ${name}`);
	return called(...argumentsOf(name, input));
}

/** The names of all public functions but `load`. */
export function functionsOf(api: Latchstring): string[] {
	return Object.entries(api)
		.filter(
			([name, value]) =>
				typeof value === "function" && name !== "load" && name !== "LatchstringError",
		)
		.map(([name]) => name)
		.sort();
}
