// The runner over TTLock's cloud.

import { wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { expectFunction, expectLocks, expectObject } from "../core/given.js";
import { guarded } from "../core/guard.js";
import { fieldsIn } from "../core/part.js";
import { converse } from "../host/converse.js";
import type { LockPlatform } from "../host/platform.js";
import type { StopSignal } from "../host/signal.js";
import type { TtlockAnswer, TtlockRequest } from "./exchange.js";
import { facts } from "./facts.js";
import { isTokenError } from "./failures.js";
import {
	requests,
	signed,
	type TtlockAccount,
	type TtlockToken,
	tokenRequest,
} from "./requests.js";
import { endsRound } from "./talk.js";

/** Sends a form, and gives the status and the text of the answer. */
export type SendForm = (
	url: string,
	form: Record<string, string>,
	signal: StopSignal,
) => Promise<{ status: number; text: string }>;

/**
 * A platform of TTLock locks, by their ids in the site.
 *
 * The token is fetched when it is needed, and again when TTLock calls it invalid.
 *
 * @example
 * const platform = ttlockPlatform({ account, locks: { front: { lockId: 2340912 } } });
 */
export const ttlockPlatform = guarded(
	(options: {
		account: TtlockAccount;
		locks: Record<string, { lockId: number; by?: "gateway" | "wifi" }>;
		/** The server \[`https://euapi.ttlock.com`\]. */
		server?: string;
		/** How a form is sent \[by `fetch`\]. */
		send?: SendForm;
		/** The clock \[the system's\]. */
		now?: () => Date;
	}): LockPlatform => {
		const hint = "write ttlockPlatform({ account, locks: { front: { lockId: 2340912 } } })";
		expectObject("options", options, hint);
		expectObject("account", options.account, hint);
		expectLocks(options.locks, hint);
		const { account, locks, server = "https://euapi.ttlock.com", now = () => new Date() } = options;
		const sendForm = options.send ?? byFetch;
		expectFunction("send", sendForm, hint);
		expectFunction("now", now, hint);
		if (typeof server !== "string") throw wrongType("server", "an address", server, hint);
		let token: TtlockToken | undefined;

		async function ask(request: TtlockRequest, signal: StopSignal): Promise<TtlockAnswer> {
			try {
				const { status, text } = await sendForm(`${server}${request.path}`, request.form, signal);
				return { request, status, body: parsed(text) };
			} catch {
				return { request };
			}
		}

		/** The token, a new one where there is none or it ends within a minute. */
		async function tokenNow(signal: StopSignal): Promise<string | TtlockAnswer> {
			const isGood = token && Date.parse(token.expiresAt) > now().getTime() + 60_000;
			if (token !== undefined && isGood) return token.accessToken;
			const refreshed = token && (await ask(tokenRequest(account, token), signal));
			token = refreshed && tokenIn(refreshed, now());
			if (token !== undefined) return token.accessToken;
			const answer = await ask(tokenRequest(account), signal);
			token = tokenIn(answer, now());
			return token?.accessToken ?? answer;
		}

		/**
		 * Sends a request; once more with a new token where the first is refused, and nothing was done.
		 */
		async function send(request: TtlockRequest, signal: StopSignal): Promise<TtlockAnswer> {
			for (let times = 0; ; times += 1) {
				const accessToken = await tokenNow(signal);
				if (typeof accessToken !== "string") return withoutToken(request, accessToken);
				const { clientId } = account;
				const full = signed(request, { clientId, accessToken, now: now() });
				const answer = { ...(await ask(full, signal)), request };
				if (times > 0 || !isTokenError(fieldsIn(answer.body)?.errcode)) return answer;
				token = undefined;
			}
		}

		return {
			async *run(command, signal) {
				const door = locks[command.lockId];
				if (door === undefined)
					throw refusal(
						"invalid_value",
						"command.lockId",
						`no lock \`${command.lockId}\``,
						"name every lock of the site in `locks`",
					);
				const lock = () => ({ ...door, now: now() });
				yield* converse<TtlockRequest, TtlockAnswer>(
					{
						first: requests(command, lock()),
						send: (request) => send(request, signal),
						lost: (request) => ({ request }),
						ends: endsRound,
						read: (answers) => facts(command, answers, lock()),
					},
					signal,
				);
			},
		};
	},
);

/** The answer to a request that never left: there was no token. */
function withoutToken(request: TtlockRequest, { status, body }: TtlockAnswer): TtlockAnswer {
	if (status === undefined || status >= 500) return { request, status: 503, body: {} };
	return { request, status, body: fieldsIn(body) ?? {} };
}

function tokenIn({ status, body }: TtlockAnswer, now: Date): TtlockToken | undefined {
	const { access_token, refresh_token, expires_in } = fieldsIn(body) ?? {};
	if (status !== 200 || typeof access_token !== "string") return undefined;
	const seconds = typeof expires_in === "number" ? expires_in : 0;
	return {
		accessToken: access_token,
		refreshToken: typeof refresh_token === "string" ? refresh_token : "",
		expiresAt: new Date(now.getTime() + seconds * 1000).toISOString(),
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const byFetch: SendForm = async (url, form, signal) => {
	const body = new URLSearchParams(form);
	const response = await fetch(url, { method: "POST", body, signal: signal as AbortSignal });
	return { status: response.status, text: await response.text() };
};
