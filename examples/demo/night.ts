// A bad night, as a list of deeds: what befalls the house, and the sentence that tells it.
import type { Act, Deed } from "./sim/deeds.js";
import { BOOKED, JONAS, TOMASZ } from "./sim/house.js";

/** A deed of the night, as the page tells it. */
export interface Chapter {
	at: number;
	title: string;
}

const STREET = "street";
const ATTIC = "attic-door";

function earlyTomasz(): Deed {
	const booking = BOOKED.find(({ id }) => id === TOMASZ);
	if (booking === undefined) throw new Error("the example house has no Tomasz");
	return {
		kind: "booking",
		reservation: { ...booking, revision: booking.revision + 1, checkIn: "02:30" },
	};
}

const at = (local: string): number => Date.parse(local);

/** The night that the clock goes back. */
export const BAD_NIGHT: readonly Act[] = [
	{ at: at("2026-10-24T22:00:00+02:00"), deed: { kind: "plug", lockId: STREET, on: false } },
	{
		at: at("2026-10-24T22:10:00+02:00"),
		deed: { kind: "deleted", lockId: STREET, reservationId: JONAS },
	},
	{ at: at("2026-10-24T22:41:00+02:00"), deed: earlyTomasz() },
	{ at: at("2026-10-24T23:50:00+02:00"), deed: { kind: "reset", lockId: ATTIC } },
	{ at: at("2026-10-25T02:27:00+02:00"), deed: { kind: "plug", lockId: ATTIC, on: false } },
	{ at: at("2026-10-25T06:00:00+01:00"), deed: { kind: "plug", lockId: ATTIC, on: true } },
	{ at: at("2026-10-25T09:00:00+01:00"), deed: { kind: "plug", lockId: STREET, on: true } },
];

/** What the page tells of it. Each title is told when its time has come. */
export const CHAPTERS: readonly Chapter[] = [
	{
		at: at("2026-10-24T22:00:00+02:00"),
		title: "The router in the hall dies. The street door is silent.",
	},
	{
		at: at("2026-10-24T22:10:00+02:00"),
		title: "A caretaker deletes Jonas’s code in the lock’s app. Jonas stands outside.",
	},
	{ at: at("2026-10-24T22:41:00+02:00"), title: "Tomasz writes: he comes at 02:30, not at 16:00." },
	{
		at: at("2026-10-24T23:50:00+02:00"),
		title: "Somebody changes the Attic’s batteries. The lock forgets every code.",
	},
	{ at: at("2026-10-25T02:27:00+02:00"), title: "The Attic falls silent, too." },
	{ at: at("2026-10-25T02:30:00+02:00"), title: "Tomasz stands at the street door." },
	{ at: at("2026-10-25T09:00:00+01:00"), title: "The router is back. Both locks answer again." },
];

/** Whether a list of deeds holds the bad night. */
export const isBadNight = (acts: readonly Act[]): boolean =>
	BAD_NIGHT.every((act) => acts.some((other) => JSON.stringify(other) === JSON.stringify(act)));
