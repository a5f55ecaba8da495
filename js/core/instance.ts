import type { ErrorDetails } from "../generated/types.js";
import { loadFailed } from "./compile.js";
import { failed, isStackError, type LatchstringError, refusal, stackIsFull } from "./error.js";
import { exported, instantiate, release } from "./glue.js";
import { classes } from "./utf8.js";

/**
 * One running copy of the module, with the sites that are open in it.
 *
 * An error that the module did not give itself leaves the memory in an unknown state: the stack
 * was full, memory ran out, or a replaced global function threw. Such an instance is never used
 * again.
 */
export interface Instance {
	enter: (name: string, input: string) => string;
	isBusy: boolean;
	/** Why the instance is not used any more. */
	failure: string | undefined;
}

const CALL_AGAIN =
	"call again: the module starts anew; open sites are closed, " +
	"so open them again from the rows that you stored";

/** Starts an instance of a compiled module, and checks that the module is of this release. */
export function start(compiled: object): Instance {
	checkExports(compiled);
	let instance: Instance;
	try {
		instance = { enter: instantiate(compiled, draw, classes()), isBusy: false, failure: undefined };
	} catch (thrown) {
		throw notStarted(thrown);
	}
	const { package: found } = enter(instance, "version", "{}") as { package?: unknown };
	if (found !== release) {
		throw anotherModule(`the module is of another release than ${release}`);
	}
	return instance;
}

/** Calls a function of an instance. An error that the module did not give ends the instance. */
export function enter(instance: Instance, name: string, input: string): unknown {
	if (instance.isBusy) {
		throw refusal(
			"module_failed",
			"",
			"the module is in the middle of another call",
			"remove the replaced global function that called Latchstring",
		);
	}
	const failure = `the module failed in a call of ${name}`;
	let refused: ErrorDetails;
	instance.isBusy = true;
	undrawn = undefined;
	try {
		const text = instance.enter(name, input);
		// What JSON.parse makes has all of its keys itself, whatever setters a prototype has.
		if (text[0] !== "!") return JSON.parse(text);
		refused = JSON.parse(text.slice(1));
		if (refused.code === "no_entropy" && !hasNoRandomBytes()) throw undrawn;
	} catch (thrown) {
		// Before any other call: a full stack has no room for one.
		instance.failure = failure;
		throw failed(failure, CALL_AGAIN, thrown);
	} finally {
		instance.isBusy = false;
	}
	throw refusal(refused.code, refused.path, refused.message, refused.hint);
}

/** What the source of random bytes threw in this call. */
let undrawn: unknown;

/** Fills bytes from the runtime's source of random ones. */
function draw(bytes: Uint8Array<ArrayBuffer>): void {
	try {
		crypto.getRandomValues(bytes);
	} catch (thrown) {
		undrawn = thrown;
		throw thrown;
	}
}

/** Whether the runtime has no random bytes, or gives none at this time, as while a Worker loads. */
function hasNoRandomBytes(): boolean {
	if (typeof globalThis.crypto?.getRandomValues !== "function") return true;
	if (typeof DOMException === "function" && undrawn instanceof DOMException) return true;
	return undrawn instanceof Error && /global scope/i.test(undrawn.message);
}

/** Refuses a module that lacks what the glue calls. */
function checkExports(compiled: object): void {
	let names: string[];
	try {
		const all = WebAssembly.Module.exports(compiled as WebAssembly.Module);
		names = all.map(({ kind, name }) => `${kind} ${name}`);
	} catch (thrown) {
		throw isStackError(thrown) ? stackIsFull() : another(thrown);
	}
	if (exported.some((name) => !names.includes(name))) throw another();
}

function notStarted(thrown: unknown): LatchstringError {
	if (isStackError(thrown)) return stackIsFull();
	if (thrown instanceof WebAssembly.LinkError) return another(thrown);
	if (thrown instanceof WebAssembly.RuntimeError) {
		return anotherModule("the module traps as it starts", thrown);
	}
	return failed("the module cannot be started", CALL_AGAIN, thrown);
}

function another(thrown?: unknown): LatchstringError {
	return anotherModule("the source is another WebAssembly module", thrown);
}

function anotherModule(message: string, thrown?: unknown): LatchstringError {
	return loadFailed(message, `load the latchstring.wasm of latchstring ${release}`, thrown);
}
