// The golden files, which Rust and every JavaScript runtime answer to the byte.
import type { Command, Fact, NewSite, Site } from "latchstring";
import type { Input } from "./calls.js";

/** A call of a public function, and what it gives. */
export interface Scenario {
	name: string;
	call: string;
	input: Input;
	output?: unknown;
	error?: object;
}

/** A site from its beginning to its end. */
export interface WholeTrip {
	name: string;
	site: NewSite;
	steps: { now: string; answer?: string; facts?: Fact[]; gives: { commands: Command[] } }[];
	end: Site;
}

/** The scenarios of each file, by its name. */
export const scenarios = parsed<Scenario>(
	import.meta.glob<string>("../golden/scenarios/*.json", {
		query: "?raw",
		import: "default",
		eager: true,
	}),
);

/** The whole trips of each file, by its name. */
export const wholeTrips = parsed<WholeTrip>(
	import.meta.glob<string>("../golden/whole-trips/*.json", {
		query: "?raw",
		import: "default",
		eager: true,
	}),
);

function parsed<Item>(texts: Record<string, string>): Record<string, Item[]> {
	const files = Object.entries(texts);
	return Object.fromEntries(
		files.map(([path, text]) => [path.split("/").at(-1), JSON.parse(text) as Item[]]),
	);
}
