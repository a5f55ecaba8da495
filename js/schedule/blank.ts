// What an element has before it has data or was drawn.
import type { House } from "./model.js";
import type { Drawing } from "./shapes.js";

/** A house without doors. */
export const NOTHING: House = {
	from: 0,
	to: 1,
	now: 0,
	isForecast: false,
	clock: { offset: 0, changes: [] },
	doors: [],
};

/** A drawing with nothing in it. */
export const BLANK: Drawing = {
	width: 1,
	height: 1,
	left: 0,
	right: 1,
	top: 0,
	from: 0,
	to: 1,
	scale: 1,
	frame: [],
	shapes: [],
	targets: [],
	lanes: [],
};
