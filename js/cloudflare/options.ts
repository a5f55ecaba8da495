// What a user of `siteHost` chooses.

import { type Ranges, within } from "../core/ranges.js";
import type { Lock } from "../generated/types.js";
import type { SiteClock } from "../host/clock.js";
import type { LockPlatform, Notify } from "../host/platform.js";
import type { HostReport } from "../host/report.js";
import type { FeedReader } from "./feeds.js";
import type { WebhookReader } from "./operation.js";
import type { SiteEnv, SiteStorage } from "./workers.js";

/** A site, as a platform or a messenger is made for it. */
export interface SiteContext<Env> {
	/** The environment of the Worker. */
	env: Env;
	siteId: string;
	/** The storage of the site's object, for tables of one's own. */
	storage: SiteStorage;
	/** A lock of the site, as it is stored. */
	lockOf(id: string): Promise<Lock | undefined>;
	clock: SiteClock;
}

/** What a user chooses about limits. */
export interface SiteHostLimits {
	/**
	 * The longest body of a request, 1,024 to 10,000,000 bytes \[1,048,576\]; calendars take 5 MiB.
	 */
	bodyBytes: number;
	/** Requests of one token, 1 to 1,000,000 a minute \[600\]. */
	requestsPerMinute: number;
	/**
	 * Requests without a valid token, of one address and for one site, 1 to 1,000,000 a minute
	 * \[30\].
	 */
	failuresPerMinute: number;
	/** How often feeds are polled, 1 to 1,440 min \[15\]. */
	feedMinutes: number;
}

/** What a user of `siteHost` chooses. */
export interface SiteHostOptions<Env extends SiteEnv> extends Partial<SiteHostLimits> {
	/** Whoever speaks to the locks of a site. */
	platform(site: SiteContext<Env>): LockPlatform;
	/** Whoever speaks to people. */
	notify(site: SiteContext<Env>): Notify;
	/** `readFeed` of `latchstring/ical`, where feeds are read. */
	readFeed?: FeedReader;
	/** The readers of the webhooks at `/webhooks/{name}`. Without one, a webhook is refused. */
	webhooks?: Record<string, (site: SiteContext<Env>) => WebhookReader>;
	/** Hears what went otherwise than it should \[its kind goes to the log\]. */
	report?: (said: HostReport, site: SiteContext<Env>) => void;
	/** What fetches feeds \[the runtime's `fetch`\]. */
	fetch?: (address: string, init: object) => Promise<Response>;
	/** The clock of a site \[the machine's\]. */
	clock?: (env: Env, storage: SiteStorage) => SiteClock;
}

/** The default, the least and the most. */
const RANGES: Ranges<SiteHostLimits> = {
	bodyBytes: [1_048_576, 1024, 10_000_000],
	requestsPerMinute: [600, 1, 1_000_000],
	failuresPerMinute: [30, 1, 1_000_000],
	feedMinutes: [15, 1, 1440],
};

/** The limits that are given, and the defaults of the others. */
export function limitsOf(given: Partial<SiteHostLimits>): SiteHostLimits {
	return within(RANGES, given);
}
