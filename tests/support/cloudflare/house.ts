// The house of the tests of the Cloudflare host.
export const HOUSE = {
	listings: [
		{
			...{ id: "flat", name: "Flat", timeZone: "Europe/Paris", checkIn: "15:00" },
			...{ checkOut: "11:00", locks: ["street", "front"] },
			entryMethod: { instructions: "Lockbox 7531 at the gate" },
		},
	],
	locks: [
		{ id: "street", name: "Street door", profile: "nuki" },
		{ id: "front", name: "Front door", profile: "nuki" },
	],
	policy: { backups: { poolSize: 1 } },
};

export const DOORS = HOUSE.locks.map(({ id }) => id);

export function booking(changes: object = {}): Record<string, unknown> {
	return {
		...{ listingId: "flat", guest: { name: "Ada Lovelace" }, status: "confirmed" },
		...{ arrival: "2026-10-21", departure: "2026-10-22" },
		...changes,
	};
}
