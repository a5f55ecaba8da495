import { fromBase64 } from "./core/base64.js";
import { base64 } from "./core/inline-bytes.js";
import { register } from "./core/module.js";

export * from "./api/api.js";

register("text", () => fromBase64(base64));
