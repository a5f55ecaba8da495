// Writes js/generated/zone-names.ts: the names of the zones in the module, for readers that run
// without it (W2). `npm run update-tz` runs it, and a test says where it is behind.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = new URL("..", import.meta.url);
const file = new URL("js/generated/zone-names.ts", root);

/** The names of the zones in a table as `cargo run --package xtask -- tz` writes it. */
export function zoneNames(table) {
	const text = /static NAMES: &str = "([^"]*)"/.exec(table)?.[1]?.replaceAll(/\\\n\s*/g, "");
	const lengths = /static NAME_LENGTHS: \[u8; \d+\] = \[([^\]]*)\]/.exec(table)?.[1];
	if (text === undefined || lengths === undefined)
		throw new Error("src/time/zone_table.rs has another form than zone-names.js expects");
	let at = 0;
	return lengths
		.split(",")
		.filter((length) => length.trim() !== "")
		.map((length) => {
			at += Number(length);
			return text.slice(at - Number(length), at);
		});
}

/** The file's text for a table: the names, each region once. */
export function zoneNamesFile(table) {
	const regions = new Map();
	for (const name of zoneNames(table)) {
		const end = name.lastIndexOf("/") + 1;
		const region = name.slice(0, end);
		regions.set(region, [...(regions.get(region) ?? []), name.slice(end)]);
	}
	const rows = [...regions].map(([region, names]) => `\t"${region} ${names.join(" ")}",\n`);
	return `// Written by scripts/zone-names.js out of src/time/zone_table.rs: run \`npm run update-tz\`.

/** Each region of the zone table, and the names in it. */
export const ZONE_NAMES: readonly string[] = [
${rows.join("")}];
`;
}

/** Writes the file. */
export function writeZoneNames() {
	const table = readFileSync(new URL("src/time/zone_table.rs", root), "utf8");
	writeFileSync(file, zoneNamesFile(table));
}

if (process.argv[1] === join(fileURLToPath(root), "scripts", "zone-names.js")) writeZoneNames();
