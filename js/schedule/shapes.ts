// What a layout gives: shapes with coordinates, and targets that can be focused, hovered and
// tapped.

import type { Change } from "./clock.js";
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
	"text",
	"flag",
	"tag",
	"flagtext",
] as const;

/** Those in the plot, those in the gutter, and those that lie over the picture. */
export type ShapeKind =
	| (typeof PAINT_ORDER)[number]
	| ("cell" | "charge" | "empty")
	| ("brush" | "ghost" | "handle" | "selected");

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
	t2?: string | undefined;
	a?: "middle" | "end";
	/** A path of its own, from `x` and `y` on; `w` is its size, with 14 as 1. */
	d?: string | undefined;
	/** The id of the thing that it shows. */
	of?: string;
}

/** Where something lies that can be looked at: a thing, or what happens at nearly one instant. */
export interface Place {
	x: number;
	y: number;
	w: number;
	h: number;
	/** The place of its door among the doors. */
	lane: number;
	/** Its place from top to bottom. */
	line: number;
	thing?: Thing;
	happenings?: Happening[];
}

/** Something that can be looked at. */
export interface Target extends Place {
	id: string;
	from: number;
	/** The sentence that says all of it. */
	label: string;
	isProblem: boolean;
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
	places: Place[];
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
	/** What is drawn beside lanes, bars and marks; absent: its room is left empty. */
	details?: Details | undefined;
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
	/** Where a stretch lies as far as it is seen. */
	seen(stretch: View): [start: number, end: number];
	draw(k: ShapeKind, x: number, y: number, w: number, h: number, more?: Partial<Shape>): void;
	/** The same outside of the plot. */
	frame(k: ShapeKind, x: number, y: number, w: number, h: number, more?: Partial<Shape>): void;
	/** A text in the plot, over the plot, or outside of it; `c` is its class. */
	text(x: number, y: number, c: string, t: string, more?: Partial<Shape>): void;
	flag(x: number, y: number, c: string, t: string, more?: Partial<Shape>): void;
	write(x: number, y: number, c: string, t: string, more?: Partial<Shape>): void;
	place(place: Place): void;
}

/** What comes after the first picture. All of it has its room there, so that nothing moves. */
export interface Details {
	/** Says what happens, beside its mark. */
	say(one: Happening): string;
	/** What stands behind the name of a door above its rows. */
	note(canvas: Canvas, door: Door, name: string): string;
	/** What stands beside a lane; `y` is below the name of its door. */
	gutter(canvas: Canvas, door: Door, box: LaneBox, y: number): void;
	/** The charge of a battery. */
	battery(canvas: Canvas, door: Door, y: number, isSmall: boolean): void;
	/** How long somebody is outside, on a plate. */
	plate(canvas: Canvas, thing: Thing, y: number): void;
	/** What opened before now and is not known any more. */
	lost(canvas: Canvas, thing: Thing, y: number): void;
	/** The name of a visit. */
	visitor(canvas: Canvas, spot: Spot, thing: Thing): void;
	/** How many backups are left, as a step line. */
	backups(canvas: Canvas, door: Door, y: number): void;
	/** How long a lock is silent, below its strip between `from` and `to`. */
	silence(canvas: Canvas, thing: Thing, y: number, [from, to]: [number, number]): void;
	/** Where a battery gets low or empty. */
	low(canvas: Canvas, spot: Spot): void;
	/** What lies on both sides of the flag of now, which is between `from` and `to`. */
	sides(canvas: Canvas, y: number, [from, to]: readonly [number, number]): void;
	/** A change of the clocks. */
	seam(canvas: Canvas, change: Change, top: number, bottom: number): void;
	/** The hours that are multiples of `step`. */
	hours(canvas: Canvas, step: number, top: number, bottom: number): void;
	/** Months, and days without names, where there is no room for names. */
	months(canvas: Canvas, top: number, bottom: number): void;
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
export const GLYPHS: Partial<Record<EventKind, string>> = {
	told: "M2 2.5h10v7H7.5L4.5 12V9.5H2z",
	reveal: "M1.5 7S3.5 3.5 7 3.5 12.5 7 12.5 7 10.5 10.5 7 10.5 1.5 7 1.5 7zM7 6v2",
	changed: "M2 5h9M8.5 2.5 11 5 8.5 7.5M12 9.5H3M5.5 7 3 9.5 5.5 12",
	put: "M7 1.5v7M4 6l3 3 3-3M2.5 12h9",
	gone: "M3 3l8 8M11 3l-8 8",
	host: "M7 1.8 12.5 11.5h-11zM7 5.2v3M7 9.7v.4",
	denied: "M7 2a5 5 0 1 0 0 10A5 5 0 1 0 7 2M3.6 10.4l6.8-6.8",
	double: "M2 3h7v5H2zM5 6h7v5H5z",
	checks: "M3 11.5v-3M7 11.5v-6M11 11.5v-9",
};
