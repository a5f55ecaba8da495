// A real driver of zwave-js with a mocked radio, and locks whose state is read from their own
// memory.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserCredentialType } from "@zwave-js/cc";
import { CommandClasses } from "@zwave-js/core";
import { MockController, MockNode, type MockNodeBehavior } from "@zwave-js/testing";
import type { Driver } from "zwave-js";
import {
	createAndStartDriverWithMockPort,
	createDefaultMockControllerBehaviors,
	createDefaultMockNodeBehaviors,
} from "zwave-js/Testing";
import type { HeldCode } from "./world.js";

/** What a lock of the lab can do. */
export type Kind = "v1" | "v1-schedules" | "v2" | "credential";

export const PLACES = 5;

const cc = (ccId: CommandClasses, version: number, more: object = {}) =>
	({ ccId, version, isSupported: true, ...more }) as never;

const CREDENTIAL = {
	...{ minCredentialLength: 4, maxCredentialLength: 10, maxCredentialHashLength: 0 },
	supportsCredentialLearn: false,
};

const CLASSES: Record<Kind, never[]> = {
	v1: [cc(CommandClasses["User Code"], 1, { numUsers: PLACES })],
	"v1-schedules": [
		cc(CommandClasses["User Code"], 1, { numUsers: PLACES }),
		cc(CommandClasses["Schedule Entry Lock"], 3, {
			...{ numWeekDaySlots: 0, numYearDaySlots: 1, numDailyRepeatingSlots: 0 },
		}),
	],
	v2: [
		cc(CommandClasses["User Code"], 2, { numUsers: PLACES }),
		cc(CommandClasses.Supervision, 1),
		cc(CommandClasses.Notification, 8, {
			...{ supportsV1Alarm: false, notificationTypesAndEvents: { 6: [6, 12, 13] } },
		}),
	],
	credential: [
		cc(CommandClasses["User Credential"], 1, {
			numberOfSupportedUsers: PLACES,
			supportedCredentialTypes: new Map([
				[UserCredentialType.PINCode, { ...CREDENTIAL, numberOfCredentialSlots: PLACES }],
				[UserCredentialType.FingerBiometric, { ...CREDENTIAL, numberOfCredentialSlots: 2 }],
			]),
		}),
		cc(CommandClasses.Supervision, 1),
	],
};

/** A lock of the lab. */
export class MockLock {
	/** `deaf`: no frame arrives. `mute`: frames arrive and are acted on, no answer comes back. */
	radio: "on" | "deaf" | "mute" = "on";
	/** Writes are acknowledged and not done. */
	forgetful = false;
	/** Called once, when a write arrives. */
	onWrite: (() => void) | undefined;

	constructor(
		readonly node: MockNode,
		readonly kind: Kind,
	) {
		const swallow: MockNodeBehavior = {
			handleCC: (_controller, _self, received) => {
				if (this.radio === "deaf") return { action: "stop" };
				const isWrite = /Set$/.test(received.constructor.name);
				if (isWrite) {
					this.onWrite?.();
					this.onWrite = undefined;
				}
				return this.forgetful && isWrite ? { action: "ok" } : undefined;
			},
			transformResponse: (_controller, _self, _received, response) =>
				this.radio === "mute" ? { action: "stop" } : response,
		};
		node.defineBehavior(swallow);
	}

	tune(radio: "on" | "deaf" | "mute"): void {
		this.radio = radio;
		this.node.autoAckControllerFrames = radio === "on";
	}

	/** What the lock has in its places. */
	held(): HeldCode[] {
		const { state } = this.node;
		return Array.from({ length: PLACES }, (_, at) => at + 1).flatMap((place): HeldCode[] => {
			if (this.kind === "credential") {
				const one = state.get(`UserCredential_cred_1_${place}`) as
					| { credentialData: Uint8Array; userId: number }
					| undefined;
				if (one === undefined) return [];
				const user = state.get(`UserCredential_user_${one.userId}`) as { active: boolean };
				return [{ pin: text(one.credentialData), opens: () => user?.active === true }];
			}
			const pin = text(state.get(`UserCode_userCode_${place}`));
			const status = state.get(`UserCode_userIdStatus_${place}`);
			if (pin === "" || status === 0) return [];
			return [{ pin, opens: (at) => status === 1 && this.#scheduled(place, at) }];
		});
	}

	/** Somebody puts a code into a place at the keypad. */
	put(place: number, pin: string, status = 1): void {
		this.node.state.set(`UserCode_userCode_${place}`, pin);
		this.node.state.set(`UserCode_userIdStatus_${place}`, status);
		if (this.kind !== "credential") return;
		const user = { userId: place, active: true, userType: 0, credentialRule: 1, userName: "" };
		const who = { modifierType: 2, modifierNodeId: 0, nameEncoding: 0, expiringTimeoutMinutes: 0 };
		this.node.state.set(`UserCredential_user_${place}`, { ...user, ...who });
		const credentialData = Buffer.from(pin);
		const one = { ...who, userId: place, credentialType: 1, credentialSlot: place, credentialData };
		this.node.state.set(`UserCredential_cred_1_${place}`, one);
	}

	erase(pin: string): void {
		for (let place = 1; place <= PLACES; place += 1) {
			const isHere = [
				text(this.node.state.get(`UserCode_userCode_${place}`)),
				text(
					(this.node.state.get(`UserCredential_cred_1_${place}`) as { credentialData?: unknown })
						?.credentialData,
				),
			].includes(pin);
			if (isHere) this.#clear(place);
		}
	}

	forget(): void {
		for (let place = 1; place <= PLACES; place += 1) this.#clear(place);
	}

	#clear(place: number): void {
		for (const key of ["UserCode_userCode", "UserCode_userIdStatus"])
			this.node.state.delete(`${key}_${place}`);
		this.node.state.delete(`UserCredential_user_${place}`);
		this.node.state.delete(`UserCredential_cred_1_${place}`);
		this.node.state.delete(`ScheduleEntryLock_schedule_${place}_1_1`);
	}

	/** Whether the schedule of a place is open, by the clock on the wall in Paris. */
	#scheduled(place: number, at: Date): boolean {
		const one = this.node.state.get(`ScheduleEntryLock_schedule_${place}_1_1`) as
			| Record<string, number>
			| undefined;
		if (one === undefined) return true;
		const wall = new Intl.DateTimeFormat("sv-SE", {
			...{ timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "short" },
		}).format(at);
		const edge = (name: string) => {
			const [year, ...rest] = ["Year", "Month", "Day", "Hour", "Minute"].map((part) =>
				String(one[name + part]).padStart(2, "0"),
			);
			const [month, day, hour, minute] = rest;
			return `20${year}-${month}-${day} ${hour}:${minute}`;
		};
		return edge("start") <= wall && wall < edge("stop");
	}
}

function text(value: unknown): string {
	if (typeof value === "string") return value;
	return value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : "";
}

/** The radio, its driver and its locks. */
export interface Lab {
	driver: Driver;
	locks: MockLock[];
	stop(): Promise<void>;
}

/** Starts a driver that meets the locks for the first time. */
export async function startLab(
	kinds: Kind[],
	before: (locks: MockLock[]) => void = () => undefined,
	queryAllUserCodes = true,
): Promise<Lab> {
	const folder = mkdtempSync(join(tmpdir(), "zwave-"));
	const { driver, continueStartup, mockPort, serial } = await createAndStartDriverWithMockPort({
		logConfig: { enabled: false },
		timeouts: { ack: 500, response: 1000, report: 500 },
		attempts: { sendData: 1, sendDataJammed: 1, controller: 1, nodeInterview: 1 },
		interview: { queryAllUserCodes },
		storage: { cacheDir: folder, lockDir: join(folder, "locks") },
	});
	const controller = await MockController.create({
		homeId: 0x7e570001,
		ownNodeId: 1,
		mockPort,
		serial,
	});
	controller.defineBehavior(...createDefaultMockControllerBehaviors());
	const locks: MockLock[] = [];
	// The mock waits a second for the acknowledgement of a lock that gives none.
	const toNode = controller.sendToNode.bind(controller);
	controller.sendToNode = async (node, frame) => {
		const lock = locks.find((one) => one.node === node);
		const isDeaf = lock?.radio === "deaf" && !node.autoAckControllerFrames;
		return isDeaf ? undefined : toNode(node, frame);
	};
	for (const [at, kind] of kinds.entries()) {
		const commandClasses = [cc(CommandClasses.Version, 3), ...CLASSES[kind]];
		const capabilities = { isListening: true, commandClasses };
		const node = await MockNode.create({ id: at + 2, controller, capabilities });
		node.defineBehavior(...createDefaultMockNodeBehaviors());
		controller.addNode(node);
		locks.push(new MockLock(node, kind));
	}
	before(locks);
	await new Promise<void>((resolve) => {
		driver.once("driver ready", resolve);
		continueStartup();
	});
	await Promise.all(
		kinds.map((_, at) => {
			const node = driver.controller.nodes.getOrThrow(at + 2);
			return new Promise<void>((resolve) => {
				if (node.ready) resolve();
				else node.once("ready", () => resolve());
			});
		}),
	);
	const stop = async () => {
		await driver.destroy();
		rmSync(folder, { recursive: true, force: true });
	};
	return { driver, locks, stop };
}
