export { LatchstringError } from "./core/error.js";
export type { IcalOptions } from "./ical/options.js";
export type * from "./ical/reading.js";
export { reservationsFromIcal } from "./ical/reservations.js";
