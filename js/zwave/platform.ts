// The runner over zwave-js. The caller hands in the driver; this package imports none.

import { wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { expectFunction, expectLocks, expectObject, valueAt } from "../core/given.js";
import { guarded } from "../core/guard.js";
import { call } from "../core/module.js";
import { isObject } from "../core/part.js";
import type { Fact } from "../generated/types.js";
import { converse } from "../host/converse.js";
import type { LockPlatform } from "../host/platform.js";
import { eventFacts, type ZwaveEvent } from "./events.js";
import type { ZwaveAnswer, ZwaveRequest } from "./exchange.js";
import { facts } from "./facts.js";
import type { ZwaveLock } from "./lock.js";
import { requests } from "./requests.js";
import { endsRound } from "./talk.js";

/** As much of a node of zwave-js as is used. */
export interface ZwaveNode {
	ready: boolean;
	accessControl?: object | undefined;
	commandClasses: object;
	supportsCC(commandClass: number): boolean;
	getValue(id: { commandClass: number; property: string }): unknown;
	// biome-ignore lint/suspicious/noExplicitAny: zwave-js types each event by itself
	on(event: any, listener: (...given: any[]) => void): unknown;
	// biome-ignore lint/suspicious/noExplicitAny: zwave-js types each event by itself
	off(event: any, listener: (...given: any[]) => void): unknown;
}

/** As much of the driver of zwave-js as is used. */
export interface ZwaveDriver {
	options: { interview?: { queryAllUserCodes?: boolean } };
	controller: { nodes: { get(id: number): ZwaveNode | undefined } };
}

/** Which node a lock is, and what its node does not say. */
export interface ZwaveDoor {
	nodeId: number;
	/** The last place to read \[all that the lock has\]. Codes behind it are not seen. */
	places?: number;
	/** The zone of the clock at the lock; absent: no windows are stored on it. */
	timeZone?: string;
	/** Whether the clock of the lock is set to its zone by other means than zwave-js \[no\]. */
	clockIsSet?: boolean;
	/** What a cleared place reads back, where that is no empty text. */
	clearedPin?: string;
}

const [USER_CODE, USER_CREDENTIAL, SCHEDULES, BATTERY] = [0x63, 0x83, 0x4e, 0x80];
const NOT_READY = 103;
const NO_NODE = 211;

/** A platform of Z-Wave locks, and what its locks say by themselves. */
export interface ZwavePlatform extends LockPlatform {
	/** Reports what the locks say by themselves, until the function that it gives is called. */
	watch(report: (facts: Fact[]) => void): () => void;
}

/**
 * A platform of Z-Wave locks, by their ids in the site.
 *
 * @throws {LatchstringError} if the driver would wipe codes when it meets a lock anew, or would set
 * a lock's clock to another zone than its own
 * @example
 * const platform = zwavePlatform({ driver, locks: { front: { nodeId: 4 } } });
 */
export const zwavePlatform = guarded(
	(options: {
		driver: ZwaveDriver;
		locks: Record<string, ZwaveDoor>;
		/** The clock \[the system's\]. */
		now?: () => Date;
	}): ZwavePlatform => {
		const hint = "write zwavePlatform({ driver, locks: { front: { nodeId: 4 } } })";
		expectObject("options", options, hint);
		const { driver, locks, now = () => new Date() } = options;
		expectObject("driver", driver, hint);
		expectObject("driver.options", valueAt("driver", driver, "options", hint), hint);
		if (driver.options.interview?.queryAllUserCodes !== true)
			throw refusal(
				"invalid_value",
				"driver.options.interview.queryAllUserCodes",
				"the driver deletes all codes of a lock that it meets anew",
				"start the driver with `interview: { queryAllUserCodes: true }`",
			);
		expectObject("driver.controller", valueAt("driver", driver, "controller", hint), hint);
		expectObject("driver.controller.nodes", driver.controller.nodes, hint, ["get"]);
		expectLocks(locks, hint);
		expectFunction("now", now, hint);
		for (const [id, door] of Object.entries(locks)) {
			checkDoor(`locks.${id}`, door);
			checkClock(id, door, now());
		}
		const nodeOf = (id: string) => driver.controller.nodes.get(locks[id]?.nodeId ?? -1);
		return {
			async *run(command, signal) {
				const node = nodeOf(command.lockId);
				const door = locks[command.lockId] ?? { nodeId: -1 };
				const lock = (): ZwaveLock => ({ ...seenLock(node, door), now: now() });
				yield* converse<ZwaveRequest, ZwaveAnswer>(
					{
						first: requests(command, lock()),
						send: (request) => send(node, request),
						lost: (request) => ({ request, error: { message: "nobody waited for the answer" } }),
						ends: endsRound,
						read: (answers) => facts(command, answers, lock()),
					},
					signal,
				);
			},
			watch(report) {
				const ends = Object.keys(locks).map((lockId) => {
					const node = nodeOf(lockId);
					return node === undefined
						? () => undefined
						: watchNode(node, (event) => report(eventFacts(event, { lockId, at: now() })));
				});
				return () => {
					for (const end of ends) end();
				};
			},
		};
	},
);

/**
 * What a site should know of a lock: its places, and whether it keeps windows.
 *
 * @example
 * const lock = { id: "front", name: "Front door", ...lockFromZwave(node, { nodeId: 4 }) };
 */
export const lockFromZwave = guarded(
	(node: ZwaveNode, door: ZwaveDoor) => {
		const hint = "write lockFromZwave(node, { nodeId: 4 })";
		expectObject("node", node, hint, ["supportsCC", "getValue"]);
		expectObject("door", door, hint);
		checkDoor("door", door);
		const { places, schedules } = seenLock(node, door);
		return {
			profile: "zwave",
			slots: { from: 1, to: places },
			nativeSchedule: schedules === true,
			...(door.timeZone !== undefined && { timeZone: door.timeZone }),
		};
	},
	"node",
	"door",
);

function seenLock(node: ZwaveNode | undefined, door: ZwaveDoor): Omit<ZwaveLock, "now"> {
	const value = (commandClass: number, property: string) => {
		const found = node?.getValue({ commandClass, property });
		return typeof found === "number" ? found : 0;
	};
	// A lock with User Credential CC and no users uses User Code CC (CL:0083.01.21.00.4).
	const users = node?.supportsCC(USER_CREDENTIAL) ? value(USER_CREDENTIAL, "supportedUsers") : 0;
	const all = users > 0 ? users : value(USER_CODE, "supportedUsers");
	const keepsWindows =
		users === 0 &&
		door.timeZone !== undefined &&
		node?.supportsCC(SCHEDULES) === true &&
		value(SCHEDULES, "numYearDaySlots") > 0;
	return {
		keeps: users > 0 ? "user_credential" : "user_code",
		places: Math.max(1, Math.min(door.places ?? all, all === 0 ? (door.places ?? 1) : all)),
		schedules: keepsWindows,
		battery: node?.supportsCC(BATTERY) === true,
		...(door.timeZone !== undefined && { timeZone: door.timeZone }),
		...(door.clearedPin !== undefined && { clearedPin: door.clearedPin }),
	};
}

/** Refuses values of another type. */
function checkDoor(path: string, { nodeId, places, timeZone, clearedPin }: ZwaveDoor): void {
	const hint = "write { nodeId: 4 }, and what the node does not say";
	for (const [key, value] of Object.entries({ nodeId, places }))
		if (value !== undefined && typeof value !== "number")
			throw wrongType(`${path}.${key}`, "a number", value, hint);
	for (const [key, value] of Object.entries({ timeZone, clearedPin }))
		if (value !== undefined && typeof value !== "string")
			throw wrongType(`${path}.${key}`, "a string", value, hint);
}

/** zwave-js sets a lock's clock to the zone of its own process. */
function checkClock(lockId: string, { timeZone, clockIsSet }: ZwaveDoor, now: Date): void {
	if (timeZone === undefined || clockIsSet === true) return;
	const half = 182 * 86_400_000;
	const instants = [now, new Date(now.getTime() + half)];
	const there = call("localTimes", { instants, timeZone }).map((text) => text.slice(0, 16));
	const here = instants.map((at) => {
		const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
		return local.toISOString().slice(0, 16);
	});
	if (there.join() === here.join()) return;
	throw refusal(
		"invalid_value",
		`locks.${lockId}.timeZone`,
		"zwave-js sets the clock of a lock to the zone of its own process, which is another one",
		"start the process with `TZ` set to the lock's zone, or set the clock and say `clockIsSet`",
	);
}

async function send(node: ZwaveNode | undefined, request: ZwaveRequest): Promise<ZwaveAnswer> {
	const fail = (code: number, message: string) => ({ request, error: { code, message } });
	if (node === undefined) return fail(NO_NODE, "no such node");
	if (!node.ready) return fail(NOT_READY, "the node was not interviewed yet");
	const { on, method, args } = request;
	type Calls = Record<string, (...args: unknown[]) => Promise<unknown>>;
	const all = node.commandClasses as Record<string, Calls>;
	try {
		const owner = on === "accessControl" ? (node.accessControl as Calls | undefined) : all[on];
		const value = plain(await owner?.[method]?.(...args));
		return { request, ...(value !== undefined && { value }) };
	} catch (thrown) {
		const { code, message } = thrown as { code?: unknown; message?: unknown };
		return fail(typeof code === "number" ? code : 0, String(message ?? thrown));
	}
}

/** What of a report the codec reads. */
const FIELDS = [
	...["userIdStatus", "userCode", "status", "level", "isLow", "reportType", "userId", "userName"],
	...["active", "credentialType", "credentialSlot", "credentialData", "modifierType"],
	...["start", "stop"].flatMap((edge) =>
		["Year", "Month", "Day", "Hour", "Minute"].map((part) => edge + part),
	),
];

/** A value of zwave-js as plain data. Bytes are text: a PIN is digits. */
function plain(value: unknown): unknown {
	if (value instanceof Uint8Array)
		return Array.from(value, (one) => String.fromCharCode(one)).join("");
	if (!isObject(value)) return value;
	const kept = FIELDS.filter((key) => value[key] !== undefined);
	return Object.fromEntries(kept.map((key) => [key, plain(value[key])]));
}

function watchNode(node: ZwaveNode, report: (event: ZwaveEvent) => void): () => void {
	const told = (_endpoint: unknown, _commandClass: number, args: unknown) => {
		const { type, event, parameters } = (args ?? {}) as Record<string, unknown>;
		const userId = isObject(parameters) ? parameters.userId : undefined;
		if (typeof type !== "number" || typeof event !== "number") return;
		report({ name: "notification", type, event, ...(typeof userId === "number" && { userId }) });
	};
	const [dead, alive] = [() => report({ name: "dead" }), () => report({ name: "alive" })];
	const all = { notification: told, dead, alive };
	for (const [name, listener] of Object.entries(all)) node.on(name, listener);
	return () => {
		for (const [name, listener] of Object.entries(all)) node.off(name, listener);
	};
}
