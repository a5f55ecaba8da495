// Calendar feeds, with the zone table of this runtime's module.
import "./node.js";

export * from "./ical.js";
