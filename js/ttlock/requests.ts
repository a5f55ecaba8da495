// The room of TTLock's requests. It promises both dates of a window wherever there is one, that no
// code is made for Bluetooth alone, and that it sends nothing itself.

import { noInstant, noText, plainOptions, wrongType } from "../core/checks.js";
import { plainCommand } from "../core/command.js";
import { refusal } from "../core/error.js";
import { guarded } from "../core/guard.js";
import { secondsOf } from "../core/instant.js";
import { toJson } from "../core/json.js";
import { Part } from "../core/part.js";
import { opening } from "../core/talk.js";
import type { Command } from "../generated/types.js";
import { talkOf } from "./codec.js";
import type { TtlockRequest } from "./exchange.js";
import { readLock, type TtlockLock } from "./lock.js";

/**
 * The first requests of a command, in their order. `facts` reads their answers, and names what is
 * next.
 *
 * @throws {LatchstringError} if a command or an option has another shape than documented
 * @example
 * const todo = requests(command, { lockId: 2340912, now: new Date() });
 */
export const requests = guarded((command: Command, lock: TtlockLock): TtlockRequest[] =>
	opening(talkOf(plainCommand(command), readLock(lock))),
);

/**
 * A request with who asks, and when. TTLock refuses a `date` that is off by more than five minutes,
 * so it is made when the request leaves.
 *
 * @throws {LatchstringError} if an option has another shape than documented
 * @example
 * const { path, form } = signed(request, { clientId, accessToken, now: new Date() });
 */
export const signed = guarded(
	(
		request: TtlockRequest,
		by: { clientId: string; accessToken: string; now: string | Date },
	): TtlockRequest => {
		const { path, form } = asked(request);
		const { clientId, accessToken, now } = plainOptions(by, ["clientId", "accessToken", "now"]);
		const seconds = typeof now === "string" ? secondsOf(now) : undefined;
		if (seconds === undefined) throw noInstant("now");
		for (const [key, text] of Object.entries({ clientId, accessToken }))
			if (typeof text !== "string" || text === "")
				throw noText(key, text, "give what TTLock gave you");
		const date = String(Date.parse(now as string));
		const who = { clientId: clientId as string, accessToken: accessToken as string, date };
		return { method: "POST", path, form: { ...form, ...who } };
	},
);

/** A request, as plain data. */
function asked(request: TtlockRequest): { path: string; form: Record<string, string> } {
	const hint = "give a request of `requests`, as it is";
	const outer = new Part(JSON.parse(toJson({ request })), { hint, leave: () => undefined });
	const part = outer.part("request");
	const [path, form] = [part?.text("path"), part?.part("form")];
	if (path === undefined || form === undefined)
		throw wrongType("request", "a request with its path and its form", undefined, hint);
	return { path, form: Object.fromEntries(form.keys().map((key) => [key, form.text(key) ?? ""])) };
}

/** Whose locks they are. TTLock takes the MD5 of the password, as 32 small hexadecimal letters. */
export interface TtlockAccount {
	clientId: string;
	clientSecret: string;
	username: string;
	passwordMd5: string;
}

/** A token of TTLock's. */
export interface TtlockToken {
	accessToken: string;
	refreshToken: string;
	/** When it ends. */
	expiresAt: string;
}

/**
 * The request for a token: with the password, or with the token before.
 *
 * @example
 * const ask = tokenRequest(account);
 */
export const tokenRequest = guarded(
	(account: TtlockAccount, before?: { refreshToken: string }): TtlockRequest => {
		const keys = ["clientId", "clientSecret", "username", "passwordMd5"];
		const { clientId, clientSecret, username, passwordMd5 } = plainOptions(account, keys) as Record<
			string,
			string
		>;
		for (const [path, text] of Object.entries({ clientId, clientSecret, username }))
			if (typeof text !== "string" || text === "")
				throw noText(path, text, "give what TTLock gave you");
		if (!/^[0-9a-f]{32}$/.test(passwordMd5 ?? ""))
			throw refusal("invalid_value", "passwordMd5", "no MD5", "give the MD5 of the password");
		// This path alone writes its names so.
		const client = { client_id: clientId ?? "", client_secret: clientSecret ?? "" };
		const { refreshToken } = plainOptions(before, ["accessToken", "refreshToken", "expiresAt"]);
		if (before !== undefined && typeof refreshToken !== "string")
			throw noText("refreshToken", refreshToken, "give the token before");
		const form =
			before === undefined
				? { ...client, username: username ?? "", password: passwordMd5 ?? "" }
				: { ...client, grant_type: "refresh_token", refresh_token: refreshToken as string };
		return { method: "POST", path: "/oauth2/token", form };
	},
);
