// The loop of a host. Its steps are taken by the one module, so this entry has no source of its
// own: import `latchstring` or `latchstring/inline` beside it.
export { LatchstringError } from "./core/error.js";
export { load } from "./core/module.js";
export { type SiteClock, systemClock } from "./host/clock.js";
export { type DoorsOptions, type VirtualDoors, virtualDoors } from "./host/doors.js";
export type { SiteOptions } from "./host/given.js";
export {
	type MessengerAnswer,
	type MessengerOptions,
	type MessengerRequest,
	webhookMessenger,
} from "./host/messenger.js";
export type { Delivered, LockPlatform, Notify } from "./host/platform.js";
export type { HostReport } from "./host/report.js";
export { applyChanges, rowsOfSite, siteFromRows } from "./host/rows.js";
export { type FactsSeen, type RunningSite, runSite, type SiteView } from "./host/run.js";
export type { Signal } from "./host/signal.js";
export {
	type AsideRow,
	type KeptRow,
	type Letter,
	memoryStore,
	type OutboxRow,
	type SiteStore,
	type StoreChange,
	type StoredRow,
} from "./host/store.js";
