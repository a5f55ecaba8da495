// The name of a lock, and the other names that tell it from locks of the same name.

import { line, type Part } from "../core/part.js";
import type { LockNote } from "./note.js";

/** The keys under which brands name the door itself, and not its house, model or bridge. */
const DOOR_NAMES =
	/^(?:lock_alias|lock_name|device_name|device_custom_name|door_name|entry_name|gadget_name|relay_name)$/;

/** The name of a lock. Each other name of it becomes a note. */
export function readName(device: Part, properties: Part, notes: LockNote[]): string {
	const names: [path: string, name: string | undefined][] = [
		["display_name", device.text("display_name")],
		["nickname", device.text("nickname")],
		["properties.appearance.name", properties.part("appearance")?.text("name")],
		["properties.name", properties.text("name")],
	];
	for (const metadata of properties.keys().filter((key) => key.endsWith("_metadata"))) {
		const part = properties.loosely().part(metadata);
		for (const key of part?.keys().filter((key) => DOOR_NAMES.test(key)) ?? [])
			names.push([part?.path(key) ?? "", part?.text(key)]);
	}
	const seen = new Set<string>();
	for (const [path, name = ""] of names) {
		const said = line(name);
		if (said.trim() === "" || seen.has(said)) continue;
		if (seen.size > 0) notes.push({ kind: "other_name", path, said });
		seen.add(said);
	}
	return [...seen][0] ?? "";
}
