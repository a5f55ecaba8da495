// The Worker that tests/bench/capacity.js loads: locks that answer at once, and nobody to tell.
import type { Fact } from "latchstring";
import { type SiteEnv, siteHost, virtualDoors } from "latchstring/cloudflare";

const host = siteHost({
	platform: (site) => virtualDoors(site).platform,
	notify: () => async () => ({ outcome: "delivered" }),
	report: () => undefined,
	requestsPerMinute: 1_000_000,
});

export class Site extends host.Site {}

interface Filled {
	tell(facts: Fact[]): Promise<{ ok: boolean; seen?: { rejected: object[] } }>;
}

export default {
	async fetch(request: Request, env: SiteEnv): Promise<Response> {
		const [, fill, id = ""] = new URL(request.url).pathname.split("/");
		if (fill !== "fill") return await host.app.fetch(request, env);
		const site = env.SITES.get(env.SITES.idFromName(id)) as Filled;
		return Response.json(await site.tell(await request.json()));
	},
};
