// Webhooks of Seam, apart from the other readers: they need `standardwebhooks` beside this package.
export { LatchstringError } from "./core/error.js";
export type { SeamEvent, SeamEventOptions } from "./seam/event.js";
export { seamWebhook, type WebhookHeaders } from "./seam/webhook.js";
