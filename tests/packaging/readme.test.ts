// The code in README.md and examples/ runs unchanged in the runtime that it is for.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as latchstring from "latchstring";
import * as ical from "latchstring/ical";
import { Miniflare } from "miniflare";
import { describe, expect, test } from "vitest";
import house from "../../examples/house.json" with { type: "json" };
import { launchChromium, served } from "../support/browser.js";
import { scenarios } from "../support/golden.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const key = "a key that only this test knows about";
const reservation = { ...house.reservations[0], id: "stay-1" } as latchstring.Reservation;
const site = latchstring.advance(
	latchstring.createSite(house.site as latchstring.NewSite),
	[{ type: "reservation", reservation }],
	{ now: house.now, key },
).site;
/** The input of the block about changed trips: a longer stay while the lock is offline. */
const trip = scenarios["recalculate-trip.json"]?.find(({ name }) =>
	name.startsWith("A T1 longer at both ends"),
)?.input;

/** The variables around a block. */
const around: Record<string, unknown> = {
	latchstring,
	ical,
	text: readFileSync(join(root, "examples/garden-airbnb.ics"), "utf8"),
	stored: undefined,
	key,
	process: { env: { PIN_KEY: key } },
	env: { PIN_KEY: key },
	site,
	reservation,
	...trip,
};

const blocks = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

/** Runs a block as a function of the variables around it, and gives what it declares. */
async function run(code: string, now = new Date()): Promise<Record<string, unknown>> {
	const names = [...code.matchAll(/^const (?:\{ ([\w, ]+) \}|(\w+)) =/gm)].flatMap(
		([, several, one]) => (several ?? one ?? "").split(", "),
	);
	const body = code
		.replaceAll(/^import (\{[^}]+\}) from "latchstring";$/gm, "const $1 = latchstring;")
		.replaceAll(/^import (\{[^}]+\}) from "latchstring\/ical";.*$/gm, "const $1 = ical;");
	expect(body).not.toMatch(/^import /m);
	const all = {
		...around,
		Date: class extends Date {
			constructor() {
				super(now);
			}
		},
	} as Record<string, unknown>;
	const given = Object.keys(all).filter((name) => !names.includes(name));
	const AsyncFunction = (async () => {}).constructor as new (
		...source: string[]
	) => (...given: unknown[]) => Promise<Record<string, unknown>>;
	const call = new AsyncFunction(
		...given,
		`"use strict";\n${body}\nreturn { ${names.join(", ")} };`,
	);
	return await call(...given.map((name) => all[name]));
}

const block = (call: string) => blocks.find((code) => code.includes(`${call}(`)) ?? "";
const blockWith = (text: string) => blocks.find((code) => code.includes(text)) ?? "";

describe("README.md", () => {
	test("every block runs", async () => {
		expect(blocks.length).toBeGreaterThanOrEqual(5);
		for (const code of blocks) await run(code);
	});

	test("the first block gives the window of its comment, and one PIN for both locks", async () => {
		const { endsAt, code } = await run(block("validityWindow"));
		expect(block("validityWindow")).toContain(`// "${endsAt}"`);
		expect(code).toMatch(/^\d{6}$/);
	});

	test("the step gives a site to store, and commands and notices to queue", async () => {
		const { step } = (await run(block("advance"))) as {
			step: latchstring.Step & { site: latchstring.Site };
		};
		expect(step.rejected).toEqual([]);
		expect(Object.keys(step)).toEqual(expect.arrayContaining(["site", "commands", "notices"]));
	});

	test("the PINs of a site are those that the site made", async () => {
		const times = { timeZone: "Europe/Paris", checkIn: "15:00", checkOut: "11:00" };
		const casa = latchstring.createSite({
			id: "casa",
			listings: [{ id: "loft", revision: 1, name: "Loft", locks: ["door"], ...times }],
			locks: [{ id: "door", name: "Door" }],
		});
		const booked: latchstring.Reservation = {
			id: "HM4XQ2",
			revision: 1,
			listingId: "loft",
			arrival: "2026-05-02",
			departure: "2026-05-04",
			status: "confirmed",
			guest: { name: "Ada" },
		};
		const cleaner: latchstring.Visit = {
			id: "cleaner",
			revision: 1,
			listingId: "loft",
			visitor: "Cleo",
			purpose: "cleaning",
			kind: "recurring",
			weekly: [{ days: ["friday"], from: "10:00", to: "12:00" }],
			status: "active",
		};
		const facts: latchstring.Fact[] = [
			{ type: "reservation", reservation: booked },
			{ type: "visit", visit: cleaner },
		];
		const { site, rejected } = latchstring.advance(casa, facts, {
			now: "2026-05-01T08:00:00Z",
			key,
		});
		expect(rejected).toEqual([]);
		const made = (kind: string) =>
			site.accessCodes.find(({ holder }) => holder.kind === kind && holder.id !== "100002")?.pin;
		const codes = (await run(blockWith("const ofCasa"))) as Record<
			string,
			latchstring.GeneratedCode
		>;
		expect(
			[codes.stay, codes.visit, codes.backup, codes.emergency].map((one) => one?.code),
		).toEqual(["reservation", "visit", "backup", "emergency"].map(made));
	});

	test("the changed trip has an uncovered part", async () => {
		const { doors } = (await run(
			block("recalculateTrip"),
			new Date(String(trip?.now)),
		)) as unknown as latchstring.TripChange;
		expect(doors[0]?.uncovered.length).toBeGreaterThan(0);
	});

	test("every command in it exists", () => {
		for (const [, name = ""] of readme.matchAll(/npm (?:run )?(\w+)/g))
			if (!["install", "publish"].includes(name)) expect(manifest.scripts).toHaveProperty(name);
	});

	test("every link and picture shows on npm: it leads to a file of this version's tarball", () => {
		const base = `https://cdn.jsdelivr.net/npm/latchstring@${manifest.version}/`;
		const used = [...readme.matchAll(/\]\[([\w-]+)\]/g)].map(([, name]) => name);
		const defined = [...readme.matchAll(/^\[([\w-]+)\]: /gm)].map(([, name]) => name);
		expect([...new Set(used)].sort()).toEqual(defined.sort());
		const links = [...readme.matchAll(/(?:\]\(|^\[[\w-]+\]: |(?:src|srcset)=")([^)"\s]+)/gm)];
		expect(links.length).toBeGreaterThan(8);
		for (const [, link = ""] of links) {
			expect(link.startsWith(base), link).toBe(true);
			const path = link.slice(base.length).replace(/#.*/, "");
			const isPacked = manifest.files.some((packed: string) => `${path}/`.startsWith(`${packed}/`));
			expect(isPacked, path).toBe(true);
			expect(existsSync(join(root, path)), path).toBe(true);
		}
	});
});

describe("CHANGELOG.md", () => {
	const [head = "", ...releases] = readFileSync(join(root, "CHANGELOG.md"), "utf8").split(
		/^(?=## )/m,
	);

	test("it has the form of Keep a Changelog", () => {
		expect(head).toMatch(/^# Changelog\n/);
		expect(releases[0]).toMatch(/^## \[Unreleased\]\n/);
		for (const release of releases) {
			expect(release).toMatch(/^## \[(?:Unreleased\]|\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d)\n/);
			const kinds = [...release.matchAll(/^### (.*)$/gm)].map(([, kind]) => kind);
			for (const kind of kinds)
				expect(["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]).toContain(kind);
		}
	});

	test("each change is one short line", () => {
		const lines = releases.join("").split("\n");
		expect(lines.filter((line) => line.length > 105)).toEqual([]);
		expect(lines.filter((line) => /^\s+\S/.test(line))).toEqual([]);
	});
});

describe("examples/", () => {
	const doors = 14;

	test("node.js prints a line for each code", () => {
		const printed = execFileSync("node", ["examples/node.js"], { cwd: root, encoding: "utf8" });
		const lines = printed.split("\n").filter((line) => line.includes("••••"));
		expect(lines.length).toBeGreaterThanOrEqual(doors);
		expect(printed).toContain("left out: { not_available: 1 }");
	});

	test("worker.js answers with the same codes", { timeout: 180_000 }, async () => {
		const { outputFiles } = await build({
			entryPoints: [join(root, "examples/worker.js")],
			bundle: true,
			format: "esm",
			conditions: ["workerd"],
			external: ["*.wasm"],
			write: false,
		});
		const worker = new Miniflare({
			modules: [
				{ type: "ESModule", path: "worker.js", contents: outputFiles[0]?.text ?? "" },
				{
					type: "CompiledWasm",
					path: "latchstring.wasm",
					contents: readFileSync(join(root, "pkg/latchstring.wasm")),
				},
			],
			compatibilityDate: "2026-04-01",
			cf: false,
		});
		try {
			const answer = await worker.dispatchFetch("http://localhost/");
			const codes = (await answer.json()) as { guest?: string }[];
			expect(codes.filter(({ guest }) => guest !== undefined)).toHaveLength(doors);
		} finally {
			await worker.dispose();
		}
	});

	test("browser.html shows a row for each code", { timeout: 180_000 }, async () => {
		const browser = await launchChromium();
		try {
			const page = await browser.newPage();
			await served(root, async (address) => {
				await page.goto(`${address}/examples/browser.html`);
				await page.waitForFunction(
					(least) => document.querySelectorAll("tr").length >= least,
					doors,
				);
			});
		} finally {
			await browser.close();
		}
	});
});
