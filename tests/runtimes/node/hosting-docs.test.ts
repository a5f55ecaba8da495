// The code in docs/hosting.md and in the documentation of latchstring/host runs unchanged, and the
// page names every kind of command, outcome and failure.
import { readFileSync } from "node:fs";
import * as latchstring from "latchstring";
import * as host from "latchstring/host";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import * as seam from "../../../js/seam.js";
import * as webhook from "../../../js/seam-webhook.js";
import { booking, hosted, house, KEY } from "../../support/hosted-house.js";
import { event } from "../feeds/seam-codes.js";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const page = read("docs/hosting.md");
const blocks = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

const SECRET = "whsec_bGF0Y2hzdHJpbmcgbGF0Y2hzdHJpbmc=";
const env = { PIN_KEY: KEY, SEAM_KEY: "seam_key", SEAM_WEBHOOK_SECRET: SECRET };
const body = JSON.stringify(event("device.disconnected"));
const sent = new Date();
const signature = new Webhook(SECRET).sign("m", sent, body);
const timestamp = String(Math.floor(sent.getTime() / 1000));
const lock = { id: "front", name: "Front", profile: "nuki" };
const around: Record<string, unknown> = {
	...{ process: { env }, key: KEY, send: async () => undefined },
	house: {
		...{ id: "casa", locks: [lock] },
		listings: [
			{
				...{ id: "flat", name: "Flat", timeZone: "Europe/Paris", checkIn: "15:00" },
				...{ checkOut: "11:00", locks: ["front"] },
			},
		],
	},
	reservation: (booking() as { reservation: unknown }).reservation,
	ask: async () => ({ status: 202 }),
	request: new Request("http://127.0.0.1/", {
		...{ method: "POST", body },
		headers: { "svix-id": "m", "svix-timestamp": timestamp, "svix-signature": signature },
	}),
};

/** Runs a block as a function of the variables around it, and gives what it declares. */
async function run(code: string, more: Record<string, unknown> = {}) {
	const modules: Record<string, object> = {
		latchstring,
		"latchstring/host": host,
		"latchstring/seam": seam,
		"latchstring/seam/webhook": webhook,
	};
	const imported: Record<string, unknown> = {};
	const text = code.replaceAll(/^import \{ ([^}]+) \} from "([^"]+)";$/gm, (_, names, from) => {
		for (const name of names.split(", "))
			imported[name] = (modules[from] as Record<string, unknown>)[name];
		return "";
	});
	expect(text).not.toMatch(/^import /m);
	expect(Object.values(imported)).not.toContain(undefined);
	const own = [...text.matchAll(/^(?:const|let) (?:\{ ([\w, ]+) \}|(\w+))/gm)].flatMap(
		([, several, one]) => (several ?? one ?? "").split(", "),
	);
	const given = { ...around, ...imported, ...more } as Record<string, unknown>;
	const names = Object.keys(given).filter((name) => !own.includes(name));
	const AsyncFunction = (async () => {}).constructor as new (
		...source: string[]
	) => (...values: unknown[]) => Promise<Record<string, unknown>>;
	const call = new AsyncFunction(...names, `"use strict";\n${text}\nreturn { ${own.join(", ")} };`);
	return await call(...names.map((name) => given[name]));
}

describe("docs/hosting.md", () => {
	test("the first block runs a site", async () => {
		// No address outside of this machine is asked: the platform's `fetch` breaks here.
		const seamPlatform = (options: seam.SeamPlatformOptions) =>
			seam.seamPlatform({ ...options, fetch: () => Promise.reject(new Error("no network")) });
		const block = (blocks[0] ?? "").replace(/^import \{ seamPlatform \}.*$/m, "");
		const { running } = (await run(block, { seamPlatform })) as { running: host.RunningSite };
		await running.stop();
		await running.done;
	});

	test("the store of the second block keeps a site over a restart", async () => {
		const { store, rows } = (await run(blocks[1] ?? "")) as {
			store: host.SiteStore;
			rows: Map<string, host.StoredRow>;
		};
		const home = await hosted({ store: { ...store, rows: () => [...rows.values()] } });
		await home.running.take([booking()]);
		await home.clock.passTo("2026-10-20T07:00:00Z");
		await home.again();
		await home.clock.passTo("2026-10-20T08:00:00Z");
		expect(home.site().reservations).toHaveLength(1);
		expect([...rows.values()].filter(({ table }) => table === "outbox")).toEqual([]);
		await home.running.stop();
	});

	test("the rows of the third block are those of the step's site", async () => {
		const { step, same } = await run(blocks[2] ?? "");
		expect(same).toEqual((step as { site: object }).site);
	});

	test("the platform of the fourth block is one", async () => {
		const { platform } = (await run(blocks[3] ?? "")) as { platform: host.LockPlatform };
		const home = await hosted({ platform });
		await home.clock.passTo("2026-10-20T06:00:30Z");
		expect(home.reports).toEqual([]);
		expect(home.site().accessCodes.map(({ onLock }) => onLock?.state)).toContain("accepted");
		await home.running.stop();
	});

	test("the webhook of the fifth block is read", async () => {
		const heard: unknown[] = [];
		const running = { take: async (facts: unknown[]) => void heard.push(...facts) };
		await run(blocks[4] ?? "", { running });
		expect(heard).toMatchObject([{ type: "lock_report" }]);
		expect(blocks).toHaveLength(5);
	});

	test("the example of seamWebhook runs", async () => {
		const text = read("js/seam/webhook.ts");
		const [, example = ""] = /@example\n([\s\S]*?) \*\/\nexport const seamWebhook/.exec(text) ?? [];
		const [, secret = ""] = /seamWebhook\("(\w+=*)"\)/.exec(example) ?? [];
		const headers = {
			...{ "svix-id": "m", "svix-timestamp": timestamp },
			"svix-signature": new Webhook(secret).sign("m", sent, body),
		};
		const code = example.replaceAll(/^ \* ?/gm, "");
		expect((await run(code, { ...webhook, body, headers })).facts).toHaveLength(1);
	});

	test("each kind of command, outcome and failure is named", () => {
		const types = read("js/generated/types.ts");
		for (const type of ["CommandKind", "Outcome", "Failure"]) {
			const [, union = ""] = new RegExp(`^export type ${type} = (.*);$`, "m").exec(types) ?? [];
			const words = [...union.matchAll(/"(\w+)"/g)].map(([, word]) => word);
			expect(words.length).toBeGreaterThan(3);
			// Time that is over is told as `unknown` here; a platform may say so itself.
			for (const word of words)
				if (word !== "timeout") expect(page, `${type} ${word}`).toContain(`\`${word}\``);
		}
	});
});

describe("the examples of latchstring/host", () => {
	const FILES = ["doors", "messenger", "rows", "run", "store"].map((file) =>
		read(`js/host/${file}.ts`),
	);
	const documented = FILES.flatMap((text) => [
		...text.matchAll(/@example\n([\s\S]*?) \*\/\nexport (?:const|async function|function) (\w+)/g),
	]);

	for (const [, text = "", name = ""] of documented)
		test(`the example of ${name} runs`, async () => {
			const home = await hosted();
			await home.running.stop();
			const site = house();
			const step = latchstring.advance(site, [], { now: "2026-10-20T06:00:00Z", key: KEY });
			const platform = home.world.platform;
			const values = { ...latchstring, ...host, site, step, platform, notify: () => undefined };
			const declared = await run(text.replaceAll(/^ \* ?/gm, ""), {
				...{ ...values, store: host.memoryStore() },
			});
			expect(text).toContain(`${name}(`);
			for (const value of Object.values(declared)) expect(value).toBeDefined();
			await (declared.running as host.RunningSite | undefined)?.stop();
		});

	test("each function has an example", () => {
		const functions = Object.entries(host).filter(([name, value]) => {
			return typeof value === "function" && !/^(load|LatchstringError)$/.test(name);
		});
		expect(documented.map(([, , name]) => name).sort()).toEqual(
			functions.map(([name]) => name).sort(),
		);
	});
});
