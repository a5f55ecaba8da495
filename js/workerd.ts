import module from "./latchstring.wasm";
import { register } from "./module.js";

export * from "./api.js";

register("compiled", () => module);
