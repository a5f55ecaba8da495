// All operations of the API.

import { type Operation, object, TEXT } from "./operation.js";
import { codes } from "./operations/codes.js";
import { events } from "./operations/events.js";
import { feeds } from "./operations/feeds.js";
import { site } from "./operations/site.js";
import { things } from "./operations/things.js";
import { views } from "./operations/views.js";

/** The beginning of the path of each operation. */
export const PREFIX = "/v1/sites/{site}";

/** The longest webhook. */
const WEBHOOK = 1024 * 1024;

/** What the object does itself, before there is a desk: `run` is not called. */
const never = () => Promise.reject(new Error("the object does this itself"));

const ofObject: Operation[] = [
	{
		...{ id: "createSite", method: "PUT", path: "", scope: "operator", run: never },
		summary: "Makes a site, and gives a first token with all scopes, once.",
		body: { "x-of": "NewSite" },
		answer: { status: 201, schema: object({ id: TEXT, token: TEXT }) },
	},
	{
		...{ id: "deleteSite", method: "DELETE", path: "", scope: "operator", run: never },
		summary: "Deletes a site with all of its rows. The codes on its locks stay there.",
		answer: { status: 204 },
	},
	{
		...{
			id: "hearWebhook",
			method: "POST",
			path: "/webhooks/{name}",
			scope: "webhook",
			run: never,
		},
		summary: "Takes a webhook of a platform, which is known by its signature.",
		body: { text: "application/json", limit: WEBHOOK },
		answer: { status: 204 },
	},
];

export const operations: Operation[] = [
	...ofObject,
	...site,
	...things,
	...codes,
	...views,
	...events,
	...feeds,
];

/** The operations by their ids. */
export const byId = new Map(operations.map((operation) => [operation.id, operation]));
