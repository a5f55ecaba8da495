// What an error of zwave-js means for a command. The numbers are its `ZWaveErrorCodes` (15.29).

import { masked, type Outcome } from "../core/command.js";
import type { Failure } from "../generated/types.js";

/** An error that zwave-js throws. */
export interface ZwaveError {
	/** Its `code`; absent: nobody waited for the answer. */
	code?: number;
	message: string;
}

/** The errors that say why, each with whether a write may have left before it. */
export const FAILURES: Record<number, { failure: Failure; sent: boolean; name: string }> = {
	100: { failure: "offline", sent: true, name: "Driver_Failed" },
	101: { failure: "offline", sent: true, name: "Driver_Reset" },
	102: { failure: "offline", sent: true, name: "Driver_Destroyed" },
	103: { failure: "offline", sent: false, name: "Driver_NotReady" },
	109: { failure: "unauthorized", sent: false, name: "Driver_NoSecurity" },
	111: { failure: "busy", sent: true, name: "Driver_TaskRemoved" },
	112: { failure: "offline", sent: true, name: "Driver_SerialPortClosed" },
	200: { failure: "timeout", sent: true, name: "Controller_Timeout" },
	201: { failure: "timeout", sent: true, name: "Controller_NodeTimeout" },
	202: { failure: "offline", sent: true, name: "Controller_MessageDropped" },
	203: { failure: "busy", sent: false, name: "Controller_ResponseNOK" },
	// No acknowledgement: the lock may have heard, and its answer been lost.
	204: { failure: "offline", sent: true, name: "Controller_CallbackNOK" },
	205: { failure: "busy", sent: false, name: "Controller_Jammed" },
	206: { failure: "offline", sent: true, name: "Controller_Reset" },
	211: { failure: "rejected", sent: false, name: "Controller_NodeNotFound" },
	212: { failure: "rejected", sent: false, name: "Controller_EndpointNotFound" },
	213: { failure: "rejected", sent: false, name: "Controller_NodeRemoved" },
	214: { failure: "unauthorized", sent: false, name: "Controller_NodeInsecureCommunication" },
	215: { failure: "busy", sent: false, name: "Controller_MessageExpired" },
	219: { failure: "busy", sent: true, name: "Controller_MessageSuperseded" },
	322: { failure: "rejected", sent: false, name: "Argument_Invalid" },
};

/** What an error says of a command. `isWrite`: of the request that it answers. */
export function outcomeOfError(error: ZwaveError, isWrite: boolean): Outcome {
	const known = error.code === undefined ? undefined : FAILURES[error.code];
	const failure = known?.failure ?? (error.code === undefined ? "timeout" : "rejected");
	const mayBeDone = isWrite && (known?.sent ?? true);
	const detail = masked(`${known?.name ?? "zwave-js"}: ${error.message}`);
	return { outcome: mayBeDone ? "unknown" : "failed", failure, detail };
}
