// What will be, what should be looked at, and what was decided. None of it holds a PIN.

import { forecast, preview, survival, withoutPins } from "../../api/api.js";
import type { Trouble } from "../../generated/types.js";
import { list, type Operation, object, ok, PAGED, page, ref, TEXT } from "../operation.js";
import { bodyOf, instantOf, pageOf } from "../reading.js";

const DAY = 86_400_000;
const later = (now: Date, days: number) => new Date(now.getTime() + days * DAY);

export const views: Operation[] = [
	{
		...{ id: "getPreview", method: "GET", path: "/preview", scope: "read" },
		summary: "The schedule of every door: what should be open and what is.",
		query: {
			from: { ...TEXT, description: "From when [a day ago]." },
			to: { ...TEXT, description: "Until when [in two weeks]." },
		},
		answer: { status: 200, schema: ref("Preview") },
		run: async (desk, call) => {
			const from = instantOf(call, "from", later(desk.now, -1));
			const to = instantOf(call, "to", later(desk.now, 14));
			const running = await desk.running();
			const site = await running.look((open) => open.toJSON());
			return ok(preview(site, { from, to, now: desk.now }));
		},
	},
	{
		...{ id: "makeForecast", method: "POST", path: "/forecast", scope: "read" },
		summary:
			"The rules run ahead: who will stand outside if locks fall silent, and what opens too long.",
		body: object({ until: ref("Timestamp"), "assume?": list(ref("Trouble")) }),
		answer: {
			status: 200,
			schema: object({
				...{ preview: ref("Preview"), outside: list(ref("Outside")) },
				...{ overOpen: list(ref("OverOpen")), rejected: list(ref("Rejected")) },
				notices: list({ type: "object" }),
				commands: list({ type: "object" }),
			}),
		},
		run: async (desk, call) => {
			const { until, assume } = bodyOf(call, ["until", "assume?"]);
			const running = await desk.running();
			const site = await running.look((open) => open.toJSON());
			const asked = { now: desk.now, until: until as string };
			const given = assume === undefined ? {} : { assume: assume as Trouble[] };
			// Without PINs, and without the key, nothing of it opens a door.
			return ok(forecast(withoutPins(site), { ...asked, ...given }));
		},
	},
	{
		...{ id: "getSurvival", method: "GET", path: "/bookings/{id}/survival", scope: "read" },
		summary: "The longest silence of each lock that the guest of a booking survives.",
		answer: { status: 200, schema: ref("Survival") },
		run: async (desk, { params }) => {
			const running = await desk.running();
			const site = await running.look((open) => open.toJSON());
			const asked = { now: desk.now.toISOString(), reservationId: params.id ?? "" };
			return ok(survival(site, asked));
		},
	},
	{
		...{ id: "getReview", method: "GET", path: "/review", scope: "read" },
		summary: "What the host should look at, by lock and code.",
		answer: { status: 200, schema: list(ref("Finding")) },
		run: async (desk) => {
			const running = await desk.running();
			return ok(await running.look((site) => site.review(desk.now)));
		},
	},
	{
		...{ id: "listAudit", method: "GET", path: "/audit", scope: "audit" },
		summary: "What was decided, and why, the oldest first.",
		query: PAGED,
		answer: { status: 200, schema: page(ref("AuditRow")) },
		run: async ({ store }, call) => {
			return ok(await pageOf(store, "audit", call, ({ row }) => row));
		},
	},
];
