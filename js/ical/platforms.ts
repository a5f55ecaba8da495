// What is known of the exporters of feeds: how their UIDs and entries behave (R2). docs/feeds.md
// has the same as a table.

/** The habits of one exporter. */
export interface Habits {
	/** How people call it. */
	name: string;
	/** Its `PRODID`. */
	prodId?: RegExp;
	/** The UIDs of its entries. */
	uid?: RegExp;
	/**
	 * What a UID stands for: one booking for ever; the first day, whoever comes; nothing, as each
	 * export has new ones. Where nobody has seen enough, readings find it out.
	 */
	uids?: "booking" | "first_day" | "each_time";
	/** Whether the entry of a stay is there on its first day. Unknown ones are watched. */
	showsFirstDay?: boolean;
	/** Where the habit was seen. */
	source: string;
}

/** The exporters, by the word for the option `platform`. */
export const PLATFORMS = {
	airbnb: {
		name: "Airbnb",
		prodId: /airbnb/i,
		uid: /@airbnb\.com$/i,
		uids: "booking",
		showsFirstDay: true,
		source: "public feed histories: codes and UIDs stay; fewohbee, issue 285: the booking window",
	},
	vrbo: {
		name: "Vrbo, HomeAway, Abritel, FeWo-direkt, Stayz",
		prodId: /homeaway|vrbo|abritel|fewo|stayz|expedia/i,
		uids: "booking",
		showsFirstDay: true,
		source: "feeds of Vrbo and Abritel in the tests; public fixtures of readers",
	},
	"booking.com": {
		name: "Booking.com",
		prodId: /booking\.com/i,
		uid: /@booking\.com$/i,
		uids: "first_day",
		showsFirstDay: true,
		source: "public feed histories: none of 697 arrival days of a listing had two UIDs",
	},
	smoobu: {
		name: "Smoobu",
		prodId: /smoobu/i,
		source: "rental-control, issues 159 and 161: three events for a stay",
	},
	guesty: {
		name: "Guesty",
		prodId: /guesty/i,
		uid: /@guesty\.com/i,
		source: 'rental-control, issue 304: Vrbo\'s bookings are "Blocked By Guesty"',
	},
	tripadvisor: {
		name: "Tripadvisor, FlipKey, Holiday Lettings",
		prodId: /tripadvisor|flipkey|holidaylettings/i,
		source: 'fixtures of rental-control: "Tripadvisor Booking: NAME"',
	},
	hospitable: {
		name: "Hospitable",
		prodId: /hospitable|smartbnb/i,
		source: "fixtures of public readers",
	},
	lodgify: {
		name: "Lodgify",
		prodId: /lodgify/i,
		source: 'public fixtures: "Closed Period" for blocks',
	},
	hostaway: {
		name: "Hostaway",
		prodId: /hostaway/i,
		source: "rental-control, issue 614: times stand in the description",
	},
	agoda: {
		name: "Agoda",
		prodId: /agoda/i,
		source: "fixtures of public readers; not confirmed by a history",
	},
	beds24: {
		name: "Beds24",
		prodId: /beds24/i,
		source: "its wiki, iCal import: some calendars write the last night as the end",
	},
	hbook: {
		name: "HBook",
		prodId: /hbook/i,
		source: 'its import: "Accommodation blocked", and PENDING is passed over',
	},
	new_uids: {
		name: "an exporter that gives new UIDs each time",
		uids: "each_time",
		source: "for hosts who know that theirs does; others are found out by reading twice",
	},
} as const satisfies Record<string, Habits>;

/** An exporter whose habits are known. */
export type Platform = keyof typeof PLATFORMS;

/** The words for the option `platform`. */
export const PLATFORM_NAMES = Object.keys(PLATFORMS) as Platform[];

/** The exporter of a feed, as the caller or the feed itself says; none if nobody knows it. */
export function habitsOf(
	platform: Platform | undefined,
	prodId: string | undefined,
): Habits | undefined {
	if (platform !== undefined) return PLATFORMS[platform];
	const all: Habits[] = Object.values(PLATFORMS);
	return all.find((habits) => habits.prodId?.test(prodId ?? "") === true);
}

/** Whether a UID stands for a first day and not for a booking. */
export function isOfFirstDay(habits: Habits | undefined, uid: string | undefined): boolean {
	return habits?.uids === "first_day" || PLATFORMS["booking.com"].uid.test(uid ?? "");
}
