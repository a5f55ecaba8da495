// The sheets of styles: constructed, so that no policy has to allow inline ones, and shared.
import { drawingStyles } from "./styles.js";
import { elementStyles } from "./styles-element.js";

const made = new Map<string, CSSStyleSheet>();

/** A sheet that is made once. */
export function sheet(name: string, css: () => string): CSSStyleSheet {
	let found = made.get(name);
	if (found === undefined) {
		found = new CSSStyleSheet();
		found.replaceSync(css());
		made.set(name, found);
	}
	return found;
}

/** The sheets for a root font of `scale` times 16 pixels. */
export const sheetsFor = (scale: number): CSSStyleSheet[] => [
	sheet("element", elementStyles),
	sheet(`drawing ${scale}`, () => drawingStyles(scale)),
];
