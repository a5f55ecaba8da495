// Edge routes of Next and their like. `?module` asks for the module compiled, as a Worker has it:
// bytes may not be compiled there.
import { register } from "./core/module.js";
import module from "./latchstring.wasm?module";

export * from "./api/api.js";

register("compiled", () => module);
