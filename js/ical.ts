// Calendar feeds. Each runtime has an entry of its own around this file, which adds its module: so
// `latchstring/ical` needs no other import.
export { LatchstringError } from "./core/error.js";
export { load } from "./core/module.js";
export type { FeedOptions, IcalOptions, ReadFeedOptions } from "./ical/options.js";
export { PLATFORMS, type Platform } from "./ical/platforms.js";
export { readFeed } from "./ical/read-feed.js";
export type * from "./ical/reading.js";
export { reservationsFromIcal } from "./ical/reservations.js";
export {
	type FeedClosure,
	type FeedGap,
	type FeedState,
	type FeedStay,
	type FeedStranger,
	forgetGuest,
} from "./ical/state.js";
