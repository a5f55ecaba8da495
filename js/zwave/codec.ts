// Which talk a command is, by how the lock keeps codes.

import { refuse } from "../core/place.js";
import type { Command } from "../generated/types.js";
import type { ReadyLock } from "./lock.js";
import { readTalk } from "./read.js";
import type { ZwaveTalk } from "./talk.js";
import { changeWindow, programCode, removeCode } from "./user-code.js";
import { programCredential, removeCredential } from "./user-credential.js";

/** The talk of a command. */
export function talkOf(command: Command, lock: ReadyLock): ZwaveTalk {
	if (command.kind === "read_lock") return readTalk(command, lock);
	const byCode = lock.keeps === "user_code";
	switch (command.kind) {
		case "program_code":
			return byCode ? programCode(command, lock) : programCredential(command);
		case "change_window":
			return byCode ? changeWindow(command, lock) : refused("the lock keeps no windows");
		case "remove_code":
			return byCode ? removeCode(command, lock) : removeCredential(command);
		case "issue_offline_code":
			return refused("a Z-Wave lock makes no codes of its own");
	}
}

// biome-ignore lint/correctness/useYield: nothing has to be asked
function* refused(detail: string): ZwaveTalk {
	return refuse(detail);
}
