// Visitors: each one's code opens in the times of the visit, and in no others.
import { visitWindows } from "latchstring";
import { DAY, HOUR, iso, MINUTE, seconds } from "./time.js";
import { cloudOf, deviceOf, Since, type World } from "./world.js";

type Span = { startsAt: number; endsAt: number };

/** The order of places is stays first, so a visitor waits where few places are free. */
const PATIENCE = 50 * MINUTE;
const TO_REMOVE = 30 * MINUTE;

export class VisitJudge {
	readonly #since = new Since();
	readonly #spans = new Map<string, { key: string; spans: Span[] }>();

	look(world: World): void {
		for (const id of world.record.visits.keys()) this.#visit(world, id);
	}

	/** When a visit's code opens, from some days before to some days after. */
	spans(world: World, id: string): Span[] {
		const { record, now, history } = world;
		const row = record.visits.get(id);
		const listing = history.house.listings.find((each) => each.id === row?.visit.listingId);
		if (row === undefined || listing === undefined || row.visit.status === "revoked") return [];
		const bookings = [...record.reservations.values()];
		const news = Math.max(row.at, ...bookings.map(({ at }) => at));
		const key = `${news} ${Math.floor(now / DAY)}`;
		const cached = this.#spans.get(id);
		if (cached?.key === key) return cached.spans;
		const { windows } = visitWindows({
			visit: row.visit,
			timeZone: listing.timeZone,
			listing,
			reservations: bookings.map(({ reservation }) => reservation),
			from: iso(now - 3 * DAY),
			until: iso(now + 10 * DAY),
		});
		const spans = windows.map(({ startsAt, endsAt }) => ({
			startsAt: seconds(startsAt),
			endsAt: seconds(endsAt),
		}));
		this.#spans.set(id, { key, spans });
		return spans;
	}

	#visit(world: World, id: string): void {
		const { record, now, faults } = world;
		const row = record.visits.get(id);
		// An order that ends a stay moves the turnovers beside it, of which `visitWindows` does not
		// hear.
		if (row === undefined || (row.visit.kind === "turnover" && record.ordered.size > 0)) return;
		const { visit, at: knownAt, told } = row;
		const spans = this.spans(world, id);
		const within = (slack: number) =>
			spans.some(({ startsAt, endsAt }) => startsAt - slack <= now && now < endsAt + slack);
		const changed = Math.max(
			knownAt,
			...(visit.kind === "turnover" ? [...record.reservations.values()].map(({ at }) => at) : []),
		);
		for (const lockId of record.locksOf(visit.listingId ?? "")) {
			const device = deviceOf(world, lockId);
			const { habit } = cloudOf(world, lockId).character;
			const pins = told.get(lockId) ?? [];
			const sound = !cloudOf(world, lockId).bad(now) && !device.silent(now);
			const use = record.uses.find(
				(each) => each.lockId === lockId && pins.some(({ pin }) => pin === each.pin),
			);
			// Used at another door, it opens this one for a day (V1).
			const elsewhere = record.uses.find(
				(each) =>
					each.at <= now - DAY && told.get(each.lockId)?.some(({ pin }) => pin === each.pin),
			);
			const spent = visit.kind === "one_time" && (use ?? elsewhere) !== undefined;
			const lied = pins.some(({ pin }) => (device.deceived.get(pin) ?? 0) > now);
			const room = device.capacity - device.held.length > 2;
			const out =
				within(0) &&
				!spent &&
				!lied &&
				sound &&
				room &&
				!pins.some(({ pin }) => device.opens(pin, now));
			const from = Math.max(changed, device.lastTrouble);
			const waits = this.#since.hold(`out ${id} ${lockId}`, out, now, from);
			if (out) world.lookAt(now + 15 * MINUTE);
			if (waits > PATIENCE)
				faults.add(
					`V1/outside:${visit.kind}:${habit}`,
					"V1 V2",
					"in the times of a visit, the visitor was told a code that opens",
					now,
					`${id} stands outside ${lockId} for ${waits} s`,
				);
			for (const { pin, codeId } of pins) {
				const over = device.opensAs(pin, codeId, now) && sound && !lied && (spent || !within(HOUR));
				const usedAt = use?.at ?? (elsewhere ? elsewhere.at + DAY : 0);
				const since = Math.max(from, spent ? usedAt : 0);
				const length = this.#since.hold(`over ${id} ${lockId} ${pin}`, over, now, since);
				if (over) world.lookAt(now + 15 * MINUTE);
				if (length > TO_REMOVE)
					faults.add(
						`V1/over:${visit.kind}:${habit}`,
						"V1",
						"a visitor's code opens in no other times than those of the visit",
						now,
						`${codeId} of ${id} opens ${lockId} for ${length} s`,
					);
			}
		}
	}
}
