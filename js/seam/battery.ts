// The charge of a lock: the lowest of lock and keypads, since a guest needs both.

import { line, type Part } from "../core/part.js";
import type { LockNote, LockNoteKind } from "./note.js";

/**
 * What a battery in words counts as, in percent: Seam publishes no figures. Both are low by the
 * default policy (`validation.batteryPercent`), and neither makes a silent lock a dead one
 * (`validation.emptyBatteryPercent`).
 */
export const BATTERY_WORDS: Record<string, number | undefined> = {
	critical: 10,
	"very low": 10,
	low: 20,
	medium: undefined,
	fair: undefined,
	good: undefined,
	high: undefined,
	fresh: undefined,
	full: undefined,
};

/** What is low, in percent. */
const LOW = 20;

/** The charge in percent. */
export function readBattery(properties: Part, notes: LockNote[]): number | undefined {
	const battery = properties.part("battery");
	const own = battery?.number("level", 0, 1) ?? properties.number("battery_level", 0, 1);
	const accessory = properties.part("accessory_keypad")?.part("battery");
	const keypads = [properties.part("keypad_battery"), accessory];
	for (const keypad of keypads) noteLow(keypad, own, notes);
	const levels = [own, ...keypads.map((keypad) => keypad?.number("level", 0, 1))];
	const percents = levels
		.filter((level) => level !== undefined)
		// In binary 0.29 is 28.999… hundredths.
		.map((level) => Math.floor(level * 100 + 1e-6));
	if (battery !== undefined && own === undefined) {
		percents.push(...inWords(battery, "status", "battery_without_level", notes));
	}
	if (accessory !== undefined && !accessory.has("level")) {
		percents.push(...inWords(accessory, "status", "keypad_battery", notes));
	}
	percents.push(...ofBrands(properties.loosely(), own === undefined, notes));
	return percents.length === 0 ? undefined : Math.min(...percents);
}

/** Says that the keypad's battery is the low one, and not the lock's. */
function noteLow(keypad: Part | undefined, own: number | undefined, notes: LockNote[]): void {
	const level = keypad?.number("level", 0, 1) ?? 1;
	if (keypad !== undefined && level * 100 <= LOW && level < (own ?? 1))
		notes.push({ kind: "keypad_battery", path: keypad.path("level"), said: percent(level) });
}

/** A charge as people write it. */
export function percent(level: number): string {
	return `${Math.floor(level * 100 + 1e-6)}%`;
}

/** What brands say of batteries in their own words. */
function ofBrands(properties: Part, isUnknown: boolean, notes: LockNote[]): number[] {
	const percents: number[] = [];
	const nuki = properties.part("nuki_metadata");
	if (nuki?.flag("keypad_battery_critical") === true) {
		const path = nuki.path("keypad_battery_critical");
		notes.push({ kind: "keypad_battery", path, said: "true" });
		percents.push(BATTERY_WORDS.critical ?? 0);
	}
	const august = properties.part("august_metadata");
	if (august !== undefined)
		percents.push(...inWords(august, "keypad_battery_level", "keypad_battery", notes));
	for (const name of ["salto_ks_metadata", "salto_metadata"]) {
		const salto = properties.part(name);
		if (salto !== undefined && isUnknown)
			percents.push(...inWords(salto, "battery_level", "battery_without_level", notes));
	}
	return percents;
}

/** A charge in words or as text. What is low, or not known, becomes a note. */
function inWords(part: Part, key: string, kind: LockNoteKind, notes: LockNote[]): number[] {
	const said = part.text(key)?.trim() ?? "";
	const word = said.toLowerCase().replaceAll(/[_-]/g, " ");
	const percent = Object.hasOwn(BATTERY_WORDS, word) ? BATTERY_WORDS[word] : percentOf(word);
	const isFine = Object.hasOwn(BATTERY_WORDS, word) ? percent === undefined : percent !== undefined;
	const isLow = kind === "keypad_battery" && (percent ?? 100) <= LOW;
	if (said !== "" && (!isFine || isLow || kind === "battery_without_level"))
		notes.push({ kind, path: part.path(key), said: line(said) });
	return percent === undefined ? [] : [percent];
}

/** Text such as `87%`, `87` or `0.87`. A 1 may be either. */
function percentOf(text: string): number | undefined {
	const [, digits, sign] = /^(\d{1,3}(?:\.\d{1,9})?) ?(%?)$/.exec(text) ?? [];
	if (digits === undefined) return undefined;
	const number = Number(digits);
	if (number < 1 && sign === "") return Math.floor(number * 100 + 1e-6);
	return number > 100 || (number === 1 && sign === "") ? undefined : Math.floor(number);
}
