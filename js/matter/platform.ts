// The runner over `@matter/main`. The caller hands in the endpoints; this package imports none.

import { wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { expectFunction, expectLocks, expectObject } from "../core/given.js";
import { guarded } from "../core/guard.js";
import { isObject } from "../core/part.js";
import { utf8 } from "../core/utf8.js";
import { converse } from "../host/converse.js";
import type { LockPlatform } from "../host/platform.js";
import type { MatterAnswer, MatterRequest } from "./exchange.js";
import { facts } from "./facts.js";
import type { MatterError } from "./failures.js";
import type { MatterLock } from "./lock.js";
import { requests } from "./requests.js";
import { endsRound } from "./talk.js";

/** As much of an endpoint of `@matter/main` as is used: that of the lock, on the hub's side. */
export interface MatterEndpoint {
	// biome-ignore lint/suspicious/noExplicitAny: an agent has the behaviors of its device
	act(actor: (agent: any) => unknown): unknown;
}

/** Which endpoint a lock is, and what it does not say. */
export interface MatterDoor {
	endpoint: MatterEndpoint;
	/** Whether windows are stored on it: see `lockFromMatter` \[no\]. */
	schedules?: boolean;
	/** The zone of the clock at the lock. */
	timeZone?: string;
}

/**
 * A platform of Matter locks, by their ids in the site.
 *
 * @example
 * const platform = matterPlatform({ locks: { front: { endpoint } } });
 */
export const matterPlatform = guarded(
	(options: {
		locks: Record<string, MatterDoor>;
		/** The clock \[the system's\]. */
		now?: () => Date;
	}): LockPlatform => {
		const hint = "write matterPlatform({ locks: { front: { endpoint } } })";
		expectObject("options", options, hint);
		const { locks, now = () => new Date() } = options;
		expectLocks(locks, hint);
		expectFunction("now", now, hint);
		return {
			async *run(command, signal) {
				const door = locks[command.lockId];
				const lock = (): MatterLock => {
					const { schedules, timeZone } = door ?? {};
					return {
						...(schedules !== undefined && { schedules }),
						...(timeZone !== undefined && { timeZone }),
						now: now(),
					};
				};
				yield* converse<MatterRequest, MatterAnswer>(
					{
						first: requests(command, lock()),
						send: (request) => send(door?.endpoint, request),
						lost: (request) => ({ request, error: { message: "nobody waited for the answer" } }),
						ends: endsRound,
						read: (answers) => facts(command, answers, lock()),
					},
					signal,
				);
			},
		};
	},
);

/**
 * What a site should know of a lock: its places, the lengths of its PINs, and whether it keeps
 * windows. With a `timeZone` windows are stored on a lock that can.
 *
 * @example
 * const { lock, schedules } = await lockFromMatter(endpoint, { timeZone: "Europe/Paris" });
 */
export async function lockFromMatter(
	endpoint: MatterEndpoint,
	options: { timeZone?: string } = {},
) {
	const timeZone = zoneOf(endpoint, options);
	const read = (agent: { doorLock: { state: Record<string, unknown> } }) => {
		const { state } = agent.doorLock;
		const number = (key: string) => (typeof state[key] === "number" ? (state[key] as number) : 0);
		return {
			places: Math.min(number("numberOfTotalUsersSupported"), number("numberOfPinUsersSupported")),
			lengths: [number("minPinCodeLength"), number("maxPinCodeLength")] as const,
			schedules: number("numberOfYearDaySchedulesSupportedPerUser"),
		};
	};
	const said = await endpoint.act(read);
	if (!isObject(said) || !Array.isArray(said.lengths))
		throw refusal("invalid_value", "endpoint.act", "it gave not what it was asked for", ENDPOINT);
	const { places, lengths, schedules } = said as ReturnType<typeof read>;
	const [min, max] = [Math.max(4, lengths[0]), Math.min(10, lengths[1])];
	const keepsWindows = schedules > 0 && timeZone !== undefined;
	return {
		schedules: keepsWindows,
		lock: {
			profile: "matter",
			slots: { from: 1, to: Math.max(1, places) },
			nativeSchedule: keepsWindows,
			...(max >= min && {
				rules: { lengths: Array.from({ length: max - min + 1 }, (_, at) => min + at) },
			}),
			...(timeZone !== undefined && { timeZone }),
		},
	};
}

const ENDPOINT = "write await lockFromMatter(endpoint, { timeZone })";

/** What `lockFromMatter` is given, checked. */
const zoneOf = guarded(
	(endpoint: MatterEndpoint, options: { timeZone?: string }): string | undefined => {
		const hint = ENDPOINT;
		expectObject("endpoint", endpoint, hint, ["act"]);
		expectObject("options", options, hint);
		const { timeZone } = options;
		if (timeZone !== undefined && typeof timeZone !== "string")
			throw wrongType("timeZone", "the name of a zone", timeZone, hint);
		return timeZone;
	},
	"endpoint",
);

async function send(
	endpoint: MatterEndpoint | undefined,
	request: MatterRequest,
): Promise<MatterAnswer> {
	if (endpoint === undefined)
		return { request, error: { code: 1, id: "no-endpoint", message: "no such lock" } };
	const { credentialData, ...fields } = request.fields;
	const data = typeof credentialData === "string" && {
		credentialData: utf8(credentialData),
	};
	type Agent = { doorLock: Record<string, (fields: object) => unknown> };
	try {
		const given = await endpoint.act((agent: Agent) =>
			agent.doorLock[request.command]?.({ ...fields, ...data }),
		);
		const value = plain(given);
		return { request, ...(value !== undefined && { value }) };
	} catch (thrown) {
		return { request, error: errorOf(thrown) };
	}
}

function errorOf(thrown: unknown): MatterError {
	const { code, clusterCode, id, message } = thrown as Record<string, unknown>;
	return {
		...(typeof code === "number" && { code }),
		...(typeof clusterCode === "number" && { clusterCode }),
		...(typeof id === "string" && { id }),
		message: typeof message === "string" ? message : String(thrown),
	};
}

/** A response as plain data: what is no number, text, flag or list is of no use here. */
function plain(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(plain);
	if (!isObject(value))
		return ["number", "string", "boolean"].includes(typeof value) ? value : undefined;
	return Object.fromEntries(
		Object.keys(value)
			.map((key) => [key, plain(value[key])])
			.filter(([, one]) => one !== undefined),
	);
}
