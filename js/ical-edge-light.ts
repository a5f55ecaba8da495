// Calendar feeds, with the zone table of this runtime's module.
import "./edge-light.js";

export * from "./ical.js";
