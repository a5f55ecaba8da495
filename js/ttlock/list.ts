// The list of a lock, from TTLock's cloud: what the cloud believes to be on the lock, with its
// state.

import { factId } from "../core/command.js";
import { fieldsIn, isId, line } from "../core/part.js";
import type { CodeOnLock, Command, Fact, LockState } from "../generated/types.js";
import type { TtlockRequest } from "./exchange.js";
import type { ReadyLock } from "./lock.js";
import { failureIn, post, type TtlockTalk } from "./talk.js";

/** As many passcodes as a page may have. */
const PAGE = 100;
const MAX_PAGES = 20;

/** `status` of a passcode: over, and not on the lock. */
const [EXPIRED, ADD_FAILED] = [2, 5];
/**
 * `status` of one that may not be on the lock as it is listed: pending, adding, two of changing.
 */
const UNSURE = [3, 4, 6, 7];
/** `keyboardPwdType`: one-time and permanent have no window of their own, 3 is a period. */
const PERIOD = 3;
/** The last instant that the rules take. */
const LAST = Date.UTC(2199, 11, 31, 23, 59, 59);

/** One page of the passcodes of a lock. */
export function listPage({ lockId }: ReadyLock, page: number): TtlockRequest {
	const form = { lockId, pageNo: String(page), pageSize: String(PAGE) };
	return post("/v3/lock/listKeyboardPwd", form);
}

/** How many pages a list has. */
export function pagesOf(body: Record<string, unknown> | undefined): number {
	const pages = body?.pages;
	return typeof pages === "number" && pages > 1 ? Math.min(pages, MAX_PAGES) : 1;
}

/** Reads the lock, its gateways and its passcodes. */
export function* readTalk(command: Command, lock: ReadyLock): TtlockTalk {
	const { lockId } = lock;
	const first = yield [
		post("/v3/lock/detail", { lockId }),
		post("/v3/gateway/listByLock", { lockId }),
		post("/v3/gateway/list", { pageNo: "1", pageSize: String(PAGE) }),
		listPage(lock, 1),
	];
	const broken = failureIn(first.at(-1));
	if (broken !== undefined) return { ...broken, outcome: "failed" };
	const [detail, near, all, page] = first.map(({ body }) => fieldsIn(body));
	const codes = codesOf(page);
	for (let next = 2; next <= pagesOf(page); next += 1) {
		const more = yield [listPage(lock, next)];
		const failed = failureIn(more.at(-1));
		// Half a list would say that the rest is gone.
		if (failed !== undefined) return { ...failed, outcome: "failed" };
		codes.push(...codesOf(fieldsIn(more.at(-1)?.body)));
	}
	const report: Fact = {
		...{ type: "lock_report", id: factId("list", command.id, lock.now), at: lock.now },
		...{ lockId: command.lockId, state: stateOf(detail, near, all, lock), codes },
	};
	return { before: [report], outcome: "confirmed" };
}

function stateOf(
	detail: Record<string, unknown> | undefined,
	near: Record<string, unknown> | undefined,
	all: Record<string, unknown> | undefined,
	lock: ReadyLock,
): LockState {
	const charge = detail?.electricQuantity;
	const hasCharge = typeof charge === "number" && charge >= 0 && charge <= 100;
	const online = itemsOf(all)
		.filter(({ isOnline }) => isOnline === 1)
		.map(({ gatewayId }) => gatewayId);
	const isNear = itemsOf(near).some(({ gatewayId }) => online.includes(gatewayId));
	const byGateway = isNear ? "online" : "offline";
	return {
		// Whether a Wi-Fi lock is awake, its list does not say.
		reachability: lock.way === "2" ? byGateway : "unknown",
		reportedAt: lock.now,
		...(hasCharge && { batteryPercent: Math.round(charge) }),
	};
}

function codesOf(body: Record<string, unknown> | undefined): CodeOnLock[] {
	return itemsOf(body).flatMap((one): CodeOnLock[] => {
		const { keyboardPwdId, keyboardPwd, keyboardPwdName, keyboardPwdType, status } = one;
		if (status === ADD_FAILED) return [];
		const id = String(keyboardPwdId ?? "");
		const name = typeof keyboardPwdName === "string" ? line(keyboardPwdName) : "";
		const window = keyboardPwdType === PERIOD ? [one.startDate, one.endDate] : [];
		const [startsAt, endsAt] = window.map(instantOf);
		return [
			{
				...(isId(id) && { externalId: id }),
				...(typeof keyboardPwd === "string" && { pin: keyboardPwd }),
				...(name !== "" && { name }),
				...(startsAt !== undefined && { startsAt }),
				...(endsAt !== undefined && { endsAt }),
				state: UNSURE.includes(status as number) ? "accepted" : "confirmed",
				...(status === EXPIRED && { enabled: false }),
			},
		];
	});
}

function itemsOf(body: Record<string, unknown> | undefined): Record<string, unknown>[] {
	const list = Array.isArray(body?.list) ? body.list : [];
	return list.map(fieldsIn).filter((one) => one !== undefined);
}

function instantOf(at: unknown): string | undefined {
	if (typeof at !== "number" || at <= 0 || at > LAST) return undefined;
	return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
