// A project that installs the tarball which `npm publish` would send.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A program of the packages that are installed here. */
export const bin = (name: string) => join(root, "node_modules/.bin", name);

const quiet = {
	...process.env,
	WRANGLER_SEND_METRICS: "false",
	CLOUDFLARE_CF_FETCH_ENABLED: "false",
	NEXT_TELEMETRY_DISABLED: "1",
};

/** Runs a program to its end; an error has what it printed. */
export const run = (command: string, args: string[], cwd: string, env: object = {}) =>
	promisify(execFile)(command, args, {
		cwd,
		env: { ...quiet, ...env },
		encoding: "utf8",
		maxBuffer: 1 << 26,
	});

/** The tarball, its files, and where it is installed. */
export interface Packed {
	work: string;
	tarball: string;
	/** The folder of all projects: npm installed the tarball in it, and Node looks there. */
	installed: string;
	/** The paths in the tarball, in order. */
	files: string[];
	unpackedSize: number;
}

/** Packs what `npm publish` would send, and installs it once. */
export async function pack(): Promise<Packed> {
	const work = mkdtempSync(join(tmpdir(), "latchstring-"));
	const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", work], root);
	const [packed] = Object.values(JSON.parse(stdout)) as {
		filename: string;
		unpackedSize: number;
		files: { path: string }[];
	}[];
	if (packed === undefined) throw new Error("npm packed nothing");
	const { filename, unpackedSize } = packed;
	const files = packed.files.map(({ path }) => path).sort();
	const [tarball, installed] = [join(work, filename), join(work, "installed")];
	mkdirSync(installed);
	writeFileSync(join(installed, "package.json"), JSON.stringify({ private: true }));
	await run(
		"npm",
		["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball],
		installed,
	);
	for (const name of ["ical.js", "standardwebhooks", "@stablelib", "fast-sha256"])
		symlinkSync(join(root, "node_modules", name), join(installed, "node_modules", name));
	return { work, tarball, installed, files, unpackedSize };
}

export const remove = (packed: Packed | undefined) =>
	packed && rmSync(packed.work, { recursive: true, force: true });

/** A folder of own files in which the tarball and its optional peers are installed. */
export function project({ installed }: Packed, name: string, own: Record<string, string>): string {
	const folder = join(installed, name);
	mkdirSync(folder);
	writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
	for (const [path, text] of Object.entries(own)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
	return folder;
}
