// Start and end of each event of feed-dates.ics by readers of others, as sources of their own.
//
//   npm install node-ical@0.27.2 ts-ics@2.4.6      (in any folder)
//   pip install icalendar==7.3.2 tzdata==2026.6
//   node tests/golden/feed-dates.js FOLDER PYTHON  (writes feed-dates.json)
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [folder = "", python = "python3"] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
const text = readFileSync(join(here, "feed-dates.ics"), "utf8");
const require = createRequire(pathToFileURL(join(resolve(folder), "x.js")));
const instant = (date) => date.toISOString().replace(".000", "");
/** The day of a date that the reader gives at midnight of this process's zone. */
const localDay = (date) =>
	[date.getFullYear(), date.getMonth() + 1, date.getDate()]
		.map((part) => String(part).padStart(2, "0"))
		.join("-");

const { sync } = require("node-ical");
const nodeIcal = Object.values(sync.parseICS(text))
	.filter(({ type }) => type === "VEVENT")
	.map(({ uid, start, end, datetype }) => [
		uid,
		[start, end].map(datetype === "date" ? localDay : instant),
	]);

const { convertIcsCalendar } = require("ts-ics");
const tsIcs = convertIcsCalendar(undefined, text).events.map((event) => {
	const { uid, start, end, duration } = event;
	const said = ({ date, type }) => (type === "DATE" ? instant(date).slice(0, 10) : instant(date));
	return [
		uid,
		[said(start), end === undefined ? `duration ${JSON.stringify(duration)}` : said(end)],
	];
});

const icalendar = execFileSync(python, [join(here, "feed_dates.py")], { encoding: "utf8" });
const all = {
	icalendar: JSON.parse(icalendar),
	"node-ical": Object.fromEntries(nodeIcal),
	"ts-ics": Object.fromEntries(tsIcs),
};
writeFileSync(join(here, "feed-dates.json"), `${JSON.stringify(all, null, "\t")}\n`);
