// Calendar feeds, with the zone table of this runtime's module.
import "./workerd.js";

export * from "./ical.js";
