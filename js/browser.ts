import { register } from "./module.js";

export * from "./api.js";

register("address", () => new URL("latchstring.wasm", import.meta.url));
