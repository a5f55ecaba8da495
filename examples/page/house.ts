// The example house: Worker and browser make the same calls, and their answers are compared as
// text.
import {
	type AccessCodeView,
	accessCodes,
	advance,
	createSite,
	type Fact,
	maskCode,
	type NewSite,
	type Reservation,
	type Step,
	type Version,
	version,
} from "latchstring";
import example from "../house.json" with { type: "json" };
import type { Module } from "./module.js";

/**
 * The key of the demo. It is public and opens no real lock; a real key comes from a secret store.
 */
export const DEMO_KEY = "a public key for the example house";

/** The content of the file, which the rules check. `now` is the instant of the demo. */
const { now, site, reservations } = example as unknown as {
	now: string;
	site: NewSite;
	reservations: Reservation[];
};

/** One code on one door. */
export interface Row {
	code: AccessCodeView;
	/** The PIN with dots; absent if only the platform of the lock knows it. */
	masked?: string;
	listing?: string;
	timeZone?: string;
}

/** The answer of a runtime. */
export interface House {
	module: Module;
	version: Version;
	site: string;
	now: string;
	rows: Row[];
	notices: Step["notices"];
	rejected: Step["rejected"];
}

/** The house by the rules of this runtime, which run in `module`. */
export function houseAsText(module: Module): string {
	const facts: Fact[] = reservations.map((reservation) => ({ type: "reservation", reservation }));
	const step = advance(createSite(site), facts, { now, key: DEMO_KEY });
	const house: House = {
		module,
		version: version(),
		site: site.id,
		now,
		rows: rowsOf(accessCodes(step.site).filter(({ holder }) => holder === "reservation")),
		notices: step.notices,
		rejected: step.rejected,
	};
	return JSON.stringify(house);
}

function rowsOf(codes: AccessCodeView[]): Row[] {
	const booked = new Map(reservations.map(({ id, listingId }) => [id, listingId]));
	return codes.map((code) => {
		const listing = site.listings.find(({ id }) => id === booked.get(code.reservationId ?? ""));
		return {
			code,
			...(code.code !== undefined && { masked: maskCode(code.code) }),
			...(listing && { listing: listing.name, timeZone: listing.timeZone }),
		};
	});
}
