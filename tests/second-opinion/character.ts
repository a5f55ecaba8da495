// What a lock's cloud is like. Most real ones have one of these habits, some have several.
import type { Dice } from "./random.js";

/** The habits, each named after what it does. */
export const HABITS = {
	plain: "confirms what it did, within seconds",
	accepts: "accepts at once; confirms, or fails, later",
	lies: "calls confirmed what is not on the lock",
	keeps: "calls a removal confirmed, and the code stays",
	lists_early: "lists what is not on the lock yet",
	omits: "leaves one code out of one list",
	rounds: "lists whole hours, and a far year for no end",
	forgets: "drops a code some minutes after it confirmed it",
	refuses: "refuses every write for some days, and says that this is for good",
	slow: "takes half a minute and more where it has much to do",
	writes_time_out: "answers reads while writes time out, for some hours",
	backdates: "dates its lists some minutes back",
	no_list: "answers some readings without a list",
	strangers: "holds codes of strangers with odd labels, places and ends",
	masks: "lists its codes without their PINs",
	loses: "loses an answer now and then",
	algorithmic: "takes no codes at all: its lock knows those of an algorithm",
} as const;

export type Habit = keyof typeof HABITS;

export interface Character {
	habit: Habit;
	/** Whether it tells the engine of entries. */
	tellsUses: boolean;
	/** Whether a silent lock's commands fail at once, or are never answered. */
	silence: "fails" | "mute";
	/** How soon the platform says that a lock is silent, in minutes; absent: never. */
	noticesSilence?: number;
}

const ALL = (Object.keys(HABITS) as Habit[]).filter((habit) => habit !== "algorithmic");

export function drawCharacter(dice: Dice): Character {
	const notices = dice.one([0, 1, 10, undefined]);
	return {
		habit: dice.happens(0.35) ? "plain" : dice.one(ALL),
		tellsUses: dice.happens(0.5),
		silence: dice.one(["fails", "mute"]),
		...(notices !== undefined && { noticesSilence: notices }),
	};
}
