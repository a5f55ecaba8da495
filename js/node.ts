import { readFileSync } from "node:fs";
import { fromBase64 } from "./core/base64.js";
import { loadFailed } from "./core/compile.js";
import { register } from "./core/module.js";

export * from "./api/api.js";

register("file", () => {
	try {
		return readFileSync(new URL("latchstring.wasm", import.meta.url));
	} catch (thrown) {
		return inBundle() ?? noFile(thrown);
	}
});

/**
 * The module in the program's own text, where a bundler put this entry into another file. Most take
 * the inline entry by themselves; Bun takes this one, and follows `require`. Node's own modules
 * have no `require`.
 */
function inBundle(): Uint8Array<ArrayBuffer> | undefined {
	if (typeof require !== "function") return undefined;
	try {
		return fromBase64(require("./core/inline-bytes.js").base64);
	} catch {
		return undefined;
	}
}

function noFile(thrown: unknown): never {
	throw loadFailed(
		"the file latchstring.wasm beside the program cannot be read",
		"let the program read it, import latchstring/inline where there is no file, or await load() with its bytes",
		thrown,
	);
}
