// How a runner talks to a platform: it sends what a codec asks for, and gives the codec the
// answers.

import type { Said } from "../core/talk.js";
import type { Fact } from "../generated/types.js";
import type { StopSignal } from "./signal.js";

/** The two ends of a conversation. */
export interface Ends<Request, Answer> {
	/** What is sent first. */
	first: Request[];
	/** Sends one request, and never throws. */
	send(request: Request): Promise<Answer>;
	/** The answer that stands for none. */
	lost(request: Request): Answer;
	/** Whether the rest of a round is of no use after this answer. */
	ends(answer: Answer): boolean;
	/** Reads all answers so far. */
	read(answers: Answer[]): Said<Request>;
}

/** No command needs more rounds: a list of a lock may take two for each place. */
const MAX_ROUNDS = 2000;

/** Runs a command to its result. After an abort nothing more is sent. */
export async function* converse<Request, Answer>(
	{ first, send, lost, ends, read }: Ends<Request, Answer>,
	signal: StopSignal,
): AsyncIterable<Fact> {
	const answers: Answer[] = [];
	let todo = first;
	for (let round = 0; round < MAX_ROUNDS; round += 1) {
		for (const request of todo) {
			const answer = signal.aborted ? lost(request) : await orLost(send(request), request);
			answers.push(answer);
			if (ends(answer)) break;
		}
		const { facts, next } = read(answers);
		yield* facts;
		if (next === undefined || next.length === 0) return;
		todo = next;
	}

	/** The answer, or none where the host stops waiting before it comes. */
	function orLost(sent: Promise<Answer>, request: Request): Promise<Answer> {
		return new Promise((resolve) => {
			const stop = () => resolve(lost(request));
			signal.addEventListener("abort", stop, { once: true });
			sent.then(resolve, stop).finally(() => signal.removeEventListener("abort", stop));
		});
	}
}
