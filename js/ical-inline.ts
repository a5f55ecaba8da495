// Calendar feeds, with the zone table of this runtime's module.
import "./inline.js";

export * from "./ical.js";
