// The schedule of a house as a custom element, and as text on a server. It needs no module.
import { LatchstringSchedule } from "./schedule/element.js";

export { LatchstringError } from "./core/error.js";
export type { ScheduleEvents, Selection } from "./schedule/detail.js";
export { LatchstringSchedule } from "./schedule/element.js";
export type { StayChange } from "./schedule/hand.js";
export { addWords } from "./schedule/languages.js";
export { type RenderOptions, renderSchedule } from "./schedule/render.js";
export { en } from "./schedule/words/en.js";
export type { EventKind, State, Words } from "./schedule/words.js";

declare global {
	interface HTMLElementTagNameMap {
		"latchstring-schedule": LatchstringSchedule;
	}
}

if (globalThis.customElements !== undefined && !customElements.get("latchstring-schedule"))
	customElements.define("latchstring-schedule", LatchstringSchedule);
