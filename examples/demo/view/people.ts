// Whose phones the page can show: guests whose stay is near, and visitors.
import type { App } from "../app.js";
import { END, listingName, START } from "../sim/house.js";
import { stayOf } from "../sim/stays.js";

export interface Person {
	/** The id of the booking or of the visit. */
	id: string;
	name: string;
	about: string;
	isGuest: boolean;
}

/** The people of the weekend. */
export function people(app: App): Person[] {
	const { rows } = app.house;
	const guests = [...rows.bookings.values()].flatMap((booking): Person[] => {
		const stay = stayOf({ ...booking, status: "confirmed" });
		if (stay === undefined || stay.to < START || stay.from > END) return [];
		const { name } = booking.guest;
		const days = `${dayOf(booking.arrival)} to ${dayOf(booking.departure)}`;
		const about = `${listingName(booking.listingId)}, ${days}`;
		const ended = booking.status === "cancelled" ? `${about}, cancelled` : about;
		return [{ id: booking.id, name, about: ended, isGuest: true }];
	});
	const visitors = [...rows.visits.values()].map(
		({ visit }): Person => ({
			id: visit.id,
			name: visit.visitor ?? visit.purpose,
			about: "Cleans the Garden flat between two stays",
			isGuest: false,
		}),
	);
	return [...guests, ...visitors];
}

const DAYS = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const dayOf = (day: string) => DAYS.format(Date.parse(day));

/** The person that the page looks at. */
export const personOf = (app: App): Person | undefined => {
	const all = people(app);
	return all.find(({ id }) => id === app.guest) ?? all[0];
};
