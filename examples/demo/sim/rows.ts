// The stored rows of a site, kept beside the open site from the changes of each step.
import type {
	AccessCode,
	Change,
	LockRow,
	Reservation,
	Row,
	Site,
	TripRow,
	VisitRow,
} from "latchstring";

export class Rows {
	readonly codes = new Map<string, AccessCode>();
	/** Every code that ever was, as it was last. */
	readonly everyCode = new Map<string, AccessCode>();
	readonly locks = new Map<string, LockRow>();
	readonly bookings = new Map<string, Reservation>();
	readonly trips = new Map<string, TripRow>();
	readonly visits = new Map<string, VisitRow>();

	constructor(site: Site) {
		for (const row of site.accessCodes) this.codes.set(row.id, row);
		for (const row of site.locks) this.locks.set(row.lock.id, row);
		for (const row of site.reservations) this.bookings.set(row.id, row);
		for (const row of site.trips) this.trips.set(row.id, row);
		for (const row of site.visits) this.visits.set(row.visit.id, row);
	}

	/** Takes what a step changed. */
	take(changes: readonly Change[]): void {
		for (const change of changes) {
			if (change.op === "delete") this.#table(change.table)?.delete(change.id);
			else this.#table(change.table)?.set(change.id, change.row);
			if (change.op === "put" && change.table === "access_codes")
				this.everyCode.set(change.id, change.row);
		}
	}

	#table(name: Row["table"]): Map<string, unknown> | undefined {
		if (name === "access_codes") return this.codes;
		if (name === "reservations") return this.bookings;
		if (name === "locks" || name === "trips" || name === "visits") return this[name];
		return undefined;
	}
}
