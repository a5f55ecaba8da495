// The example house: the same calls in the Worker and in the browser, and their answers as text to compare.
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

/** The key of the demo. It derives PINs of no real lock and is public: a real key comes out of a secret store. */
export const DEMO_KEY = "a public key for the example house";

/** What the file holds; the rules themselves refuse anything else. `now` is the day on which the demo always plays. */
const { now, site, reservations } = example as unknown as {
	now: string;
	site: NewSite;
	reservations: Reservation[];
};

/** One code on one door. */
export interface Row {
	code: AccessCodeView;
	/** The PIN for people's eyes; absent where only the lock's platform knows it. */
	masked?: string;
	listing?: string;
	timeZone?: string;
}

/** What both runtimes compute. */
export interface House {
	module: Module;
	version: Version;
	site: string;
	now: string;
	rows: Row[];
	notices: Step["notices"];
	rejected: Step["rejected"];
}

/** The house as the rules of this runtime see it; `module` is what they run in. */
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
