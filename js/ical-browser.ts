// Calendar feeds, with the zone table of this runtime's module.
import "./browser.js";

export * from "./ical.js";
