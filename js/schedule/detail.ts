// What the events of the element tell.
import type { Trouble } from "../generated/types.js";
import type { StayChange } from "./hand.js";

/** What is selected, as `latchstring-select` tells it. */
export interface Selection {
	id: string;
	lockId: string;
	kind: string;
	reservationId?: string | undefined;
	visitId?: string | undefined;
	from: string;
	to: string;
}

/** The events of the element, with what each tells in `detail`. */
export interface ScheduleEvents {
	"latchstring-select": Selection | null;
	"latchstring-hover": Selection | null;
	"latchstring-view": { from: string; to: string };
	"latchstring-changing": StayChange;
	"latchstring-change": StayChange;
	"latchstring-supposing": Trouble;
	"latchstring-suppose": Trouble;
	"latchstring-forget": { index: number; trouble: Trouble };
}
