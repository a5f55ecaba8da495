// What an error of `@matter/main` means for a command. The numbers are Matter's status codes.

import { masked, type Outcome } from "../core/command.js";
import type { Failure } from "../generated/types.js";

/** An error that `@matter/main` throws. */
export interface MatterError {
	/** The status code; absent where the lock said nothing. */
	code?: number;
	/** The code of the Door Lock cluster: 2 is a duplicate, 3 is occupied. */
	clusterCode?: number;
	/** The name of the error, such as `peer-unresponsive`. */
	id?: string;
	message: string;
}

/** Status codes of the interaction model, each with the failure that it is. */
export const FAILURES: Record<number, { failure: Failure; name: string }> = {
	1: { failure: "rejected", name: "FAILURE" },
	126: { failure: "unauthorized", name: "UNSUPPORTED_ACCESS" },
	129: { failure: "rejected", name: "UNSUPPORTED_COMMAND" },
	133: { failure: "rejected", name: "INVALID_COMMAND" },
	135: { failure: "rejected", name: "CONSTRAINT_ERROR" },
	137: { failure: "no_space", name: "RESOURCE_EXHAUSTED" },
	139: { failure: "not_found", name: "NOT_FOUND" },
	148: { failure: "timeout", name: "TIMEOUT" },
	156: { failure: "busy", name: "BUSY" },
	157: { failure: "unauthorized", name: "ACCESS_RESTRICTED" },
};

/** What an error says of a command. `isWrite`: whether something was or may have been written. */
export function outcomeOfError(error: MatterError, isWrite: boolean): Outcome {
	const { code, clusterCode, id = "error", message } = error;
	const known = code === undefined ? undefined : FAILURES[code];
	const detail = masked(`${known?.name ?? id}: ${message}`);
	const unknown = isWrite ? "unknown" : "failed";
	if (clusterCode === 2) return { outcome: "failed", failure: "duplicate_code", detail };
	if (clusterCode === 3) return { outcome: "failed", failure: "slot_taken", detail };
	if (code === undefined) {
		const isGone = /unresponsive|unreachable|disconnect|offline|closed/.test(id);
		return { outcome: unknown, failure: isGone ? "offline" : "timeout", detail };
	}
	const failure = known?.failure ?? "rejected";
	return { outcome: failure === "timeout" ? unknown : "failed", failure, detail };
}
