#!/usr/bin/env bash
# node-ical 0.27.2 counts days as 24 hours: P2D over a clock change ends an hour late on the wall.
# It takes the second of a repeated hour, and reads the times of a VTIMEZONE without rules as UTC.
# RFC 5545, 3.3.6: days are nominal. 3.3.5: of a repeated time the first one counts, and TZID names
# the VTIMEZONE of the file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-ical@0.27.2 >/dev/null
cat > seen.cjs <<'JS'
const { sync } = require("node-ical");
const zone = ["BEGIN:VTIMEZONE", "TZID:Our island", "BEGIN:STANDARD", "DTSTART:19700101T000000",
	"TZOFFSETFROM:+0445", "TZOFFSETTO:+0445", "END:STANDARD", "END:VTIMEZONE"];
const read = (...lines) => {
	const text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", ...zone, "BEGIN:VEVENT", "UID:a", ...lines, "END:VEVENT", "END:VCALENDAR", ""];
	const event = Object.values(sync.parseICS(text.join("\r\n"))).find(({ type }) => type === "VEVENT");
	return [event.start, event.end].map((date) => date.toISOString().slice(0, 16));
};
console.log("node-ical", require("node-ical/package.json").version);
const days = read("DTSTART;TZID=Europe/Paris:20260327T150000", "DURATION:P2D")[1];
console.log(`P2D from 2026-03-27 15:00 in Paris ends at ${days}Z, and should at 2026-03-29T13:00Z`);
const repeated = read("DTSTART;TZID=Europe/Paris:20261025T023000", "DURATION:PT1H")[0];
console.log(`2026-10-25 02:30 in Paris is ${repeated}Z, and should be 2026-10-25T00:30Z`);
const own = read("DTSTART;TZID=Our island:20260610T150000", "DURATION:PT1H")[0];
console.log(`15:00 in a zone 4:45 ahead is ${own}Z, and should be 2026-06-10T10:15Z`);
const seen = [days, repeated, own].join();
process.exit(seen === "2026-03-29T14:00,2026-10-25T01:30,2026-06-10T15:00" ? 0 : 1);
JS
TZ=UTC node seen.cjs
