// The schedule of the time that is over, from what really happened at the doors. A site remembers
// its bookings; which code opened when, and which lock answered, stands in the record.
import { type Lane, localTimes, maskCode, type Preview, preview, type Span } from "latchstring";
import { TIME_ZONE } from "./house.js";
import { iso } from "./time.js";
import type { World } from "./world.js";

/** What `past` of the schedule is given. */
export function pastOf(world: World, from: number, now: number): Preview | undefined {
	if (now <= from) return undefined;
	const known = preview(world.site, { from: iso(from), to: iso(now), now: iso(now) });
	const lanes = known.lanes.map((lane) => laneOf(world, lane, from, now));
	return { ...known, lanes };
}

type Bare = Omit<Span, "fromLocal" | "toLocal">;

function laneOf(world: World, lane: Lane, from: number, now: number): Lane {
	const { record } = world;
	const isHere = (one: { lockId: string }) => one.lockId === lane.lockId;
	const stays = lane.spans.filter(({ kind }) => kind === "stay" || kind === "grace");
	const bare: Bare[] = [];
	for (const one of record.outside.filter(isHere)) {
		const [start, end] = [Math.max(one.from, from), Math.min(one.to ?? now, now)];
		if (start < end) bare.push(outsideSpan(world, one.reservationId, one.name, start, end));
	}
	for (const one of record.opened.filter(isHere)) {
		const [start, end] = [Math.max(one.from, from), Math.min(one.to ?? now, now)];
		if (start < end) bare.push(...openSpans(world, one.codeId, start, end, stays));
	}
	const marks = [
		...lane.marks.filter(({ kind }) => kind === "clock_change" || kind === "reveal"),
		...marksOf(world, lane, from, now),
	];
	return {
		...lane,
		spans: [...stays, ...located(bare)].sort((a, b) => (a.from < b.from ? -1 : 1)),
		marks: marks.sort((a, b) => (a.at < b.at ? -1 : 1)),
		...stripOf(world, lane.lockId, from, now),
	};
}

function outsideSpan(world: World, id: string, name: string, from: number, to: number): Bare {
	const listingId = world.rows.bookings.get(id)?.listingId;
	return {
		kind: "uncovered",
		certainty: "none",
		from: iso(from),
		to: iso(to),
		...(listingId && { listingId }),
		reservationId: id,
		name,
		because: [],
		notes: [],
	};
}

/** A code that opened: inside of its stay as a band, outside of it as open too long. */
function openSpans(world: World, codeId: string, from: number, to: number, stays: Span[]): Bare[] {
	const code = world.rows.everyCode.get(codeId);
	if (code === undefined) return [];
	const { holder, toldTo = [], pin } = code;
	const base: Pick<Span, "certainty" | "codeId" | "because" | "notes" | "code"> = {
		certainty: "confirmed",
		codeId,
		because: [],
		notes: [],
		...(pin !== undefined && { code: maskCode(pin) }),
	};
	if (holder.kind === "visit") {
		const visit = world.rows.visits.get(holder.id ?? "")?.visit;
		const name = visit?.visitor;
		const who = { ...(holder.id && { visitId: holder.id }), ...(name && { name }) };
		return [{ ...base, kind: "visit", from: iso(from), to: iso(to), ...who }];
	}
	const id = holder.kind === "reservation" ? holder.id : toldTo.at(-1)?.reservationId;
	const toldAt = toldTo.length === 0 ? undefined : +new Date(toldTo.at(-1)?.at ?? 0);
	if (id === undefined || (holder.kind !== "reservation" && toldAt === undefined)) return [];
	const booking = world.rows.bookings.get(id);
	const who = {
		reservationId: id,
		...(booking && { name: booking.guest.name, listingId: booking.listingId }),
	};
	const kind =
		holder.kind === "reservation" ? "opens" : holder.kind === "backup" ? "backup" : "emergency";
	const start = kind === "opens" ? from : Math.max(from, toldAt ?? from);
	const own = stays.filter(({ reservationId }) => reservationId === id);
	return own.flatMap((stay): Bare[] => {
		const [a, b] = [Math.max(start, Date.parse(stay.from)), Math.min(to, Date.parse(stay.to))];
		return a < b ? [{ ...base, ...who, kind, from: iso(a), to: iso(b) }] : [];
	});
}

/** The spans with their times on the clock of the house. */
function located(spans: Bare[]): Span[] {
	const instants = spans.flatMap(({ from, to }) => [from, to]);
	const local = localTimes({ instants, timeZone: TIME_ZONE });
	return spans.map((span, at) => ({
		...span,
		fromLocal: local[2 * at] ?? span.from,
		toLocal: local[2 * at + 1] ?? span.to,
	}));
}

function marksOf(world: World, lane: Lane, from: number, now: number): Lane["marks"] {
	const { record, rows } = world;
	const isIn = (at: number) => from <= at && at < now;
	const found: Omit<Lane["marks"][number], "atLocal">[] = [];
	for (const { at, notice } of record.told) {
		const booking = rows.bookings.get(notice.reservationId ?? "");
		const isHere = booking !== undefined && lane.listingIds.includes(booking.listingId);
		if (!isIn(at) || notice.to !== "guest" || !isHere || notice.reservationId === undefined)
			continue;
		found.push({ kind: "told", at: iso(at), reservationId: notice.reservationId });
	}
	for (const { command, outcome, answeredAt } of record.sent) {
		if (command.lockId !== lane.lockId || outcome !== "confirmed" || !isIn(answeredAt ?? 0))
			continue;
		const kind = command.kind === "program_code" ? "programmed" : "removed";
		if (command.kind !== "program_code" && command.kind !== "remove_code") continue;
		const holder = rows.everyCode.get(command.codeId)?.holder;
		const who = holder?.kind === "reservation" && holder.id ? { reservationId: holder.id } : {};
		found.push({ kind, at: iso(answeredAt ?? 0), codeId: command.codeId, ...who });
	}
	const instants = found.map(({ at }) => at);
	const local = localTimes({ instants, timeZone: TIME_ZONE });
	return found.map((mark, at) => ({ ...mark, atLocal: local[at] ?? mark.at }));
}

function stripOf(
	{ record }: World,
	lockId: string,
	from: number,
	now: number,
): Pick<Lane, "strip" | "backupsLeft"> {
	const seen = record.seen.filter((one) => one.lockId === lockId && one.at < now);
	const strip: Lane["strip"] = [];
	const backupsLeft: Lane["backupsLeft"] = [];
	for (const [place, one] of seen.entries()) {
		const end = seen[place + 1]?.at ?? now;
		const start = Math.max(one.at, from);
		if (end <= start) continue;
		const reachability = one.answers ? "online" : "offline";
		strip.push({ from: iso(start), to: iso(end), reachability, batteryPercent: one.percent });
		if (backupsLeft.at(-1)?.left !== one.backupsLeft)
			backupsLeft.push({ at: iso(start), left: one.backupsLeft });
	}
	return { strip, backupsLeft };
}
