// The Worker of the tests in real workerd, with its storage on disk, and how it is killed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Fact, Notice } from "latchstring";
import { Miniflare } from "miniflare";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export const OPERATOR = "operator-token-of-the-tests";
export const SEAM_SECRET = "whsec_bGF0Y2hzdHJpbmcgbGF0Y2hzdHJpbmc=";
const rowKey = (letter: string) => Buffer.from(letter.repeat(32)).toString("base64");
export const ROW_KEYS = `k1:${rowKey("a")}`;
export const NEWER_KEYS = `k2:${rowKey("b")},${ROW_KEYS}`;
export const ONLY_NEW_KEY = `k2:${rowKey("b")}`;

/** What the Site of the tests can do beside the host's. */
export interface TestSite {
	tell(facts: Fact[]): Promise<unknown>;
	wakesAt(): Promise<string | undefined>;
	dieAt(at: number, how: "before" | "after"): Promise<void>;
	hasDied(): Promise<boolean>;
	writes(): Promise<number>;
	raw(): Promise<string>;
	passTo(instant: string): Promise<void>;
	setClock(instant: string): Promise<void>;
}

/** The world outside of a site. */
export interface TestWorld {
	behave(takes: number, isDown: boolean): Promise<void>;
	/** What people were told, and which commands reached the cloud. */
	heard(): Promise<Heard>;
	opens(lockId: string, pin: string, now: string): Promise<boolean>;
	codes(lockIds: string[]): Promise<string[]>;
	tell(notice: Notice, now: string): Promise<void>;
	change(lockId: string, world: object): Promise<void>;
}

/** What the world outside has heard. */
export interface Heard {
	told: { key: string; kind: string; at: string; doors: string }[];
	sent: string[];
}

export interface Answered {
	status: number;
	headers: Headers;
	// biome-ignore lint/suspicious/noExplicitAny: what a test expects says what it is.
	body: any;
	text: string;
}

export interface Asking {
	token?: string | undefined;
	body?: unknown;
	text?: string;
	type?: string;
	key?: string;
	headers?: Record<string, string>;
}

let bundle: Promise<string> | undefined;

/** The Worker as one file; the module stays beside it. */
export function bundled(): Promise<string> {
	bundle ??= build({
		entryPoints: [join(root, "tests/support/cloudflare/worker.ts")],
		...{ bundle: true, format: "esm", target: "es2022", write: false, logLevel: "error" },
		conditions: ["workerd"],
		external: ["*.wasm", "cloudflare:*"],
		alias: { "latchstring/seam/webhook": join(root, "pkg/seam-webhook.js") },
	}).then(({ outputFiles }) => outputFiles?.[0]?.text ?? "");
	return bundle;
}

/** A Worker that runs, and that a test may kill and run again on the same disk. */
export class Lab {
	#miniflare: Miniflare | undefined;
	#pids: number[] = [];
	readonly #folder = mkdtempSync(join(tmpdir(), "latchstring-sites-"));
	bindings: Record<string, string>;

	constructor(bindings: Record<string, string> = {}) {
		this.bindings = {
			...{ PIN_KEY: "a key that only this test knows about", ROW_KEYS, SEAM_SECRET },
			OPERATOR_TOKEN_SHA256: createHash("sha256").update(OPERATOR).digest("hex"),
			...bindings,
		};
	}

	async start(): Promise<void> {
		const before = new Set(children());
		this.#miniflare = new Miniflare({
			modules: [
				{ type: "ESModule", path: "worker.js", contents: await bundled() },
				{
					type: "CompiledWasm",
					path: "latchstring.wasm",
					contents: readFileSync(join(root, "pkg/latchstring.wasm")),
				},
			],
			compatibilityDate: "2026-04-01",
			durableObjects: {
				SITES: { className: "Site", useSQLite: true },
				WORLD: { className: "World", useSQLite: true },
			},
			durableObjectsPersist: this.#folder,
			bindings: this.bindings,
			cf: false,
		});
		await this.#miniflare.ready;
		this.#pids = children().filter((pid) => !before.has(pid));
	}

	/** Kills workerd, as a power cut does. */
	async kill(): Promise<void> {
		for (const pid of this.#pids) process.kill(pid, "SIGKILL");
		await this.#miniflare?.dispose().catch(() => undefined);
		this.#miniflare = undefined;
	}

	async stop(): Promise<void> {
		await this.#miniflare?.dispose();
		this.#miniflare = undefined;
	}

	async end(): Promise<void> {
		await this.stop();
		rmSync(this.#folder, { recursive: true, force: true });
	}

	get folder(): string {
		return this.#folder;
	}

	site(id: string): TestSite {
		return this.#object("SITES", id) as TestSite;
	}

	world(id: string): TestWorld {
		return this.#object("WORLD", id) as TestWorld;
	}

	/** An object, whose methods are called through the Worker. */
	#object(binding: string, id: string): object {
		const call = async (method: string, values: unknown[]): Promise<unknown> => {
			const said = await this.#fetch(`https://host.example/test/${binding}/${id}/${method}`, {
				...{ method: "POST", body: JSON.stringify(values) },
			});
			const { value, error } = (await said.json()) as { value?: unknown; error?: string };
			if (error !== undefined) throw new Error(error);
			return value;
		};
		return new Proxy(
			{},
			{
				get:
					(_, method) =>
					(...values: unknown[]) =>
						call(String(method), values),
			},
		);
	}

	#fetch(address: string, init: object) {
		if (this.#miniflare === undefined) throw new Error("workerd does not run");
		return this.#miniflare.dispatchFetch(address, init);
	}

	/** Asks the API. */
	async ask(method: string, path: string, asking: Asking = {}): Promise<Answered> {
		const { token, body, text, type, key, headers = {} } = asking;
		const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
		const response = await this.#fetch(`https://host.example${path}`, {
			method,
			headers: {
				...(token !== undefined && { authorization: `Bearer ${token}` }),
				...(sent !== undefined && { "content-type": type ?? "application/json" }),
				...(key !== undefined && { "idempotency-key": key }),
				...headers,
			},
			...(sent !== undefined && { body: sent }),
		});
		const said = await response.text();
		const answered = { status: response.status, headers: response.headers as unknown as Headers };
		return { ...answered, text: said, body: parsed(said) };
	}

	/** Makes a site, and gives its first token. */
	async create(id: string, body: object): Promise<string> {
		const made = await this.ask("PUT", `/v1/sites/${id}`, { token: OPERATOR, body });
		if (made.status !== 201) throw new Error(made.text);
		return made.body.token;
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Every workerd below this process. */
function children(): number[] {
	const table = execFileSync("ps", ["-ax", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
	const rows = table.split("\n").map((line) => line.trim().split(/\s+/));
	return rows.flatMap(([pid, parent, name]) =>
		Number(parent) === process.pid && name?.includes("workerd") ? [Number(pid)] : [],
	);
}
