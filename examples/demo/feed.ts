// A calendar that somebody drops on the page becomes bookings of a flat of their own.
import type { Reservation } from "latchstring";
import { readFeed } from "latchstring/ical";
import { broughtTo } from "./bookings.js";
import type { Deed } from "./sim/deeds.js";
import { TIME_ZONE, YOURS } from "./sim/house.js";

/** What became of a calendar. */
export interface FeedRead {
	deeds: Deed[];
	/** In one sentence. */
	said: string;
}

/** The most bookings that the page takes. */
const MOST = 40;

/** Reads the text of a calendar. `today` is the reader's day, `firstDay` that of the house. */
export function readCalendar(
	text: string,
	today: string,
	firstDay: string,
	hasFlat: boolean,
): FeedRead {
	const options = { feedId: "yours", listingId: YOURS.id, timeZone: TIME_ZONE };
	// The calendar of a reader is of their own time: what is over by then is left out first.
	const { facts, leftOut } = readFeed(text, { ...options, now: `${today}T00:00:00Z` });
	const all = facts.flatMap((fact): Reservation[] =>
		fact.type === "reservation" && fact.reservation.status === "confirmed"
			? [fact.reservation]
			: [],
	);
	const { bookings, days } = broughtTo(all, today, firstDay);
	// The calendar of the example house may be dropped as well: these are bookings of their own.
	const taken = bookings.slice(0, MOST).map((reservation, place) => ({
		...reservation,
		id: `yours-${place + 1}`,
		guest: { ...reservation.guest, name: `Guest ${place + 1}` },
	}));
	if (taken.length === 0)
		return { deeds: [], said: "No stay that lies ahead was found in this calendar." };
	const flat: Deed[] = hasFlat ? [] : [{ kind: "flat" }];
	const deeds = taken.map((reservation): Deed => ({ kind: "booking", reservation }));
	const others = leftOut.length > 0 ? ` ${leftOut.length} entries are no stays.` : "";
	const moved = days === 0 ? "" : " Its days are moved so that the first one begins this weekend.";
	const stays = taken.length === 1 ? "1 stay is" : `${taken.length} stays are`;
	return { deeds: [...flat, ...deeds], said: `${stays} in “${YOURS.name}” now.${moved}${others}` };
}
