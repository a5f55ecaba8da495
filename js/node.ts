import { readFileSync } from "node:fs";
import { loadFailed } from "./compile.js";
import { register } from "./module.js";

export * from "./api.js";

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
