// A backend for one house: Node, Hono, SQLite. It takes bookings, webhooks and feeds, speaks to one
// platform of locks, and sends notices to a webhook. A process manager starts it when it ends.
import { timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { createSite, LatchstringError, maskCode } from "latchstring";
import { runSite, virtualDoors, webhookMessenger } from "latchstring/host";
import { readFeed } from "latchstring/ical";
import { seamPlatform } from "latchstring/seam";
import { seamWebhook } from "latchstring/seam/webhook";
import { openStore } from "./store.js";

const { env } = process;
/** What has to be set: without it nothing starts. */
const need = (name) => env[name] || fail(`set ${name}`);

const { site: house, feeds = [] } = JSON.parse(readFileSync(need("HOUSE"), "utf8"));
const store = openStore(need("DATABASE"), need("ROW_KEY"));
const token = Buffer.from(`Bearer ${need("API_TOKEN")}`);

/** Whoever speaks to the locks, by name. */
const platforms = {
	seam: () => seamPlatform({ apiKey: need("SEAM_KEY") }),
	virtual: () => {
		const lockOf = (id) => house.locks.find((lock) => lock.id === id);
		return virtualDoors({ locks: store.texts, lockOf }).platform;
	},
};

const running = await runSite({
	store,
	platform: (platforms[need("PLATFORM")] ?? (() => fail("PLATFORM is seam or virtual")))(),
	notify: webhookMessenger({ url: need("NOTIFY_URL"), secret: need("NOTIFY_SECRET") }),
	key: need("PIN_KEY"),
	site: createSite(house),
	report: ({ kind }) => console.warn(kind),
});
running.done.then(
	() => process.exit(0),
	() => fail("the run ended; start again"),
);

const app = new Hono();
app.use(bodyLimit({ maxSize: 1024 * 1024 }));
app.onError((error, context) => {
	if (error instanceof HTTPException) return error.getResponse();
	if (!(error instanceof LatchstringError)) return context.json({ code: "internal" }, 500);
	const { code, path, message, hint } = error;
	return context.json({ code, path, message, hint }, 422);
});

if (env.SEAM_WEBHOOK_SECRET) {
	const read = seamWebhook(env.SEAM_WEBHOOK_SECRET);
	app.post("/webhooks/seam", async (context) => {
		const { facts } = read(await context.req.text(), context.req.raw.headers);
		await running.take(facts);
		return context.body(null, 204);
	});
}

// Everything else is for whoever has the token.
app.use("/api/*", async (context, next) => {
	const given = Buffer.from(context.req.header("authorization") ?? "");
	const isRight = given.length === token.length && timingSafeEqual(given, token);
	return isRight ? await next() : context.json({ code: "unauthorized" }, 401);
});

/** Tells facts; answers with what the step refused. */
const told = async (context, facts) => {
	const { isWaiting, rejected } = await running.tell(facts);
	if (isWaiting) return context.json({ code: "clock_went_back" }, 503);
	return context.json({ rejected }, rejected.length > 0 ? 422 : 200);
};

app.put("/api/bookings/:id", async (context) => {
	const reservation = { ...(await context.req.json()), id: context.req.param("id") };
	return await told(context, [{ type: "reservation", reservation }]);
});
app.put("/api/visits/:id", async (context) => {
	const visit = { ...(await context.req.json()), id: context.req.param("id") };
	return await told(context, [{ type: "visit", visit }]);
});
app.post("/api/orders", async (context) => {
	const { id, order } = await context.req.json();
	return await told(context, [{ type: "host_order", id, at: new Date(), order }]);
});
app.get("/api/codes", async (context) => {
	const masked = ({ code, ...rest }) => ({ ...rest, code: code && maskCode(code) });
	return context.json((await running.look((site) => site.accessCodes())).map(masked));
});
app.get("/api/review", async (context) =>
	context.json(await running.look((site) => site.review(new Date()))),
);

/** Reads each feed, and stores what it knew together with what it says now. */
async function poll() {
	for (const { id, listingId, url } of feeds) {
		try {
			const answer = await fetch(url, { signal: AbortSignal.timeout(20_000) });
			if (!answer.ok) throw new Error(`${answer.status}`);
			const { timeZone, checkIn } = house.listings.find((listing) => listing.id === listingId);
			const all = (await running.look((site) => site.toJSON())).reservations;
			const known = all.filter((stay) => stay.listingId === listingId);
			const options = { feedId: id, listingId, timeZone, checkIn, known, now: new Date() };
			const read = readFeed(await answer.text(), { ...options, state: store.kept(`feed ${id}`) });
			await running.take(read.facts, [{ id: `feed ${id}`, row: read.state }]);
			for (const note of read.notes) console.warn(`feed ${id}:`, note);
		} catch (error) {
			console.warn(`feed ${id}: ${error.message}`);
		}
	}
}
await poll();
setInterval(poll, 15 * 60_000);

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(env.PORT ?? 8788) }, ({ port }) =>
	console.log(`http://127.0.0.1:${port}`),
);
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => running.stop());

function fail(why) {
	console.error(why);
	process.exit(1);
}
