// Sites of any size, for measuring that the cost of a step follows what changed (D5).
const day = (offset) => new Date(Date.UTC(2026, 4, 1 + offset)).toISOString().slice(0, 10);

export const now = "2026-04-01T12:00:00Z";
export const key = "0123456789abcdef0123456789abcdef";

/** As `createSite` takes it: houses of twenty flats behind a street door each. */
export function building(flats) {
	const street = (flat) => `street-${Math.floor(flat / 20)}`;
	const all = Array.from({ length: flats }, (_, flat) => flat);
	const doors = [...new Set(all.map(street)), ...all.map((flat) => `door-${flat}`)];
	return {
		id: "building",
		locks: doors.map((id) => ({ id, name: id, nativeSchedule: true })),
		listings: all.map((flat) => ({
			id: `flat-${flat}`,
			name: `Flat ${flat}`,
			timeZone: "Europe/Paris",
			checkIn: "15:00",
			checkOut: "11:00",
			locks: [street(flat), `door-${flat}`],
		})),
	};
}

/** Five stays a flat, as facts. */
export function bookings(flats) {
	return Array.from({ length: flats * 5 }, (_, number) =>
		booking(number % flats, Math.floor(number / flats), 1),
	);
}

/** One stay of a flat; each revision has another departure. */
export function booking(flat, stay, revision) {
	const arrival = stay * 7;
	return {
		type: "reservation",
		reservation: {
			id: `stay-${flat}-${stay}`,
			revision,
			listingId: `flat-${flat}`,
			status: "confirmed",
			guest: { name: "Ada" },
			arrival: day(arrival),
			departure: day(arrival + 2 + (revision % 3)),
		},
	};
}
