// The room of Seam's runner. It promises that a command is carried out over HTTP at most once, that
// what Seam puts off is asked for until it is known, and that the API key goes to Seam only.

import { wrongType } from "../../core/checks.js";
import { refusal } from "../../core/error.js";
import { expectFunction, expectObject } from "../../core/given.js";
import { guarded } from "../../core/guard.js";
import { within } from "../../core/ranges.js";
import type { Command, Fact } from "../../generated/types.js";
import { type SiteClock, sleep, systemClock } from "../../host/clock.js";
import type { LockPlatform } from "../../host/platform.js";
import type { Signal } from "../../host/signal.js";
import { facts, laterFacts, type SeamAnswer, type SeamFacts } from "../codec/facts.js";
import { requests, type SeamRequest } from "../codec/requests.js";
import { type SeamFetch, send, type Wire } from "./send.js";
import { withoutFailed } from "./withdraw.js";

/** What a runner needs to speak to Seam. */
export interface SeamPlatformOptions {
	/** The key of the workspace. */
	apiKey: string;
	/**
	 * Where Seam's API is \[`https://connect.getseam.com`\]. Plain HTTP goes to this machine only.
	 */
	baseUrl?: string;
	/** What sends \[the runtime's `fetch`\]. */
	fetch?: SeamFetch;
	/** The clock \[the machine's\]. */
	clock?: SiteClock;
	/** Seam's id of a lock's device \[the lock's id\]. */
	deviceOf?: (lockId: string) => string | undefined;
	/** Whether Seam keeps backups of its own for codes that are made here \[no\]. */
	backupPool?: boolean;
	/** How long one answer may take, 1 to 120 s \[15\]. */
	requestSeconds?: number;
}

/** Lists, and what follows from them. */
const ROUNDS = 4;

/** When what Seam put off is asked for: after so many seconds, and then each so many. */
const POLLS = [1, 2, 4, 8, 15, 30];

/**
 * A platform of `runSite` that carries out commands over Seam's HTTP API, with `requests`, `facts`
 * and `laterFacts`.
 *
 * A request is sent again only where Seam answered 429, or 503 with `Retry-After`, at most three
 * times and within the command's deadline: Seam did nothing then. Where no answer comes, nobody
 * knows, and the result is `unknown`. A command that Seam accepted is asked for until it is done or
 * failed, or until the signal is aborted.
 *
 * @throws {LatchstringError} if an option is not what it should be
 * @example
 * const platform = seamPlatform({ apiKey: "seam_key" });
 */
export const seamPlatform = guarded((options: SeamPlatformOptions): LockPlatform => {
	const wire = wireOf(options);
	return { run: (command, signal) => run(command, signal, wire, options) };
});

async function* run(
	command: Command,
	signal: Signal,
	wire: Wire,
	{ deviceOf, backupPool = false }: SeamPlatformOptions,
): AsyncGenerator<Fact> {
	const deviceId = deviceOf?.(command.lockId);
	const door = () => ({
		...{ now: wire.clock.now(), backupPool },
		...(deviceId !== undefined && { deviceId }),
	});
	let todo: SeamRequest[] | undefined = requests(command, door());
	for (let round = 0; todo !== undefined && round < ROUNDS; round += 1) {
		// A list is as old as its question: what changes while it is on its way may not be in it.
		const asked = door();
		const answers: SeamAnswer[] = [];
		for (const request of todo) answers.push(await send(request, wire, signal));
		const said = facts(command, answers, asked);
		yield* await withoutFailed(command, said.facts, wire, signal);
		if (said.next === undefined) yield* later(command, said, wire, signal);
		todo = said.next;
	}
}

/** Asks for what Seam accepted, until it is done or failed. */
async function* later(
	command: Command,
	{ facts: said, later }: SeamFacts,
	wire: Wire,
	signal: Signal,
): AsyncGenerator<Fact> {
	const isOpen = said.some((fact) => fact.type === "command_result" && fact.outcome === "accepted");
	let request = later && requestFor(command, later);
	if (!isOpen || request === undefined) return;
	for (let poll = 0; request !== undefined && !signal.aborted; poll += 1) {
		await sleep(wire.clock, 1000 * (POLLS[Math.min(poll, POLLS.length - 1)] ?? 30), signal);
		if (signal.aborted) return;
		const now = wire.clock.now();
		const answer = await send(request, wire, signal);
		const known = factsIn(command, answer, now);
		yield* await withoutFailed(command, known, wire, signal);
		if (known.length > 0) return;
		// An attempt that succeeded is Seam's word; the code says what the device has (F20).
		if (isDone(answer)) request = requestFor(command, { ...later, actionAttemptId: undefined });
	}
}

/** Whether an action attempt has succeeded. */
function isDone({ path, status, body }: SeamAnswer): boolean {
	if (path !== "/action_attempts/get" || status !== 200) return false;
	const { action_attempt } = (body ?? {}) as { action_attempt?: { status?: unknown } };
	return action_attempt?.status === "success";
}

type Later = NonNullable<SeamFacts["later"]>;

function requestFor(
	command: Command,
	{ actionAttemptId, accessCodeId }: { [Name in keyof Later]?: string | undefined },
): SeamRequest | undefined {
	const post = (path: string, body: Record<string, unknown>): SeamRequest => ({
		...{ method: "POST", path, body },
	});
	if (actionAttemptId !== undefined)
		return post("/action_attempts/get", { action_attempt_id: actionAttemptId });
	if (accessCodeId === undefined || command.kind === "read_lock") return undefined;
	return post("/access_codes/get", { access_code_id: accessCodeId });
}

function factsIn(command: Command, { path, status, body }: SeamAnswer, now: Date): Fact[] {
	const isAttempt = path === "/action_attempts/get";
	// A code that Seam does not find any more was removed.
	if (status === 404 && !isAttempt && command.kind === "remove_code")
		return facts(command, [{ path, status, body }], { now }).facts;
	if (status !== 200 || typeof body !== "object" || body === null) return [];
	const { action_attempt, access_code } = body as Record<string, unknown>;
	const found = isAttempt ? action_attempt : access_code;
	if (typeof found !== "object" || found === null) return [];
	return laterFacts(command, found, { at: now });
}

function wireOf(given: SeamPlatformOptions): Wire {
	const hint = 'write seamPlatform({ apiKey: "seam_key" })';
	expectObject("options", given, hint);
	const { apiKey, baseUrl = "https://connect.getseam.com", clock = systemClock } = given;
	expectObject("clock", clock, hint, ["now", "after"]);
	for (const [path, call] of Object.entries({ fetch: given.fetch, deviceOf: given.deviceOf }))
		if (call !== undefined) expectFunction(path, call, hint);
	if (typeof apiKey !== "string")
		throw wrongType("apiKey", "a string", apiKey, "give the key of the workspace");
	if (!/^[\x21-\x7e]{1,512}$/.test(apiKey))
		throw refusal("invalid_value", "apiKey", "not a key", "give the key of the workspace");
	return {
		...within({ requestSeconds: [15, 1, 120] }, given),
		...{ apiKey, baseUrl: addressOf(baseUrl) },
		clock,
		// In Workers, `fetch` is taken from the global object at each call.
		fetch: given.fetch ?? ((address, init) => fetch(address, init)),
	};
}

function addressOf(text: string): string {
	const hint = "give an address such as https://connect.getseam.com";
	let address: URL;
	try {
		if (typeof text !== "string") throw undefined;
		address = new URL(text);
	} catch {
		throw refusal("invalid_value", "baseUrl", "not an address", hint);
	}
	const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(address.hostname);
	if (address.protocol !== "https:" && !(address.protocol === "http:" && isHere))
		throw refusal("invalid_value", "baseUrl", "the key would be sent in clear", hint);
	return address.href.replace(/\/+$/, "");
}
