// The keypad of a lock: whether a guest can type a code, and whether a code can get there.

import type { Part } from "../core/part.js";
import type { LockNote, LockNoteKind } from "./note.js";

/** What is known of a lock's keypad. */
export interface Keypad {
	/** Whether a guest can type a code that opens; nothing where nobody says so. */
	opens: boolean | undefined;
	/** Whether something can be programmed from afar; nothing where nobody says so. */
	remote: boolean | undefined;
}

/** Reads what a device and its brand say of the keypad. */
export function readKeypad(device: Part, properties: Part, notes: LockNote[]): Keypad {
	const note = (kind: LockNoteKind, part: Part, key: string): false => {
		notes.push({ kind, path: part.path(key), said: part.said(key) });
		return false;
	};
	const opens = [
		device.flag("can_unlock_with_code") === false
			? note("codes_do_not_open", device, "can_unlock_with_code")
			: device.flag("can_unlock_with_code"),
		hasKeypad(device, properties, note),
		ofTtlock(properties, note),
	];
	return {
		opens: opens.includes(false) ? false : opens.includes(true) || undefined,
		remote: readRemote(device, properties, note),
	};
}

type Note = (kind: LockNoteKind, part: Part, key: string) => false;

/** Whether there is a keypad: one of the lock's own, or one that is paired. */
function hasKeypad(device: Part, properties: Part, note: Note): boolean | undefined {
	if (properties.part("model")?.flag("has_built_in_keypad") === true) return true;
	const accessory = properties.part("accessory_keypad");
	const connected = accessory?.flag("is_connected");
	if (accessory !== undefined && connected === false)
		return note("codes_do_not_open", accessory, "is_connected");
	const brands = properties.loosely();
	const nuki = brands.part("nuki_metadata");
	const paired = ["keypad_paired", "keypad_2_paired"].map((key) => nuki?.flag(key));
	if (nuki !== undefined && paired.includes(false) && !paired.includes(true) && !connected) {
		for (const [at, key] of ["keypad_paired", "keypad_2_paired"].entries())
			if (paired[at] === false) note("codes_do_not_open", nuki, key);
		return false;
	}
	const august = brands.part("august_metadata");
	const has = august?.flag("has_keypad");
	if (august !== undefined && has === false && !connected)
		return note("codes_do_not_open", august, "has_keypad");
	for (const [name, key] of [
		["wyze_metadata", "keypad_uuid"],
		["tedee_metadata", "keypad_id"],
	] as const) {
		const brand = brands.part(name);
		// The key is there, and names no keypad.
		const named = brand?.keys().includes(key) ? brand.value(key) : true;
		if (brand !== undefined && (named === undefined || named === "" || named === 0) && !connected)
			note("keypad_not_named", brand, key);
	}
	const isThere = connected || has || paired.includes(true);
	return isThere || ofModel(device, properties, note);
}

/** What a model without a keypad of its own says, where nothing names another one. */
function ofModel(device: Part, properties: Part, note: Note): boolean | undefined {
	const model = properties.part("model");
	if (model?.flag("has_built_in_keypad") !== false) return undefined;
	if (device.flag("can_unlock_with_code") === true) return undefined;
	const takesCodes =
		device.flag("can_program_online_access_codes") ||
		device.flag("can_program_offline_access_codes");
	const kind = takesCodes ? "keypad_not_named" : "codes_do_not_open";
	return note(kind, model, "has_built_in_keypad") || (takesCodes ? undefined : false);
}

/** What the features of a TTLock say. */
function ofTtlock(properties: Part, note: Note): boolean | undefined {
	const features = properties.loosely().part("ttlock_metadata")?.part("features");
	if (features === undefined) return undefined;
	if (features.flag("passcode_management") === false)
		note("codes_not_managed", features, "passcode_management");
	const says = (type: unknown) => /^cannot_contain_/.test(String(type));
	const isKnown = properties
		.parts("code_constraints", 100)
		.some((constraint) => says(constraint.value("constraint_type")));
	if (features.flag("incomplete_keyboard_passcode") === true && !isKnown)
		note("keypad_incomplete", features, "incomplete_keyboard_passcode");
	return features.flag("passcode") === false
		? note("codes_do_not_open", features, "passcode")
		: undefined;
}

/** Whether something can be programmed from afar, by Seam's word and the brand's. */
function readRemote(device: Part, properties: Part, note: Note): boolean | undefined {
	const brands = properties.loosely();
	const igloohome = brands.part("igloohome_metadata");
	// Without an id of it there is no keypad beside the lock.
	const linked = igloohome?.flag("is_accessory_keypad_linked_to_bridge");
	if (igloohome?.has("keypad_id") && linked === false)
		return note("keypad_not_linked", igloohome, "is_accessory_keypad_linked_to_bridge");
	const says =
		device.flag("can_program_online_access_codes") ??
		properties.flag("online_access_codes_enabled");
	for (const name of ["ttlock_metadata", "omnitec_metadata"]) {
		const brand = brands.part(name);
		if (brand === undefined || brand.flag("has_gateway") !== false) continue;
		note("no_gateway", brand, "has_gateway");
		// Wi-Fi locks have none and need none, so that Seam's word counts more.
		return says ?? false;
	}
	return says;
}
