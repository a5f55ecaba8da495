import { readFileSync } from "node:fs";
import { loadFailed } from "./core/compile.js";
import { register } from "./core/module.js";

export * from "./api/api.js";

register("file", () => {
	try {
		return readFileSync(new URL("latchstring.wasm", import.meta.url));
	} catch (thrown) {
		throw loadFailed(
			"the file latchstring.wasm is not beside the program",
			"import latchstring/inline in a bundle without the file, or await load() with its bytes",
			thrown,
		);
	}
});
