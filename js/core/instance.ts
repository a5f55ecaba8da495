import type { ErrorDetails } from "../generated/types.js";
import { loadFailed } from "./compile.js";
import { LatchstringError, refusal } from "./error.js";
import { instantiate, release } from "./glue.js";

/**
 * One running copy of the module, with the sites that are open in it.
 *
 * An error that the module did not throw itself leaves the memory in an unknown state: the stack
 * was full, memory ran out, or a setter on a prototype threw. Such an instance is never used again.
 */
export interface Instance {
	enter: (name: string, input: string) => unknown;
	isBusy: boolean;
	/** Why the instance is not used any more. */
	failure?: string | undefined;
}

/** Starts an instance of a compiled module, and checks that the module is of this release. */
export function start(compiled: object): Instance {
	let enter: Instance["enter"];
	let found: unknown;
	try {
		enter = instantiate(compiled);
		found = (enter("version", "{}") as { package?: unknown }).package;
	} catch (thrown) {
		if (isMisfit(thrown)) {
			throw anotherModule("the source is another WebAssembly module", thrown);
		}
		throw failed("the module cannot be started", thrown);
	}
	if (found !== release) {
		throw anotherModule(`the module is of another release than ${release}`);
	}
	return { enter, isBusy: false };
}

/** Calls a function of an instance. An error that the module did not throw ends the instance. */
export function enter(instance: Instance, name: string, input: string): unknown {
	if (instance.isBusy) {
		throw refusal(
			"module_failed",
			"",
			"the module is in the middle of another call",
			"remove the setter on a prototype or the replaced global function that called Latchstring",
		);
	}
	const failure = `the module failed in a call of ${name}`;
	instance.isBusy = true;
	try {
		return instance.enter(name, input);
	} catch (thrown) {
		// Before any other call: a full stack has no room for one.
		instance.failure = failure;
		if (!isDetails(thrown)) throw failed(failure, thrown);
		instance.failure = undefined;
		throw new LatchstringError(thrown);
	} finally {
		instance.isBusy = false;
	}
}

function failed(message: string, thrown: unknown): LatchstringError {
	const hint =
		"call again: the module starts anew; open sites are closed, " +
		"so open them again from the rows that you stored";
	// An error of somebody else's code may hold anything, even a PIN.
	return refusal("module_failed", "", message, hint, isEngineError(thrown) ? thrown : undefined);
}

function anotherModule(message: string, thrown?: unknown): LatchstringError {
	return loadFailed(message, `load the latchstring.wasm of latchstring ${release}`, thrown);
}

/** Whether the module has other imports, or lacks the exports that the glue calls. */
function isMisfit(thrown: unknown): boolean {
	return thrown instanceof WebAssembly.LinkError || thrown instanceof TypeError;
}

/** Whether the stack was full, memory ran out, or the module trapped. */
function isEngineError(thrown: unknown): boolean {
	if (thrown instanceof RangeError || thrown instanceof WebAssembly.RuntimeError) return true;
	// Firefox throws its own error for a full stack.
	return thrown instanceof Error && thrown.name === "InternalError";
}

/** Whether the module itself refused the input: it throws plain data. */
function isDetails(thrown: unknown): thrown is ErrorDetails {
	if (typeof thrown !== "object" || thrown === null || thrown instanceof Error) return false;
	return ["code", "path", "message", "hint"].every((key) => {
		const part = Object.getOwnPropertyDescriptor(thrown, key);
		return typeof part?.value === "string";
	});
}
