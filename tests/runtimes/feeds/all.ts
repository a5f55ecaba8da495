// All small feeds, read once and read again with a state: what every runtime and every time zone of
// a machine gives to the byte.
import { type FeedState, readFeed, reservationsFromIcal } from "latchstring/ical";
import { SAMPLES } from "./samples.js";

/** One sample with whole options, as JSON. */
export interface Asked {
	name: string;
	text: string;
	options: Record<string, unknown>;
}

export const ASKED: Asked[] = SAMPLES.map(({ name, text, options = {} }) => ({
	name,
	text,
	options: { listingId: "flat", ...options },
}));

/** What the functions of `latchstring/ical` give for a sample. */
export function readings(
	{ name, text, options }: Asked,
	// A process of its own has the functions of another copy.
	own = { readFeed, reservationsFromIcal },
): Record<string, unknown> {
	const once = own.reservationsFromIcal(text, { ...options, now: "2026-01-01T08:00:00Z" } as never);
	const read = (now: string, state?: FeedState) =>
		own.readFeed(text, {
			...{ timeZone: text.includes("X-WR") ? undefined : "Pacific/Apia", ...options },
			...{ feedId: "f", now, ...(state && { state }) },
		} as never);
	const first = read("2026-01-01T08:00:00Z");
	const second = read("2026-12-02T03:00:00Z", first.state);
	return { name, once, first, second };
}
