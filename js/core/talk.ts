// A talk with a platform: requests, answers, more requests, and a result. A codec writes it as a
// generator, which is run again from its start with all answers so far. So it keeps no state.

import type { Command, Fact } from "../generated/types.js";
import { wrongType } from "./checks.js";
import { type Outcome, resultFact } from "./command.js";
import { toJson } from "./json.js";
import { isObject } from "./part.js";

/** What a command came to, and the facts that come before its result. */
export interface Told extends Outcome {
	before?: Fact[];
}

/** Yields rounds of requests, is given the answers of each, and returns what came of them. */
export type Talk<Request, Answer> = Generator<Request[], Told, Answer[]>;

/** What the answers of a command say so far. */
export interface Said<Request> {
	/** Facts for `advance`, in their order; none while `next` asks for more. */
	facts: Fact[];
	/** What has to be sent next. Give all answers again, with the new ones behind them. */
	next?: Request[];
}

/**
 * The answers that a caller gives to `facts`, as plain data. `keys` are the texts of a request.
 *
 * @throws {LatchstringError} if they are no list of answers with their requests
 */
export function answersIn<Answer>(answers: Answer[], keys: readonly string[]): Answer[] {
	const given: unknown = JSON.parse(toJson({ answers })).answers;
	const hint = "give all answers so far, each with its request";
	if (!Array.isArray(given)) throw wrongType("answers", "a list of answers", given, hint);
	for (const [at, one] of given.entries()) {
		if (!isObject(one) || !isObject(one.request))
			throw wrongType(`answers[${at}]`, "an answer with its request", one, hint);
		for (const key of keys)
			if (typeof one.request[key] !== "string")
				throw wrongType(`answers[${at}].request.${key}`, "a string", one.request[key], hint);
	}
	return given;
}

/** The first requests of a talk. */
export function opening<Request, Answer>(talk: Talk<Request, Answer>): Request[] {
	const first = talk.next();
	return first.done === true ? [] : first.value;
}

/**
 * Runs a talk with the answers so far. An answer that `ends` its round is the last one of it: what
 * the round asked behind it was not sent.
 */
export function replay<Request, Answer>(
	command: Command,
	talk: Talk<Request, Answer>,
	{ answers, ends, at }: { answers: Answer[]; ends: (answer: Answer) => boolean; at: string },
): Said<Request> {
	let given = 0;
	let turn = talk.next();
	while (turn.done !== true) {
		const round: Answer[] = [];
		for (const answer of answers.slice(given, given + turn.value.length)) {
			round.push(answer);
			if (ends(answer)) break;
		}
		given += round.length;
		const last = round.at(-1);
		const isWhole = round.length === turn.value.length || (last !== undefined && ends(last));
		if (!isWhole) return { facts: [], next: turn.value.slice(round.length) };
		turn = talk.next(round);
	}
	const { before = [], ...outcome } = turn.value;
	return { facts: [...before, resultFact(command, at, outcome)] };
}
