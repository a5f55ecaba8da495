// A messenger: each notice goes to one address as a signed webhook (Standard Webhooks), with the
// text that a person can read.

import { defaultTemplate, renderMessage } from "../api/message.js";
import { base64, fromBase64, sha256 } from "../core/bytes.js";
import { refusal } from "../core/error.js";
import { expectFunction, expectObject } from "../core/given.js";
import { guarded } from "../core/guard.js";
import { utf8 } from "../core/utf8.js";
import type { Locale, Notice } from "../generated/types.js";
import type { Delivered, Notify } from "./platform.js";
import type { Signal } from "./signal.js";

/** Where notices go. */
export interface MessengerOptions {
	/** The address, which is public and begins with `https://`; this machine may be `http://`. */
	url: string;
	/** The secret that both sides know: `whsec_` and base64 of 24 to 64 bytes. */
	secret: string;
	/** The language of days and times \[`en`\]. */
	locale?: Locale;
	/** What sends \[the runtime's `fetch`\]. */
	fetch?: (address: string, init: MessengerRequest) => Promise<MessengerAnswer>;
}

/** What is sent. */
export interface MessengerRequest {
	method: string;
	headers: Record<string, string>;
	body: string;
	signal: Signal;
}

/** What of an answer is read. */
export interface MessengerAnswer {
	status: number;
	text(): Promise<string>;
}

/**
 * Sends each notice as JSON, `{ notice, text }`, with the headers `webhook-id`, `webhook-timestamp`
 * and `webhook-signature`. The id is the same for the same notice: whoever keeps it tells nobody
 * twice. 2xx takes it, and may say `{ "outcome": "delivered", "channel": "message" }`; all else is
 * tried again.
 *
 * @throws {LatchstringError} if the address or the secret is none
 * @example
 * const secret = "whsec_bGF0Y2hzdHJpbmcgbGF0Y2hzdHJpbmch";
 * const notify = webhookMessenger({ url: "https://example.com/notices", secret });
 */
export const webhookMessenger = guarded((options: MessengerOptions): Notify => {
	expectObject("options", options, "write webhookMessenger({ url, secret })");
	const { url, secret, locale } = options;
	const isText = typeof url === "string";
	const isHere = isText && /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url);
	if (!isText || (!isHere && !/^https:\/\//.test(url)))
		throw refusal("invalid_value", "url", "not an address", "begin it with https://");
	const bytes = typeof secret === "string" ? fromBase64(secret.replace(/^whsec_/, "")) : undefined;
	if (bytes === undefined || bytes.length < 24 || bytes.length > 64) {
		const hint = "give `whsec_` and base64 of 24 to 64 bytes";
		throw refusal("invalid_value", "secret", "not a secret of a webhook", hint);
	}
	if (options.fetch !== undefined)
		expectFunction("fetch", options.fetch, "write webhookMessenger({ url, secret, fetch })");
	const send = options.fetch ?? ((address, init) => fetch(address, init as RequestInit));
	const key = crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
		"sign",
	]);
	key.catch(() => undefined);
	return async (notice, signal) => {
		const body = JSON.stringify({ notice, text: textOf(notice, locale) });
		const id = (await sha256(notice.key)).slice(0, 32);
		const timestamp = String(Math.floor(Date.now() / 1000));
		const signature = await crypto.subtle.sign(
			"HMAC",
			await key,
			utf8(`${id}.${timestamp}.${body}`),
		);
		const headers = {
			...{ "content-type": "application/json", "webhook-id": id, "webhook-timestamp": timestamp },
			"webhook-signature": `v1,${base64(new Uint8Array(signature))}`,
		};
		const answer = await send(url, { method: "POST", headers, body, signal });
		const said = await answer.text();
		if (answer.status < 200 || answer.status > 299)
			throw new Error(`the messenger answered ${answer.status}`);
		return deliveredIn(said);
	};
});

/** What a person reads of a notice. */
export function textOf(notice: Notice, locale?: Locale): string {
	const template = defaultTemplate(notice.kind, notice.to);
	return renderMessage(template, notice.values, locale === undefined ? {} : { locale });
}

function deliveredIn(text: string): Delivered | undefined {
	try {
		const { outcome, channel } = JSON.parse(text) as Partial<Delivered>;
		if (outcome !== "delivered" && outcome !== "failed") return undefined;
		return { outcome, ...(channel !== undefined && { channel }) };
	} catch {
		return undefined;
	}
}
