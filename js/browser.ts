import { register } from "./module.js";

export * from "./api.js";

register({ later: () => new URL("latchstring.wasm", import.meta.url) });
