#!/usr/bin/env bash
# zwave-js 15.29.0 refuses a valid schedule for a lock, or takes it, by the clock changes of 1926.
# The years of Schedule Entry Lock CC have two digits, and the driver compares `new Date(26, …)`,
# which is 1926 in the zone of its own process. In Paris, 17 April 1926 had no time from 23:00 to
# 24:00: a window from 23:30 to 00:10 of the next day in 2026 "ends before it starts". In UTC it is
# taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @zwave-js/cc@15.29.0 >/dev/null 2>&1
cat > seen.js <<'JS'
import { readFileSync } from "node:fs";
import { ScheduleEntryLockCCAPI } from "@zwave-js/cc/ScheduleEntryLockCC";

const schedule = {
	...{ startYear: 26, startMonth: 4, startDay: 17, startHour: 23, startMinute: 30 },
	...{ stopYear: 26, stopMonth: 4, stopDay: 18, stopHour: 0, stopMinute: 10 },
};
// The method as it is, without a radio: what it would send is all that counts here.
const sent = [];
const host = { sendCommand: async (command) => void sent.push(command) };
const self = {
	...{ host, endpoint: { nodeId: 2, index: 0 }, commandOptions: {} },
	...{ assertSupportsCommand: () => undefined, isSinglecast: () => false },
};
let said = "taken";
try {
	await ScheduleEntryLockCCAPI.prototype.setYearDaySchedule.call(self, { userId: 1, slotId: 1 }, schedule);
} catch (error) {
	said = error.message;
}
const { version } = JSON.parse(readFileSync("node_modules/@zwave-js/cc/package.json", "utf8"));
console.log("@zwave-js/cc", version, `TZ=${process.env.TZ}: 2026-04-17 23:30 to 2026-04-18 00:10 is ${said}`);
const expected = process.env.TZ === "UTC" ? "taken" : /must be after/;
process.exit((expected === "taken" ? said === expected : expected.test(said)) ? 0 : 1);
JS
TZ=UTC node seen.js
TZ=Europe/Paris node seen.js
