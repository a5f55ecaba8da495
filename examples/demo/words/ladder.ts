// The ladder of ways in: the order in which they are looked at, and why each was taken or not.
import { type Decision, explain, type Route } from "latchstring";
import { TIME_ZONE } from "../sim/house.js";

const NAMES: Record<Exclude<Route, "wait">, string> = {
	existing_code: "The code that they know",
	program: "Send it to the lock again",
	offline_code: "A code made without the lock",
	backup_code: "A backup code",
	emergency_code: "The emergency code",
	entry_method: "A key or a lockbox",
	contact_host: "A call to you",
};

export interface Rung {
	name: string;
	state: "passed" | "taken" | "unneeded";
	why: string;
}

/** The whole ladder of a decision. */
export function ladderOf(decision: Decision): Rung[] {
	const lines = explain(decision, { timeZone: TIME_ZONE, ladder: true }).split("\n").slice(1);
	const order = Object.keys(NAMES) as (keyof typeof NAMES)[];
	const taken = order.indexOf(decision.route as keyof typeof NAMES);
	const after = order.slice(taken + 1).map((route) => NAMES[route].toLowerCase());
	const rungs = order.slice(0, taken + 1).flatMap((route, place): Rung[] => {
		const passed = decision.passedOver.findIndex((one) => one.route === route);
		const name = NAMES[route];
		if (passed >= 0) {
			const line = lines[passed] ?? "";
			const why = line.slice(line.indexOf(": ") + 2).replace(/\.$/, "");
			return [{ name, state: "passed", why }];
		}
		return place === taken ? [{ name, state: "taken", why: "taken" }] : [];
	});
	if (taken < 0 || after.length === 0) return rungs;
	return [...rungs, { name: "Not needed", state: "unneeded", why: after.join(", ") }];
}

/** The decision as a sentence. */
export const sentenceOf = (decision: Decision): string =>
	explain(decision, { timeZone: TIME_ZONE });
