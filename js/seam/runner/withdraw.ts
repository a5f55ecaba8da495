// What Seam could not set is taken back, before anybody hears that it failed.

import type { Command, Fact } from "../../generated/types.js";
import type { Signal } from "../../host/signal.js";
import { send, type Wire } from "./send.js";

type Failed = Extract<Fact, { type: "command_result" }>;

/**
 * The facts of a command that makes a code. Seam keeps a code that it could not set, and may set it
 * at any later time, when nobody knows of it any more. So it is deleted; where Seam does not say
 * that it is, the code may come to be there, and the result is `unknown`.
 */
export async function withoutFailed(
	command: Command,
	said: Fact[],
	wire: Wire,
	signal: Signal,
): Promise<Fact[]> {
	const access_code_id =
		command.kind === "program_code" ? said.find(isFailed)?.externalId : undefined;
	if (access_code_id === undefined) return said;
	const request = {
		method: "POST",
		path: "/access_codes/delete",
		body: { access_code_id },
	} as const;
	const { status, body } = await send(request, wire, signal);
	// Any other 404 may be of somebody on the way.
	const isUnknown = status === 404 && nameIn(body) === "access_code_not_found";
	if (isUnknown || (status !== undefined && status < 300)) return said;
	return said.map((fact) => (isFailed(fact) ? { ...fact, outcome: "unknown" } : fact));
}

function isFailed(fact: Fact): fact is Failed {
	return fact.type === "command_result" && fact.outcome === "failed";
}

/** The name of the error in an answer. */
function nameIn(body: unknown): unknown {
	const { error } = (body ?? {}) as { error?: { type?: unknown } };
	return error?.type;
}
