import { LatchstringError } from "./error.js";
import init, { call as enter, initSync } from "./glue.js";
import { toJson } from "./json.js";
import type { Functions } from "./types.js";

/** What each entry knows: how its runtime comes by the `.wasm`. */
export type Loader = { now: () => unknown } | { later: () => unknown };

let loader: Loader | undefined;
let loaded = false;

/** Tells how to load the module; a way that needs no waiting goes before one that does. */
export function register(way: Loader): void {
	if (loader === undefined || "now" in way) loader = way;
}

/**
 * Loads the rules. Only browsers have to wait for it; elsewhere the first call loads by itself.
 *
 * @param source the module, where the entry should not fetch its own: its bytes, a
 * `WebAssembly.Module`, a `Response`, or its address as text or `URL`
 */
export async function load(source?: object | string): Promise<void> {
	if (loaded) return;
	if (source !== undefined) await init({ module_or_path: source });
	else if (loader !== undefined && "later" in loader) await init({ module_or_path: loader.later() });
	else ready();
	loaded = true;
}

/** Calls the function `name`; `options` are its arguments beside those in `named`. */
export function call<N extends keyof Functions, K extends keyof Functions[N]["input"]>(
	name: N,
	named: Pick<Functions[N]["input"], K>,
	options?: Omit<Functions[N]["input"], K>,
): Functions[N]["output"] {
	const input = toJson(named, options);
	if (!loaded) ready();
	try {
		return enter(name, input) as Functions[N]["output"];
	} catch (thrown) {
		if (thrown instanceof Error) throw thrown;
		throw new LatchstringError(thrown as ConstructorParameters<typeof LatchstringError>[0]);
	}
}

function ready(): void {
	if (loader === undefined || "later" in loader) {
		throw new LatchstringError({
			code: "not_loaded",
			path: "",
			message: "the module is not loaded yet",
			hint: "await load() once, before the first call",
		});
	}
	initSync({ module: loader.now() });
	loaded = true;
}
