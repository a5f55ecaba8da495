// What people would use instead: time zone libraries for windows, and plain JavaScript for PINs.
import { createHmac, randomInt } from "node:crypto";
import { Temporal as JsTemporal } from "@js-temporal/polyfill";
import { DateTime } from "luxon";
import { Temporal as SmallTemporal } from "temporal-polyfill";

const GRACE_MINUTES = 30;

export function windowByLuxon({ timeZone, arrival, departure, checkIn, checkOut }) {
	const edge = (day, time) => DateTime.fromISO(`${day}T${time}`, { zone: timeZone }).toUTC();
	const iso = (instant) => instant.toISO({ suppressMilliseconds: true });
	return {
		startsAt: iso(edge(arrival, checkIn)),
		endsAt: iso(edge(departure, checkOut).plus({ minutes: GRACE_MINUTES })),
	};
}

const windowByTemporal =
	(Temporal) =>
	({ timeZone, arrival, departure, checkIn, checkOut }) => {
		const edge = (day, time, disambiguation) =>
			Temporal.PlainDateTime.from(`${day}T${time}`)
				.toZonedDateTime(timeZone, { disambiguation })
				.toInstant();
		return {
			startsAt: edge(arrival, checkIn, "earlier").toString(),
			endsAt: edge(departure, checkOut, "later").add({ minutes: GRACE_MINUTES }).toString(),
		};
	};

export const windowByJsTemporal = windowByTemporal(JsTemporal);
export const windowBySmallTemporal = windowByTemporal(SmallTemporal);

const COMMON = new Set([
	"112358",
	"123321",
	"121212",
	"131313",
	"112233",
	"123123",
	"147258",
	"159753",
	"246810",
]);
const digits = (code) => [...code].map(Number);
const isRun = (code) =>
	[1, 9].some((step) =>
		digits(code).every((digit, at, all) => at === 0 || digit === (all[at - 1] + step) % 10),
	);
const isRepeated = (code) =>
	[1, 2, 3].some(
		(length) =>
			code.length % length === 0 && code === code.slice(0, length).repeat(code.length / length),
	);
const isMirror = (code) => code === [...code].reverse().join("");
const isDay = (day, month) => day >= 1 && day <= 31 && month >= 1 && month <= 12;
const isDate = (code) => {
	const [a, b, c] = [code.slice(0, 2), code.slice(2, 4), code.slice(4, 6)].map(Number);
	return isDay(c, b) || isDay(b, a) || isDay(a, b);
};

const isFree = (code, { inUse }) =>
	!(isRun(code) || isRepeated(code) || isMirror(code) || isDate(code) || COMMON.has(code)) &&
	!inUse.some((used) => used === code || used.slice(0, 4) === code.slice(0, 4));

/** The same rules for six digits, with node:crypto's own unbiased numbers. */
export function codeByRandomInt(options) {
	for (;;) {
		const code = String(randomInt(1_000_000)).padStart(6, "0");
		if (isFree(code, options)) return code;
	}
}

/** The same rules for six digits, derived by node:crypto's HMAC. */
export function codeByHmac({ key, holder, ...options }) {
	for (let attempt = 0; ; attempt += 1) {
		const number = createHmac("sha256", key)
			.update(`${holder}\0${attempt}`)
			.digest()
			.readUInt32BE(0);
		if (number >= 4_294_000_000) continue;
		const code = String(number % 1_000_000).padStart(6, "0");
		if (isFree(code, options)) return code;
	}
}
