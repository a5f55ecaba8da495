// One seed from end to end: its house, its history, what did not hold.
import { type Dialect, learnDialect } from "./dialect.js";
import type { Fault } from "./fault.js";
import { drawHistory, type History } from "./history.js";
import { drawHouse, profiles } from "./house.js";
import { type Played, play } from "./play.js";
import { Dice } from "./random.js";

let brands: string[] | undefined;
let words: Dialect | undefined;

export function historyOf(seed: number): History {
	brands ??= profiles();
	const dice = new Dice(seed);
	const house = drawHouse(dice.fork("house"), brands);
	return drawHistory(seed, house, dice.fork("history"));
}

export function playHistory(history: History, trace?: (line: string) => void): Played {
	words ??= learnDialect();
	return play(history, words, trace);
}

export interface Opinion {
	seed: number;
	faults: Fault[];
	steps: number;
	commands: number;
}

export function opinionOf(seed: number): Opinion {
	return { seed, ...playHistory(historyOf(seed)) };
}
