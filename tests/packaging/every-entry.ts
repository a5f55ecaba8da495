// A program that uses every entry of the package, for each tool that somebody installs it beside.

const IMPORTS = {
	latchstring: "checkCode, LatchstringError, maskCode",
	"latchstring/ical": "readFeed",
	"latchstring/host": "memoryStore",
	"latchstring/seam": "lockFromSeam",
	"latchstring/seam/webhook": "seamWebhook",
	"latchstring/pms": "reservationFromGuesty",
	"latchstring/virtual": "virtualLock",
	"latchstring/zwave": "zwavePlatform",
	"latchstring/matter": "matterPlatform",
	"latchstring/ttlock": "ttlockPlatform",
	"latchstring/schedule": "renderSchedule",
	"latchstring/schedule/de": "de",
	"latchstring/schedule/fr": "fr",
	"latchstring/schedule/es": "es",
};

/** Gives `said`, which has to be [`SAID`]. The virtual lock and the feed need the one module. */
const BODY = `
const refused = (() => {
	try { return maskCode(7); } catch (error) { return error instanceof LatchstringError && error.code; }
})();
const feed = { feedId: "f", listingId: "l", timeZone: "Europe/Paris", now: new Date() };
const day = { from: "2026-05-01T00:00:00Z", to: "2026-05-02T00:00:00Z", now: "2026-05-01T00:00:00Z", lanes: [] };
const drawn = [de, fr, es].map((words) => renderSchedule(day, { words }).startsWith("<svg"));
const functions = [
	memoryStore, lockFromSeam, seamWebhook, reservationFromGuesty,
	zwavePlatform, matterPlatform, ttlockPlatform,
];
const said = [
	maskCode("492817"), checkCode("1234").length > 0, refused,
	readFeed("BEGIN:VCALENDAR\\nEND:VCALENDAR", feed).facts.length,
	virtualLock({ id: "front", name: "Front" }).id,
	drawn.every(Boolean), functions.every((one) => typeof one === "function"),
].join();
`;

export const SAID = "••••17,true,wrong_type,0,front,true,true";

const imports = Object.entries(IMPORTS);

/** The program as an ES module that exports `said`. */
export const ESM = `${imports.map(([entry, names]) => `import { ${names} } from "${entry}";`).join("\n")}
${BODY}
export { said };`;

/** The program as an ES module that prints. */
export const ESM_PRINTS = `${ESM}\nconsole.log(said);`;

/** The program for `require`, which prints. */
export const CJS_PRINTS = `${imports
	.map(([entry, names]) => `const { ${names} } = require("${entry}");`)
	.join("\n")}
${BODY}
console.log(said);`;

/** Every entry, also those that the program leaves out, as TypeScript in strict mode. */
export const TYPED = `${imports
	.map(([entry, names]) => `import { ${names} } from "${entry}";`)
	.join("\n")}
import * as inline from "latchstring/inline";
import { readFeed as readInline } from "latchstring/ical/inline";
import module from "latchstring/latchstring.wasm";
import type { Site, Timestamp } from "latchstring";
export type { Site };
export const at: Timestamp = new Date(0);
export const source: object = module;
export const later: Promise<void> = inline.load(module);
export const masked: string = maskCode("492817");
export const all = [checkCode, LatchstringError, readFeed, readInline, memoryStore, lockFromSeam, seamWebhook,
	reservationFromGuesty, virtualLock, zwavePlatform, matterPlatform, ttlockPlatform, renderSchedule, de, fr, es];
// @ts-expect-error: a PIN is text
maskCode(492817);
`;
