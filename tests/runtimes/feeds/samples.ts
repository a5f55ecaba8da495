// Small feeds after real ones, with names, numbers and codes of nobody, and what a first reading of
// each gives. `brief` in build.ts says how the lines are to be read.
import type { FeedOptions } from "latchstring/ical";
import { days, edges, made } from "./build.js";

/** A feed, options that it needs, and what it gives. */
export interface Sample {
	name: string;
	text: string;
	options?: Partial<FeedOptions>;
	gives: string[];
}

const [A, B, C, D] = ["2026-12-01", "2026-12-04", "2026-12-07", "2026-12-09"] as const;
const AIRBNB = "PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN";
const VRBO = "PRODID:-//HomeAway.com, Inc.//EN";
const BOOKING = "PRODID:-//Booking.com//Calendar//EN";
const OUTLOOK = "PRODID:Microsoft Exchange Server 2010";
const guest = (name: string) => `${A}..${B} ${name}`;
const one = (summary: string, ...more: string[]) => made([days("u1", A, B, summary, ...more)]);
const zoned = (from: string, to: string) =>
	made([edges("z", `DTSTART;TZID=${from}`, `DTEND;TZID=${to}`, "Nora Berg")]);
const paris = { timeZone: "Europe/Paris", times: "keep" } as const;
const keep = { times: "keep" } as const;

/** A zone under a name of its own, an hour behind Paris the year round. */
const OWN_ZONE = [
	"BEGIN:VTIMEZONE",
	"TZID:Our island",
	"BEGIN:STANDARD",
	"DTSTART:19700101T000000",
	"TZOFFSETFROM:+0000",
	"TZOFFSETTO:+0000",
	"END:STANDARD",
	"END:VTIMEZONE",
];
/** A zone with a clock change in each half of the year, as Outlook describes one. */
const CUSTOM_ZONE = [
	"BEGIN:VTIMEZONE",
	"TZID:Customized Time Zone",
	"BEGIN:STANDARD",
	"DTSTART:16010101T030000",
	"TZOFFSETFROM:+0300",
	"TZOFFSETTO:+0200",
	"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
	"END:STANDARD",
	"BEGIN:DAYLIGHT",
	"DTSTART:16010101T020000",
	"TZOFFSETFROM:+0200",
	"TZOFFSETTO:+0300",
	"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
	"END:DAYLIGHT",
	"END:VTIMEZONE",
];

export const SAMPLES: Sample[] = [
	// Airbnb
	{
		name: "Airbnb: code, phone and a block",
		text: made(
			[
				days(
					"1418fb94e984-01@airbnb.com",
					A,
					B,
					"Reserved",
					"DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservations/details/" +
						"HMAAAA1111\\nPhone Number (Last 4 Digits): 4401",
				),
				days("6fec1092d3fa-02@airbnb.com", C, D, "Airbnb (Not available)"),
			],
			AIRBNB,
		),
		gives: ["2026-12-01..2026-12-04 Guest (4401)", "- not_available"],
	},
	{
		name: "Airbnb: the days of an entry as midnights in UTC, west of Greenwich",
		text: made(
			[edges("w", "DTSTART:20261201T000000Z", "DTEND:20261204T000000Z", "Reserved")],
			AIRBNB,
		),
		options: { timeZone: "America/Los_Angeles" },
		gives: [guest("Guest")],
	},
	{
		name: "Airbnb, merged: the listing's number before the words",
		text: made([
			days("1", A, B, "1000000000000000001 Reserved"),
			days("2", C, D, "1000000000000000001 Airbnb (Not available)"),
		]),
		gives: [guest("Guest"), "- not_available"],
	},
	{
		name: "Airbnb through an app: reserved, and not available",
		text: one("Reserved - Not available"),
		gives: ["- not_available"],
	},
	{
		name: "Airbnb: not available, with a reservation's address",
		text: one(
			"Airbnb (Not available)",
			"DESCRIPTION:https://www.airbnb.de/hosting/reservations/details/HMBBBB2222",
		),
		gives: [guest("Guest"), "? maybe_block"],
	},
	// Vrbo and its sites
	{
		name: "Vrbo: reserved, blocked and tentative",
		text: made(
			[
				days("v1", A, B, "Reserved - Melanie"),
				days("v2", B, C, "Blocked"),
				days("v3", C, D, "Tentative - Sylvie"),
			],
			VRBO,
		),
		gives: [guest("Melanie"), "- not_available", "- tentative"],
	},
	{
		name: "Abritel: réservée, indisponible, provisoire",
		text: made(
			[
				days("v1", A, B, "Réservée - Charlotte"),
				days("v2", B, C, "Indisponible"),
				days("v3", C, D, "Provisoire - Zoé"),
			],
			VRBO,
		),
		gives: [guest("Charlotte"), "- not_available", "- tentative"],
	},
	{
		name: "FeWo-direkt: reserviert, blockiert",
		text: made([days("v1", A, B, "Reserviert - Jürgen"), days("v2", B, C, "Blockiert")], VRBO),
		gives: [guest("Jürgen"), "- not_available"],
	},
	{
		name: "Vrbo through a channel: HomeAway, blocked",
		text: one("HomeAway: Blocked"),
		gives: ["- not_available"],
	},
	{ name: "reserved by a platform", text: one("Reserved by Vrbo"), gives: [guest("Guest")] },
	{ name: "a platform, and reserved", text: one("Airbnb (Reserved)"), gives: [guest("Guest")] },
	{
		name: "reserved for a guest",
		text: one("Reserved for Nora Berg"),
		gives: [guest("Nora Berg")],
	},
	{
		name: "reserved, with the guest in brackets",
		text: one("Reserved (Nora Berg)"),
		gives: [guest("Nora Berg")],
	},
	{ name: "Vrbo: a guest called Block", text: one("Reserved - Block"), gives: [guest("Block")] },
	{ name: "Vrbo: a guest called Hold", text: one("Reserved - Hold"), gives: [guest("Hold")] },
	{
		name: "Vrbo: not available, in brackets",
		text: one("Not Available (Vrbo)"),
		gives: ["- not_available"],
	},
	// Booking.com
	{
		name: "Booking.com: closed is a booking, and 91 nights are none",
		text: made(
			[
				days("aa@booking.com", A, B, "CLOSED - Not available"),
				days("bb@booking.com", B, "2027-03-06", "CLOSED - Not available"),
			],
			BOOKING,
		),
		gives: [guest("Guest"), "- not_available", "? closed_entry"],
	},
	{
		name: "Booking.com: closed, left out as asked",
		text: made([days("aa@booking.com", A, B, "CLOSED - Not available")], BOOKING),
		options: { closed: "leave_out" },
		gives: ["- closed"],
	},
	{
		name: "Booking.com: closed, with a name",
		text: made([days("aa@booking.com", A, B, "CLOSED - Nora Berg")], BOOKING),
		gives: [guest("Nora Berg")],
	},
	// Smoobu
	{
		name: "Smoobu: a stay with two marker events",
		text: made(
			[
				days("s1", A, B, "Nora Berg"),
				edges("s1-in", "DTSTART:20261201T140000Z", "DTEND:20261201T150000Z", "Check-in Nora Berg"),
				edges(
					"s1-out",
					"DTSTART:20261204T100000Z",
					"DTEND:20261204T110000Z",
					"Check-out Nora Berg",
				),
			],
			"PRODID:-//Smoobu//EN",
		),
		options: { timeZone: "Europe/Berlin", times: "keep" },
		gives: [guest("Nora Berg"), "- marker", "- marker"],
	},
	{
		name: "Smoobu: markers of whole days, in German",
		text: made([
			days("s1", A, B, "Nora Berg"),
			days("s1-in", A, "2026-12-02", "Anreise: Nora Berg"),
			days("s1-out", B, "2026-12-05", "Nora Berg - Abreise"),
		]),
		gives: [guest("Nora Berg"), "- marker", "- marker"],
	},
	{
		name: "a stay that is called check-in, without another stay, is a booking",
		text: one("Check-in: Nora Berg"),
		gives: [guest("Nora Berg"), "? maybe_block"],
	},
	// Guesty, Hostaway, Tripadvisor, Lodgify, HBook, Hospitable
	{ name: "Guesty: blocked", text: one("Blocked By Guesty"), gives: ["- not_available"] },
	{
		name: "Guesty: blocks that are bookings",
		text: one("Blocked By Guesty"),
		options: { bookings: "Blocked by *" },
		gives: [guest("Guest")],
	},
	{
		name: "Hostaway: times and phone in the description",
		text: one(
			"Nora Berg",
			"DESCRIPTION:Guest: Nora Berg\\nCheck-in time: 12:00\\nCheck-out: 11 AM\\nPhone: +1 555-010-9876",
		),
		options: keep,
		gives: ["2026-12-01T12:00..2026-12-04T11:00 Nora Berg (9876)"],
	},
	{
		name: "Hostaway: times in the description count only on request",
		text: one("Nora Berg", "DESCRIPTION:Check-in time: 12:00"),
		gives: [guest("Nora Berg")],
	},
	{
		name: "Tripadvisor: the name after the words",
		text: one("Tripadvisor Booking: Nora Berg"),
		gives: [guest("Nora Berg")],
	},
	{ name: "Lodgify: closed period", text: one("Closed Period"), gives: ["- not_available"] },
	{
		name: "HBook: accommodation blocked",
		text: one("Accommodation blocked"),
		gives: ["- not_available"],
	},
	{ name: "HBook: pending", text: one("PENDING - Nora Berg"), gives: ["- tentative"] },
	{
		name: "a name in the description",
		text: one("Reserved", "DESCRIPTION:Guest name: Nora Berg\\nGuests: 3"),
		gives: [guest("Nora Berg")],
	},
	{
		name: "the phone's last four, in short",
		text: one("Reserved", "DESCRIPTION:Phone (Last 4): 9012"),
		gives: ["2026-12-01..2026-12-04 Guest (9012)"],
	},
	{
		name: "a day of arrival in the description is no time",
		text: one("Nora Berg", "DESCRIPTION:Check-in: 12/06/2026\\nCheck-out: 2026-12-04"),
		options: keep,
		gives: [guest("Nora Berg")],
	},
	// Words of hosts
	{ name: "owner's stay", text: one("Owner Stay"), gives: ["- not_available"] },
	{ name: "owner's hold", text: one("Owner hold"), gives: ["- not_available"] },
	{
		name: "cleaning, inside a sentence",
		text: one("Event Blocked for cleaning"),
		gives: ["- not_available"],
	},
	{
		name: "not available, at the end",
		text: one("Rental Not available"),
		gives: ["- not_available"],
	},
	{ name: "closed for works", text: one("Closed for renovation"), gives: ["- not_available"] },
	{
		name: "blocked, with a reason",
		text: one("Blocked - family stay"),
		gives: ["- not_available"],
	},
	{ name: "busy, as other calendars say it", text: one("Busy"), gives: ["- not_available"] },
	{ name: "a guest called Busy", text: one("Anna Busy"), gives: [guest("Anna Busy")] },
	{ name: "a guest called Blocker", text: one("Frau Blocker"), gives: [guest("Frau Blocker")] },
	{
		name: "a guest called Block, last name first",
		text: one("Block, Anna"),
		gives: [guest("Block, Anna"), "? maybe_block"],
	},
	{
		name: "a guest called Hold, in full",
		text: one("Dr. Anna Hold"),
		gives: [guest("Dr. Anna Hold")],
	},
	{ name: "taken, by whomever", text: one("Belegt"), gives: [guest("Guest"), "? maybe_block"] },
	{
		name: "no known word and no name",
		text: one("painter, floor 2"),
		gives: [guest("painter, floor 2"), "? maybe_block"],
	},
	{
		name: "a block word, and a phone in the description",
		text: one("Blocked", "DESCRIPTION:Phone: 0151 0000 9081"),
		gives: ["2026-12-01..2026-12-04 Guest (9081)", "? maybe_block"],
	},
	{
		name: "a block of the host's own",
		text: one("Painter, floor 2"),
		options: { blocks: ["painter*"] },
		gives: ["- not_available"],
	},
	// Status and transparency
	{
		name: "cancelled by a word",
		text: one("Cancelled: Mike Jones"),
		gives: ["2026-12-01..2026-12-04 Mike Jones cancelled"],
	},
	{
		name: "cancelled by its status",
		text: one("Mike Jones", "STATUS:CANCELLED"),
		gives: ["2026-12-01..2026-12-04 Mike Jones cancelled"],
	},
	{
		name: "tentative by its status",
		text: one("Mike Jones", "STATUS:TENTATIVE"),
		gives: ["- tentative"],
	},
	{
		name: "free days without a name",
		text: one("Reserved", "TRANSP:TRANSPARENT"),
		gives: ["- transparent"],
	},
	{
		name: "free days with a name, in a feed that says nothing else",
		text: one("Mike Jones", "TRANSP:TRANSPARENT"),
		gives: [guest("Mike Jones")],
	},
	{
		name: "free days with a name, beside days that are taken",
		text: made([
			days("t1", A, B, "Mike Jones", "TRANSP:TRANSPARENT"),
			days("t2", C, D, "Nora Berg", "TRANSP:OPAQUE"),
		]),
		gives: ["2026-12-07..2026-12-09 Nora Berg", "- transparent"],
	},
	// Days and times
	{
		name: "the end is the last night",
		text: one("Nora Berg"),
		options: { lastDay: "last_night" },
		gives: ["2026-12-01..2026-12-05 Nora Berg"],
	},
	{
		name: "the end is the last night, and there is one",
		text: made([days("u1", A, A, "Nora Berg")]),
		options: { lastDay: "last_night" },
		gives: ["2026-12-01..2026-12-02 Nora Berg"],
	},
	{
		name: "TZID of another zone",
		text: zoned("America/New_York:20260610T090000", "America/New_York:20260611T050000"),
		options: paris,
		gives: ["2026-06-10T15:00..2026-06-11T11:00 Nora Berg"],
	},
	{
		name: "TZID beyond midnight",
		text: zoned("America/Los_Angeles:20260620T180000", "America/Los_Angeles:20260622T020000"),
		options: paris,
		gives: ["2026-06-21T03:00..2026-06-22T11:00 Nora Berg"],
	},
	{
		name: "a Windows name of a zone",
		text: zoned("Eastern Standard Time:20260610T090000", "Eastern Standard Time:20260611T050000"),
		options: paris,
		gives: ["2026-06-10T15:00..2026-06-11T11:00 Nora Berg", "? windows_zone"],
	},
	{
		name: "a path before the zone's name",
		text: zoned(
			"/mozilla.org/20050126_1/Asia/Tokyo:20260610T220000",
			"/mozilla.org/20050126_1/Asia/Tokyo:20260611T180000",
		),
		options: paris,
		gives: ["2026-06-10T15:00..2026-06-11T11:00 Nora Berg"],
	},
	{
		name: "a zone that nobody knows is the listing's clock",
		text: zoned("Narnia:20260610T150000", "Narnia:20260611T110000"),
		options: paris,
		gives: ["2026-06-10T15:00..2026-06-11T11:00 Nora Berg", "? unknown_zone"],
	},
	{
		name: "a VTIMEZONE under a name of its own",
		text: made(
			[
				edges(
					"z",
					"DTSTART;TZID=Our island:20261201T140000",
					"DTEND;TZID=Our island:20261204T100000",
					"Nora Berg",
				),
			],
			...OWN_ZONE,
		),
		options: paris,
		gives: ["2026-12-01T15:00..2026-12-04T11:00 Nora Berg"],
	},
	{
		name: "a VTIMEZONE with clock changes, as Outlook writes it",
		text: made(
			[
				edges(
					"z1",
					"DTSTART;TZID=Customized Time Zone:20260610T160000",
					"DTEND;TZID=Customized Time Zone:20260611T120000",
					"Nora Berg",
				),
				edges(
					"z2",
					"DTSTART;TZID=Customized Time Zone:20261210T160000",
					"DTEND;TZID=Customized Time Zone:20261211T120000",
					"Jan Vos",
				),
			],
			OUTLOOK,
			...CUSTOM_ZONE,
		),
		options: paris,
		gives: [
			"2026-06-10T15:00..2026-06-11T11:00 Nora Berg",
			"2026-12-10T15:00..2026-12-11T11:00 Jan Vos",
		],
	},
	{
		name: "a VTIMEZONE under an IANA name does not count",
		text: made(
			[
				edges(
					"z",
					"DTSTART;TZID=Asia/Tokyo:20260610T220000",
					"DTEND;TZID=Asia/Tokyo:20260611T180000",
					"Nora Berg",
				),
			],
			...OWN_ZONE.map((line) => line.replace("Our island", "Asia/Tokyo")),
		),
		options: paris,
		gives: ["2026-06-10T15:00..2026-06-11T11:00 Nora Berg"],
	},
	{
		name: "the feed's own zone, where the caller gives none",
		text: made(
			[edges("x", "DTSTART:20260610T130000Z", "DTEND:20260611T090000Z", "Nora Berg")],
			"X-WR-TIMEZONE:Europe/Paris",
		),
		options: keep,
		gives: ["2026-06-10T15:00..2026-06-11T11:00 Nora Berg", "? zone_of_feed"],
	},
	{
		name: "the caller's zone counts before the feed's",
		text: made(
			[edges("x", "DTSTART:20260610T130000Z", "DTEND:20260611T090000Z", "Nora Berg")],
			"X-WR-TIMEZONE:Asia/Tokyo",
		),
		options: paris,
		gives: ["2026-06-10T15:00..2026-06-11T11:00 Nora Berg"],
	},
	{
		name: "an exact duration over a clock change: 48 hours are an hour more on the wall",
		text: made([
			edges("d", "DTSTART;TZID=Europe/Paris:20260327T150000", "DURATION:PT48H", "Nora Berg"),
		]),
		options: paris,
		gives: ["2026-03-27T15:00..2026-03-29T16:00 Nora Berg"],
	},
	{
		name: "a nominal duration over a clock change: two days are two days",
		text: made([
			edges("d", "DTSTART;TZID=Europe/Paris:20260327T150000", "DURATION:P2D", "Nora Berg"),
		]),
		options: paris,
		gives: ["2026-03-27T15:00..2026-03-29T15:00 Nora Berg"],
	},
	{
		name: "days first, then hours",
		text: made([edges("d", "DTSTART:20260327T150000", "DURATION:P1DT20H", "Nora Berg")]),
		options: paris,
		gives: ["2026-03-27T15:00..2026-03-29T12:00 Nora Berg"],
	},
	{
		name: "a midnight that the clock change skips is the start of its day",
		text: made([edges("m", "DTSTART:20260327T220000Z", "DTEND:20260328T220000Z", "Nora Berg")]),
		options: { timeZone: "Asia/Beirut", times: "keep" },
		gives: ["2026-03-28..2026-03-29 Nora Berg"],
	},
	{
		name: "a skipped midnight on its own clock",
		text: zoned("Asia/Beirut:20260329T000000", "Asia/Beirut:20260331T000000"),
		options: { timeZone: "Asia/Beirut", times: "keep" },
		gives: ["2026-03-29..2026-03-31 Nora Berg"],
	},
	{
		name: "an instant in a winter in which Cuba keeps its summer time",
		text: made([edges("h", "DTSTART:20261210T200000Z", "DTEND:20261212T160000Z", "Nora Berg")]),
		options: { timeZone: "America/Havana", times: "keep" },
		gives: ["2026-12-10T16:00..2026-12-12T12:00 Nora Berg"],
	},
	// What is on no calendar
	{
		name: "a time of creation that no calendar has",
		text: one("Nora Berg", "CREATED:20260229T120000Z"),
		gives: [guest("Nora Berg"), "? created_ignored"],
	},
	{
		name: "the year 9999",
		text: made([
			edges("y", "DTSTART;VALUE=DATE:99991230", "DTEND;VALUE=DATE:99991231", "Nora Berg"),
		]),
		gives: ["- year_out_of_range"],
	},
	{
		name: "an instant of the year 9999, with a duration",
		text: made([edges("y", "DTSTART:99991231T230000Z", "DURATION:P9DT1H", "Nora Berg")]),
		options: paris,
		gives: ["- year_out_of_range"],
	},
	{
		name: "one UID for all bookings",
		text: made([days("same", A, B, "Nora Berg"), days("same", C, D, "Jan Vos")]),
		gives: [guest("Nora Berg"), "2026-12-07..2026-12-09 Jan Vos"],
	},
];
