// The room of the module: it finds, compiles and starts the WebAssembly, and calls its functions by
// name. It promises that a call gives a result or throws a LatchstringError, that one instance runs
// at a time, and that an instance that failed is never entered again. It knows no function's rules.

import type { Functions } from "../generated/types.js";
import { compile, compileNow } from "./compile.js";
import { asOurs, refusal } from "./error.js";
import { guarded } from "./guard.js";
import { enter, type Instance, start } from "./instance.js";
import { toJson } from "./json.js";

/**
 * The sources of the module, best first: a bundler compiled it, a file holds it, the program's own
 * text holds it, an address serves it. A program with several entries takes the first that works.
 */
const WAYS = ["compiled", "file", "text", "address"] as const;
type Way = (typeof WAYS)[number];

const ways = new Map<Way, () => unknown>();
/** The compiled module, kept for the instance that follows a failed one. */
let compiled: object | undefined;
/** The one instance. */
let current: Instance | undefined;

/** Registers the source of the module that an entry has. */
export function register(way: Way, source: () => unknown): void {
	ways.set(way, source);
}

/**
 * Loads the rules.
 *
 * Only a browser has to await it: elsewhere the first call loads the rules. A second `load` does
 * nothing, and so does one that ends after a call has loaded the rules.
 *
 * @param source the module, if the entry should not fetch its own: its bytes, a
 * `WebAssembly.Module`, a `Response`, or its address as text or `URL`
 * @throws LatchstringError `load_failed` if the source is not this release's module, or cannot be
 * fetched or compiled; another `load` with the right source works
 */
export const load = guarded((source?: object | string): Promise<void> => {
	return loadOnce(source).catch((thrown: unknown) => {
		throw asOurs(thrown);
	});
});

async function loadOnce(source?: object | string): Promise<void> {
	if (isRunning()) return;
	const module = await (source === undefined ? ownModule() : compile(source));
	if (!isRunning()) begin(module);
}

/**
 * Calls the function `name` with the arguments in `named` and in `options`; `shape` names the keys
 * of the options, for an error that shows how to write the call.
 */
export function call<N extends keyof Functions, K extends keyof Functions[N]["input"]>(
	name: N,
	named: Pick<Functions[N]["input"], K>,
	options?: Omit<Functions[N]["input"], K>,
	shape?: string,
): Functions[N]["output"] {
	try {
		const input = toJson(named, options);
		return enter(running(), name, input) as Functions[N]["output"];
	} catch (thrown) {
		throw asCalled(thrown, name, named, shape);
	}
}

/** Calls the function `name` of an open site, in the instance that holds the site. */
export function callIn<N extends keyof Functions, K extends keyof Functions[N]["input"]>(
	instance: Instance,
	name: N,
	named: Pick<Functions[N]["input"], K>,
	options?: Omit<Functions[N]["input"], K>,
	shape?: string,
): Functions[N]["output"] {
	try {
		return enterOpen(instance, name, toJson(named, options)) as Functions[N]["output"];
	} catch (thrown) {
		throw asCalled(thrown, name, named, shape);
	}
}

function enterOpen(instance: Instance, name: string, input: string): unknown {
	if (instance.failure !== undefined) {
		const message = `the site is closed: ${instance.failure}`;
		const hint = "open it again with openSite, from the rows that you stored last";
		throw refusal("site_closed", "", message, hint);
	}
	return enter(instance, name, input);
}

/**
 * The error with the line to write, where an argument of the call itself is missing or no object.
 * The rules know one object of named values, and not which of them the caller writes where.
 */
function asCalled(thrown: unknown, name: string, named: object, shape?: string): unknown {
	const { code, path } = asOurs(thrown);
	const places = Object.keys(named).filter((place) => place !== "handle");
	const isMissing = code === "missing_key" && /^\w+$/.test(path);
	const isNoObject = code === "wrong_type" && path === "";
	if (!(isMissing || isNoObject) || places.length + (shape ? 1 : 0) === 0) return thrown;
	const call = `${name}(${[...places, ...(shape ? [`{ ${shape} }`] : [])].join(", ")})`;
	if (isNoObject) return refusal(code, "options", "expected an object", `write ${call}`);
	const what = places.includes(path) ? "argument" : "key";
	return refusal(code, path, `missing ${what} \`${path}\``, `write ${call}`);
}

/** The instance in use. Starts one if there is none, or if the last one failed. */
export function running(): Instance {
	return current !== undefined && isRunning() ? current : begin(compiled ?? ownModuleNow());
}

function isRunning(): boolean {
	return current !== undefined && current.failure === undefined;
}

function begin(module: object): Instance {
	current = start(module);
	compiled = module;
	return current;
}

/** Compiles a module of this package that needs no waiting. */
function ownModuleNow(): object {
	let first: unknown;
	for (const way of WAYS.filter((way) => way !== "address")) {
		const source = ways.get(way);
		if (source === undefined) continue;
		try {
			return compileNow(source);
		} catch (thrown) {
			// A full stack says nothing about the source.
			if (asOurs(thrown).code === "module_failed") throw thrown;
			first ??= thrown;
		}
	}
	if (first !== undefined && !ways.has("address")) throw first;
	throw refusal(
		"not_loaded",
		"",
		"the module is not loaded yet",
		"await load() once, before the first call",
	);
}

async function ownModule(): Promise<object> {
	if (compiled !== undefined) return compiled;
	let first: unknown;
	for (const way of WAYS) {
		const source = ways.get(way);
		if (source === undefined) continue;
		try {
			return await compile(source());
		} catch (thrown) {
			first ??= thrown;
		}
	}
	throw first;
}
