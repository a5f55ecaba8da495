export { LatchstringError } from "./core/error.js";
export type { Said } from "./core/talk.js";
export type { LockPlatform } from "./host/platform.js";
export type { StopSignal } from "./host/signal.js";
export type { MatterAnswer, MatterRequest } from "./matter/exchange.js";
export { facts } from "./matter/facts.js";
export type { MatterError } from "./matter/failures.js";
export type { MatterLock } from "./matter/lock.js";
export {
	lockFromMatter,
	type MatterDoor,
	type MatterEndpoint,
	matterPlatform,
} from "./matter/platform.js";
export { requests } from "./matter/requests.js";
