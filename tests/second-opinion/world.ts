// What the judges see: the house, its locks as they are, what was said, and the clock.
import type { Cloud } from "./cloud.js";
import type { Device } from "./device.js";
import type { Faults } from "./fault.js";
import type { History } from "./history.js";
import type { Record } from "./record.js";

export interface World {
	history: History;
	record: Record;
	devices: Map<string, Device>;
	clouds: Map<string, Cloud>;
	faults: Faults;
	now: number;
	/** Asks to be looked at again at an instant. */
	lookAt(at: number): void;
}

export function deviceOf(world: World, lockId: string): Device {
	const device = world.devices.get(lockId);
	if (device === undefined) throw new Error(`no lock ${lockId}`);
	return device;
}

export function cloudOf(world: World, lockId: string): Cloud {
	const cloud = world.clouds.get(lockId);
	if (cloud === undefined) throw new Error(`no cloud ${lockId}`);
	return cloud;
}

/** How long something has held without a break or an excuse. */
export class Since {
	readonly #from = new Map<string, number>();

	/** For how long, in seconds; 0 where it does not hold. */
	hold(key: string, holds: boolean, now: number, notBefore = 0): number {
		if (!holds) {
			this.#from.delete(key);
			return 0;
		}
		const from = Math.max(this.#from.get(key) ?? now, notBefore);
		this.#from.set(key, from);
		return Math.max(0, now - from);
	}
}
