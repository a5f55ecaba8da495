// A schedule as the text of an SVG, on a server or anywhere else.

import { guarded } from "../core/guard.js";
import type { Forecast, Preview, Trouble } from "../generated/types.js";
import { checkAllWords, checkOptions, checkWidth } from "./check-options.js";
import { patterns, picture } from "./draw.js";
import { lines, widthOf } from "./fit.js";
import { layout } from "./layout.js";
import { PictureDetails } from "./layout-details.js";
import { houseOf } from "./model.js";
import { drawingStyles } from "./styles.js";
import { detailStyles } from "./styles-details.js";
import { timesOf } from "./times.js";
import { withColours } from "./tokens.js";
import { verdictOf } from "./verdict.js";
import { h, write } from "./vnode.js";
import { en } from "./words/en.js";
import type { Words } from "./words.js";

/** How a schedule is rendered to text. */
export interface RenderOptions {
	/** What `preview` gave for the time before. */
	past?: Preview;
	/** What is shown: all that there is. */
	from?: string;
	to?: string;
	/** In pixels, 200 to 10,000 [1200]. */
	width?: number;
	/** [light]. */
	theme?: "light" | "dark";
	/** [English]. */
	words?: Words;
	/** For dates: that of the words. */
	locale?: string;
	/** The names of listings, by their ids. */
	listings?: Record<string, string>;
	/** What the data supposes, for the sentence above the picture. */
	suppose?: readonly Trouble[];
	/** Whether the sentence stands above the picture [yes]. */
	verdict?: boolean;
	/** Doors as one thin line. */
	folded?: readonly string[];
	/** The beginning of all ids in it; two pictures of one page need two [ls]. */
	id?: string;
}

/**
 * A schedule as the text of an SVG: for a server, a mail or a document.
 *
 * @throws {LatchstringError} if the data is no preview and no forecast, or an option is none
 *
 * @example
 * const svg = renderSchedule(preview(site, { from, to, now }), { width: 1000, theme: "dark" });
 */
export const renderSchedule = guarded(
	(data: Preview | Forecast, given: RenderOptions = {}): string => {
		const options = given ?? {};
		const { past, width = 1200, theme = "light", words = en, id = "ls" } = options;
		checkOptions(options, "");
		checkAllWords(words);
		checkWidth(width);
		const house = houseOf({ data, past });
		const times = timesOf(words, options.locale);
		const view = {
			from: Math.max(house.from, Date.parse(options.from ?? "") || house.from),
			to: Math.min(house.to, Date.parse(options.to ?? "") || house.to),
		};
		const pad = 24;
		const drawing = layout(house, view, {
			width: width - 2 * pad,
			scale: 1,
			times,
			listings: options.listings ?? {},
			folded: new Set(options.folded),
			details: new PictureDetails(times),
		});
		const { lead, red, more } = verdictOf(house, times, options.suppose ?? []);
		const room = width - 2 * pad;
		const said = options.verdict === false ? [] : sentence(lead, red, more, room);
		const top = pad + said.length * 26 + (said.length > 0 ? 6 : 0);
		const height = Math.ceil(top + drawing.height + pad);
		const css = [
			`${drawingStyles(1)}${detailStyles(1)}\n`,
			".ls .v-lead{font-size:20px;font-weight:680}.ls .v-more{font-size:13px;fill:var(--_ink-2)}",
			".ls .v-red{fill:var(--_outside)}.bg{fill:var(--_surface)}",
		].join("");
		const svg = h(
			"svg",
			{
				xmlns: "http://www.w3.org/2000/svg",
				class: "ls",
				width,
				height,
				viewBox: `0 0 ${width} ${height}`,
				role: "img",
				"aria-label": [lead, red, more].filter(Boolean).join(" "),
			},
			h(
				"style",
				{},
				withColours(css, theme)
					.replace(/var\(--ls-font,([^)]*)\)/, "$1")
					.replaceAll('"', "'"),
			),
			patterns(id),
			h("rect", { class: "bg", width, height, rx: 14 }),
			said.map(([text, strong, name], place) =>
				h(
					"text",
					{ class: name, x: pad, y: pad + 14 + place * 26 },
					text,
					strong && h("tspan", { class: "v-red" }, text === "" ? strong : ` ${strong}`),
				),
			),
			h("g", { transform: `translate(${pad} ${top})` }, picture(drawing, id)),
		);
		return write(svg);
	},
	"data",
);

/** The lines of the sentence: quiet text, red text, and the class of the line. */
function sentence(
	lead: string,
	red: string,
	more: string,
	room: number,
): [string, string, string][] {
	const small = lines(more, room, 13).map((line): [string, string, string] => [line, "", "v-more"]);
	if (widthOf(`${lead} ${red}`, 20, true) <= room) return [[lead, red, "v-lead"], ...small];
	return [
		...lines(lead, room, 20, true).map((line): [string, string, string] => [line, "", "v-lead"]),
		...lines(red, room, 20, true).map((line): [string, string, string] => ["", line, "v-lead"]),
		...small,
	];
}
