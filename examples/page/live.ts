// The house that lives in this machine's workerd: a site of latchstring/cloudflare on virtual
// locks, with its storage on disk. `scripts/live.js` makes its keys, and moves its bookings to this
// week.
import { type SiteEnv, siteHost, virtualDoors } from "latchstring/cloudflare";
import { readFeed } from "latchstring/ical";

/** What the Worker is given. */
export interface LiveEnv extends SiteEnv {
	ASSETS: { fetch(address: string): Promise<Response> };
}

export const live = siteHost<LiveEnv>({
	platform: (site) => virtualDoors(site).platform,
	// Who is told what goes to the terminal, without the codes in it.
	notify: () => async (notice) => {
		console.log(`told to ${notice.to}: ${notice.kind} (${notice.values.guestName ?? "the host"})`);
		return { outcome: "delivered", channel: "message" };
	},
	readFeed,
});

/** The objects of the sites. */
export class Site extends live.Site {}
