// The host on Workers: an object for each site, and a router before them.

import type { Hono } from "hono";
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
 * @throws {LatchstringError} if a limit is out of its range
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
	return { Site: siteObject(options), app: routerOf(options) };
}
