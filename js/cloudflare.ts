// The host on Cloudflare Workers. It brings the module itself, and needs the package `hono` beside
// it.
import "./workerd.js";

export { type SiteHost, siteHost } from "./cloudflare/host.js";
export type { SiteObject, Told } from "./cloudflare/object.js";
export { openapi } from "./cloudflare/openapi.js";
export type { Call, WebhookReader } from "./cloudflare/operation.js";
export type { SiteContext, SiteHostLimits, SiteHostOptions } from "./cloudflare/options.js";
export type { Answer, Problem } from "./cloudflare/problem.js";
export type { Scope } from "./cloudflare/tokens.js";
export { type SiteDoorsOptions, virtualDoors } from "./cloudflare/virtual.js";
export type { SiteEnv, SiteNamespace, SiteState, SiteStorage } from "./cloudflare/workers.js";
export { LatchstringError } from "./core/error.js";
export type { VirtualDoors } from "./host/doors.js";
export {
	type MessengerAnswer,
	type MessengerOptions,
	type MessengerRequest,
	webhookMessenger,
} from "./host/messenger.js";
