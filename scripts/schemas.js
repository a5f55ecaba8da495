// Writes js/cloudflare/schemas.ts: the JSON Schemas of what the API of latchstring/cloudflare takes
// and gives, out of js/generated/types.ts. `--check` only says whether the file is behind.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { root } from "./common.js";

const TYPES = [
	...["NewSite", "Listing", "Lock", "PartialPolicy", "Reservation", "Visit", "HostOrder", "Fact"],
	...["AccessCodeView", "GuestCard", "Preview", "Trouble", "Survival", "Finding", "AuditRow"],
	...["StandingOrder", "Rejected", "FactNote", "Outside", "OverOpen", "ErrorDetails"],
];

const generator = createGenerator({
	path: join(root, "js/generated/types.ts"),
	...{
		type: "*",
		skipTypeCheck: true,
		additionalProperties: false,
		expose: "export",
		topRef: false,
	},
});
const definitions = {};
for (const type of TYPES) {
	const { definitions: used, $schema: _, ...own } = generator.createSchema(type);
	Object.assign(definitions, used, { [type]: own });
}

/** A name that a JSON pointer of OpenAPI may hold. */
const plain = (name) => name.replace(/<.*>|[^\w]/g, (part) => part.replace(/\W+/g, "_"));

/** The schema with references to the components of an OpenAPI document, keys in a fixed order. */
function moved(value) {
	if (Array.isArray(value)) return value.map(moved);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => {
			if (key !== "$ref") return [key, moved(inner)];
			const name = decodeURIComponent(inner.replace("#/definitions/", ""));
			return [key, `#/components/schemas/${plain(name)}`];
		}),
	);
}

const sorted = Object.keys(definitions).sort();
const schemas = Object.fromEntries(sorted.map((name) => [plain(name), moved(definitions[name])]));
const text = `// Written by \`npm run types\` out of js/generated/types.ts: change the Rust types.

/** JSON Schemas by the names of the types. */
export const schemas: Record<string, object> = ${JSON.stringify(schemas)};
`;
const file = join(root, "js/cloudflare/schemas.ts");
if (process.argv.includes("--check")) {
	if (readFileSync(file, "utf8") !== text) {
		console.error("js/cloudflare/schemas.ts is behind the types: npm run types");
		process.exit(1);
	}
} else writeFileSync(file, text);
