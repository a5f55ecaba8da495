// The calendars of listings: polled by the site itself, or read and sent by somebody else.

import { FLAG, list, NUMBER, type Operation, object, ok, type Schema, TEXT } from "../operation.js";
import { bodyOf } from "../reading.js";

const FEED: Schema = object({
	...{ id: TEXT, listingId: TEXT, "address?": TEXT, "platform?": TEXT },
	...{ "readAt?": TEXT, "triedAt?": TEXT, "error?": TEXT, stays: NUMBER },
	notes: list({ type: "object" }),
});

const READING: Schema = object({
	...{ facts: NUMBER, rejected: NUMBER },
	notes: list({ type: "object" }),
	leftOut: list({ type: "object" }),
});

/** The longest calendar. */
const CALENDAR = 5 * 1024 * 1024;

export const feeds: Operation[] = [
	{
		...{ id: "listFeeds", method: "GET", path: "/feeds", scope: "read" },
		summary: "The feeds. Of an address only its host is shown: whoever knows the rest reads it.",
		answer: { status: 200, schema: list(FEED) },
		run: async ({ feeds }) => ok(await feeds.list()),
	},
	{
		...{ id: "putFeed", method: "PUT", path: "/feeds/{id}", scope: "feeds" },
		summary:
			"Makes or changes a feed. One with an address is polled. `sameListing` counts for one reading.",
		body: object({
			...{ listingId: TEXT, "url?": { ...TEXT, maxLength: 2000 }, "platform?": TEXT },
			...{ "guestName?": TEXT, "keepTimes?": FLAG, "sameListing?": FLAG },
		}),
		answer: { status: 200, schema: FEED },
		run: async ({ feeds }, call) => {
			const more = ["url?", "platform?", "guestName?", "keepTimes?", "sameListing?"];
			const keys = ["listingId", ...more];
			return ok(await feeds.put(call.params.id ?? "", bodyOf(call, keys)));
		},
	},
	{
		...{ id: "deleteFeed", method: "DELETE", path: "/feeds/{id}", scope: "feeds" },
		summary: "Reads a feed no more. Its stays stand.",
		answer: { status: 204 },
		run: async ({ feeds }, call) => {
			await feeds.remove(call.params.id ?? "");
			return { status: 204 };
		},
	},
	{
		...{ id: "readFeed", method: "POST", path: "/feeds/{id}/readings", scope: "feeds" },
		summary: "Reads a calendar that somebody else has fetched.",
		body: { text: "text/calendar", limit: CALENDAR },
		answer: { status: 200, schema: READING },
		run: async ({ feeds }, call) => ok(await feeds.read(call.params.id ?? "", String(call.body))),
	},
	{
		...{ id: "pollFeed", method: "POST", path: "/feeds/{id}/poll", scope: "feeds" },
		summary: "Fetches and reads a feed now.",
		answer: { status: 200, schema: READING },
		run: async ({ feeds }, call) => ok(await feeds.poll(call.params.id ?? "")),
	},
];
