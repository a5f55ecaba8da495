// Locks and a hub of Matter in one process, over a network in memory: no sockets.
import {
	Crypto,
	Entropy,
	Environment,
	MockStorageService,
	Network,
	NetworkSimulator,
} from "@matter/general";
import { Endpoint, Logger, ServerNode } from "@matter/main";
import { DoorLockServer } from "@matter/main/behaviors/door-lock";
import { DoorLockDevice } from "@matter/main/devices/door-lock";
import { ControllerBehavior } from "@matter/main/node";
import type { MatterEndpoint } from "latchstring/matter";
import type { HeldCode } from "./world.js";

export const PLACES = 5;

const Server = DoorLockServer.with(
	"PinCredential",
	"User",
	"YearDayAccessSchedules",
	"CredentialOverTheAirAccess",
);
const Device = DoorLockDevice.with(Server);

/** A lock of the lab, from both sides. */
export class LabLock {
	#isSilent = false;

	constructor(
		/** The lock itself. */
		readonly device: Endpoint<typeof Device>,
		/** The lock as the hub sees it. */
		readonly remote: MatterEndpoint,
	) {}

	/** Whether a packet from or to the lock is lost. */
	get isSilent(): boolean {
		return this.#isSilent;
	}

	silent(on: boolean): void {
		this.#isSilent = on;
	}

	/** What is in the lock. */
	held(): Promise<HeldCode[]> {
		return this.device.act((agent) => {
			const lock = agent.get(Server);
			const { credentials, users, yearDaySchedules } = lock.state as unknown as Stored;
			return credentials.map((one): HeldCode => {
				const pin = Buffer.from(lock.cipher.decrypt(one.credentialData) as Uint8Array).toString();
				const owner = users.find(({ credentials }) =>
					credentials?.some(({ credentialIndex }) => credentialIndex === one.credentialIndex),
				);
				const mine = yearDaySchedules.filter(({ userIndex }) => userIndex === owner?.userIndex);
				// The lock of `@matter/main` stores windows and does not look at them.
				const isOpen = (at: Date) =>
					owner?.userType === 0 ||
					mine.some(({ localStartTime, localEndTime }) => {
						const wall = wallSeconds(at);
						return localStartTime <= wall && wall < localEndTime;
					});
				return { pin, opens: (at) => owner?.userStatus === 1 && isOpen(at) };
			});
		}) as Promise<HeldCode[]>;
	}

	/** Somebody puts a code of their own into the lock, at the hub. */
	async put(pin: string, place = 2, name = "Plumber"): Promise<void> {
		const user = { userIndex: place, userStatus: 1, userType: 0, credentialRule: 0 };
		const credential = { credentialType: 1, credentialIndex: place };
		const credentialData = Buffer.from(pin);
		await this.remote.act((agent) =>
			agent.doorLock.setUser({ operationType: 0, ...user, userName: name, userUniqueId: null }),
		);
		const one = { operationType: 0, credential, credentialData, userIndex: place };
		await this.remote.act((agent) =>
			agent.doorLock.setCredential({ ...one, userStatus: null, userType: null }),
		);
	}

	/** Clears some or all of the lock's users by its own hand. */
	async forget(pin?: string): Promise<void> {
		await this.device.act((agent) => {
			const lock = agent.get(Server);
			const state = lock.state as unknown as Stored;
			const isOne = ({ credentialData }: Stored["credentials"][number]) =>
				pin === undefined ||
				Buffer.from(lock.cipher.decrypt(credentialData) as Uint8Array).toString() === pin;
			const gone = state.credentials.filter(isOne).map(({ credentialIndex }) => credentialIndex);
			const isGone = (index: number) => pin === undefined || gone.includes(index);
			state.credentials = state.credentials.filter(
				({ credentialIndex }) => !isGone(credentialIndex),
			);
			state.users = state.users.filter(({ userIndex }) => !isGone(userIndex));
			state.yearDaySchedules = state.yearDaySchedules.filter(({ userIndex }) => !isGone(userIndex));
		});
	}
}

interface Stored {
	credentials: { credentialIndex: number; credentialData: Uint8Array }[];
	users: {
		userIndex: number;
		userStatus: number;
		userType: number;
		credentials: { credentialIndex: number }[] | null;
	}[];
	yearDaySchedules: { userIndex: number; localStartTime: number; localEndTime: number }[];
}

/** The clock on the wall in Paris, as seconds since 1970. */
function wallSeconds(at: Date): number {
	const wall = new Intl.DateTimeFormat("sv-SE", {
		...{ timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "medium" },
	}).format(at);
	return Date.parse(`${wall.replace(" ", "T")}Z`) / 1000;
}

/** Starts locks and a hub that knows them. */
export async function startLab(windows: boolean[]): Promise<LabLock[]> {
	Logger.level = 5;
	const network = new NetworkSimulator();
	const environment = (name: string, host: number) => {
		// A rootless environment never reaches the real network.
		const made = new Environment(name);
		made.set(Crypto, Environment.default.get(Crypto));
		made.set(Entropy, Environment.default.get(Entropy));
		made.set(Network, network.addHost(host));
		new MockStorageService(made);
		return made;
	};
	const hub = await ServerNode.create(ServerNode.RootEndpoint.with(ControllerBehavior), {
		...{ environment: environment("hub", 1), id: "hub", network: { port: 5500 } },
		commissioning: { enabled: false },
	});
	await hub.start();
	const locks: LabLock[] = [];
	const ports = new Map<number, LabLock>();
	network.router.intercept((packet, route) => {
		const lock = ports.get(packet.sourcePort) ?? ports.get(packet.destPort);
		if (lock?.isSilent !== true) route(packet);
	});
	for (const [at, hasWindows] of windows.entries()) {
		const device = new Endpoint(Device, {
			id: `lock${at}`,
			doorLock: {
				...{ lockType: 0, lockState: 1, actuatorEnabled: true, operatingMode: 0 },
				...{ wrongCodeEntryLimit: 5, userCodeTemporaryDisableTime: 60 },
				...{ numberOfTotalUsersSupported: PLACES, numberOfPinUsersSupported: PLACES },
				...{ maxPinCodeLength: 8, minPinCodeLength: 4, numberOfCredentialsSupportedPerUser: 5 },
				numberOfYearDaySchedulesSupportedPerUser: hasWindows ? 2 : 0,
				...{ sendPinOverTheAir: true, requirePinForRemoteOperation: true },
			},
		});
		const [port, discriminator] = [5540 + at, 3840 + at];
		const node = await ServerNode.create(ServerNode.RootEndpoint, {
			...{ environment: environment(`lock${at}`, 2 + at), id: `lock${at}`, network: { port } },
			...{ commissioning: { passcode: 20202021 + at, discriminator }, parts: [device] },
		});
		await node.start();
		const peer = await hub.peers.commission({ passcode: 20202021 + at, discriminator });
		const [remote] = [...peer.parts];
		if (remote === undefined) throw new Error("the hub sees no lock");
		const lock = new LabLock(device, remote as unknown as MatterEndpoint);
		locks.push(lock);
		ports.set(port, lock);
	}
	return locks;
}
