import type { FirstWords } from "../words.js";

/** English, as much of it as the first picture says. */
export const first: FirstWords = {
	locale: "en-GB",
	units: { day: "day", days: "days", h: "h", min: "min" },
	range: (from, to) => `${from} to ${to}`,
	from: (time) => `from ${time}`,
	until: (time) => `until ${time}`,
	summer: "summer time",
	winter: "winter time",
	states: {
		visit: "A visit",
	},
	verdict: {
		waits: (name, duration) => `${name} waits outside for ${duration}.`,
		more: (count) => (count === 1 ? "One more guest waits." : `${count} more guests wait.`),
		calm: "Nobody waits outside.",
		nothing: "Nothing to do.",
		tooLong: (count) =>
			count === 1 ? "One code opens too long." : `${count} codes open too long.`,
		on: (time) => `On ${time},`,
		if: {
			silent: (door, time) => `If ${door} is silent from ${time},`,
			battery_dies: (door, time) => `If the battery of ${door} dies on ${time},`,
			loses_answers: (door, time) => `If answers of ${door} get lost from ${time},`,
			keypad_broken: (door, time) => `If the keypad of ${door} breaks on ${time},`,
		},
		ifAll: "If all of this happens,",
	},
	hours: (count) => `${count} hours`,
	now: "now",
	schedule: "Schedule of the doors",
};
