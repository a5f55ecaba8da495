import { fromBase64 } from "./base64.js";
import { base64 } from "./inline-bytes.js";
import { register } from "./module.js";

export * from "./api.js";

register("text", () => fromBase64(base64));
