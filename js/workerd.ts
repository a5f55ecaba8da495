import { register } from "./core/module.js";
import module from "./latchstring.wasm";

export * from "./api/api.js";

register("compiled", () => module);
