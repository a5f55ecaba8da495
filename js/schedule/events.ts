// What happens at one instant, from the marks of a lane and from what the host will be told.
import type { ForecastNotice, Lane, Mark } from "../generated/types.js";
import { type Clock, HOUR, localAt } from "./clock.js";
import type { Call, EventKind, QuietKind } from "./words.js";

/** Something at one instant. */
export interface Happening {
	id: string;
	kind: EventKind;
	at: number;
	local: string;
	/** When the checks end. */
	end: number;
	/** At a clock change: what the clock would show without it. */
	beforeLocal?: string | undefined;
	reservationId?: string | undefined;
	visitId?: string | undefined;
	/** Of what the host is told: the kind of the notice. */
	notice?: Call;
	name?: string | undefined;
}

const KINDS: Record<Mark["kind"], EventKind> = {
	reveal: "reveal",
	told: "told",
	health: "checks",
	activation: "checks",
	verification: "checks",
	programmed: "put",
	removed: "gone",
	rotated: "changed",
	clock_change: "clock",
};

/** A record, so that none of the kinds can be missing. */
const QUIET: Record<QuietKind, 0> = {
	review_due: 0,
	guest_arrived: 0,
	rotation_done: 0,
	removal_withdrawn: 0,
};

const isQuiet = (kind: Call | QuietKind): kind is QuietKind => Object.hasOwn(QUIET, kind);

/** Everything at a door, by the instant. */
export function eventsOf(lane: Lane, notices: ForecastNotice[], clock: Clock): Happening[] {
	const names = new Map(lane.spans.map((span) => [span.reservationId ?? span.visitId, span.name]));
	const all: Happening[] = [];
	for (const mark of lane.marks) {
		const kind = KINDS[mark.kind];
		const at = Date.parse(mark.at);
		const who = mark.reservationId ?? mark.visitId;
		const checks = all.filter((one) => one.kind === "checks" && one.reservationId === who).at(-1);
		if (kind === "checks" && checks !== undefined && at - checks.at < HOUR) {
			checks.end = at;
			continue;
		}
		all.push({
			...mark,
			id: [lane.lockId, mark.kind, who, mark.codeId, mark.at].join("|"),
			...{ kind, at, local: mark.atLocal, end: at, name: names.get(who) },
		});
	}
	for (const { at: instant, notice } of notices) {
		if (notice.to !== "host" || isQuiet(notice.kind)) continue;
		const holder = notice.reservationId;
		const isHere =
			notice.lockId === lane.lockId ||
			(notice.lockId === undefined && holder !== undefined && names.has(holder));
		if (!isHere) continue;
		const at = Date.parse(instant);
		all.push({
			id: [lane.lockId, "notice", notice.key].join("|"),
			kind:
				notice.kind === "entry_refused" ? "denied" : notice.kind === "conflict" ? "double" : "host",
			at,
			local: localAt(clock, at),
			end: at,
			reservationId: holder,
			notice: notice.kind,
			name: notice.values.guestName ?? names.get(holder),
		});
	}
	// Where a guest is told a code at the instant from which they may see it, one of both will do.
	const told = new Set(all.filter(({ kind }) => kind === "told").map(({ at }) => at));
	return all
		.filter(({ kind, at }) => kind !== "reveal" || !told.has(at))
		.sort((a, b) => a.at - b.at);
}
