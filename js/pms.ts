// Bookings of property management systems. Each reader is a table of words and a page of keys over
// `pms/booking.ts`: the pattern for others.
export { LatchstringError } from "./core/error.js";
export { reservationFromGuesty } from "./pms/guesty.js";
export { reservationFromHospitable } from "./pms/hospitable.js";
export type * from "./pms/reading.js";
