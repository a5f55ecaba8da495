import type { Functions } from "../generated/types.js";
import { compile, compileNow } from "./compile.js";
import { LatchstringError } from "./error.js";
import { enter, type Instance, start } from "./instance.js";
import { toJson } from "./json.js";

/**
 * How an entry comes by the module, the best way first. In a program that holds several entries the first way that
 * works is taken: a module that a bundler compiled, a file, text inside the program, an address to fetch.
 */
const WAYS = ["compiled", "file", "text", "address"] as const;
type Way = (typeof WAYS)[number];

const ways = new Map<Way, () => unknown>();
/** The module, kept for the next instance where one fails. */
let compiled: object | undefined;
/** There is one instance at a time. */
let current: Instance | undefined;

/** Tells a way to come by the module. */
export function register(way: Way, source: () => unknown): void {
	ways.set(way, source);
}

/**
 * Loads the rules. Only browsers have to wait for it; elsewhere the first call loads by itself. Does nothing where
 * the rules are loaded already; a `load` that ends after a call has loaded them is dropped.
 *
 * @param source the module, where the entry should not fetch its own: its bytes, a
 * `WebAssembly.Module`, a `Response`, or its address as text or `URL`
 * @throws LatchstringError `load_failed` where the source is no module, another module, or can't be
 * fetched or compiled; another `load` with the right source works
 */
export async function load(source?: object | string): Promise<void> {
	if (isRunning()) return;
	const module = await (source === undefined ? ownModule() : compile(source));
	if (!isRunning()) begin(module);
}

/** Calls the function `name`; `options` are its arguments beside those in `named`. */
export function call<N extends keyof Functions, K extends keyof Functions[N]["input"]>(
	name: N,
	named: Pick<Functions[N]["input"], K>,
	options?: Omit<Functions[N]["input"], K>,
): Functions[N]["output"] {
	const input = toJson(named, options);
	return enter(running(), name, input) as Functions[N]["output"];
}

/** Calls the function `name` of an open site in the instance that holds it. */
export function callIn<N extends keyof Functions, K extends keyof Functions[N]["input"]>(
	instance: Instance,
	name: N,
	named: Pick<Functions[N]["input"], K>,
	options?: Omit<Functions[N]["input"], K>,
): Functions[N]["output"] {
	const input = toJson(named, options);
	if (instance.failure !== undefined) {
		throw new LatchstringError({
			code: "site_closed",
			path: "",
			message: `the site is closed: ${instance.failure}`,
			hint: "open it again with openSite, from the rows that you stored last",
		});
	}
	return enter(instance, name, input) as Functions[N]["output"];
}

/** The instance in use; starts one where there is none, or where the last one failed. */
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

/** Compiles at once what needs no waiting. */
function ownModuleNow(): object {
	let first: unknown;
	for (const way of WAYS.filter((way) => way !== "address")) {
		const source = ways.get(way);
		if (source === undefined) continue;
		try {
			return compileNow(source());
		} catch (thrown) {
			first ??= thrown;
		}
	}
	if (first !== undefined && !ways.has("address")) throw first;
	throw new LatchstringError({
		code: "not_loaded",
		path: "",
		message: "the module is not loaded yet",
		hint: "await load() once, before the first call",
	});
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
