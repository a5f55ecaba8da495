// The zone of a lock: its location's, or what its brand says.

import { isZone } from "../core/instant.js";
import { line, type Part } from "../core/part.js";
import type { LockNote } from "./note.js";

/** Where brands put an IANA zone. */
const ZONES: [metadata: string, key: string][] = [
	["dormakaba_oracode_metadata", "iana_timezone"],
	["omnitec_metadata", "time_zone"],
	["ultraloq_metadata", "time_zone"],
];

/** Where brands put what the lock's clock is ahead of UTC, in milliseconds. */
const OFFSETS = ["ttlock_metadata", "omnitec_metadata"];

/** The zone of a lock. One that the zone table does not have is left out. */
export function readZone(device: Part, properties: Part, notes: LockNote[]): string | undefined {
	const location = device.part("location");
	const said: [path: string, zone: string | undefined][] = [
		["location.time_zone", location?.text("time_zone")],
		["location.timezone", location?.text("timezone")],
	];
	for (const [metadata, key] of ZONES) {
		const part = properties.loosely().part(metadata);
		if (part !== undefined) said.push([part.path(key), part.text(key)]);
	}
	for (const key of ["online_time_frame_options", "offline_time_frame_options"])
		for (const option of properties.parts(key, 32))
			said.push([option.path("time_zone"), option.text("time_zone")]);
	let found: string | undefined;
	for (const [path, zone] of said) {
		// Frames note for themselves which zone they are in.
		const isFrame = path.includes("_options[");
		if (zone === undefined || zone === "") continue;
		if (!isZone(zone)) {
			if (!isFrame) notes.push({ kind: "time_zone_left_out", path, said: line(zone) });
		} else if (found === undefined) found = zone;
		else if (zone !== found && !isFrame)
			notes.push({ kind: "time_zone_differs", path, said: line(zone) });
	}
	if (found === undefined) noteOffsets(properties, notes);
	return found;
}

function noteOffsets(properties: Part, notes: LockNote[]): void {
	for (const metadata of OFFSETS) {
		const part = properties.loosely().part(metadata);
		const offset = part?.number("timezone_raw_offset_ms", -(2 ** 31), 2 ** 31);
		if (part === undefined || offset === undefined) continue;
		const path = part.path("timezone_raw_offset_ms");
		notes.push({ kind: "zone_offset_only", path, said: String(offset) });
	}
}
