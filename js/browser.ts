import { register } from "./core/module.js";

export * from "./api/api.js";

register("address", () => new URL("latchstring.wasm", import.meta.url));
