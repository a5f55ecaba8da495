// One site as a Durable Object. It promises that whatever ends the object, an alarm begins it
// again.

import { DurableObject } from "cloudflare:workers";
import { LatchstringError } from "../core/error.js";
import type { ErrorDetails, Fact } from "../generated/types.js";
import type { FactsSeen } from "../host/run.js";
import { Front } from "./front.js";
import { KeptSite } from "./kept-site.js";
import { log } from "./log.js";
import type { Call } from "./operation.js";
import { limitsOf, type SiteHostOptions } from "./options.js";
import { type Answer, answerOf, errorIn, notFound, Refused } from "./problem.js";
import type { SiteEnv, SiteState } from "./workers.js";

/** What a site's object answers a Worker of one's own: errors are data, and keep their parts. */
export type Told = { ok: true; seen: FactsSeen } | { ok: false; error: ErrorDetails };

/** A site's object. */
export interface SiteObject {
	/** Answers a request of the API. */
	call(call: Call): Promise<Answer>;
	/** Tells facts, for a Worker of one's own, which needs no token. */
	tell(facts: Fact[]): Promise<Told>;
	/** When the object wakes by itself, as an instant. */
	wakesAt(): Promise<string | undefined>;
	/** Wakes the site. */
	alarm(): Promise<void>;
}

/** The class of the objects. */
export function siteObject<Env extends SiteEnv>(
	options: SiteHostOptions<Env>,
): new (
	state: SiteState,
	env: Env,
) => SiteObject {
	const limits = limitsOf(options);

	return class Site extends DurableObject implements SiteObject {
		readonly #kept: KeptSite<Env>;
		readonly #front: Front<Env>;

		constructor(state: SiteState, env: Env) {
			super(state, env);
			const set = { storage: state.storage, env, options, limits };
			this.#kept = new KeptSite(set);
			this.#front = new Front(set, this.#kept);
		}

		async call(call: Call): Promise<Answer> {
			try {
				const answer = await this.#front.answer(call);
				await this.#kept.heal();
				return answer;
			} catch (error) {
				if (!(error instanceof Refused || error instanceof LatchstringError)) log(error);
				return answerOf(error);
			}
		}

		async tell(facts: Fact[]): Promise<Told> {
			try {
				if (!this.#kept.exists) throw notFound("site");
				const running = await this.#kept.running();
				return { ok: true, seen: await running.tell(facts) };
			} catch (error) {
				if (error instanceof LatchstringError) return { ok: false, error: errorIn(error) };
				const { detail, hint } = (answerOf(error).body ?? {}) as { detail: string; hint: string };
				return { ok: false, error: { code: "unknown_state", path: "", message: detail, hint } };
			}
		}

		async wakesAt(): Promise<string | undefined> {
			if (!this.#kept.exists) return undefined;
			await this.#kept.running();
			return this.#kept.desk().wakesAt()?.toISOString();
		}

		async alarm(): Promise<void> {
			if (this.#kept.exists) await this.#kept.wake();
		}
	};
}
