// Orders of the host, and what happens at doors.

import { randomHex, sha256 } from "../../core/bytes.js";
import type { Fact } from "../../generated/types.js";
import { list, type Operation, object, ok, PAGED, page, ref, TEXT } from "../operation.js";
import { invalid, refusalOf } from "../problem.js";
import { bodyOf, pageOf } from "../reading.js";
import { tellOne, waiting } from "./facts.js";

/** What an event may be. Answers to commands come from platforms alone. */
const EVENTS = [
	...["guest_locked_out", "access_denied", "code_used"],
	...["lock_report", "lock_reset", "notice_result"],
];
const MOST = 500;

export const events: Operation[] = [
	{
		...{ id: "order", method: "POST", path: "/orders", scope: "orders" },
		summary: "Orders something, such as a new code for a guest. It is carried out at once.",
		body: object({ order: ref("HostOrder") }),
		answer: { status: 200, schema: object({ id: TEXT }) },
		run: async (desk, call) => {
			const { order } = bodyOf(call, ["order"]);
			// The same request makes the same order, also where the host ended before it answered.
			const { key } = call;
			const own = key === undefined ? randomHex(16) : await sha256(`${desk.caller.id} ${key}`);
			const id = `order ${own.slice(0, 32)}`;
			const at = desk.now.toISOString();
			await tellOne(desk, { type: "host_order", id, at, order } as Fact, "order");
			return ok({ id });
		},
	},
	{
		...{ id: "listOrders", method: "GET", path: "/orders", scope: "read" },
		summary: "The orders that still count.",
		query: PAGED,
		answer: { status: 200, schema: page(ref("StandingOrder")) },
		run: async ({ store }, call) => {
			return ok(await pageOf(store, "orders", call, ({ row }) => row));
		},
	},
	{
		...{ id: "tellEvents", method: "POST", path: "/events", scope: "events" },
		summary: `What happened: ${EVENTS.join(", ")}. Each is taken or refused by itself.`,
		body: object({ facts: { ...list(ref("Fact")), maxItems: MOST } }),
		answer: {
			status: 200,
			schema: object({ rejected: list(ref("Rejected")), notes: list(ref("FactNote")) }),
		},
		run: async (desk, call) => {
			const { facts } = bodyOf(call, ["facts"]);
			if (!Array.isArray(facts) || facts.length > MOST)
				throw invalid("facts", "not a list of facts", `give a list of at most ${MOST}`);
			for (const [at, fact] of facts.entries())
				if (!EVENTS.includes((fact as Fact | null)?.type ?? "")) {
					const hint = `expected one of ${EVENTS.map((type) => `\`${type}\``).join(", ")}`;
					throw invalid(`facts[${at}].type`, "not an event", hint);
				}
			const running = await desk.running();
			const { isWaiting, rejected, notes } = await running.tell(facts as Fact[]);
			if (isWaiting) throw waiting();
			const [only] = rejected;
			if (only !== undefined && facts.length === 1) throw refusalOf(only.because, "");
			return ok({ rejected, notes });
		},
	},
];
