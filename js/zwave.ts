export { LatchstringError } from "./core/error.js";
export type { Said } from "./core/talk.js";
export type { LockPlatform } from "./host/platform.js";
export type { StopSignal } from "./host/signal.js";
export { eventFacts, type ZwaveEvent } from "./zwave/events.js";
export type { ZwaveAnswer, ZwaveRequest } from "./zwave/exchange.js";
export { facts } from "./zwave/facts.js";
export type { ZwaveError } from "./zwave/failures.js";
export type { ZwaveLock } from "./zwave/lock.js";
export {
	lockFromZwave,
	type ZwaveDoor,
	type ZwaveDriver,
	type ZwaveNode,
	type ZwavePlatform,
	zwavePlatform,
} from "./zwave/platform.js";
export { requests } from "./zwave/requests.js";
