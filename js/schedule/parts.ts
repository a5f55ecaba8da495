// The two parts of an element: the front, which draws the first picture, and the rest, which comes
// right after it and is a file of its own. What each may ask of the other.
import type { Trouble } from "../generated/types.js";
import type { House } from "./model.js";
import type { Details, Drawing, LayoutOptions, View } from "./shapes.js";
import type { Times } from "./times.js";
import type { VNode } from "./vnode.js";
import type { Words } from "./words.js";

/** What the rest may ask of the front. */
export interface Front {
	readonly host: HTMLElement;
	readonly root: ShadowRoot;
	readonly house: House;
	readonly drawing: Drawing;
	readonly times: Times;
	readonly listings: Record<string, string>;
	readonly supposed: readonly Trouble[];
	/** Doors that a reader has folded or opened. */
	readonly opened: Map<string, boolean>;
	view: View;
	/** Whether the page hides a part. */
	hides(part: string): boolean;
	/** Shows another part of the time; `isDone` where the hand rests. */
	look(view: View, isDone: boolean): void;
	/** Draws in the next frame, or now. */
	draw(): void;
	render(): void;
	/** Tells the page of an event. */
	tell(name: string, detail: unknown): void;
}

/** The drawing to which the rest adds its parts. */
export interface Drawn {
	drawing: Drawing;
	options: LayoutOptions;
	isNarrow: boolean;
	pad: number;
	/** Whether something of the drawing is on the screen, or nearly so. */
	isSeen(box: { y: number; h: number }): boolean;
}

/** What the rest adds to the page, by its place. */
export interface Added {
	tools?: VNode | false;
	chips?: VNode | undefined;
	/** Beside the dates of the drawing. */
	fold?: VNode | false;
	/** What the drawing is, and its keys. */
	label: string;
	/** In the drawing, over the picture. */
	over: (VNode | undefined)[];
	below: (VNode | undefined | false)[];
}

/** What the front may ask of the rest. */
export interface Rest {
	/** Its styles, for a root font of `scale` times 16 pixels. */
	sheets(scale: number): CSSStyleSheet[];
	/** Whether the page is being printed: then all of it is made, on the screen or not. */
	readonly isPrinting: boolean;
	/** What is drawn beside lanes, bars and marks. */
	readonly details: Details;
	/** Refuses what lacks a word. */
	checkWords(words: Words): void;
	start(): void;
	stop(): void;
	/** Stops a movement of the view. */
	halt(): void;
	/** Does what a key says; whether it said something. */
	press(event: KeyboardEvent): boolean;
	add(drawn: Drawn): Added;
	/** What has to be done once the tree is in the page. */
	shown(): void;
}
