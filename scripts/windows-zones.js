// Writes js/ical/windows-zones.ts from CLDR's table: `node scripts/windows-zones.js PATH`, where
// PATH is `supplemental/windowsZones.json` of the npm package `cldr-core`. Its release stands in
// the file.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./common.js";

const file = join(root, "js", "ical", "windows-zones.ts");
const { supplemental } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const rows = supplemental.windowsZones.mapTimezones
	.map(({ mapZone }) => mapZone)
	.filter(({ _territory }) => _territory === "001")
	.map(({ _other, _type }) => [_other, _type])
	.sort(([a], [b]) => (a < b ? -1 : 1));
const key = (name) => (/^\w+$/.test(name) ? name : JSON.stringify(name));
const table = rows.map(([name, zone]) => `\t${key(name)}: "${zone}",\n`).join("");
const head = readFileSync(file, "utf8")
	.split("= {\n")[0]
	.replace(/"\d+"/, `"${supplemental.version._cldrVersion}"`);
writeFileSync(file, `${head}= {\n${table}};\n`);
