import type { ErrorDetails } from "../generated/types.js";
import { loadFailed } from "./compile.js";
import { LatchstringError } from "./error.js";
import { instantiate, release } from "./glue.js";

/**
 * One running copy of the module, with the sites that are open in it.
 *
 * An error that the module did not give itself leaves its memory in an unknown state: a full stack, no memory, a
 * setter on a prototype that throws. Such an instance is never entered again (I12).
 */
export interface Instance {
	enter: (name: string, input: string) => unknown;
	isBusy: boolean;
	/** Why nothing can be asked of it any more. */
	failure?: string | undefined;
}

/** Starts an instance of a compiled module, and makes sure that the module is this package's own. */
export function start(compiled: object): Instance {
	let enter: Instance["enter"];
	let found: unknown;
	try {
		enter = instantiate(compiled);
		found = (enter("version", "{}") as { package?: unknown }).package;
	} catch (thrown) {
		if (isMisfit(thrown)) throw anotherModule("the source is another WebAssembly module", thrown);
		throw failed("the module can't be started", thrown);
	}
	if (found !== release) throw anotherModule(`the module is of another release than ${release}`);
	return { enter, isBusy: false };
}

/** Calls a function of an instance. An error that the module did not give itself is the end of the instance. */
export function enter(instance: Instance, name: string, input: string): unknown {
	if (instance.isBusy) {
		throw new LatchstringError({
			code: "module_failed",
			path: "",
			message: "the module is in the middle of another call",
			hint: "a setter on a prototype, or a replaced global function, called Latchstring: remove it",
		});
	}
	const failure = `the module failed in a call of ${name}`;
	instance.isBusy = true;
	try {
		return instance.enter(name, input);
	} catch (thrown) {
		// Before any call: a full stack has no room for one.
		instance.failure = failure;
		if (!isDetails(thrown)) throw failed(failure, thrown);
		instance.failure = undefined;
		throw new LatchstringError(thrown);
	} finally {
		instance.isBusy = false;
	}
}

function failed(message: string, thrown: unknown): LatchstringError {
	const details = {
		code: "module_failed",
		path: "",
		message,
		hint: "the next call starts it anew; open sites are closed: open them again from the rows that you stored",
	} as const;
	// What somebody's own code threw may hold anything, a PIN among it.
	return new LatchstringError(details, isEngineError(thrown) ? thrown : undefined);
}

function anotherModule(message: string, thrown?: unknown): LatchstringError {
	return loadFailed(message, `load the latchstring.wasm of latchstring ${release}`, thrown);
}

/** Whether a module asks for other imports, or lacks the exports that its glue calls. */
function isMisfit(thrown: unknown): boolean {
	return thrown instanceof WebAssembly.LinkError || thrown instanceof TypeError;
}

/** Whether the stack or the memory is used up, or the module trapped. */
function isEngineError(thrown: unknown): boolean {
	if (thrown instanceof RangeError || thrown instanceof WebAssembly.RuntimeError) return true;
	// Firefox has an error of its own for a full stack.
	return thrown instanceof Error && thrown.name === "InternalError";
}

/** Whether the module itself refused the input: what it throws is plain data. */
function isDetails(thrown: unknown): thrown is ErrorDetails {
	if (typeof thrown !== "object" || thrown === null || thrown instanceof Error) return false;
	return ["code", "path", "message", "hint"].every((key) => {
		const part = Object.getOwnPropertyDescriptor(thrown, key);
		return typeof part?.value === "string";
	});
}
