// Notices on their way to people. It promises that each leaves at least once, with its key; that
// the notices to one person leave in their order, while they can; and that one to the host is never
// given up: a host who hears nothing leaves a guest outside.

import type { Fact, Notice } from "../generated/types.js";
import type { SiteClock } from "./clock.js";
import { type Ending, runEnded } from "./ending.js";
import type { Ledger } from "./ledger.js";
import type { Delivered, Notify } from "./platform.js";
import type { HostReport } from "./report.js";
import type { Letter } from "./store.js";

/** What sending needs. */
export interface Post {
	notify: Notify;
	clock: SiteClock;
	ledger: Ledger;
	/** How long one try may take. */
	notifySeconds: number;
	/** How often a notice is tried, or holds up others. */
	notifyTries: number;
	report: (said: HostReport) => void;
	/** A letter is done with, or waits. */
	next: () => void;
	/** The end of the run. */
	ending: Ending;
	/** The people to whom something is under way. */
	busy: Set<string>;
}

/** Sends what is due, the first notice of each person; gives when the next one is due. */
export function sendLetters(post: Post): number | undefined {
	const now = post.clock.now().getTime();
	const seen = new Set(post.busy);
	let due: number | undefined;
	for (const [id, letter] of post.ledger.mail) {
		const person = personOf(letter.notice);
		if (seen.has(person)) continue;
		const isStuck = letter.tries >= post.notifyTries;
		const notBefore = letter.notBefore === undefined ? now : Date.parse(letter.notBefore);
		if (notBefore > now) {
			due = Math.min(due ?? notBefore, notBefore);
			// A notice that nobody takes holds up the others for a limited time.
			if (!isStuck) seen.add(person);
			continue;
		}
		seen.add(person);
		post.busy.add(person);
		// The run hears of a store that fails from the ledger.
		send(id, letter, post)
			.catch(() => undefined)
			.finally(() => {
				post.busy.delete(person);
				post.next();
			});
	}
	return due;
}

async function send(id: string, letter: Letter, post: Post): Promise<void> {
	const { notice } = letter;
	const { ledger, clock, ending } = post;
	let delivered: Delivered | undefined;
	try {
		delivered = await tried(notice, post);
	} catch (error) {
		if (ending.isOver) return;
		const tries = letter.tries + 1;
		const isLast = tries >= post.notifyTries && notice.to !== "host";
		post.report({ kind: "notice_failed", notice, error, isLast });
		if (isLast) return await ledger.told(id, noticeResult(id, notice, clock.now(), FAILED));
		const pause = Math.min(1000 * 2 ** Math.min(letter.tries, 10), LONGEST_PAUSE);
		const notBefore = new Date(clock.now().getTime() + pause).toISOString();
		return await ledger.putOff(id, { notice, tries, notBefore });
	}
	if (ending.isOver) return;
	await ledger.told(id, delivered && noticeResult(id, notice, clock.now(), delivered));
}

/** The longest pause between two tries. */
const LONGEST_PAUSE = 60_000;

const FAILED: Delivered = { outcome: "failed" };

/** One try, which ends by its deadline whatever the messenger does. */
function tried(notice: Notice, { notify, clock, notifySeconds, ending }: Post) {
	const control = new AbortController();
	return new Promise<Delivered | undefined>((sent, failed) => {
		const end = (error: unknown) => {
			control.abort(error);
			failed(error);
		};
		const cancel = clock.after(notifySeconds * 1000, () =>
			end(new Error("the messenger gave no answer in time")),
		);
		const letGo = ending.onEnd(() => end(runEnded()));
		Promise.resolve()
			.then(() => notify(notice, control.signal))
			.then(sent, failed)
			.finally(() => {
				cancel();
				letGo();
			});
	});
}

function personOf({ to, reservationId, visitId }: Notice): string {
	return to === "host" ? "host" : `${to} ${reservationId ?? visitId ?? ""}`;
}

function noticeResult(id: string, { key }: Notice, now: Date, delivered: Delivered): Fact {
	const at = now.toISOString();
	const { outcome, channel } = delivered;
	return {
		...{ type: "notice_result", id: `notice ${id} ${at}`, at, key, outcome },
		...(channel !== undefined && { channel }),
	};
}
