// What a layout gives: shapes with coordinates, and targets that can be focused, hovered and
// tapped.

import type { Happening } from "./events.js";
import type { Door, House, Thing } from "./model.js";
import type { Times } from "./times.js";
import type { EventKind } from "./words.js";

/** The kinds of shapes in the order in which they are painted. */
export const PAINT_ORDER = [
	"past",
	"tie",
	"long",
	"twice",
	"grid",
	"faint",
	"hairline",
	"seam",
	"brush",
	"gap",
	"stay",
	"grace",
	"stub",
	"confirmed",
	"accepted",
	"pending",
	"none",
	"lost",
	"backup",
	"emergency",
	"stepbase",
	"step",
	"ring",
	"dot",
	"answers",
	"unheard",
	"silentbg",
	"silent",
	"low",
	"over",
	"outside",
	"plate",
	"now",
	"glyph",
	"pill",
	"ghost",
	"handle",
	"selected",
	"text",
	"battery",
	"flag",
	"tag",
	"flagtext",
] as const;

export type ShapeKind = (typeof PAINT_ORDER)[number];

/** One thing to draw. Coordinates are pixels from the upper left corner. */
export interface Shape {
	k: ShapeKind;
	x: number;
	y: number;
	w: number;
	h: number;
	/** The class of a text, such as `name`; the kind of event of a glyph. */
	c?: string;
	/** Text, and a quieter one after it. */
	t?: string;
	t2?: string;
	a?: "middle" | "end";
	/** The path of a step line. */
	d?: string;
	/** The id of the thing that it shows. */
	of?: string;
}

/** Something that can be looked at. */
export interface Target {
	id: string;
	x: number;
	y: number;
	w: number;
	h: number;
	from: number;
	/** The sentence that says all of it. */
	label: string;
	lane: number;
	/** Its place from top to bottom. */
	line: number;
	isProblem: boolean;
	thing?: Thing;
	happenings?: Happening[];
}

/** Where a lane lies. */
export interface LaneBox {
	lockId: string;
	y: number;
	h: number;
	/** Of each row, where it begins. */
	rows: number[];
	rowHeight: number;
	strip: number;
	isFolded: boolean;
}

/** A whole picture. */
export interface Drawing {
	width: number;
	height: number;
	/** The plot lies between them. */
	left: number;
	right: number;
	top: number;
	from: number;
	to: number;
	scale: number;
	/** In the gutter, above and below: never clipped. */
	frame: Shape[];
	/** In the plot. */
	shapes: Shape[];
	targets: Target[];
	lanes: LaneBox[];
}

/** What is looked at. */
export interface View {
	from: number;
	to: number;
}

/** How it is drawn. */
export interface LayoutOptions {
	width: number;
	/** The root font size, with 16 px as 1. */
	scale: number;
	times: Times;
	/** The names of the listings, by their ids. */
	listings: Record<string, string>;
	/** Doors that are drawn as one thin line. */
	folded: ReadonlySet<string>;
	selected?: string | undefined;
	/** The doors that are drawn; absent: all of them. */
	only?: ReadonlySet<string> | undefined;
	/** Whether edges of the selected stay have handles. */
	handles?: boolean | undefined;
	/** Whether rows without anything in view are left out. */
	isTight?: boolean | undefined;
}

/** What the parts of a layout share. */
export interface Canvas {
	house: House;
	view: View;
	options: LayoutOptions;
	left: number;
	right: number;
	isCompact: boolean;
	/** A length that grows with the font. */
	u(length: number): number;
	x(at: number): number;
	draw(k: ShapeKind, x: number, y: number, w: number, h: number, more?: Partial<Shape>): void;
	/** The same outside of the plot. */
	write(x: number, y: number, c: string, t: string, more?: Partial<Shape>): void;
	/** A battery in the gutter. */
	frameGlyph(x: number, y: number, percent: number): void;
	target(target: Target): void;
}

/** Where something of a door is drawn. */
export interface Spot {
	door: Door;
	/** The place of the door among the doors. */
	lane: number;
	/** The line that the keys walk along, counted through the house. */
	line: number;
	/** The upper edge. */
	y: number;
}

/** The glyph of an event, as a path in a square of 14. */
export const GLYPHS: Partial<Record<EventKind | "low", string>> = {
	told: "M2 2.5h10v7H7.5L4.5 12V9.5H2z",
	reveal: "M1.5 7S3.5 3.5 7 3.5 12.5 7 12.5 7 10.5 10.5 7 10.5 1.5 7 1.5 7zM7 6v2",
	changed: "M2 5h9M8.5 2.5 11 5 8.5 7.5M12 9.5H3M5.5 7 3 9.5 5.5 12",
	put: "M7 1.5v7M4 6l3 3 3-3M2.5 12h9",
	gone: "M3 3l8 8M11 3l-8 8",
	host: "M7 1.8 12.5 11.5h-11zM7 5.2v3M7 9.7v.4",
	denied: "M7 2a5 5 0 1 0 0 10A5 5 0 1 0 7 2M3.6 10.4l6.8-6.8",
	double: "M2 3h7v5H2zM5 6h7v5H5z",
	checks: "M3 11.5v-3M7 11.5v-6M11 11.5v-9",
	low: "M1.5 4h9.5v6H1.5zM11 6h1.5v2H11M3.5 5.8v2.4",
};
