export { LatchstringError } from "./core/error.js";
export type { Said } from "./core/talk.js";
export type { LockPlatform } from "./host/platform.js";
export type { StopSignal } from "./host/signal.js";
export type { TtlockAnswer, TtlockRequest } from "./ttlock/exchange.js";
export { facts } from "./ttlock/facts.js";
export type { TtlockLock } from "./ttlock/lock.js";
export { type SendForm, ttlockPlatform } from "./ttlock/platform.js";
export {
	requests,
	signed,
	type TtlockAccount,
	type TtlockToken,
	tokenRequest,
} from "./ttlock/requests.js";
