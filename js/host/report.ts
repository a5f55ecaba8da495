// What a host's operator may want to hear. Nothing of it is needed for the rules to hold.

import type {
	Command,
	ErrorDetails,
	FactNote,
	Notice,
	RejectedBecause,
} from "../generated/types.js";

/**
 * What went otherwise than it should. It holds no PIN but in the command and in errors of
 * others.
 */
export type HostReport =
	/** A fact was not taken, or read otherwise than it was written. */
	| { kind: "fact_rejected"; factType: string; because: RejectedBecause }
	| { kind: "fact_noted"; note: FactNote }
	/** A fact broke a step. It was put aside, in the table `aside`, and the others were taken. */
	| { kind: "fact_put_aside"; factType: string; because: ErrorDetails }
	/** A platform threw, said something that is no fact, or ended without a result. */
	| { kind: "platform_failed"; command: Command; error: unknown }
	/** A platform gave no result within the deadline. */
	| { kind: "command_overdue"; command: Command }
	/** After a restart: it was given out and has no answer. It is not sent again. */
	| { kind: "command_unknown"; command: Command }
	/** After a restart: its deadline passed before it was given out. It is not sent. */
	| { kind: "command_too_late"; command: Command }
	/** A notice was not sent; it is tried again unless `isLast`, which none to the host ever is. */
	| { kind: "notice_failed"; notice: Notice; error: unknown; isLast: boolean }
	/** The clock is more than five minutes behind the site's: nothing is done until it has caught up,
	 * or the order `accept_clock` comes. Facts wait in the inbox. */
	| { kind: "clock_went_back" };
