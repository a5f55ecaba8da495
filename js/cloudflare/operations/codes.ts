// Codes and cards: masked, but for a token whose scope says reveal.

import { maskCode } from "../../api/api.js";
import type { AccessCodeFilter, AccessCodeView, GuestCard } from "../../generated/types.js";
import { type Desk, list, type Operation, ok, ref, TEXT } from "../operation.js";
import { invalid, Refused } from "../problem.js";

const FILTERS = ["reservationId", "lockId", "visitId"] as const;

export const codes: Operation[] = [
	{
		...{ id: "listCodes", method: "GET", path: "/codes", scope: "read" },
		summary: "The codes, with doors and windows. PINs are masked, unless `reveal=true`.",
		query: {
			...Object.fromEntries(FILTERS.map((name) => [name, TEXT])),
			reveal: { type: "string", enum: ["true", "false"], description: "Needs the scope `reveal`." },
		},
		answer: { status: 200, schema: list(ref("AccessCodeView")) },
		run: async (desk, { query }) => {
			const isShown = reveals(desk, query);
			const filter: AccessCodeFilter = {};
			for (const name of FILTERS) if (query[name] !== undefined) filter[name] = query[name];
			const running = await desk.running();
			const found = await running.look((site) => site.accessCodes(filter));
			return ok(found.map((code) => (isShown ? code : maskedView(code))));
		},
	},
	{
		...{ id: "getCard", method: "GET", path: "/bookings/{id}/card", scope: "read" },
		summary: "What the guest of a booking may know now. PINs are masked, unless `reveal=true`.",
		query: { reveal: { type: "string", enum: ["true", "false"] } },
		answer: { status: 200, schema: ref("GuestCard") },
		run: async (desk, { params, query }) => {
			const isShown = reveals(desk, query);
			const asked = { reservationId: params.id ?? "", now: desk.now.toISOString() };
			const running = await desk.running();
			const card = await running.look((site) => site.guestCard(asked));
			return ok(isShown ? card : maskedCard(card));
		},
	},
];

/** Whether codes are shown in clear; refused to whom they are not. */
function reveals({ caller }: Desk, { reveal }: Record<string, string>): boolean {
	if (reveal === undefined || reveal === "false") return false;
	if (reveal !== "true") throw invalid("reveal", "neither true nor false", "give true or false");
	if (caller.scopes.has("reveal")) return true;
	const hint = "ask with a token whose scopes have `reveal`";
	throw new Refused(403, { code: "forbidden", detail: "the token may not see codes", hint });
}

function maskedView(view: AccessCodeView): AccessCodeView {
	return view.code === undefined ? view : { ...view, code: maskCode(view.code) };
}

function maskedCard(card: GuestCard): GuestCard {
	const doors = card.doors.map((door) =>
		door.code === undefined ? door : { ...door, code: maskCode(door.code) },
	);
	const { entryMethod: _, ...rest } = card;
	return { ...rest, doors };
}
