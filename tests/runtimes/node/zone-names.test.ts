// W2: the readers know the zones that the module knows, and instants and days as the rules do.
import { readFileSync } from "node:fs";
import { createSite, type Lock, validityWindow } from "latchstring";
import { expect, test } from "vitest";
import { isDay, isInstant, isZone, timeOfDay } from "../../../js/core/instant.js";
import { zoneNames, zoneNamesFile } from "../../../scripts/zone-names.js";
import { isRefusal } from "../../support/refusal.js";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const table = read("src/time/zone_table.rs");

test("js/generated/zone-names.ts is written out of the zone table", () => {
	expect(read("js/generated/zone-names.ts")).toBe(zoneNamesFile(table));
});

test("the readers take the zones of the module, and no others", () => {
	const golden = read("tests/golden/zones.txt")
		.split("\n")
		.filter((line) => line.startsWith("zones "))
		.flatMap((line) => line.split(" ").slice(1));
	const names = zoneNames(table);
	expect([...names].sort()).toEqual([...golden].sort());
	const stay = {
		arrival: "2026-05-01",
		departure: "2026-05-02",
		checkIn: "15:00",
		checkOut: "11:00",
	};
	const others = names.flatMap((name) => [
		name.toLowerCase(),
		`${name} `,
		name.slice(1),
		`${name.slice(0, name.lastIndexOf("/") + 1)}`,
	]);
	for (const timeZone of [
		"",
		"Africa/Abidjan Accra",
		"Africa",
		"Mars/Olympus",
		...names,
		...others,
	])
		expect(isZone(timeZone), timeZone).toBe(takes(() => validityWindow({ timeZone, ...stay })));
});

test("the readers take the instants and times of the module, and no others", () => {
	const stay = { timeZone: "UTC", checkIn: "15:00", checkOut: "11:00" };
	const days = ["2026-05-01", "2026-02-29", "2028-02-29", "2100-02-29", "2026-13-01", "2026-4-01"];
	for (const arrival of [...days, "2019-12-31"])
		expect(isDay(arrival), arrival).toBe(
			takes(
				() => validityWindow({ ...stay, arrival, departure: arrival, checkIn: "10:00" }),
				"year_out_of_range",
			),
		);
	const clocks = [
		"00:00:00",
		"23:59:59",
		"24:00:00",
		"12:60:00",
		"23:59:60",
		"23:59:61",
		"1:00:00",
	];
	const offsets = ["Z", "z", "+00:00", "-23:59", "+24:00", "+01:60", "+0100", "", " Z", "+1:00"];
	const dates = [
		...days,
		"1970-01-01",
		"1969-12-31",
		"2199-12-31",
		"2200-01-01",
		"9999-12-31",
		"0001-01-01",
	];
	for (const day of dates)
		for (const between of ["T", "t", " ", "", "TT"])
			for (const clock of [...clocks, "12:00:00.5", "12:00:00.", "12:00:00.123456789"])
				for (const offset of offsets) {
					const at = `${day}${between}${clock}${offset}`;
					const state: Lock["state"] = { reachability: "online", reportedAt: at };
					const locks = [{ id: "a", name: "", state }];
					expect(isInstant(at), at).toBe(
						takes(() => createSite({ id: "casa", listings: [], locks })),
					);
				}
	for (const time of ["00:00", "23:59", "24:00", "9:00", "12:60"])
		expect(timeOfDay(time) !== undefined, time).toBe(
			takes(() =>
				validityWindow({ ...stay, arrival: "2026-05-01", departure: "2026-05-03", checkIn: time }),
			),
		);
	expect(["15:00:00", "15:00:30", "15:00:00.000"].map(timeOfDay)).toEqual([
		"15:00",
		undefined,
		"15:00",
	]);
});

/**
 * Whether the rules take what `call` gives them; an error of another kind than the text's is none.
 */
function takes(call: () => unknown, fine?: string): boolean {
	try {
		call();
		return true;
	} catch (thrown) {
		if (isRefusal(thrown)) return thrown.code === fine;
		throw thrown;
	}
}
