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
			"a bundle that leaves it out imports latchstring/inline, or awaits load() with its bytes",
			thrown,
		);
	}
});
