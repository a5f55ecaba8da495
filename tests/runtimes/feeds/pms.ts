// Bookings as the API references of two systems show them. Personal details are made up.

/** A reservation of Guesty's Open API, and changes to it. */
export function guesty(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		_id: "64c9213ba097ec00417a9911",
		accountId: "563e0b6a08a2710e00057b82",
		integration: { _id: "62a08097b8a1ab0037fd3feb", platform: "airbnb2", limitations: {} },
		source: "Airbnb",
		status: "confirmed",
		confirmationCode: "HMXYZ12345",
		listingId: "59ac245d27cb310f0017afe3",
		listing: { _id: "59ac245d27cb310f0017afe3", title: "Garden flat" },
		guestId: "586147bfb2acb2100022cfaf",
		guest: {
			_id: "586147bfb2acb2100022cfaf",
			fullName: "Ada Lovelace",
			firstName: "Ada",
			lastName: "Lovelace",
			email: "ada@example.com",
			phone: "+44 20 7946 0958",
			phones: ["+44 20 7946 0958"],
		},
		checkIn: "2026-10-23T13:00:00.000Z",
		checkOut: "2026-10-26T10:00:00.000Z",
		checkInDateLocalized: "2026-10-23",
		checkOutDateLocalized: "2026-10-26",
		plannedArrival: "18:30",
		plannedDeparture: "10:00",
		nightsCount: 3,
		guestsCount: 2,
		isReturningGuest: false,
		createdAt: "2026-08-01T09:00:00.000Z",
		confirmedAt: "2026-08-01T09:05:00.000Z",
		lastUpdatedAt: "2026-09-02T10:11:12.345Z",
		money: { currency: "EUR", hostPayout: 640, isFullyPaid: true, balanceDue: 0 },
		customFields: [],
		...changes,
	};
}

/** A reservation of Hospitable's Public API v2, and changes to it. */
export function hospitable(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		id: "6f58fd0a-a9cb-4746-9219-384a156ff7bb",
		conversation_id: "becd1474-ccd1-40bf-9ce8-04456bfa338d",
		platform: "airbnb",
		platform_id: "HMXYZ12345",
		booking_date: "2026-08-01T09:05:00Z",
		arrival_date: "2026-10-23T00:00:00+02:00",
		departure_date: "2026-10-26T00:00:00+01:00",
		nights: 3,
		check_in: "2026-10-23T15:00:00+02:00",
		check_out: "2026-10-26T10:30:00+01:00",
		last_message_at: "2026-10-01T08:00:00Z",
		status: "accepted",
		reservation_status: {
			current: { category: "accepted", sub_category: null },
			history: [
				{
					category: "request",
					sub_category: "request to book",
					changed_at: "2026-08-01T09:00:00Z",
				},
			],
		},
		status_history: [],
		stay_type: "guest",
		guests: { total: 2, adult_count: 2, child_count: 0, infant_count: 0, pet_count: 0 },
		guest: {
			id: "12345",
			first_name: "Ada",
			last_name: "Lovelace",
			email: "ada@example.com",
			phone_numbers: ["+442079460958"],
			location: "London, United Kingdom",
			profile_picture: null,
		},
		properties: [{ id: "550e8400-e29b-41d4-a716-446655440000", name: "Garden flat" }],
		listings: [{ platform: "airbnb", platform_id: "24488" }],
		...changes,
	};
}

/** Hospitable's status by its category. */
export function category(word: string, sub_category: string | null = null) {
	return {
		status: word,
		reservation_status: { current: { category: word, sub_category }, history: [] },
	};
}
