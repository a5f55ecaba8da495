#!/usr/bin/env bash
# The schema of Seam's access codes loses the label that the lock's app shows.
#
# The description of `name` in @seamapi/types says that Seam gives the label, exactly as it appears
# on the device, in `appearance`. The schema `access_code` has no such key, so that parsing a code
# with it drops the label: software that checks Seam's answers by the schema can't tell a host which
# code to look for in the lock's app. (Latchstring reads `appearance` from the answer itself.)
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @seamapi/types@1.977.0 zod@3.25.76

cat > run.js <<'JS'
import { readFileSync } from "node:fs";
import { schemas } from "@seamapi/types/connect";

const { version } = JSON.parse(readFileSync("node_modules/@seamapi/types/package.json", "utf8"));
const uuid = "0f3a1c52-6d0e-4a8b-9c11-5b7e2d4f6a80";
const code = {
	access_code_id: uuid,
	workspace_id: uuid,
	device_id: uuid,
	name: "Guest Ada Lovelace",
	appearance: { name: "Guest Ada" },
	code: "4928",
	common_code_key: null,
	type: "ongoing",
	status: "set",
	created_at: "2026-10-20T05:58:00.000Z",
	errors: [],
	warnings: [],
	pending_mutations: [],
	is_managed: true,
	is_backup_access_code_available: false,
	is_external_modification_allowed: false,
	is_one_time_use: false,
	is_offline_access_code: false,
};
const { name } = schemas.access_code.shape;
const parsed = schemas.access_code.parse(code);
const promised = /`appearance`/.test(name.description ?? "");
console.log(`@seamapi/types ${version}`);
console.log(`the description of \`name\` promises \`appearance\`: ${promised}`);
console.log(`the schema has \`appearance\`: ${"appearance" in schemas.access_code.shape}`);
console.log(`parsed: ${JSON.stringify({ name: parsed.name, appearance: parsed.appearance })}`);
const isSame = promised && !("appearance" in schemas.access_code.shape) && !("appearance" in parsed);
console.log(isSame ? "as seen in November 2026" : "changed");
process.exit(isSame ? 0 : 1);
JS
node run.js
