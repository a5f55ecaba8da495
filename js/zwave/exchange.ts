// A call of zwave-js, and what it gave.

import type { ZwaveError } from "./failures.js";

/** A call of zwave-js: a method of `node.commandClasses[on]`, or of `node.accessControl`. */
export interface ZwaveRequest {
	on: "User Code" | "User Credential" | "Schedule Entry Lock" | "Battery" | "accessControl";
	method: string;
	args: unknown[];
}

/** What a call gave. */
export interface ZwaveAnswer {
	request: ZwaveRequest;
	/** What it resolved to, as plain data. Absent for a get: the lock answered nothing in time. */
	value?: unknown;
	/** What it threw. */
	error?: ZwaveError;
}
