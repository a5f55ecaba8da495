// What pointer and keys may ask of an element.
import type { HandMove } from "./hand.js";
import type { House } from "./model.js";
import type { Drawing, Target, View } from "./shapes.js";
import type { Step } from "./walk.js";

export interface Controller {
	readonly house: House;
	readonly drawing: Drawing;
	readonly targets: readonly Target[];
	readonly view: View;
	readonly isEditable: boolean;
	readonly isPaintable: boolean;
	readonly selected: string | undefined;
	readonly move: HandMove | undefined;
	/** Shows another part; `isDone` where the hand rests. */
	look(view: View, isDone: boolean): void;
	/** Shows another part in a short movement. */
	glide(view: View): void;
	select(target: Target | undefined): void;
	hover(target: Target | undefined): void;
	walk(step: Step): void;
	current(): Target | undefined;
	setMove(move: HandMove | undefined): void;
	/** Tells the page of the move and ends it. */
	keepMove(): void;
	/** The picture, for coordinates and the form of the pointer. */
	readonly svg: SVGSVGElement;
}
