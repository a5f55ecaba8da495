#!/usr/bin/env bash
# ts-ics 2.4.6 reads a time with a Windows name of a zone, as Outlook writes it, as UTC without a
# word. It takes the second of a repeated hour, and the offset after the jump for a skipped one. RFC
# 5545, 3.3.5: the first of a repeated time, and the offset before the gap for a skipped one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts ts-ics@2.4.6 >/dev/null 2>&1
cat > seen.cjs <<'JS'
const { convertIcsCalendar } = require("ts-ics");
const { version } = require("./node_modules/ts-ics/package.json");
const read = (start) => {
	const text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VEVENT", "UID:a", "DTSTAMP:20260101T000000Z",
		"SUMMARY:x", `DTSTART;TZID=${start}`, "DURATION:PT1H", "END:VEVENT", "END:VCALENDAR", ""];
	return convertIcsCalendar(undefined, text.join("\r\n")).events[0].start.date.toISOString().slice(0, 16);
};
console.log("ts-ics", version);
const windows = read("W. Europe Standard Time:20260610T150000");
console.log(`15:00 in W. Europe Standard Time is ${windows}Z, and should be 2026-06-10T13:00Z`);
const repeated = read("Europe/Paris:20261025T023000");
console.log(`2026-10-25 02:30 in Paris is ${repeated}Z, and should be 2026-10-25T00:30Z`);
const skipped = read("Europe/Paris:20260329T023000");
console.log(`2026-03-29 02:30 in Paris is ${skipped}Z, and should be 2026-03-29T01:30Z`);
const seen = [windows, repeated, skipped].join();
process.exit(seen === "2026-06-10T15:00,2026-10-25T01:30,2026-03-29T00:30" ? 0 : 1);
JS
TZ=UTC node seen.cjs
