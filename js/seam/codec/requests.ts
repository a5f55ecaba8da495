// The room of Seam's requests. It promises that a command becomes requests to Seam's API, with both
// dates of a window wherever there is one, and that it sends nothing itself.

import { noInstant, plainOptions, wrongType } from "../../core/checks.js";
import { plainCommand } from "../../core/command.js";
import { refusal } from "../../core/error.js";
import { guarded } from "../../core/guard.js";
import { isInstant, secondsOf } from "../../core/instant.js";
import { isId } from "../../core/part.js";
import type { Command, CommandWindow } from "../../generated/types.js";

/** A request to Seam's API. Send it with the key of the workspace as a bearer token. */
export interface SeamRequest {
	method: "POST";
	/** The path below `https://connect.getseam.com`. */
	path: string;
	/** The body, as JSON. */
	body: Record<string, unknown>;
}

/** What Seam has to know of a lock, and when the command leaves. */
export interface SeamDoor {
	/** Seam's id of the device \[the command's `lockId`\]. */
	deviceId?: string;
	/** When the command leaves: the start of a window that begins at once. */
	now: string | Date;
	/** Whether Seam keeps backups of its own for codes that are made here \[no\]. */
	backupPool?: boolean;
}

/** A door, checked. */
interface Door {
	deviceId: string | undefined;
	now: string;
	backupPool: boolean;
}

/** How long a window without an end is sent: Seam keeps no time-bound code without one. */
const NEVER_DAYS = 3653;

/**
 * The requests of a command, in their order. `facts` reads their answers.
 *
 * A window is always sent with both dates: an update without one of them would make a time-bound
 * code `ongoing`. A window that begins at once begins at `now`, and one without an end ends ten
 * years later, which the rules take for "never". A change or a removal of a code whose id is not
 * known begins with a list of the codes; `facts` finds the code in its answer, and names the next
 * request.
 *
 * @throws {LatchstringError} if a command or an option has another shape than documented
 * @example
 * const todo = requests(command, { deviceId: device.device_id, now: new Date() });
 */
export const requests = guarded((command: Command, door: SeamDoor): SeamRequest[] => {
	return requestsOf(plainCommand(command), readDoor(door));
});

/** The requests of a command that is plain data. */
export function requestsOf(command: Command, { deviceId, now, backupPool }: Door): SeamRequest[] {
	const device_id = deviceId ?? command.lockId;
	switch (command.kind) {
		case "program_code":
			return [
				post("/access_codes/create", {
					device_id,
					...(command.name !== undefined && { name: command.name }),
					...(command.pin !== undefined && { code: command.pin }),
					...dates(command.window, now),
					...(backupPool && { use_backup_access_code_pool: true }),
				}),
			];
		case "issue_offline_code":
			return [
				post("/access_codes/create", {
					device_id,
					...(command.name !== undefined && { name: command.name }),
					...dates(command.window, now),
					is_offline_access_code: true,
				}),
			];
		case "change_window": {
			if (command.externalId === undefined) return [listOf(device_id)];
			const window = dates(command.window, now);
			const type = Object.keys(window).length === 0 ? "ongoing" : "time_bound";
			return [
				post("/access_codes/update", { access_code_id: command.externalId, type, ...window }),
			];
		}
		case "remove_code":
			if (command.externalId === undefined) return [listOf(device_id)];
			return [post("/access_codes/delete", { access_code_id: command.externalId })];
		case "read_lock":
			return [
				post("/devices/get", { device_id }),
				listOf(device_id),
				post("/access_codes/unmanaged/list", { device_id }),
			];
	}
}

/** The list of a device's codes that Seam manages. */
export function listOf(device_id: string): SeamRequest {
	return post("/access_codes/list", { device_id });
}

function post(path: string, body: Record<string, unknown>): SeamRequest {
	return { method: "POST", path, body };
}

/** Both dates of a window; none for a code that opens until it is removed. */
function dates(window: CommandWindow | undefined, now: string): Record<string, string> {
	const { startsAt, endsAt } = window ?? {};
	if (startsAt === undefined && endsAt === undefined) return {};
	const start = startsAt ?? now;
	return { starts_at: start, ends_at: endsAt ?? later(start) };
}

function later(instant: string): string {
	const never = (secondsOf(instant) ?? 0) + NEVER_DAYS * 86_400;
	return `${new Date(Math.min(never, secondsOf("2199-12-31T23:59:59Z") ?? never) * 1000)
		.toISOString()
		.slice(0, 19)}Z`;
}

/** Checks a door. */
export function readDoor(given: SeamDoor): Door {
	const {
		deviceId,
		now,
		backupPool = false,
	} = plainOptions(given, ["deviceId", "now", "backupPool"]);
	if (typeof now !== "string" || !isInstant(now)) throw noInstant("now");
	const hint = "give Seam's id of the device";
	if (deviceId !== undefined && typeof deviceId !== "string")
		throw wrongType("deviceId", "a string", deviceId, hint);
	if (deviceId !== undefined && !isId(deviceId))
		throw refusal("invalid_value", "deviceId", "not an id", hint);
	if (typeof backupPool !== "boolean")
		throw wrongType("backupPool", "a boolean", backupPool, "say whether Seam keeps backups");
	return { deviceId, now, backupPool };
}
