// Which of the facts in the design the package takes today. What it does not take is a fault of its
// own; the clouds then say the next best thing, so that one missing word is not found a thousand
// times.
import { advance, createSite, type Fact } from "latchstring";

export interface Dialect {
	/** `failure: "not_found"`: a removal of what is not there. */
	notFound: boolean;
	/** `codes[].enabled`: a code that is switched off in the lock's app. */
	enabled: boolean;
	/** `codes[].state`: what a cloud lists before it is on the lock. */
	state: boolean;
	/** A list in which one code is odd still counts. */
	oddCodes: boolean;
	/** A second result of one command. */
	secondResult: boolean;
}

const key = "a key of thirty-two bytes or more";
const now = "2026-03-01T12:00:00Z";

/** Asks the package, fact by fact. */
export function learnDialect(): Dialect {
	const listed = { externalId: "x", pin: "835261" };
	return {
		notFound: takes({ outcome: "failed", failure: "not_found" }),
		enabled: takesList({ ...listed, enabled: false }),
		state: takesList({ ...listed, state: "accepted" }),
		oddCodes: takesList({ ...listed, name: "tab\there" }),
		secondResult: takes({ outcome: "accepted" }, { outcome: "failed", failure: "rejected" }),
	};
}

/** What is missing, by the words of a dialect. */
export const WORDS: Record<keyof Dialect, string> = {
	notFound: "a command can fail because the code was not found, and a removal is then done",
	enabled: "a list can say that a code is switched off",
	state: "a list can say that a code is only accepted yet",
	oddCodes: "each code of a list is read by itself: an odd one does not hide the others",
	secondResult: "a second result of one command counts",
};

function site() {
	return createSite({
		id: "words",
		listings: [
			{
				id: "l",
				name: "L",
				timeZone: "Etc/UTC",
				checkIn: "15:00",
				checkOut: "11:00",
				locks: ["d"],
			},
		],
		locks: [{ id: "d", name: "D", nativeSchedule: true }],
	});
}

function takesList(code: object): boolean {
	const facts = [{ type: "lock_report", id: "e", at: now, lockId: "d", codes: [code] }];
	const step = advance(site(), facts as unknown as Fact[], { now, key });
	return step.rejected.length === 0;
}

/** Whether each of these results of one command changes something. */
function takes(...results: object[]): boolean {
	let step = advance(site(), [], { now, key });
	const commandId = step.commands[0]?.id;
	return results.every((result, at) => {
		const time = `2026-03-01T12:00:0${at + 1}Z`;
		const fact = { type: "command_result", id: `e${at}`, at: time, commandId, ...result };
		step = advance(step.site, [fact] as unknown as Fact[], { now: time, key });
		return step.rejected.length === 0 && step.changes.length > 0;
	});
}
