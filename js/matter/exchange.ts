// A command of the Door Lock cluster, and what it gave.

import type { MatterError } from "./failures.js";

/** A command of the Door Lock cluster, with its fields by the names of `@matter/main`. */
export interface MatterRequest {
	command:
		| "setUser"
		| "getUser"
		| "clearUser"
		| "setCredential"
		| "getCredentialStatus"
		| "setYearDaySchedule"
		| "getYearDaySchedule"
		| "clearYearDaySchedule";
	/** `credentialData` is text here. A runner sends it as bytes. */
	fields: Record<string, unknown>;
}

/** What a command of the cluster gave. */
export interface MatterAnswer {
	request: MatterRequest;
	/** Its response, as plain data. Absent for a command without one. */
	value?: unknown;
	/** What it threw. */
	error?: MatterError;
}
