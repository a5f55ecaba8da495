// The host on Workers: an object for each site, and a router before them.

import type { Hono } from "hono";
import { expectFunction, expectObject } from "../core/given.js";
import { guarded } from "../core/guard.js";
import { type SiteObject, siteObject } from "./object.js";
import type { SiteHostOptions } from "./options.js";
import { routerOf } from "./router.js";
import type { SiteEnv, SiteState } from "./workers.js";

/** What a Worker exports. */
export interface SiteHost<Env extends SiteEnv> {
	/** The class of the objects. Export a class of your own that extends it. */
	Site: new (
		state: SiteState,
		env: Env,
	) => SiteObject;
	/** The router. Export it as the Worker's default, or mount it in a larger one. */
	app: Hono<{ Bindings: Env }>;
}

/**
 * A host for Cloudflare Workers. `docs/hosting.md` has the whole Worker and its `wrangler.jsonc`.
 *
 * @throws {LatchstringError} if an option is not what it should be
 * @example
 * const host = siteHost({
 *   platform: ({ env }) => seamPlatform({ apiKey: env.SEAM_KEY }),
 *   notify: ({ env }) => webhookMessenger({ url: env.NOTIFY_URL, secret: env.NOTIFY_SECRET }),
 * });
 * export class Site extends host.Site {}
 * export default host.app;
 */
export function siteHost<Env extends SiteEnv = SiteEnv>(
	options: SiteHostOptions<Env>,
): SiteHost<Env> {
	checkHost(options);
	return { Site: siteObject(options), app: routerOf(options) };
}

/** Refuses options that are none. */
const checkHost = guarded(<Env extends SiteEnv>(options: SiteHostOptions<Env>): void => {
	const hint = "write siteHost({ platform: ({ env }) => …, notify: ({ env }) => … })";
	expectObject("options", options, hint);
	expectFunction("platform", options.platform, hint);
	expectFunction("notify", options.notify, hint);
	for (const name of ["readFeed", "report", "fetch", "clock"] as const)
		if (options[name] !== undefined) expectFunction(name, options[name], hint);
	const { webhooks = {} } = options;
	expectObject("webhooks", webhooks, "give a function for each name", Object.keys(webhooks ?? {}));
});
