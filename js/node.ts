import { readFileSync } from "node:fs";
import { register } from "./module.js";

export * from "./api.js";

register({ now: () => readFileSync(new URL("latchstring.wasm", import.meta.url)) });
