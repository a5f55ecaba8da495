// The room of Seam's webhooks. It promises that nothing is read of a body whose signature does not
// fit.

import { Webhook } from "standardwebhooks";
import { wrongType } from "../core/checks.js";
import { type LatchstringError, refusal } from "../core/error.js";
import { expectObject } from "../core/given.js";
import { guarded } from "../core/guard.js";
import { eventFromSeam, type SeamEvent, type SeamEventOptions } from "./event.js";

/** The headers of a request: a `Headers` object, or the plain object of Node's `http`. */
export type WebhookHeaders =
	| { get(name: string): string | null }
	| Record<string, string | string[] | undefined>;

/**
 * Reads webhooks of Seam whose signature (Svix, Standard Webhooks) was made with this secret.
 *
 * What it gives takes the body as the text that came, to the byte, and the headers. A webhook whose
 * timestamp is more than five minutes away is refused: nobody can send an old one again later. One
 * that comes twice within that time gives the same facts, which count once.
 *
 * Store the facts before you answer: `await running.take(facts)`.
 *
 * @throws {LatchstringError} if the secret is none. What it gives throws `invalid_value` with the
 * path `headers` for a signature or a time that does not fit; answer 400 then
 * @example
 * const read = seamWebhook("whsec_bGF0Y2hzdHJpbmc=");
 * const { facts } = read(body, headers);
 */
export const seamWebhook = guarded(
	(
		secret: string,
	): ((body: string, headers: WebhookHeaders, options?: SeamEventOptions) => SeamEvent) => {
		const verifier = verifierOf(secret);
		return guarded(
			(body: string, headers: WebhookHeaders, options?: SeamEventOptions) => {
				const hint = "give the text and the headers of the request, before any parsing";
				if (typeof body !== "string") throw wrongType("body", "a string", body, hint);
				expectObject("headers", headers, hint);
				return eventFromSeam(verified(verifier, body, headers), options);
			},
			"body",
			"headers",
		);
	},
	"secret",
);

function verifierOf(secret: string): Webhook {
	const hint = "give the secret of the webhook, which begins with `whsec_`";
	if (typeof secret !== "string") throw wrongType("secret", "a string", secret, hint);
	try {
		return new Webhook(secret);
	} catch {
		// What it throws may hold the secret.
		throw refusal("invalid_value", "secret", "not a secret of a webhook", hint);
	}
}

function verified(verifier: Webhook, body: string, headers: WebhookHeaders): object {
	const named = Object.fromEntries(
		["id", "timestamp", "signature"].map((name) => [`webhook-${name}`, headerOf(headers, name)]),
	);
	let event: unknown;
	try {
		event = verifier.verify(body, named);
	} catch {
		throw forged();
	}
	if (typeof event === "object" && event !== null) return event;
	throw wrongType("body", "an object", event, "give the body as Seam sends it");
}

function forged(): LatchstringError {
	const hint = "answer 400: somebody else sent it, or it is old; the clock may be wrong, too";
	return refusal("invalid_value", "headers", "the signature or its time does not fit", hint);
}

/** A header under its name of Svix, else under that of Standard Webhooks. */
function headerOf(headers: WebhookHeaders, name: string): string {
	for (const full of [`svix-${name}`, `webhook-${name}`]) {
		const value =
			typeof headers.get === "function" ? headers.get(full) : plainHeader(headers, full);
		if (typeof value === "string" && value !== "") return value;
	}
	return "";
}

function plainHeader(headers: object, full: string): unknown {
	const found = Object.entries(headers).find(([name]) => name.toLowerCase() === full);
	return found?.[1];
}
