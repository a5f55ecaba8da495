// The example house in a Worker:
// `npx wrangler dev examples/worker.js --compatibility-date 2026-04-01`.
import { codesOf } from "./codes.js";
import house from "./house.json";

export default {
	fetch: () => Response.json(codesOf(house, "a key of an example: yours is a secret")),
};
