// Commands and their results as plain data, for all codecs.

import type { Command, CommandResult, Fact } from "../generated/types.js";
import { expected, noInstant, wrongType } from "./checks.js";
import { refusal } from "./error.js";
import { isInstant } from "./instant.js";
import { toJson } from "./json.js";
import { isId, line, Part } from "./part.js";

/** What became of a command. */
export type Outcome = Pick<
	CommandResult,
	"outcome" | "failure" | "externalId" | "slot" | "pin" | "window" | "detail"
>;

const HINT = "give a command of a step, as it is";
const KINDS = ["program_code", "change_window", "remove_code", "read_lock", "issue_offline_code"];

/** A command as plain data, as far as a platform has to know it. */
export function plainCommand(command: Command): Command {
	const outer = new Part(JSON.parse(toJson({ command })), { hint: HINT, leave: () => undefined });
	const part = outer.part("command");
	if (part === undefined) throw wrongType("command", "a command", undefined, HINT);
	const kind = part.text("kind");
	if (kind === undefined || !KINDS.includes(kind)) {
		// A word of letters alone is no PIN.
		const word = kind === undefined || /^[a-z_]{1,40}$/i.test(kind) ? kind : "another text";
		const message = `expected a kind of command, found ${word ?? "nothing"}`;
		throw refusal("invalid_value", "command.kind", message, `${expected(KINDS)}: ${HINT}`);
	}
	for (const key of ["id", "lockId", "externalId"]) {
		const id = part.text(key);
		const isNeeded = key !== "externalId";
		if (id === undefined && isNeeded)
			throw part.refuse("missing_key", key, `missing key \`${key}\``);
		if (id !== undefined && !isId(id)) throw part.refuse("invalid_value", key, "not an id");
	}
	for (const key of ["pin", "name"]) part.text(key);
	part.count("slot", 9999);
	const window = part.part("window");
	for (const key of ["startsAt", "endsAt"]) {
		const at = window?.text(key);
		if (at !== undefined && !isInstant(at)) throw noInstant(window?.path(key) ?? key);
	}
	return outer.value("command") as Command;
}

/** The result of a command, as a fact. */
export function resultFact(command: Command, at: string, outcome: Outcome): Fact {
	return {
		type: "command_result",
		id: factId(command.id, outcome.outcome, at),
		at,
		commandId: command.id,
		...outcome,
	};
}

/** An id for a fact, out of what makes it different from others. */
export function factId(...parts: string[]): string {
	const id = parts.join(" ");
	return isId(id) ? id : line(id).slice(0, 32);
}

/** Somebody else's text for people. PINs are masked, whoever's they are. */
export function masked(text: string): string {
	return line(text.replaceAll(/\d{4,}/g, "••••"));
}
